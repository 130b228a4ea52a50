"""Minutes nobody can account for, from rows."""

from collections.abc import Iterable
from datetime import datetime

from mingjing.custody.models import Stay
from mingjing.custody.policy import policy
from mingjing.custody.rules.gaps import Evidence, Gaps, Watch, gaps, next_check
from mingjing.custody.rules.intervals import Span, minus, span
from mingjing.custody.vocab import CareKind


def gaps_of(stay: Stay, at: datetime) -> Gaps:
    """Gaps from arrival until departure, or until `at` while he is here."""
    until = stay.departed_at or max(at, stay.arrived_at)
    return gaps(Span(stay.arrived_at, until), evidence(stay, until))


def check_due(stay: Stay, at: datetime) -> datetime | None:
    """When somebody must look at him next."""
    return next_check(stay.arrived_at, evidence(stay, at))


def evidence(stay: Stay, until: datetime) -> Evidence:
    """What the rows prove. Eight queries, all of one stay."""
    rooms = list(stay.occupancies.filter(voided=False).select_related("room"))
    spoken = list(stay.questionings.filter(voided=False))
    trips = list(stay.temp_exits.filter(voided=False))
    questioned = [span(q.started_at, q.ended_at, until) for q in spoken]
    away = [span(t.out_at, t.back_at, until) for t in trips if t.out_at]
    in_recorded = [span(o.since, o.until, until) for o in rooms if o.room.recorded]
    tapes = [span(r.since, r.until, until) for r in stay.recordings.filter(voided=False)]
    return Evidence(
        rooms=[span(o.since, o.until, until) for o in rooms],
        # while he is questioned only the recording of the questioning counts, not the camera of the room
        recorded=[
            *minus(in_recorded, questioned),
            *tapes,
            *(span(t.out_at, t.back_at, until) for t in trips if t.out_at and t.bodycam),
        ],
        private=[*_private(stay, until), *(span(o.since, o.until, until) for o in rooms if _is_private(o.room.kind))],
        attended=[*questioned, *away, *(Span(s.started_at, s.ended_at) for s in stay.searches.filter(voided=False))],
        checks=[stay.arrived_at, *_looks(stay)],
        watches=[
            Watch(level.since, policy().observation[level.level])
            for level in stay.observation_levels.filter(voided=False)
        ],
        away=away,
    )


def _is_private(kind: str) -> bool:
    return kind in policy().private


def _private(stay: Stay, until: datetime) -> list[Span]:
    """Talks with lawyers are never recorded."""
    talks = stay.visits.filter(confidential=True, voided=False)
    return [span(v.arrived_at, v.ended_at, until) for v in talks if v.arrived_at]


def _looks(stay: Stay) -> Iterable[datetime]:
    """A look, and every act done face to face, which is a look as well."""
    yield from stay.checks.filter(voided=False).values_list("at", flat=True)
    care = stay.care_acts.filter(voided=False).exclude(kind=CareKind.REST)
    yield from care.values_list("offered_at", flat=True)
    yield from stay.medical_visits.filter(voided=False).values_list("at", flat=True)
    for rows, when in (("assessments", "assessed_at"), ("rights_notices", "told_at"), ("collections", "collected_at")):
        yield from getattr(stay, rows).filter(voided=False).values_list(when, flat=True)
