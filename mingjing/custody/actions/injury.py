"""Marks on the body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mingjing.custody import entering
from mingjing.custody.entering import blobs, opened
from mingjing.custody.entries.arrival import InjuryNoted
from mingjing.custody.models import Injury, Stay
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import InjuryKind, Occasion, Region
from mingjing.kernel.actor import Actor
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: where on the body map (x, y in thousandths of the picture), what it looks like, how it came about."""

    region: str
    kind: str
    note: str = ""
    cause: str = ""
    photo: str = ""
    x: int | None = None
    y: int | None = None


def note(stay_id: object, *, by: Actor, at: datetime, mark: Mark) -> Entry:
    """A mark found during the stay. What is found on leaving goes through `departure.recheck`."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "note_injury")
        [written] = write_marks(it, stay, [mark], Occasion.DURING)
        return written


def write_marks(it: Act, stay: Stay, marks: Sequence[Mark], occasion: Occasion) -> list[Entry]:
    """One row and one entry for each mark. Raises ValueError for an unknown region or kind."""
    return [_write(it, stay, mark, occasion) for mark in marks]


def _write(it: Act, stay: Stay, mark: Mark, occasion: Occasion) -> Entry:
    injury = Injury.objects.create(
        stay=stay,
        region=Region(mark.region).value,
        kind=InjuryKind(mark.kind).value,
        occasion=occasion.value,
        found_at=it.at,
        note=mark.note,
        cause=mark.cause,
        photo=mark.photo,
        x=mark.x,
        y=mark.y,
    )
    body = InjuryNoted(injury.region, injury.kind, occasion.value, mark.note, mark.cause, mark.photo, mark.x, mark.y)
    return entering.enter(
        it, stay, Tag.INJURY_NOTED, body, injury.ref, *blobs(mark.photo), facts={"person.injured": True}
    )
