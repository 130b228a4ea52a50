"""The life of a review and of a correction as tables."""

from mingjing.kernel.machine import Machine, move
from mingjing.review.vocab import CorrectionState as C
from mingjing.review.vocab import ReviewState as S
from mingjing.review.vocab import Tag

VIEW, SUBMIT, DECIDE = "review:review:view", "review:review:submit", "review:review:decide"
ANSWER = "review:correction:answer"
PROSECUTION, SEND, FEED = "review:prosecution:view", "review:transfer:enter", "review:outcome:enter"
RATES, MEETINGS, HOLD = "review:rates:view", "review:meeting:view", "review:meeting:hold"

REVIEW = Machine(
    "review",
    S,
    (
        move("take", (S.SUBMITTED,), S.TAKEN, DECIDE, Tag.TAKEN, "接手审核", "Take it"),
        move("give_back", (S.TAKEN,), S.SUBMITTED, DECIDE, Tag.GIVEN_BACK, "交回待审", "Give it back"),
        move("mark", (S.TAKEN,), None, DECIDE, Tag.MARKED, "审核一项", "Mark an item"),
        move("return", (S.TAKEN,), S.RETURNED, DECIDE, Tag.RETURNED, "退回补正", "Return it"),
        move("pass", (S.TAKEN,), S.PASSED, DECIDE, Tag.PASSED, "审核通过", "Pass it"),
        move("advise", (S.TAKEN,), S.ADVISED, DECIDE, Tag.PASSED, "通过并提出建议", "Pass it with suggestions"),
        move("resubmit", (S.RETURNED,), S.SUBMITTED, SUBMIT, Tag.RESUBMITTED, "再次提交", "Submit it again"),
        move("withdraw", (S.SUBMITTED, S.RETURNED), S.WITHDRAWN, SUBMIT, Tag.WITHDRAWN, "撤回", "Withdraw it"),
    ),
)

CORRECTION = Machine(
    "correction",
    C,
    (
        move("answer", (C.OPEN,), C.ANSWERED, ANSWER, Tag.CORRECTION_ANSWERED, "反馈整改", "Answer"),
        move("send_back", (C.ANSWERED,), C.OPEN, DECIDE, Tag.CORRECTION_SENT_BACK, "退回整改", "Send back"),
        move("close", (C.OPEN, C.ANSWERED), C.CLOSED, DECIDE, Tag.CORRECTION_CLOSED, "销号", "Close"),
    ),
)
