"""What the watch announces about a clock or a duty: nothing → near → over, and back when the limit moved.

The phase of a row (running, paused, met …) is not moved here: the law engine answers it anew after every entry.
"""

from mingjing.clocks.vocab import Tag, Told
from mingjing.kernel.machine import Machine, move


def _announcing(kind: str, warned: Tag, over: Tag, eased: Tag) -> Machine:
    return Machine(
        kind,
        Told,
        (
            # a rule may warn twice, at two hours and at half an hour
            move("warn", (Told.NOTHING, Told.NEAR), Told.NEAR, "", warned, "提示临近", "Announce as near"),
            move("breach", (Told.NOTHING, Told.NEAR), Told.OVER, "", over, "提示超限", "Announce as over"),
            move("ease", (Told.NEAR, Told.OVER), Told.NOTHING, "", eased, "撤回提示", "Take back"),
        ),
    )


CLOCK = _announcing("clock", Tag.CLOCK_WARNED, Tag.CLOCK_BREACHED, Tag.CLOCK_EASED)
DUTY = _announcing("duty", Tag.DUTY_WARNED, Tag.DUTY_OVERDUE, Tag.DUTY_EASED)
