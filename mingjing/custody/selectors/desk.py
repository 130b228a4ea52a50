"""What the duty desk and the wall show: everybody who is here, what is due, the rooms, the queue. Constant queries."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from mingjing.clocks.models import Timed
from mingjing.clocks.selectors import next_due
from mingjing.custody.facts import minor
from mingjing.custody.models import (
    Assessment,
    Questioning,
    Restraint,
    Stay,
    TempExit,
    Visit,
)
from mingjing.custody.permissions import VIEW
from mingjing.custody.policy import policy
from mingjing.custody.selectors.record import TAG_OF_STEP
from mingjing.custody.selectors.rooms import occupants
from mingjing.custody.vocab import PRESENT, StayState, StepKind, TempExitState
from mingjing.ledger.models import EntryRef
from mingjing.org.access import reach
from mingjing.org.models import Officer, Room, Site
from mingjing.org.recusal import kept_from

NUMBER = re.compile(r"(?:^|-)([0-9]{8})-([0-9]{1,6})$")  # the end of the number of a stay


@dataclass(frozen=True)
class Present:
    """One line of the desk. `elapsed` since arrival; `due`: the clock or duty due first; `look`: the duty to look at
    him that is due first (None while somebody is with him or he is out)."""

    stay: Stay
    elapsed: timedelta
    due: Timed | None
    look: Timed | None
    open_steps: tuple[StepKind, ...]
    needs: tuple[str, ...]
    risk: str
    minor: bool | None
    questioned: bool
    visited: bool
    restrained: bool
    due_back: datetime | None

    @property
    def first_due(self) -> datetime | None:
        """Whatever is due first, of law or of the house: by this the desk is sorted."""
        told = [self.due.due_at if self.due else None, self.due_back]
        return min((one for one in told if one), default=None)


@dataclass(frozen=True)
class Tile:
    """A room with the people in it now."""

    room: Room
    stays: tuple[Stay, ...]

    @property
    def free(self) -> int:
        return 0 if self.room.out_of_service_since else max(0, self.room.capacity - len(self.stays))


def present(site: Site, officer: Officer, at: datetime) -> list[Present]:
    """Everybody present at the site whom the officer may see, what is due first on top. At most six queries."""
    return _rows(site, Stay.objects.visible_to(officer).filter(site=site), at)


def sees_everybody(site: Site, officer: Officer) -> bool:
    """Whether every stay at the site is visible to the officer: a post of his covers its unit, and he is recused from
    nothing."""
    covered = any(site.unit.path.startswith(path) for path in reach(officer, VIEW))
    return covered and not kept_from(officer.pk)


def kept_apart(site: Site, officer: Officer) -> list[Stay]:
    """Those here whom the officer is recused from and must still know to be in the house: number and room, no more."""
    return list(Stay.objects.kept_from(officer).filter(site=site).select_related("site", "room").order_by("arrived_at"))


def held_in(site: Site, but: Iterable[Stay]) -> dict[object, int]:
    """Room id → how many people besides these are in it now."""
    rows = Stay.objects.present().filter(site=site).exclude(pk__in=[one.pk for one in but])
    return Counter(rows.values_list("room", flat=True))


def everybody(site: Site, at: datetime) -> list[Present]:
    """Everybody present at the site, as `present` tells it to those of whom `sees_everybody` is true. Only for them."""
    return _rows(site, Stay.objects.filter(site=site), at)


def _rows(site: Site, stays: QuerySet[Stay], at: datetime) -> list[Present]:
    found = list(_annotated(stays.filter(state__in=PRESENT).select_related("person", "room")))
    for stay in found:
        stay.site = site
    rows = _told(found, at)
    return sorted(rows, key=lambda row: (row.first_due is None, row.first_due or at, row.stay.arrived_at))


def one(stay: Stay, at: datetime) -> Present:
    """The same line for a single stay, for its own page."""
    [row] = _told(list(_annotated(Stay.objects.filter(pk=stay.pk).named())), at)
    return row


def queue(rows: Iterable[Present]) -> list[Present]:
    """Those still at reception: arrived, not yet placed; who waits longest first."""
    return sorted((r for r in rows if r.stay.state == StayState.ARRIVED), key=lambda r: r.stay.arrived_at)


def rooms(site: Site) -> list[Tile]:
    """Every room of the site with who is in it. Two queries; show only what visible_to allows of the people."""
    inside = occupants(site)
    return [Tile(room, tuple(inside.get(room.pk, ()))) for room in site.rooms.select_related("zone").order_by("code")]


def counts(rows: Iterable[Present]) -> dict[str, int]:
    """Headcount for the wall: by state and by colour."""
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[row.stay.state] += 1
        found[row.stay.colour] += 1
    return dict(found)


def past(site: Site, officer: Officer) -> QuerySet[Stay]:
    """Departed stays of the site the officer may see, the latest first; slice it for paging."""
    gone = Stay.objects.visible_to(officer).filter(site=site, state=StayState.DEPARTED).named()
    return gone.order_by("-departed_at")


def history(person_id: object, officer: Officer) -> QuerySet[Stay]:
    """Every stay of a person that the officer may see, the latest first."""
    return Stay.objects.visible_to(officer).filter(person_id=str(person_id)).named().order_by("-arrived_at")


def search(text: str, officer: Officer, limit: int = 20) -> list[Stay]:
    """Stays by name (also pinyin or initials), number, vest or case number; those present first."""
    text = text.strip()
    if not text:
        return []
    plain = text.lower().replace(" ", "")
    named = (
        Q(person__names__folded__contains=plain)
        | Q(person__names__pinyin__startswith=plain)
        | Q(person__names__initials__startswith=plain)
        | Q(person__name__contains=text)
    )
    numbered = Q(vest=text) | Q(case__number__icontains=text) | numbered_as(text)
    found = Stay.objects.visible_to(officer).filter(named | numbered).named().distinct()
    return sorted(found.order_by("-arrived_at")[: limit * 2], key=lambda s: not s.present)[:limit]


def numbered_as(text: str) -> Q:
    """`…-20261123-007`, or its end: day and number of the day. What is no number of a stay finds none."""
    read = NUMBER.search(text)
    try:
        return Q(day=date.fromisoformat(read[1]), seq=int(read[2])) if read else Q(pk__in=[])
    except ValueError:  # no day of any calendar
        return Q(pk__in=[])


def _annotated(stays: QuerySet[Stay]) -> QuerySet[Stay]:
    """With what hangs on each stay, so that no line asks for itself."""
    mine = {"stay": OuterRef("pk"), "voided": False}
    latest = Assessment.objects.filter(**mine).order_by("-assessed_at")
    out = TempExit.objects.filter(**mine, state=TempExitState.OUT)
    return stays.annotate(
        risk=Subquery(latest.values("risk")[:1]),
        needs=Subquery(latest.values("needs")[:1]),
        due_back=Subquery(out.values("due_back")[:1]),
        questioned=Exists(Questioning.objects.filter(**mine, ended_at__isnull=True)),
        visited=Exists(Visit.objects.filter(**mine, arrived_at__isnull=False, ended_at__isnull=True)),
        restrained=Exists(Restraint.objects.filter(**mine, until__isnull=True)),
    )


def _told(stays: list[Stay], at: datetime) -> list[Present]:
    """The lines of annotated stays, in their order."""
    due, done = next_due((stay.ref for stay in stays), policy().looks), _done_steps(stays)
    return [_present(stay, at, due.get(stay.ref, []), done[str(stay.pk)]) for stay in stays]


def _present(stay: Stay, at: datetime, due: list[Timed], done: set[str]) -> Present:
    wanted = policy().steps[stay.role]
    return Present(
        stay=stay,
        elapsed=(stay.departed_at or at) - stay.arrived_at,
        due=next(iter(due), None),
        look=next((row for row in due if row.rule in policy().looks), None),
        open_steps=tuple(k for k in StepKind if k in wanted and not done & {t.value for t in TAG_OF_STEP[k]}),
        needs=tuple(stay.needs or ()),  # type: ignore[attr-defined]
        risk=stay.risk or "",  # type: ignore[attr-defined]
        minor=minor(stay.person, at),
        questioned=stay.questioned,  # type: ignore[attr-defined]
        visited=stay.visited,  # type: ignore[attr-defined]
        restrained=stay.restrained,  # type: ignore[attr-defined]
        due_back=stay.due_back,  # type: ignore[attr-defined]
    )


def _done_steps(stays: Iterable[Stay]) -> dict[str, set[str]]:
    """Stay id → tags of steps entered for it. One query."""
    tags = [tag.value for several in TAG_OF_STEP.values() for tag in several]
    named = EntryRef.objects.filter(kind="stay", ref_id__in=[str(s.pk) for s in stays], entry__tag__in=tags)
    done: dict[str, set[str]] = defaultdict(set)
    for stay_id, tag in named.values_list("ref_id", "entry__tag"):
        done[stay_id].add(tag)
    return done
