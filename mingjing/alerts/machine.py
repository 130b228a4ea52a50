"""The life of an alarm as two tables: what happens to it, and whether it may call people.

An answer includes the acknowledgement. A rule that latches ends only when answered; any other ends with its cause.
The permission of a machine's move is empty: the program makes it, nobody asks for it.
"""

from mingjing.alerts.vocab import AlarmState as S
from mingjing.alerts.vocab import Service, Tag
from mingjing.kernel.machine import Machine, move

PRESENT = (S.UNSEEN, S.SEEN, S.ANSWERED)
GONE = (S.GONE_UNSEEN, S.GONE_SEEN)
OPEN = (*PRESENT, *GONE)
UNANSWERED = (S.UNSEEN, S.SEEN, *GONE)
UNACKNOWLEDGED = (S.UNSEEN, S.GONE_UNSEEN)

LIFE = Machine(
    "alarm",
    S,
    (
        move("sight", PRESENT, None, "", Tag.SIGHTED, "再次发现", "See it again"),
        move("recur", GONE, S.UNSEEN, "", Tag.SIGHTED, "再次出现", "The cause is back"),
        move("worsen", OPEN, S.UNSEEN, "", Tag.SIGHTED, "升高级别", "Raise the grade"),
        move("clear_unseen", (S.UNSEEN,), S.GONE_UNSEEN, "", Tag.CLEARED, "情形消失", "The cause goes"),
        move("clear_seen", (S.SEEN,), S.GONE_SEEN, "", Tag.CLEARED, "情形消失", "The cause goes"),
        move("clear_answered", (S.ANSWERED,), S.CLOSED, "", Tag.CLEARED, "情形消失", "The cause goes"),
        move("lapse", PRESENT, S.CLOSED, "", Tag.CLEARED, "自行关闭", "Close with its cause"),
        move("acknowledge", (S.UNSEEN,), S.SEEN, "alerts:alarm:acknowledge", Tag.ACKNOWLEDGED, "确认", "Acknowledge"),
        move(
            "acknowledge_gone", (S.GONE_UNSEEN,), S.GONE_SEEN,
            "alerts:alarm:acknowledge", Tag.ACKNOWLEDGED, "确认", "Acknowledge",
        ),
        move("answer", (S.UNSEEN, S.SEEN), S.ANSWERED, "alerts:alarm:answer", Tag.ANSWERED, "处置", "Answer"),
        move("answer_gone", GONE, S.CLOSED, "alerts:alarm:answer", Tag.ANSWERED, "处置", "Answer"),
        move("escalate", UNANSWERED, None, "", Tag.ESCALATED, "升级", "Escalate"),
    ),
)  # fmt: skip

SERVICE = Machine(
    "alarm_service",
    Service,
    (
        move("shelve", (Service.IN_SERVICE,), Service.SHELVED, "alerts:alarm:shelve", Tag.SHELVED, "搁置", "Shelve"),
        move(
            "unshelve", (Service.SHELVED,), Service.IN_SERVICE,
            "alerts:alarm:shelve", Tag.UNSHELVED, "恢复", "Unshelve",
        ),
        move(
            "take_out", (Service.IN_SERVICE, Service.SHELVED), Service.OUT_OF_SERVICE,
            "alerts:alarm:take_out", Tag.TAKEN_OUT, "停用", "Take out of service",
        ),
        move(
            "put_back", (Service.OUT_OF_SERVICE,), Service.IN_SERVICE,
            "alerts:alarm:take_out", Tag.PUT_BACK, "启用", "Put back in service",
        ),
    ),
)  # fmt: skip


def clearing(state: str, *, latch: bool) -> str:
    """The verb by which a present alarm in `state` loses its cause."""
    if not latch:
        return "lapse"
    return {S.UNSEEN: "clear_unseen", S.SEEN: "clear_seen"}.get(S(state), "clear_answered")


def acknowledging(state: str) -> str:
    return "acknowledge_gone" if state == S.GONE_UNSEEN else "acknowledge"


def answering(state: str) -> str:
    return "answer_gone" if state in GONE else "answer"
