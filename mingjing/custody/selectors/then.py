"""What stood at an earlier hour of a stay, as amended so far: for acts that are entered later than they happened."""

from collections.abc import Collection
from datetime import datetime

from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay
from mingjing.custody.selectors.timeline import TIME, effective
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import StayState
from mingjing.kernel.text import Text
from mingjing.kernel.time import parse
from mingjing.ledger.entries import label
from mingjing.ledger.models import Entry

Happened = tuple[Text, datetime]
"""What it was, and when."""

MOVES = {move.tag: move.target for move in STAY if move.target}
ABOUT_THE_RECORD = (Tag.AMENDED, Tag.RECORD_ISSUED)


def state_at(stay: Stay, at: datetime) -> tuple[str, Happened | None]:
    """The state he was in at that hour, and the first move to another one after it. Moves are few; one query."""
    moves = sorted(_when(stay, tag__in=MOVES))
    before = [tag for when, tag in moves if when <= at]
    after = [(label(tag), when) for when, tag in moves if when > at]
    return (MOVES[before[-1]] or "" if before else StayState.ARRIVED.value), (after[0] if after else None)


def first_of(stay: Stay, numbers: Collection[int]) -> datetime | None:
    """When the first of these entries of the stay happened; None when all were taken back."""
    return min((when for when, _ in _when(stay, seq__in=numbers)), default=None)


def last_after(stay: Stay, at: datetime) -> Happened | None:
    """The last thing that happened in the stay after that hour."""
    found = max((one for one in _when(stay, occurred_at__gt=at) if one[0] > at), default=None)
    return (label(found[1]), found[0]) if found else None


def _when(stay: Stay, **wanted: object) -> list[tuple[datetime, str]]:
    mine = Entry.objects.about(stay.ref).filter(subject_kind="stay", subject_id=str(stay.pk), **wanted)
    rows = mine.exclude(tag__in=ABOUT_THE_RECORD).with_content().prefetch_related("amended_by__content")
    told = ((effective(row), row.tag) for row in rows)
    return [(parse(now[TIME]), tag) for now, tag in told if now]
