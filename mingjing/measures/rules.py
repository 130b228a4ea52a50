"""What reaching a state of the graph means for the times of a measure. Pure."""

from collections.abc import Mapping
from datetime import datetime

from mingjing.measures.vocab import MeasureKind

DECIDED = frozenset({"decided", "approved"})
EXECUTED, REFUSED = "executed", "refused"


CARRYING = ("_warrant", "_decision")
"""How the names of instruments end by which a measure is carried out; reports and notices go beside them."""


def carrying(made: Mapping[str, str], before: str) -> str:
    """The number that stands for the measure: of the warrant or decision, else what stood, else the last made."""
    for name, number in made.items():
        if name.endswith(CARRYING):
            return number
    return before or (list(made.values())[-1] if made else "")


def after(kind: str, state: str, final: bool, at: datetime) -> dict[str, object]:
    """Field → value of the measure when this state is reached. A penalty is sealed from the decision on (PSL 136)."""
    told: dict[str, object] = {}
    if state in DECIDED:
        told["decided_at"] = at
    if state == EXECUTED:
        told["executed_at"] = at
    if state == REFUSED:
        told["refused_at"] = at
    if final:
        told["ended_at"] = at
    if kind == MeasureKind.PENALTY and state in DECIDED:
        told["sealed"] = True
    return told
