"""What the law says of an interview: facts collected from rows, and every verdict, kept or refused, before an act.

With a stay the facts are those of custody, judged by the gates of custody as well; elsewhere they are what the officers
stated when they planned it.
"""

from datetime import datetime

from mingjing.custody.facts import Facts, of_officers
from mingjing.custody.models import Questioning, Stay
from mingjing.custody.selectors.asking import records, told_of
from mingjing.custody.vocab import ADULTS, DepartureKind, QuestioningKind
from mingjing.interviews.machine import HELD
from mingjing.interviews.models import Asker, Interview
from mingjing.interviews.vocab import HelperKind, RecorderState, Where, Why
from mingjing.kernel.verdict import Verdict
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.org.models import Officer
from mingjing.persons.selectors import cluster_ids

OPEN, RESUME, ELSEWHERE, CUSTODY = "interviews.open", "interviews.resume", "interviews.elsewhere", "custody.question"
READ_BACK, SIGN, CLOSE = "interviews.read_back", "interviews.sign", "interviews.close"
STATED = (
    "person.deaf_mute", "person.blind", "person.foreign_language", "person.seriously_ill", "person.disabled",
    "person.pregnant", "person.injured", "person.intoxicated", "person.partly_incapable", "person.in_detention_centre",
    "interview.urgent", "interview.summons_approved", "interview.notice_given", "interview.card_shown",
    "questioning.adult_absence_noted",
)  # fmt: skip
"""What an officer may state of an interview without a stay; of one with a stay the custody record knows."""


def recorder(interview: Interview) -> RecorderState:
    """How the recorder is, as far as anybody told: the spans of the custody record, else the interview's own word."""
    if interview.questioning is None:
        return RecorderState(interview.recorder)
    spans = [s for s in interview.questioning.recordings.all() if not s.voided]
    if any(s.until is None for s in spans):
        return RecorderState.HEALTHY
    return RecorderState.FAILED if spans and spans[-1].failure else RecorderState.UNKNOWN


def askers(interview: Interview) -> list[Officer]:
    return [one.officer for one in interview.askers.select_related("officer")]


def facts(interview: Interview, at: datetime, *, recording: bool) -> Facts:
    """Everything the gates of an interview ask, at that instant."""
    asking = askers(interview)
    if interview.stay and interview.room:
        base = told_of(
            interview.stay, interview.room, asking, interview.kind, at, recording=recording, remote=interview.remote,
            first=not Questioning.objects.filter(stay=interview.stay, kind=interview.kind, voided=False).exists(),
        )  # fmt: skip
    else:
        base = _elsewhere(interview, asking, at, recording)
    busy = base["questioning.officer_busy_elsewhere"] or _elsewhere_busy(interview, asking)
    return {**base, "questioning.officer_busy_elsewhere": busy, **_own(interview, asking, at)}


def verdicts(interview: Interview, at: datetime, *, recording: bool) -> list[Verdict]:
    """Every gate before the opening, each once."""
    told, book = facts(interview, at, recording=recording), books.current()
    outer = CUSTODY if interview.stay else ELSEWHERE
    return [*check(book, OPEN, told, at), *check(book, outer, told, at)]


def recording_mandatory(interview: Interview, at: datetime) -> bool:
    """Whether a gate that blocks would refuse this interview for want of a recording alone."""
    without = {v.code: v for v in verdicts(interview, at, recording=False) if not v.ok and v.severity == "block"}
    with_it = {v.code for v in verdicts(interview, at, recording=True) if not v.ok and v.severity == "block"}
    return bool(without.keys() - with_it)


