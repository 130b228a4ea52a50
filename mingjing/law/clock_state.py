"""What a run of a clock means at an instant: limit, extensions, both readings, and whether it was kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mingjing.kernel.text import Text
from mingjing.law.counting import Due, Period, due
from mingjing.law.facts import Facts
from mingjing.law.outcome import ClockPhase, ClockState, ExtensionState
from mingjing.law.rule import Clock, Extension, Timed, Version
from mingjing.law.shelf import Books
from mingjing.law.spans import Ending, Grant, Run
from mingjing.law.timeline import day_of

WEEKENDS_ONLY = Text(
    "该年度节假日安排尚未载入，仅按周末推算，请核对。",
    "The holidays of that year are not loaded; only weekends were considered. Please check.",
)


def clock_state(books: Books, clock: Clock, run: Run, now: datetime, facts: Facts) -> ClockState:
    """Judge one run. `facts` are the facts known now: they decide which extensions can be asked for."""
    reckoning = _Reckoning(books, clock, run, now)
    limit = reckoning.limit()
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
        extensions=tuple(reckoning.extensions(limit, {**run.facts, **facts})),
        certainty=clock.certainty,
        severity=clock.severity,
        confirm=clock.confirm,
        breach=clock.breach,
        explain=clock.explain,
        note=None if limit.due.calendar_known else WEEKENDS_ONLY,
    )


def run_due(books: Books, rule: Timed, run: Run, period: Period, now: datetime) -> Due:
    """The end of a run under a period, with its pauses taken out. A lasting pause moves the end along with `now`; one
    that begins after the end has passed heals nothing."""
    paused, days = timedelta(0), 0
    end = due(run.started_at, period, books.days, roll=rule.roll)
    for begun, over in run.pauses:
        if begun > end.at:
            break
        last = over or max(begun, now)
        paused, days = paused + (last - begun), days + (day_of(last) - day_of(begun)).days
        end = due(run.started_at, period, books.days, roll=rule.roll, paused=paused, paused_days=days)
    return end


def warnings(rule: Timed, started_at: datetime, due_at: datetime) -> tuple[datetime, ...]:
    """The instants to warn at, ascending; those before the start are left out."""
    return tuple(at for ahead in sorted(rule.warn, reverse=True) if (at := due_at - ahead) > started_at)


@dataclass(frozen=True, slots=True)
class _Limit:
    """The limit in force: of which version, how long, until when, and by which extensions."""

    version: Version
    period: Period
    due: Due
    granted: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """One run of one clock, looked at now."""

    books: Books
    clock: Clock
    run: Run
    now: datetime

    def limit(self) -> _Limit:
        """The longest total granted in time. A grant after the limit it would extend heals nothing."""
        version = self.run.version
        assert version.period is not None  # noqa: S101 - the reader refuses a clock without a period
        limit = _Limit(version, version.period, self.due(version.period))
        for grant in self.run.grants:
            for extension in self.clock.extensions:
                if extension.approval == grant.approval:
                    limit = self._extended(limit, extension, grant)
        return limit

    def extensions(self, limit: _Limit, facts: Facts) -> Iterator[ExtensionState]:
        """Every way to more time the law of the day of the start knows, open or not."""
        for extension in self.clock.extensions:
            version = self._version(extension)
            if version is not None and version.period is not None:
                yield self._extension(extension, version, version.period, limit, facts)

    def due(self, period: Period) -> Due:
        return run_due(self.books, self.clock, self.run, period, self.now)

    def _version(self, extension: Extension) -> Version | None:
        return extension.totals.on(day_of(self.run.started_at))

    def _extended(self, limit: _Limit, extension: Extension, grant: Grant) -> _Limit:
        version = self._version(extension)
        if version is None or version.period is None or grant.at > limit.due.at:
            return limit
        if extension.after and extension.after not in limit.granted:
            return limit
        if version.when is not None and version.when(grant.facts) is False:
            return limit
        later = self.due(version.period)
        if later.at <= limit.due.at:
            return limit
        return _Limit(version, version.period, later, {**limit.granted, extension.id: grant.at})

    def _extension(
        self, extension: Extension, version: Version, period: Period, limit: _Limit, facts: Facts
    ) -> ExtensionState:
        grounds = True if version.when is None else version.when(facts)
        until = self.due(period).at
        return ExtensionState(
            id=extension.id,
            title=extension.title,
            total=period.text,
            due_at=until,
            rank=extension.rank,
            rank_text=self.books.ranks[extension.rank].text,
            instrument=extension.instrument,
            basis=version.basis_line,
            approval=extension.approval,
            available=grounds is True and until > limit.due.at and self._ripe(extension, limit),
            needs=version.when.missing(facts) if grounds is None and version.when else (),
            granted_at=limit.granted.get(extension.id),
        )

    def _ripe(self, extension: Extension, limit: _Limit) -> bool:
        """It is ours to grant, its time has come and is not over: the step before was granted, the limit still runs."""
        running = self.run.ended_at is None and self.now <= limit.due.at and extension.granted is None
        return running and (not extension.after or extension.after in limit.granted)


def _phase(run: Run, due_at: datetime, warn_at: tuple[datetime, ...], now: datetime) -> ClockPhase:
    if (run.ended_at or now) > due_at:
        return ClockPhase.BREACHED
    if run.ended_at is not None:
        return ClockPhase.LIFTED if run.ending is Ending.LIFTED else ClockPhase.MET
    if run.paused:
        return ClockPhase.PAUSED
    return ClockPhase.WARNED if warn_at and now >= warn_at[0] else ClockPhase.RUNNING
