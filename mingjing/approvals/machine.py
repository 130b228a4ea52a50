"""The life of a request as a table."""

from mingjing.approvals.vocab import RequestState as S
from mingjing.approvals.vocab import Tag
from mingjing.kernel.machine import Machine, move

ASK, DECIDE = "approvals:request:ask", "approvals:request:decide"
OPEN = (S.ASKED, S.RETURNED)

REQUEST = Machine(
    "request",
    S,
    (
        move("note_oral", (S.ASKED,), S.ORAL, ASK, Tag.GRANTED_ORALLY, "登记口头批准", "Note an oral grant"),
        move("grant", (S.ASKED, S.ORAL), S.GRANTED, DECIDE, Tag.GRANTED, "批准", "Grant"),
        move("refuse", (S.ASKED, S.ORAL), S.REFUSED, DECIDE, Tag.REFUSED, "不批准", "Refuse"),
        move("return", (S.ASKED,), S.RETURNED, DECIDE, Tag.RETURNED, "退回补充", "Return"),
        move("ask_again", (S.RETURNED,), S.ASKED, ASK, Tag.ASKED_AGAIN, "再次呈请", "Ask again"),
        move("withdraw", OPEN, S.WITHDRAWN, ASK, Tag.WITHDRAWN, "撤回", "Withdraw"),
        move("remind", (S.ASKED, S.ORAL), None, "", Tag.REMINDED, "催办", "Remind"),
        move("lapse", OPEN, S.LAPSED, "", Tag.LAPSED, "失效", "Lapse"),
    ),
)
