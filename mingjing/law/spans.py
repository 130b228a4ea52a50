"""From events to runs: when a timed rule began, paused, was extended, began anew and ended.

The same machine serves clocks and duties; what a run means is judged afterwards (clock_state.py, duty_state.py).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto

from mingjing.law.conditions import Condition
from mingjing.law.facts import Facts
from mingjing.law.rule import Clause, Timed, Version
from mingjing.law.timeline import Moment, day_of


class Ending(Enum):
    """How a run ended: what was required happened; the ground fell away; or its time is simply over."""

    DONE = auto()
    LIFTED = auto()
    STOPPED = auto()


Stretch = tuple[datetime, datetime | None]
"""From, to; None: it still lasts."""


@dataclass(frozen=True, slots=True)
class Grant:
    """An extension was approved: of what kind, when, and on what was known then. What is found out later takes nothing
    back."""

    approval: str
    at: datetime
    facts: Facts


@dataclass(frozen=True)
class Run:
    """One run of a rule. `pauses` lie within it; `grants` come as they were given, one kind perhaps more than once;
    `facts` are those of the moment it began."""

    number: int
    started_at: datetime
    version: Version
    facts: Facts
    ended_at: datetime | None = None
    ending: Ending | None = None
    pauses: tuple[Stretch, ...] = ()
    grants: tuple[Grant, ...] = ()

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None


@dataclass(frozen=True, slots=True)
class Undecided:
    """A start whose condition hangs on facts nobody has told."""

    since: datetime
    facts: tuple[str, ...]


@dataclass
class Tracker:
    """Follows one rule through the moments that concern it."""

    rule: Timed
    runs: list[Run] = field(default_factory=list)
    undecided: Undecided | None = None
    _anchors: list[Moment] = field(default_factory=list)
    _chance: Moment | None = None
    _stretches: list[Stretch] = field(default_factory=list)

    def follow(self, moments: Sequence[Moment]) -> None:
        """Go on by these, in the order of time. A run that had ended before stays the same object."""
        first = max(0, len(self.runs) - 1)
        for moment in moments:
            self._pause(moment)
            run = self._open
            if run is None:
                self._begin(moment)
            elif not self._finish(run, moment):
                self._interrupt(run, moment)
            self._remember(moment)
        self.runs[first:] = [self._rested(run) for run in self.runs[first:]]

    def _pause(self, moment: Moment) -> None:
        """Pauses are kept apart from runs: one that began before a run (a case attached while he sobers up) still
        takes its share out of it."""
        lasting = bool(self._stretches) and self._stretches[-1][1] is None
        for pause in self.rule.pauses:
            if lasting and _met(pause.ends, moment):
                self._stretches[-1] = (self._stretches[-1][0], moment.at)
                return
            if not lasting and _met(pause.begins, moment):
                self._stretches.append((moment.at, None))
                return

    def _rested(self, run: Run) -> Run:
        pauses = tuple(self._within(run))
        return run if pauses == run.pauses else replace(run, pauses=pauses)

    def _within(self, run: Run) -> Iterator[Stretch]:
        for begun, over in self._stretches:
            first = max(begun, run.started_at)
            last = over if run.ended_at is None else min(over or run.ended_at, run.ended_at)
            if last is None or first < last:
                yield first, last

    def _seen(self, moment: Moment) -> Facts:
        return moment.known if self.rule.discovery else moment.facts

    @property
    def _open(self) -> Run | None:
        return self.runs[-1] if self.runs and self.runs[-1].ended_at is None else None

    def _remember(self, moment: Moment) -> None:
        """Keep the last event that could begin a run, and those from which a later start may count, until something
        ends what they began."""
        if any(moment.tag in clause.tags for clause in self.rule.starts):
            self._chance = moment
        if any(moment.tag in clause.since for clause in self.rule.starts):
            self._anchors.append(moment)
        elif any(_met(clause, moment) for clauses, _ in self._endings() for clause in clauses):
            self._anchors = []

    def _begin(self, moment: Moment) -> None:
        for clause in self.rule.starts:
            start = self._counted_from(clause, moment) if clause.since else moment.at
            if self._open is None and start is not None and moment.tag in clause.tags:
                self._begin_if(clause, moment, start)

    def _counted_from(self, clause: Clause, moment: Moment) -> datetime | None:
        """Since when the clause would have run, had what is found out now been known: from the last of its events, or
        from earlier ones while it would have gone on from there. One ground of summons for another buys no time."""
        if not self._anchors:
            return None
        start = last = self._anchors[-1]
        names = clause.when.names if clause.when else ()
        found_out = {n: moment.facts.get(n) for n in names if moment.facts.get(n) != last.facts.get(n)}
        for anchor in reversed(self._anchors):
            if clause.when and clause.when({**anchor.facts, **found_out}) is not True:
                break
            start = anchor
        return start.at

    def _begin_if(self, clause: Clause, moment: Moment, at: datetime) -> None:
        version, seen = self.rule.version(day_of(at)), self._seen(moment)
        if version is None:
            return
        asked = [c for c in (clause.when, version.when) if c is not None]
        answers = [condition(seen) for condition in asked]
        if clause.newly and self._chance and all(condition(self._seen(self._chance)) for condition in asked):
            return
        if all(answers):
            self.runs.append(Run(len(self.runs), at, version, seen))
            self.undecided = None
        elif False not in answers:
            self.undecided = Undecided(at, _missing(asked, seen))

    def _finish(self, run: Run, moment: Moment) -> bool:
        for clauses, ending in self._endings():
            if any(_met(c, moment) for c in clauses) and not self._goes_on(moment):
                self.runs[-1] = replace(run, ended_at=moment.at, ending=ending)
                if ending is Ending.DONE and self.rule.repeats:
                    self._again(run, moment)
                return True
        return False

    def _goes_on(self, moment: Moment) -> bool:
        """An event that ends a run and would begin it in the same breath (one ground of summons for another) leaves
        it running: time that was spent stays spent."""
        return any(not clause.since and _met(clause, moment) for clause in self.rule.starts)

    def _endings(self) -> Iterator[tuple[tuple[Clause, ...], Ending]]:
        yield self.rule.ends, Ending.DONE
        yield self.rule.lifts, Ending.LIFTED
        yield self.rule.stops, Ending.STOPPED

    def _again(self, run: Run, moment: Moment) -> None:
        version = self.rule.version(day_of(moment.at)) or run.version
        self.runs.append(Run(run.number + 1, moment.at, version, moment.facts))

    def _interrupt(self, run: Run, moment: Moment) -> None:
        if any(_met(c, moment) for c in self.rule.restarts):
            self.runs[-1] = Run(run.number, moment.at, run.version, moment.facts, grants=run.grants)
            return
        told = [e.approval for e in self.rule.extensions if e.granted and _met(e.granted, moment)]
        if granted := [*([moment.approval] if moment.approval else []), *told]:
            grants = tuple(Grant(kind, moment.at, moment.known) for kind in granted)
            self.runs[-1] = replace(run, grants=(*run.grants, *grants))


def _met(clause: Clause, moment: Moment) -> bool:
    return moment.tag in clause.tags and (clause.when is None or clause.when(moment.facts) is True)


def _missing(conditions: Sequence[Condition], facts: Facts) -> tuple[str, ...]:
    names = [name for condition in conditions for name in condition.missing(facts)]
    return tuple(dict.fromkeys(names))
