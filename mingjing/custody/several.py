"""The frequent acts of looking after people, for one or for several of them at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from mingjing.custody.actions import care, watching
from mingjing.custody.vocab import CareKind
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.models import Entry

_OFFERS = (CareKind.DRINK, CareKind.MEAL, CareKind.TOILET)
ACTS: Mapping[str, Callable[..., Entry]] = {
    "check": watching.check,
    **{kind.value: partial(care.offer, kind=kind.value) for kind in _OFFERS},
}
"""What needs no more words than its name."""
NAMES = {"check": Text("巡查", "Check"), **{kind.value: kind.text for kind in _OFFERS}}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was entered, and for whom (id of the stay) it was refused and why."""

    entries: tuple[Entry, ...]
    refused: tuple[tuple[UUID, Refusal], ...]


def each(stay_ids: Iterable[UUID], *, by: Actor, at: datetime, what: str) -> Outcome:
    """Do the same with everybody named, an entry each. Whoever refuses stands in nobody else's way: each of them is an
    act of its own. Raises Refusal when nobody is named, KeyError for an act not in ACTS."""
    do, entries, refused = ACTS[what], [], []
    for stay_id in dict.fromkeys(stay_ids):
        try:
            entries.append(do(stay_id, by=by, at=at))
        except Refusal as why:
            refused.append((stay_id, why))
    if not entries and not refused:
        raise Refusal(no("custody.several.nobody", "请先勾选人员。", "Tick somebody first."))
    return Outcome(tuple(entries), tuple(refused))
