"""What the law says of one subject, kept while its story goes on: one more event costs the rules that listen to it, not
the whole story. `evaluate` is this, begun and asked once; so there is one arithmetic, and it cannot drift.
"""

from bisect import insort_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from mingjing.law.clock_state import clock_state
from mingjing.law.duty_state import duty_state
from mingjing.law.outcome import ClockState, DutyState, Need, Outcome
from mingjing.law.rule import Clock, Duty, Timed
from mingjing.law.shelf import Books
from mingjing.law.spans import Run, Tracker
from mingjing.law.timeline import Event, Moment, Timeline, day_of

_APPROVED = "/"
Key = tuple[str, int]
State = ClockState | DutyState


class Progress:
    """Everything said about one subject, as the books read it; `only` these rules of theirs, where some are named.
    Raises FactError when a known fact has a value it cannot have. Belongs to one thread at a time."""

    def __init__(
        self,
        books: Books,
        events: Iterable[Event],
        facts: Mapping[str, Any] | None = None,
        only: Collection[str] | None = None,
    ) -> None:
        self.books = books
        self._only = only
        self._line = Timeline(events, books.facts, facts)
        self._heard: dict[str, list[Moment]] = defaultdict(list)
        self._trackers: dict[str, Tracker] = {}
        self._open: dict[Key, State] = {}
        self._touched: dict[str, int] = {}
        self._told: dict[str, int] = {}
        for moment in self._line.moments:
            for rule in self._listeners(moment):
                self._heard[rule.id].append(moment)
        for rule in (*books.clocks, *books.duties):
            if rule.id in self._heard:
                self._trackers[rule.id] = _followed(rule, self._heard[rule.id])

    def hear(self, event: Event) -> bool:
        """Go on by one event. False when it changes what was true or known at another moment: then begin anew with all
        events, this one goes no further."""
        moment = self._line.hear(event)
        if moment is None:
            return False
        for rule in self._listeners(moment):
            self._tell(rule, moment)
        return True

    def outcome(self, now: datetime) -> Outcome:
        """The whole answer at `now`; `changes` from here on."""
        clocks: list[ClockState] = []
        duties: list[DutyState] = []
        needs: list[Need] = []
        for tracker in self._in_order():
            for run in tracker.runs:
                state = self._judged(tracker.rule, run, now)
                if isinstance(state, ClockState):
                    clocks.append(state)
                else:
                    duties.append(state)
            needs += _needs(tracker)
        several: list[State] = [*clocks, *duties]
        self._open = {(s.rule, s.number): s for s in several if s.open}
        self._settle(self._trackers)
        clocks.sort(key=lambda c: c.due_at)
        duties.sort(key=lambda d: (d.due_at is None, d.due_at or d.since))
        return Outcome(tuple(clocks), tuple(duties), self._line.facts, tuple(needs), self.books.version)

    def changes(self, now: datetime) -> dict[Key, State | None]:
        """What would stand otherwise in `outcome(now)` than where it was last asked, by rule and number; None for what
        fell away. What had ended before and was not touched since stays as it was."""
        changed: dict[Key, State | None] = {}
        still: dict[Key, State] = {}
        for name, first in self._touched.items():
            runs = len(self._trackers[name].runs)
            changed |= {(name, number): None for number in range(max(first, runs), self._told.get(name, 0))}
        for rule, run in self._unsettled():
            key, state = (rule.id, run.number), self._judged(rule, run, now)
            if self._open.get(key) != state:
                changed[key] = state
            if state.open:
                still[key] = state
        self._open = still
        self._settle(list(self._touched))
        return changed

    def _unsettled(self) -> Iterator[tuple[Timed, Run]]:
        """Every run that is open or was touched."""
        for name, tracker in self._trackers.items():
            first = self._touched.get(name, len(tracker.runs))
            for number in range(max(0, min(first, len(tracker.runs) - 1)), len(tracker.runs)):
                if number >= first or tracker.runs[number].ended_at is None:
                    yield tracker.rule, tracker.runs[number]

    def _settle(self, names: Iterable[str]) -> None:
        for name in names:
            self._told[name] = len(self._trackers[name].runs)
        self._touched = {}

    def _tell(self, rule: Timed, moment: Moment) -> None:
        heard, tracker = self._heard[rule.id], self._trackers.get(rule.id)
        if tracker is None:
            tracker = self._trackers[rule.id] = Tracker(rule)
        if not heard or moment.at >= heard[-1].at:
            heard.append(moment)
            runs, last = len(tracker.runs), tracker.runs[-1:]
            tracker.follow([moment])
            first = runs if not last or tracker.runs[runs - 1] is last[0] else runs - 1
        else:
            insort_right(heard, moment, key=lambda one: one.at)
            before, tracker = tracker.runs, _followed(rule, heard)
            self._trackers[rule.id] = tracker
            first = _first_difference(before, tracker.runs)
        self._touched[rule.id] = min(first, self._touched.get(rule.id, first))

    def _judged(self, rule: Timed, run: Run, now: datetime) -> State:
        if isinstance(rule, Clock):
            return clock_state(self.books, rule, run, now, self._line.facts)
        assert isinstance(rule, Duty)  # noqa: S101 - there are two kinds
        return duty_state(self.books, rule, run, now)

    def _listeners(self, moment: Moment) -> Iterator[Timed]:
        for rule in self.books.listeners.get(moment.tag, ()):
            if self._concerns(rule):
                yield rule
        owner = self.books.rules.get(moment.approval.partition(_APPROVED)[0])
        if isinstance(owner, Timed) and moment.tag not in owner.tags and self._concerns(owner):
            yield owner

    def _concerns(self, rule: Timed) -> bool:
        return self._only is None or rule.id in self._only

    def _in_order(self) -> Iterator[Tracker]:
        for rule in (*self.books.clocks, *self.books.duties):
            if rule.id in self._trackers:
                yield self._trackers[rule.id]


def _followed(rule: Timed, moments: list[Moment]) -> Tracker:
    tracker = Tracker(rule)
    tracker.follow(moments)
    return tracker


def _first_difference(before: list[Run], after: list[Run]) -> int:
    same = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        same += 1
    return same


def _needs(tracker: Tracker) -> list[Need]:
    if tracker.undecided is None:
        return []
    rule, undecided = tracker.rule, tracker.undecided
    version = rule.version(day_of(undecided.since))
    basis = version.basis_line if version else ""
    return [Need(rule.id, rule.title, basis, undecided.facts, undecided.since)]