def _elsewhere(interview: Interview, asking: list[Officer], at: datetime, recording: bool) -> Facts:
    police, auxiliary = of_officers(asking)
    here = set(interview.helpers.values_list("kind", flat=True))
    busy = Questioning.objects.filter(officers__in=asking, ended_at__isnull=True, voided=False).exists()
    return {
        **{name: False for name in STATED if name.startswith("person.")},
        **interview.case.facts(),
        **interview.person.facts_on(at),
        "stay.ground": "other",
        "person.role": interview.role,
        "room.certified": interview.where == Where.CENTRE and bool(interview.room and interview.room.certificate),
        "questioning.kind": interview.kind,
        "questioning.officers": police,
        "questioning.by_auxiliary": auxiliary,
        "questioning.remote": interview.remote,
        "questioning.recording_on": recording,
        "questioning.officer_busy_elsewhere": busy,
        "questioning.female_staff": HelperKind.FEMALE_STAFF in here or any(o.sex == "female" for o in asking),
        "questioning.adult_present": bool(here & {kind.value for kind in ADULTS}),
        "questioning.adult_absence_noted": False,
        "questioning.interpreter_present": HelperKind.INTERPRETER in here,
        "questioning.sign_helper_present": HelperKind.SIGN_HELPER in here,
        **interview.told,
    }


def _own(interview: Interview, asking: list[Officer], at: datetime) -> Facts:
    earlier = Interview.objects.filter(case=interview.case, person=interview.person, opened_at__lt=at)
    earlier = earlier.filter(kind=interview.kind).exclude(pk=interview.pk)
    pause = interview.pauses.filter(until__isnull=True).first()
    return {
        "interview.place": interview.where,
        "interview.booked_in": interview.stay is not None,
        "interview.other_part": other_part(interview, asking),
        "interview.room_taken": room_taken(interview),
        "interview.resting": bool(pause and pause.why == Why.MEAL),
        "interview.unfit": unfit(interview),
        "interview.asked_before": earlier.exists(),
        "questioning.first": not earlier.exists() if interview.ordinal is None else interview.first,
        "person.in_detention_centre": delivered(interview),
    }


def other_part(interview: Interview, asking: list[Officer]) -> bool:
    """Whether one of those who ask also helps here, under his name."""
    return interview.helpers.filter(name__in=[o.name for o in asking]).exclude(kind=HelperKind.FEMALE_STAFF).exists()


def room_taken(interview: Interview) -> bool:
    if interview.room is None:
        return False
    open_there = Questioning.objects.filter(room=interview.room, ended_at__isnull=True, voided=False)
    if interview.questioning_id:
        open_there = open_there.exclude(pk=interview.questioning_id)
    held = Interview.objects.filter(room=interview.room, state__in=HELD).exclude(pk=interview.pk)
    return open_there.exists() or held.exists()


def unfit(interview: Interview) -> bool:
    """By the last medical attention of the stay that said either."""
    if interview.stay is None:
        return False
    last = interview.stay.medical_visits.filter(voided=False, fit__isnull=False).order_by("at").last()
    return last is not None and last.fit is False


def delivered(interview: Interview) -> bool:
    """Whether his last stay in this case ended in a detention centre, or the officers said that he is in one."""
    if interview.told.get("person.in_detention_centre"):
        return True
    if interview.stay:
        return False
    stays = Stay.objects.filter(case=interview.case, person__in=cluster_ids(interview.person_id))
    last = stays.filter(departed_at__isnull=False).order_by("departed_at").last()
    return last is not None and last.outcome == DepartureKind.DETENTION_CENTRE


def records_there(interview: Interview) -> bool:
    """Whether a recording begins with the interview: the room has working equipment."""
    return bool(interview.room and records(interview.room))


def _elsewhere_busy(interview: Interview, asking: list[Officer]) -> bool:
    rows = Asker.objects.filter(officer__in=asking, interview__state__in=HELD)
    return rows.exclude(interview=interview).exists()


def kind_for(role: str, case_kind: str) -> QuestioningKind:
    """What the law calls the questioning of somebody in this role."""
    if role != "suspect":
        return QuestioningKind.INTERVIEW
    return QuestioningKind.INTERROGATION if case_kind == "criminal" else QuestioningKind.QUESTIONING
