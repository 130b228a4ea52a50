"""Minutes nobody can account for, from rows."""

from collections.abc import Iterator
from datetime import datetime

from mingjing.clocks.selectors import of_rules
from mingjing.custody.models import Stay
from mingjing.custody.policy import policy
from mingjing.custody.rules.gaps import Evidence, Gaps, gaps
from mingjing.custody.rules.intervals import Span, minus, span


def gaps_of(stay: Stay, at: datetime) -> Gaps:
    """Gaps from arrival until departure, or until `at` while he is here."""
    until = stay.departed_at or max(at, stay.arrived_at)
    return gaps(Span(stay.arrived_at, until), evidence(stay, until))


def evidence(stay: Stay, until: datetime) -> Evidence:
    """What the rows prove. Seven queries, all of one stay."""
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
        unseen=list(_unseen(stay, until)),
        away=away,
    )


def _is_private(kind: str) -> bool:
    return kind in policy().private


def _private(stay: Stay, until: datetime) -> list[Span]:
    """Talks with lawyers are never recorded."""
    talks = stay.visits.filter(confidential=True, voided=False)
    return [span(v.arrived_at, v.ended_at, until) for v in talks if v.arrived_at]


def _unseen(stay: Stay, until: datetime) -> Iterator[Span]:
    """From when a look was due until it was made: what the duties of the law books say, and nothing else."""
    for row in of_rules(stay.ref, policy().looks):
        end = min(row.ended_at or until, until)
        if row.due_at and row.due_at < end:
            yield Span(row.due_at, end)
