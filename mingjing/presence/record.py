"""What the custody record tells the rules of presence: who is here, who is kept apart, who is being questioned."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from mingjing.cases.selectors import co_suspects_among
from mingjing.custody.facts import minor
from mingjing.custody.models import Questioning, Stay
from mingjing.custody.policy import policy
from mingjing.custody.selectors.questioning import officers_wanted
from mingjing.custody.vocab import Observation, Role, StayState
from mingjing.kernel.ref import Ref
from mingjing.kernel.vocab import Vocab
from mingjing.org.models import Room, Site
from mingjing.presence.models import Binding
from mingjing.presence.plan import Plan
from mingjing.presence.plan import Space as Drawn
from mingjing.presence.rules.situation import Happening, Space, Talk, Who

ALWAYS_WATCHED: frozenset[Vocab] = frozenset({Observation.CONSTANT})


def millis(at: datetime) -> int:
    """Milliseconds since 1970 UTC, as readings count."""
    return round(at.timestamp() * 1000)


def recorded(site: Site, at: datetime) -> list[Happening]:
    """Everything the record says now of everybody at the site, as happenings of `at`. A few queries, and some for each
    questioning under way."""
    stays = list(Stay.objects.present().filter(site=site).named())
    apart = _kept_apart(stays, at)
    people = [_who(stay, apart[stay.person_id], at) for stay in stays]
    return [*people, *_officers(site, at), *_talks(stays, at)]


def changed(before: Mapping[str, Happening], after: Iterable[Happening], at: datetime) -> Iterator[Happening]:
    """What changed or is new since `before` (see `by_key`), and that whoever is no longer there is gone."""
    now = by_key(after)
    for key, one in now.items():
        if key not in before or _said(before[key]) != _said(one):
            yield one
    for key in before.keys() - now.keys():
        gone = before[key]
        if isinstance(gone, Talk):
            yield Talk(millis(at), gone.who, "")
        elif isinstance(gone, Who) and gone.here:
            yield Who(millis(at), gone.who, gone.kind, here=False)


def by_key(happenings: Iterable[Happening]) -> dict[str, Happening]:
    return {f"{type(one).__name__} {one.who}": one for one in happenings}


def spaces(site: Site, plan: Plan) -> dict[str, Space]:
    """The spaces of a plan as rules see them. One query."""
    rooms = {room.code: room for room in site.rooms.all()}
    return {one.code: _space(one, rooms.get(one.code), plan) for one in plan.spaces}


def _space(drawn: Drawn, room: Room | None, plan: Plan) -> Space:
    rules, kind = policy(), room.kind if room else ""
    beside = plan.beside.get(drawn.code, frozenset())
    return Space(
        drawn.code,
        passage=drawn.passage,
        holding=kind in rules.holding,
        shut=kind in rules.not_for_persons,
        capacity=room.capacity if room else 0,
        beside=beside,
        against=frozenset(one for one in beside if drawn.code not in {to for to, _ in plan.ways.get(one, ())}),
    )


def _who(stay: Stay, apart: set[UUID], at: datetime) -> Who:
    return Who(
        millis(at),
        str(stay.ref),
        "stay",
        sex=stay.person.sex,
        minor=minor(stay.person, at),
        suspect=stay.role == Role.SUSPECT,
        room=stay.room.code if stay.room else "",
        kept_from=tuple(sorted(str(Ref("stay", str(other))) for other in apart)),
        close=stay.observation in ALWAYS_WATCHED,
        out=stay.state == StayState.OUT,
    )


def _kept_apart(stays: list[Stay], at: datetime) -> dict[UUID, set[UUID]]:
    """Person → stays he must be kept from: co-suspects by the cases, and suspects brought in for the same case."""
    mine = {stay.person_id: stay for stay in stays}
    found = {
        person: {mine[other].pk for other in others} for person, others in co_suspects_among(mine, at).items()
    }  # fmt: skip
    suspects = [stay for stay in stays if stay.role == Role.SUSPECT and stay.case_id]
    for one in suspects:
        found[one.person_id] |= {s.pk for s in suspects if s.case_id == one.case_id and s.pk != one.pk}
    return found


def _officers(site: Site, at: datetime) -> Iterator[Who]:
    """Officers who wear a card of the site."""
    worn = Binding.objects.open().filter(device__site=site, holder_kind="officer")
    for holder in worn.values_list("holder_id", flat=True):
        yield Who(millis(at), str(Ref("officer", holder)), "officer")


def _talks(stays: list[Stay], at: datetime) -> Iterator[Talk]:
    rows = Questioning.objects.filter(stay__in=stays, ended_at__isnull=True, voided=False)
    for row in rows.select_related("stay__person", "stay__case", "room").prefetch_related("recordings"):
        yield Talk(millis(at), str(row.stay.ref), row.room.code, officers_wanted(row, at))


def _said(one: Happening) -> tuple[object, ...]:
    """Everything but when."""
    return tuple(getattr(one, name) for name in one.__struct_fields__ if name != "at")
