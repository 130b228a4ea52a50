"""What a questioning would be judged by before it begins: for the action that begins it and for who prepares it."""

from collections.abc import Sequence
from datetime import datetime

from mingjing.custody.facts import Facts, law_room, of_officers, of_stay
from mingjing.custody.models import Questioning, Stay
from mingjing.custody.selectors.record import proofs
from mingjing.custody.selectors.rooms import option_of
from mingjing.custody.vocab import ADULTS, ContactKind, VisitKind
from mingjing.org.models import Officer, Room


def told_of(
    stay: Stay, room: Room, asking: Sequence[Officer], kind: str, at: datetime, *, recording: bool, remote: bool,
    first: bool,
) -> Facts:  # fmt: skip
    """What the law's gates ask about a questioning of the stay in this room by these officers, recorded or not."""
    police, auxiliary = of_officers(asking)
    option = option_of(stay, room, at)
    elsewhere = Questioning.objects.filter(officers__in=asking, ended_at__isnull=True, voided=False).exclude(stay=stay)
    return {
        **option.facts,
        **of_stay(stay, at, proofs(stay)),
        "room.kind": law_room(room),
        "questioning.kind": kind,
        "questioning.first": first,
        "questioning.officers": police,
        "questioning.by_auxiliary": auxiliary,
        "questioning.remote": remote,
        "questioning.recording_on": recording,
        "questioning.officer_busy_elsewhere": elsewhere.exists(),
        "questioning.female_staff": any(o.sex == "female" for o in asking),
        **helpers(stay),
    }


def helpers(stay: Stay) -> Facts:
    """Who is with him now, of those a questioning may need."""
    here = set(
        stay.visits.filter(arrived_at__isnull=False, ended_at__isnull=True, voided=False).values_list("kind", flat=True)
    )
    noted = stay.contacts.filter(kind=ContactKind.GUARDIAN_ABSENT, voided=False).exists()
    return {
        "questioning.adult_present": bool(here & set(ADULTS)),
        "questioning.adult_absence_noted": noted,
        "questioning.interpreter_present": VisitKind.INTERPRETER in here,
        "questioning.sign_helper_present": VisitKind.SIGN_HELPER in here,
    }


def records(room: Room) -> bool:
    """Whether the room has equipment that records and is in service."""
    return room.recorded and room.out_of_service_since is None
