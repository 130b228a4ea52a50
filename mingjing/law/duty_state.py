"""What an occurrence of a duty means at an instant: still open, done in time, late, or missed."""

from datetime import datetime

from mingjing.law.clock_state import WEEKENDS_ONLY, run_due, warnings
from mingjing.law.outcome import DutyPhase, DutyState
from mingjing.law.rule import Duty
from mingjing.law.shelf import Books
from mingjing.law.spans import Ending, Run

_ENDED = {Ending.LIFTED: DutyPhase.LIFTED, Ending.STOPPED: DutyPhase.MISSED}


def duty_state(books: Books, duty: Duty, run: Run, now: datetime) -> DutyState:
    """Judge one occurrence. Without a number in the law a duty is never overdue, only open."""
    period = run.version.period
    limit = run_due(books, duty, run, period, now) if period else None
    due_at = limit.at if limit else None
    warn_at = warnings(duty, run.started_at, due_at) if due_at else ()
    return DutyState(
        rule=duty.id,
        number=run.number,
        title=duty.title,
        basis=run.version.basis_line,
        since=run.started_at,
        due_at=due_at,
        warn_at=warn_at,
        done_at=run.ended_at if run.ending is Ending.DONE else None,
        ended_at=run.ended_at,
        state=_phase(duty, run, due_at, warn_at, now),
        role=duty.role,
        certainty=duty.certainty,
        severity=duty.severity,
        confirm=duty.confirm,
        explain=duty.explain,
        note=None if limit is None or limit.calendar_known else WEEKENDS_ONLY,
    )


def _phase(duty: Duty, run: Run, due_at: datetime | None, warn_at: tuple[datetime, ...], now: datetime) -> DutyPhase:
    late = due_at is not None and (run.ended_at or now) > due_at
    match run.ending:
        case Ending.DONE:
            return DutyPhase.LATE if late else DutyPhase.DONE
        case Ending.STOPPED if duty.repeats and not late:
            return DutyPhase.LIFTED  # the next occurrence was not yet due when the stay ended
        case None:
            return DutyPhase.OVERDUE if late else _waiting(run, warn_at, now)
        case Ending.LIFTED if late:
            return DutyPhase.MISSED  # what fell away after its time had run out was not done in time
        case ending:
            return _ENDED[ending]


def _waiting(run: Run, warn_at: tuple[datetime, ...], now: datetime) -> DutyPhase:
    if run.paused:
        return DutyPhase.PAUSED
    return DutyPhase.WARNED if warn_at and now >= warn_at[0] else DutyPhase.OPEN
