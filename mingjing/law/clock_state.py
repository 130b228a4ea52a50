"""What a run of a clock means at an instant: limit, extensions, both readings, and whether it was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingjing.kernel.text import Text
from mingjing.law.counting import Due, Period, due
from mingjing.law.facts import Facts
from mingjing.law.outcome import ClockPhase, ClockState, ExtensionState
from mingjing.law.rule import Clock, Extension, Rule, Timed, Version
from mingjing.law.shelf import Books
from mingjing.law.spans import Ending, Run
from mingjing.law.timeline import day_of

WEEKENDS_ONLY = Text(
    "该年度节假日安排尚未载入，仅按周末推算，请核对。",
    "The holidays of that year are not loaded; only weekends were considered. Please check.",
)


@dataclass(frozen=True, slots=True)
class _Limit:
    version: Version
    period: Period
    due: Due
    granted: tuple[str, ...]


def clock_state(books: Books, clock: Clock, run: Run, now: datetime, facts: Facts) -> ClockState:
    """Judge one run. `facts` are the facts known now: they decide which extensions can be asked for."""
    limit = _limit(books, clock, run, now)
    warn_at = warnings(clock, run.started_at, limit.due.at)
    return ClockState(
        rule=clock.id,
        number=run.number,
        title=clock.title,
        basis=limit.version.basis_line,
        started_at=run.started_at,
        limit=limit.period.text,
        due_at=limit.due.at,
        due_by_other_reading=limit.due.other,
        warn_at=warn_at,
        state=_phase(run, limit.due.at, warn_at, now),
        ended_at=run.ended_at,
        extensions=_extensions(books, clock, run, now, facts, limit.granted),
        certainty=clock.certainty,
        severity=clock.severity,
        confirm=clock.confirm,
        breach=clock.breach,
        explain=clock.explain,
        note=None if limit.due.calendar_known else WEEKENDS_ONLY,
    )


def run_due(books: Books, rule: Timed, run: Run, period: Period, now: datetime) -> Due:
    """The end of a run under a period, with its pauses taken out. A lasting pause moves the end along with `now`."""
    stretches = [(a, b or max(a, run.ended_at or now)) for a, b in run.pauses]
    return due(
        run.started_at,
        period,
        books.days,
        roll=rule.roll,
        paused=sum((b - a for a, b in stretches), timedelta(0)),
        paused_days=sum((day_of(b) - day_of(a)).days for a, b in stretches),
    )


def warnings(rule: Timed, started_at: datetime, due_at: datetime) -> tuple[datetime, ...]:
    """The instants to warn at, ascending; those before the start are left out."""
    return tuple(at for ahead in sorted(rule.warn, reverse=True) if (at := due_at - ahead) > started_at)


def _limit(books: Books, clock: Clock, run: Run, now: datetime) -> _Limit:
    """The longest total granted in time. A grant after the limit it would extend heals nothing."""
    assert run.version.period is not None  # noqa: S101 - the reader refuses a clock without a period
    limit = _Limit(run.version, run.version.period, run_due(books, clock, run, run.version.period, now), ())
    for extension in _in_order(clock.extensions):
        granted = run.grants.get(extension.approval)
        version = extension.totals.on(day_of(run.started_at))
        if granted is None or granted > limit.due.at or version is None or version.period is None:
            continue
        if extension.after and extension.after not in limit.granted:
            continue
        if version.when is not None and version.when(run.facts) is False:
            continue
        later = run_due(books, clock, run, version.period, now)
        names = (*limit.granted, extension.id)
        limit = _Limit(version, version.period, later, names) if later.at > limit.due.at else limit
    return limit


def _in_order(extensions: Sequence[Extension]) -> list[Extension]:
    """Those that follow another one come after it."""
    return sorted(extensions, key=lambda e: bool(e.after))


def _extensions(
    books: Books, clock: Clock, run: Run, now: datetime, facts: Facts, granted: tuple[str, ...]
) -> tuple[ExtensionState, ...]:
    made = []
    for extension in clock.extensions:
        version = extension.totals.on(day_of(run.started_at))
        if version is not None and version.period is not None:
            made.append(_extension(books, clock, run, now, facts, extension, version, version.period, granted))
    return tuple(made)


def _extension(
    books: Books,
    clock: Clock,
    run: Run,
    now: datetime,
    facts: Facts,
    extension: Extension,
    version: Version,
    period: Period,
    granted: tuple[str, ...],
) -> ExtensionState:
    answer = True if version.when is None else version.when({**run.facts, **facts})
    ripe = not extension.after or extension.after in granted
    return ExtensionState(
        id=extension.id,
        title=extension.title,
        total=period.text,
        due_at=run_due(books, clock, run, period, now).at,
        rank=extension.rank,
        rank_text=books.ranks[extension.rank].text,
        instrument=extension.instrument,
        basis=version.basis_line,
        approval=extension.approval,
        available=answer is True and ripe and extension.id not in granted and run.ended_at is None,
        needs=version.when.missing(facts) if answer is None and version.when else (),
        granted_at=run.grants.get(extension.approval) if extension.id in granted else None,
    )


def _phase(run: Run, due_at: datetime, warn_at: tuple[datetime, ...], now: datetime) -> ClockPhase:
    if (run.ended_at or now) > due_at:
        return ClockPhase.BREACHED
    if run.ended_at is not None:
        return ClockPhase.LIFTED if run.ending is Ending.LIFTED else ClockPhase.MET
    if run.paused:
        return ClockPhase.PAUSED
    return ClockPhase.WARNED if warn_at and now >= warn_at[0] else ClockPhase.RUNNING


__all__ = ["Rule", "clock_state", "run_due", "warnings"]
