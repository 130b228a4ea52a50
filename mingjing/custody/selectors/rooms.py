"""Rooms as they are: who is in them, and where a person may go."""

from collections.abc import Iterable
from datetime import datetime

from mingjing.cases.selectors import co_suspects
from mingjing.custody.facts import law_room, minor, of_stay
from mingjing.custody.models import Assessment, Occupancy, Stay
from mingjing.custody.policy import policy
from mingjing.custody.rules.placement import Body, Option, Place, option, rank
from mingjing.custody.selectors.record import proofs
from mingjing.custody.vocab import Need, Role
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Verdict
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.org.models import Room, Site


def occupants(site: Site) -> dict[object, list[Stay]]:
    """Room id → the stays in it now, with persons. One query."""
    now = Occupancy.objects.filter(room__site=site, until__isnull=True, voided=False, stay__departed_at__isnull=True)
    found: dict[object, list[Stay]] = {}
    for one in now.select_related("stay__person", "stay__case").order_by("since"):
        found.setdefault(one.room_id, []).append(one.stay)
    return found


def options(stay: Stay, at: datetime) -> list[Option]:
    """Every room of the site people are left in, best first; forbidden ones last, each with every reason."""
    who = body(stay, at, whole=True)
    return rank(who, places(stay, list(stay.site.rooms.all()), at), lambda facts: judged(facts, at))


def option_of(stay: Stay, room: Room, at: datetime) -> Option:
    """The judgement on one room."""
    [place] = places(stay, [room], at)
    return option(body(stay, at, whole=True), place, lambda facts: judged(facts, at))


def judged(facts: object, at: datetime) -> list[Verdict]:
    """What the law says about a placement with these facts on that day."""
    return check(books.current(), "custody.place", facts, at)  # type: ignore[arg-type]


def places(stay: Stay, rooms: Iterable[Room], at: datetime) -> list[Place]:
    """The rooms with their occupants, as the rules want them."""
    rooms = list(rooms)
    here = occupants(stay.site)
    bodies = {s.pk: body(s, at) for several in here.values() for s in several}
    return [place(room, stay.role, at, tuple(bodies[s.pk] for s in here.get(room.pk, []))) for room in rooms]


def place(room: Room, role: str, at: datetime, inside: tuple[Body, ...] = ()) -> Place:
    """`role` decides which kinds of rooms he is left in."""
    rules = policy()
    kinds = rules.holding if role == Role.SUSPECT else rules.holding_of_visitors
    return Place(
        id=str(room.pk),
        code=room.code,
        name=room.text,
        law_kind=law_room(room),
        capacity=room.capacity,
        sex=room.sex,
        juvenile=room.juvenile,
        special_care=room.special_care,
        certified=_certified(room, at),
        recorded=room.recorded and room.out_of_service_since is None,
        out_of_service=room.out_of_service_reason if room.out_of_service_since else "",
        for_persons=room.kind not in rules.not_for_persons,
        holding=kinds.index(room.kind) if room.kind in kinds else None,
        occupants=inside,
    )


def body(stay: Stay, at: datetime, *, whole: bool = False) -> Body:
    """A person as far as rooms matter; `whole` adds what the law knows of him and who his accomplices are, which only
    the one to be placed needs."""
    latest = Assessment.objects.filter(stay=stay, voided=False).last()
    needs = set(latest.needs) if latest else set()
    return Body(
        stay=str(stay.pk),
        person=str(stay.person_id),
        sex=stay.person.sex,
        minor=minor(stay.person, at),
        case=str(stay.case_id) if stay.case_id else None,
        accomplices=_accomplices(stay, at) if whole else frozenset(),
        care=Need.SPECIAL_ROOM in needs,
        alone=Need.SINGLE_ROOM in needs,
        facts=of_stay(stay, at, proofs(stay)) if whole else {},
    )


def _accomplices(stay: Stay, at: datetime) -> frozenset[str]:
    """Persons of whom he is a co-suspect: by the cases, and suspects who stay here for the same case even before
    anybody wrote them into it."""
    known = {str(p) for p in co_suspects(stay.person, at)}
    if stay.case_id and stay.role == Role.SUSPECT:
        others = Stay.objects.present().filter(case=stay.case_id, role=Role.SUSPECT).exclude(pk=stay.pk)
        known |= {str(p) for p in others.values_list("person_id", flat=True)}
    return frozenset(known)


def _certified(room: Room, at: datetime) -> bool:
    """Accepted, and the acceptance has not run out."""
    until = room.certified_until
    return bool(room.certificate) and (until is None or until >= local(at).date())
