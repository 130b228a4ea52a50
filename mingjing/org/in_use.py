"""What keeps a room from being closed, told by the floors above that know who is in it."""

from collections.abc import Callable

from mingjing.kernel.verdict import Verdict
from mingjing.org.models import Room

Judge = Callable[[Room], Verdict]

_judges: list[Judge] = []


def register(judge: Judge) -> None:
    """Ask `judge` before a room is taken out of service."""
    if judge not in _judges:
        _judges.append(judge)


def verdicts(room: Room) -> list[Verdict]:
    """What everybody who was registered says."""
    return [judge(room) for judge in _judges]
