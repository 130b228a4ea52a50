"""The moves of a shift."""

from mingjing.kernel.machine import Machine, move
from mingjing.org.vocab import ShiftState, Tag

PLANNED, RUNNING, OFFERED, HANDED_OVER = ShiftState

SHIFT = Machine(
    "shift",
    ShiftState,
    (
        move("change", [PLANNED], None, "org:shift:plan", Tag.SHIFT_CHANGED, "调班", "Change the shift"),
        move("start", [PLANNED], RUNNING, "org:shift:hand_over", Tag.SHIFT_STARTED, "接班", "Start the shift"),
        move("offer", [RUNNING], OFFERED, "org:shift:hand_over", Tag.SHIFT_OFFERED, "提出交班", "Offer the hand-over"),
        move("relieve", [OFFERED], HANDED_OVER, "org:shift:hand_over", Tag.SHIFT_HANDED_OVER, "接受交班", "Take over"),
    ),
)
