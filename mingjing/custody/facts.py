"""Facts for the law's gates, collected from rows, never assumed. What is not known is absent or None."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from mingjing.clocks.selectors import open_breaches
from mingjing.custody.models import Assessment, Belonging, Collection, Injury, Stay
from mingjing.custody.selectors.record import Proofs
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import SUMMONED, BelongingState, CollectionOutcome, Ground
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Refusal, no
from mingjing.law import books
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Room, Site
from mingjing.org.vocab import RoomKind, SiteKind
from mingjing.persons.models import Person

Facts = dict[str, Any]

NEVER = 1_000_000
"""Hours since a summons that never was: longer than any rule asks for."""

LAW_ROOM = {
    RoomKind.SEARCH_ROOM: "security_check",
    RoomKind.COLLECTION_ROOM: "collection",
    RoomKind.HOLDING_ROOM: "waiting",
    RoomKind.INTERROGATION_ROOM: "interrogation",
    RoomKind.REMOTE_ROOM: "interrogation",
    RoomKind.INTERVIEW_ROOM: "interview",
    RoomKind.ID_ROOM: "identification",
    RoomKind.SOBERING_ROOM: "sobering",
    RoomKind.LEGAL_VISIT_ROOM: "lawyer",
    RoomKind.MEDICAL_ROOM: "medical",
    RoomKind.MEDIATION_ROOM: "mediation",
    RoomKind.OFFICE: "office",
}
"""Kinds of rooms in the law's words; the law's `waiting` is 候问室."""

DECLARABLE: Mapping[str, frozenset[str]] = {
    "receive": frozenset({
        "receive.directly_to_area", "receive.field_check_done", "receive.cq_ground", "receive.cq_excluded",
        "receive.approved_by_rank", "receive.permission_of_congress", "person.deputy", "person.has_defender",
        "person.first_offence", "custody.in_custody",
    }),
    "change_ground": frozenset({"receive.approved_by_rank"}),
    "collect": frozenset({"collect.approved"}),
    "restrain": frozenset({"restraint.legal_situation"}),
    "visit": frozenset({"visit.permitted", "lawyer.acts_for_co_suspect"}),
    "depart": frozenset({"person.first_offence", "release.fetched_or_escorted"}),
}  # fmt: skip
"""What an officer may state at each verb besides what the rows show. His statement becomes part of the entry."""


def declared(verb: str, given: Mapping[str, Any] | None) -> Facts:
    """The statements of the officer. Raises Refusal for one he may not make at this verb."""
    strangers = (given or {}).keys() - DECLARABLE.get(verb, frozenset())
    if strangers:
        names = ", ".join(sorted(strangers))
        raise Refusal(no("custody.declared.unknown", f"此处不能声明：{names}。", f"Cannot be stated here: {names}."))
    return {name: value for name, value in (given or {}).items() if value is not None}


def law_room(room: Room) -> str:
    """The law's word for the kind of room; a room for minors is one whatever else it is."""
    if room.juvenile:
        return "minors"
    return LAW_ROOM.get(RoomKind(room.kind), "other")


def of_arrival(person: Person, site: Site, at: datetime) -> Facts:
    """What is known of a person before he has a stay."""
    return {
        **person.facts_on(at),
        "stay.earlier_summons_hours": hours_since_summons(person, at),
        "receive.site_is_station": site.kind == SiteKind.STATION_AREA,
    }


def of_stay(stay: Stay, at: datetime, held: Proofs) -> Facts:
    """Ground, person, case, health and what was done so far. `held` are the proofs of the stay's record."""
    case = stay.case.facts() if stay.case else {"case.kind": "none"}
    return {
        **case,
        **stay.person.facts_on(at),
        **health(stay),
        "stay.ground": stay.ground,
        "person.role": stay.role,
        "search.done": Tag.SEARCHED in held,
        "identity.checked": Tag.IDENTIFIED in held or Tag.IDENTITY_UNKNOWN in held,
        "belongings.listed": Tag.BELONGINGS_LISTED in held,
        "health.assessed": Tag.ASSESSED in held,
        "rights.told": Tag.RIGHTS_TOLD in held,
        "stay.open_clock_breached": breached(stay, at),
    }


def health(stay: Stay) -> Facts:
    """What the latest assessment established, and whether an injury was found."""
    latest = Assessment.objects.filter(stay=stay, voided=False).last()
    facts: Facts = dict(latest.facts) if latest else {}
    if Injury.objects.filter(stay=stay, voided=False).exists():
        facts["person.injured"] = True
    return facts


def of_belongings(stay: Stay) -> Facts:
    things = list(Belonging.objects.filter(stay=stay, voided=False))
    gone = [t for t in things if t.state != BelongingState.KEPT]
    return {
        "belongings.returned": len(gone) == len(things),
        "belongings.returned_signed": all(t.given_signature or t.refused_to_sign for t in gone),
    }


def of_officers(officers: Sequence[Officer]) -> tuple[int, bool]:
    """How many of them are police officers, and whether an auxiliary is among them."""
    return sum(not o.auxiliary for o in officers), any(o.auxiliary for o in officers)


def taken_before(stay: Stay) -> set[str]:
    """Items collected from him in earlier stays, so that nothing is taken twice."""
    earlier = Collection.objects.filter(stay__person=stay.person_id, voided=False).exclude(stay=stay)
    return {name for row in earlier for name, line in row.items.items() if line["outcome"] == CollectionOutcome.DONE}


def breached(stay: Stay, at: datetime) -> bool:
    return bool(open_breaches(stay.ref, at))


def minor(person: Person, at: datetime) -> bool | None:
    """Whether he is a minor on that day, by the age the law names; None while his age is unknown."""
    day = local(at).date()
    age = person.age_on(day)
    limit = books.current().value("cn.minors.age", day).number
    return None if age is None or limit is None else age < limit


def hours_since_summons(person: Person, at: datetime) -> int:
    """Whole hours between the end of his last summons anywhere and `at`; NEVER without one."""
    last = Stay.objects.filter(person=person, ground__in=SUMMONED, departed_at__lte=at).order_by("departed_at").last()
    return NEVER if last is None or last.departed_at is None else _hours(last.departed_at, at)


def hours_since_summons_of(stay: Stay, at: datetime) -> int:
    """The same within a stay: none while he is here on a summons, else since one ended here or in an earlier stay."""
    if stay.ground in SUMMONED:
        return 0
    changes = Entry.objects.about(stay.ref).with_content().filter(tag=Tag.GROUND_CHANGED, subject_id=str(stay.pk))
    ended = [one.occurred_at for one in changes if one.body["before"] in SUMMONED]
    return min([_hours(one, at) for one in ended], default=hours_since_summons(stay.person, at))


def _hours(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds()) // 3600


def of_ground(ground: str, instrument: str) -> Facts:
    """What the papers at hand say. Grounds that need no paper beforehand are told by their kind."""
    return {"stay.ground": Ground(ground).value, "receive.ground_papers": bool(instrument.strip())}
