"""What upper floors want to be true before a move of a stay: each names its question once, at start-up.

    beforehand.add("faces", ask)

`ask(stay, verb, at)` answers what it wants before that verb of the machine, kept or not; nothing for other verbs.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from mingjing.custody.models import Stay
from mingjing.custody.rules.exits import Precondition
from mingjing.kernel.verdict import Verdict
from mingjing.ledger.act import Act

Ask = Callable[[Stay, str, datetime], Iterable[Precondition]]
_asked: dict[str, Ask] = {}


def add(name: str, ask: Ask) -> None:
    _asked[name] = ask


def wanted(stay: Stay, verb: str, at: datetime) -> list[Precondition]:
    """What the floors above want before the stay makes this move at that time."""
    return [one for ask in _asked.values() for one in ask(stay, verb, at)]


def heed(it: Act, stay: Stay, verb: str) -> None:
    """Refuse the move of the act while something that blocks is lacking; what only warns goes into the entry."""
    found: list[Verdict] = [one.verdict for one in wanted(stay, verb, it.at)]
    it.permit(*(v for v in found if v.severity == "block"))
    it.warnings += [v for v in found if not v.ok and v.severity == "warn"]
