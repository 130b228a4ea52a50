"""Which room, and why not the others.

What the room can take is judged here; who may share a room is asked of the law, on facts gathered here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict, no

Judge = Callable[[Mapping[str, Any]], Sequence[Verdict]]

# Refusals of the building itself: no override makes a bed.
HOUSE = {
    "custody.place.room_sex": Text("房间供异性使用", "The room is meant for the other sex"),
    "custody.place.for_minors": Text("房间供未成年人使用", "The room is meant for minors"),
    "custody.place.alone": Text("其中有人须单独安置", "One of them needs a room of his own"),
}
"""What the house itself has against a placement, as far as somebody may decide otherwise."""
HARD = frozenset({"custody.place.out_of_service", "custody.place.full", "custody.place.not_for_persons"})


@dataclass(frozen=True, slots=True)
class Body:
    """A person as far as rooms matter. `minor` is None while the age is unknown; `accomplices`: persons of whom he is a
    co-suspect; `care`: needs a special room; `alone`: a room of his own; `facts`: what the law knows of him."""

    stay: str
    person: str
    sex: str
    minor: bool | None
    case: str | None = None
    accomplices: frozenset[str] = frozenset()
    care: bool = False
    alone: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A room as it is at that moment. `law_kind` is the law's word for its kind; `holding` whether people are left in
    rooms of this kind, lower is offered first (None: not at all)."""

    id: str
    code: str
    name: Text
    law_kind: str
    capacity: int
    sex: str = "any"
    juvenile: bool = False
    special_care: bool = False
    certified: bool = False
    recorded: bool = True
    out_of_service: str = ""
    for_persons: bool = True
    holding: int | None = 0
    occupants: tuple[Body, ...] = ()


@dataclass(frozen=True)
class Option:
    """One room with everything that speaks against it (blocking and warning) and for it."""

    place: Place
    against: tuple[Verdict, ...]
    reasons: tuple[Text, ...]
    preference: tuple[int, ...]
    facts: Mapping[str, Any]

    @property
    def allowed(self) -> bool:
        return not self.blocking

    @property
    def blocking(self) -> tuple[Verdict, ...]:
        return tuple(v for v in self.against if v.severity == "block")


def rank(who: Body, places: Iterable[Place], judge: Judge) -> list[Option]:
    """All rooms people are left in, best first; forbidden ones last, each with every reason."""
    options = [option(who, place, judge) for place in places if place.holding is not None]
    return sorted(options, key=lambda o: (not o.allowed, o.preference, o.place.code))


def option(who: Body, place: Place, judge: Judge) -> Option:
    """The judgement on one room."""
    told = facts(who, place)
    against = (*building(who, place), *(v for v in judge(told) if not v.ok))
    return Option(place, against, reasons(who, place), preference(who, place), told)


def building(who: Body, place: Place) -> list[Verdict]:
    """What the room itself cannot or is not meant to take."""
    return [verdict for check in _BUILDING if (verdict := check(who, place)) is not None]


def facts(who: Body, place: Place) -> dict[str, Any]:
    """What the law asks about a placement."""
    others = [o for o in place.occupants if o.stay != who.stay]
    return {
        **who.facts,
        "room.kind": place.law_kind,
        "room.capacity": place.capacity,
        "room.occupants": len(others),
        "room.occupants_other_sex": any(o.sex != who.sex for o in others),
        "room.occupants_adult": any(o.minor is not True for o in others),
        "room.occupants_juvenile": any(o.minor is True for o in others),
        "room.occupants_co_suspect": any(_accomplices(who, o) for o in others),
        "room.certified": place.certified,
        "room.out_of_service": bool(place.out_of_service),
        "room.recording_works": place.recorded,
    }


def preference(who: Body, place: Place) -> tuple[int, ...]:
    """Smaller is better: suits his needs, a minor's room for minors only, empty, same sex and another case, few."""
    others = [o for o in place.occupants if o.stay != who.stay]
    unsuited = (who.care != place.special_care) + ((who.minor is True) != place.juvenile)
    mixed = any(o.sex != who.sex or (o.case and o.case == who.case) for o in others)
    return (unsuited, place.holding or 0, bool(others), mixed, len(others))


def reasons(who: Body, place: Place) -> tuple[Text, ...]:
    """What speaks for the room, for people to read."""
    others = [o for o in place.occupants if o.stay != who.stay]
    found = [Text("空房间", "empty")] if not others else [
        Text(f"现有 {len(others)} 人，可住 {place.capacity} 人", f"{len(others)} of {place.capacity} taken")
    ]  # fmt: skip
    if who.care and place.special_care:
        found.append(Text("适合特殊群体", "suited to special care"))
    if who.minor and place.juvenile:
        found.append(Text("未成年人专用", "for minors"))
    if place.sex == who.sex:
        found.append(Text("同性别专用", "for his sex"))
    return tuple(found)


def _accomplices(one: Body, other: Body) -> bool:
    return other.person in one.accomplices or one.person in other.accomplices


def _out_of_service(_: Body, place: Place) -> Verdict | None:
    why = place.out_of_service
    return no("custody.place.out_of_service", f"房间停用：{why}。", f"Out of service: {why}.") if why else None


def _full(who: Body, place: Place) -> Verdict | None:
    taken = sum(o.stay != who.stay for o in place.occupants)
    if taken < place.capacity:
        return None
    return no("custody.place.full", f"已满（{taken}/{place.capacity}）。", f"Full ({taken} of {place.capacity}).")


def _not_for_persons(_: Body, place: Place) -> Verdict | None:
    if place.for_persons:
        return None
    return no("custody.place.not_for_persons", "该房间不得安排涉案人员。", "Nobody in custody is taken into this room.")


def _meant_for_the_other_sex(who: Body, place: Place) -> Verdict | None:
    if place.sex in ("any", who.sex):
        return None
    return _against("custody.place.room_sex")


def _meant_for_minors(who: Body, place: Place) -> Verdict | None:
    if not place.juvenile or who.minor is True:
        return None
    return _against("custody.place.for_minors")


def _needs_to_be_alone(who: Body, place: Place) -> Verdict | None:
    if not any((who.alone or o.alone) for o in place.occupants if o.stay != who.stay):
        return None
    return _against("custody.place.alone")


def _against(code: str) -> Verdict:
    return Verdict(False, code, Text("{what}。", "{what}.").format(what=HOUSE[code]))


def _needs_special_care(who: Body, place: Place) -> Verdict | None:
    if not who.care or place.special_care:
        return None
    said = Text("本人需要特殊房间。", "He needs a special-care room.")
    return Verdict(False, "custody.place.special_care", said, severity="warn")


_BUILDING: tuple[Callable[[Body, Place], Verdict | None], ...] = (
    _out_of_service,
    _full,
    _not_for_persons,
    _meant_for_the_other_sex,
    _meant_for_minors,
    _needs_to_be_alone,
    _needs_special_care,
)
