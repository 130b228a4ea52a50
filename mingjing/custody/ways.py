"""Where a refusal leads: from the word a rule uses for what is missing to the form that does it, or to its field."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from mingjing.custody.machine import STAY
from mingjing.custody.models import Stay
from mingjing.custody.rules.exits import ATTACH, Precondition
from mingjing.custody.selectors.matters import LACKING, at_hand, something
from mingjing.custody.tasks import FIRST, FORMS, STEP_TASK
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.law import books

TASKS = {
    **STEP_TASK,
    "tell_rights": "rights",
    "end_questioning": "end-questioning",
    "end_visit": "end-visit",
    "unrestrain": "unrestrain",
    "close_incident": "close-incident",
    "withdraw_exit": "withdraw-exit",
    "return_belongings": "return-belongings",
    "recheck": "recheck",
    "prepare_exit": "prepare-exit",
    "sign_for_centre": "sign-centre",
    "sign_for_case": "sign-case",
    ATTACH: "case",
}
"""The words of rules and gates → acts."""

ON_THE_PAGE = {"steps": "", "band": "#band"}
"""Words that lead to the page of the stay: where all steps stand, and the panel that the floor above puts there."""

FIELDS = {
    "officers": "officer_ids",
    "escorts": "escort_ids",
    "room": "room_id",
    "locker": "locker_id",
    "guard": "guard_id",
    "note": "remark",
    "receive.directly_to_area": "directly",
    "receive.ground_papers": "instrument",
    "receive.warrant_hour": "held_since",
    "receive.approved_by_rank": "approved",
    "receive.permission_of_congress": "permission",
    "receive.cq_ground": "cq_ground",
    "receive.cq_excluded": "cq_excluded",
    "search.officers_count": "officer_ids",
    "search.same_sex": "officer_ids",
    "search.on_camera": "on_camera",
    "collect.officers_count": "officer_ids",
    "collect.on_camera": "on_camera",
    "collect.approved": "approved",
    "questioning.officers": "officer_ids",
    "questioning.by_auxiliary": "officer_ids",
    "questioning.recording_on": "record",
    "room.recording_works": "room_id",
    "room.kind": "room_id",
    "restraint.guard_assigned": "guard_id",
    "restraint.legal_situation": "lawful",
    "restraint.device": "device",
    "lawyer.papers_shown": "papers_shown",
    "lawyer.acts_for_co_suspect": "co_suspect",
    "visit.permitted": "permitted",
    "escort.officers": "escort_ids",
    "release.fetched_or_escorted": "fetched_by",
    "release.record_signed": "signature",
    "handover.receiver_signed": "receiver_signature",
    "transfer.health_checked": "health_checked",
}
"""What actions and gates call a thing → the field of the form that asks for it."""


ELSEWHERE: dict[str, Callable[[Stay], str]] = {}
"""Words of upper floors (`beforehand`) → the address they lead to for a stay."""


def address(stay: Stay, way: str) -> str:
    """The address a word leads to. Raises KeyError for a word nobody gave a place."""
    if way in ELSEWHERE:
        return ELSEWHERE[way](stay)
    if way in ON_THE_PAGE:
        return reverse("custody:stay", args=[stay.pk]) + ON_THE_PAGE[way]
    return reverse("custody:do", args=[stay.pk, TASKS[way]])


def led(stay: Stay | None, verdicts: Iterable[Verdict], fields: Collection[str] = ()) -> list[Verdict]:
    """The same verdicts, each with an address to go to and at a field that the form has. Without a stay (nobody is
    booked in yet) they lead nowhere else."""
    return [
        replace(
            v,
            way=address(stay, v.way) if v.way and stay else "",
            field=v.field if v.field in fields else FIELDS.get(v.field, v.field),
        )
        for v in verdicts
    ]


@dataclass(frozen=True, slots=True)
class Shut:
    """Why an act cannot be done to him now; `url` and `label` of the act that would make it possible, if any can."""

    why: Text
    url: str = ""
    label: Text = Text("", "")


def shut(stay: Stay, verb: str, matter: str) -> Shut | None:
    """Said before anything is typed; None when the form may be shown. The act itself decides all the same."""
    state = STAY.allows(verb, stay.state)
    if something(matter, at_hand(stay) if matter else frozenset()):
        return None if state else Shut(state.text)
    first = FORMS[FIRST[matter]]
    if STAY.allows(first.verb, stay.state):
        return Shut(LACKING[matter], reverse("custody:do", args=[stay.pk, FIRST[matter]]), first.title)
    return Shut(LACKING[matter] if state else state.text)


@dataclass(frozen=True, slots=True)
class Point:
    """A precondition of leaving beside the form of leaving. `url` leads to what would make it true; `here` is said
    instead while it waits for nothing but this form."""

    of: Precondition
    url: str
    here: Text | None


def points(stay: Stay, listed: Iterable[Precondition], fields: Collection[str]) -> list[Point]:
    """The checklist beside a form with these fields."""
    return [Point(p, address(stay, p.way) if p.way else "", _here(p, fields)) for p in listed]


def _here(p: Precondition, fields: Collection[str]) -> Text | None:
    """A gate of the law is announced by its title."""
    if p.ok or FIELDS.get(p.field, p.field) not in fields:
        return None
    rule = books.current().rules.get(p.code)
    return rule.title if rule else p.here


assert FIRST.keys() == LACKING.keys()  # noqa: S101 - as below
assert {*TASKS.values(), *FIRST.values()} <= FORMS.keys()  # noqa: S101 - a word that leads nowhere is found when the program starts
