"""Judging events by the time they happened, whatever the order they arrive in. Pure.

A fold takes the events of one key (a device, a site) and answers with differences: findings raised, findings a late
event showed to be untrue, and findings no event can change any more. When the last event is in, the findings that
stand are exactly those of events that had arrived in perfect order: see docs/decisions/0100.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any, Generic, Protocol, TypeVar

import msgspec

S = TypeVar("S")
E = TypeVar("E", bound="Event")
E_contra = TypeVar("E_contra", bound="Event", contravariant=True)


class Event(Protocol):
    @property
    def at(self) -> int: ...


class Tick(msgspec.Struct, frozen=True, gc=False):
    """A virtual event: the time `due` fell due with nothing having happened before it."""

    at: int
    why: str
    subject: str = ""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """What a rule found. `began` is False when it says that what it found before has ended. Two findings are the
    same when rule, time, subject and `began` are; `value` and `about` only help to tell it."""

    rule: str
    at: int
    subject: str
    began: bool = True
    value: float | str | None = None
    about: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, int, str, bool]:
        return (self.rule, self.at, self.subject, self.began)


class Program(Protocol[S, E_contra]):
    """What a fold computes. States are immutable values; the same state and event always give the same answer."""

    @property
    def start(self) -> S: ...

    def step(self, state: S, event: E_contra) -> "tuple[S, tuple[Finding, ...]]": ...

    def tick(self, state: S, tick: Tick) -> "tuple[S, tuple[Finding, ...]]":
        """Must leave a state that is due later than `tick.at`, or not at all."""

    def due(self, state: S) -> Tick | None:
        """The virtual event that comes next unless an event comes before or at its time."""

    def rank(self, event: E_contra) -> Any:
        """Orders events of one instant; events of equal rank are one event that came twice."""


class Change(msgspec.Struct, gc=False):
    """What one event or the passing of time changed."""

    raised: tuple[Finding, ...] = ()
    withdrawn: tuple[Finding, ...] = ()
    final: tuple[Finding, ...] = ()
    late: bool = False
    repeated: bool = False

    def __bool__(self) -> bool:
        return bool(self.raised or self.withdrawn or self.final or self.late or self.repeated)


NOTHING = Change()
REPEATED = Change(repeated=True)
LATE = Change(late=True)
NONE: tuple[Finding, ...] = ()


class Memory(msgspec.Struct, Generic[S, E]):
    """A fold written down: all there is to go on from it."""

    base: S
    events: list[E]
    now: int
    mark: int


def with_events(program: Program[S, E], memory: Memory[S, E], more: Iterable[E]) -> Memory[S, E]:
    """The memory with events it was written without: each once, in their order, none from before its watermark."""
    known = {(e.at, program.rank(e)): e for e in (*memory.events, *more) if e.at >= memory.mark}
    return Memory(memory.base, [known[key] for key in sorted(known)], memory.now, memory.mark)


class Fold(Generic[S, E]):
    """The events of one key. `lateness` is how much older than the newest one an event may be to count."""

    __slots__ = ("_ats", "_base", "_due", "_events", "_outs", "_states", "_tail", "lateness", "mark", "now", "program")

    def __init__(self, program: Program[S, E], lateness: int) -> None:
        self.program = program
        self.lateness = lateness
        self.now = 0  # how far time was told to have passed; ticks up to it have fired
        self.mark = -1  # events before it can no longer count
        self._base = program.start
        self._ats: list[int] = []
        self._events: list[E] = []
        self._states: list[S] = []  # after each event
        self._outs: list[tuple[Finding, ...]] = []  # found by the ticks before each event and by the event
        self._tail = NONE  # found by ticks after the last event
        self._due = program.due(self._base)

    @property
    def due(self) -> int | None:
        """When `advance` will next find something to do."""
        return self._due.at if self._due else None

    @property
    def state(self) -> S:
        """After the last event; ticks since are not in it."""
        return self._states[-1] if self._states else self._base

    def reached(self) -> S:
        """After the last event and the ticks up to `now`."""
        state = self.state
        while (due := self.program.due(state)) is not None and due.at <= self.now:
            state, _ = self.program.tick(state, due)
        return state

    @property
    def settled(self) -> S:
        """Before the first event that a late one may still precede."""
        return self._base

    def provisional(self) -> Iterable[Finding]:
        """Findings that a late event may still undo."""
        for outs in self._outs:
            yield from outs
        yield from self._tail

    def add(self, event: E) -> Change:
        """Take one event, in any order. An event that came before changes nothing; one older than the watermark is
        only reported as late."""
        at, ats = event.at, self._ats
        if not ats or at > ats[-1]:
            if at < self.mark:
                return LATE
            return self._append(event, at)
        if at < self.mark:
            return LATE
        return self._insert(event, at)

    def slip(self, event: E) -> Change:
        """Take an event that others tell of the key. The watermark does not follow it: what the key itself says may be
        on its way still."""
        return LATE if event.at < self.mark else self._insert(event, event.at)

    def remove(self, event: E) -> Change:
        """Take an event back that was added and has shown to be untrue. One the watermark has passed stays: late."""
        at = event.at
        if at < self.mark and (not self._ats or at < self._ats[0]):
            return LATE
        rank = self.program.rank(event)
        for place in range(bisect_left(self._ats, at), len(self._ats)):
            if self._ats[place] != at:
                break
            if self.program.rank(self._events[place]) == rank:
                return self._cut(place)
        return NOTHING

    def advance(self, now: int) -> Change:
        """Time has passed up to `now` with nothing more having come: what falls due before it fires."""
        self.now = max(self.now, now)
        due = self._due
        if due is None or due.at > self.now:
            return NOTHING
        before = self._tail
        self._tail_from(self.state)
        return _difference(before, self._tail, NONE)

    def trim(self) -> tuple[Finding, ...]:
        """Forget what is older than the watermark now, and not only by and by; what became final."""
        if not self._ats or self._ats[0] >= self.mark:
            return NONE
        return self._prune(self.mark)

    def settle(self, at: int) -> Change:
        """Events of other keys have come up to `at`: the watermark follows them, for a key whose own are rare."""
        mark = at - self.lateness
        if mark <= self.mark:
            return NOTHING
        self.mark = mark
        if not self._ats or self._ats[0] >= mark:
            return NOTHING
        final = self._prune(mark)
        return Change(final=final) if final else NOTHING

    def close(self) -> tuple[Finding, ...]:
        """Nothing more will come: every finding that stands is final."""
        standing = _once(tuple(self.provisional()))
        self._base = self.state
        self.mark = self._ats[-1] + 1 if self._ats else self.mark
        self._forget(len(self._ats))
        self._tail = NONE
        return standing

    def remember(self, *, events: bool = True) -> Memory[S, E]:
        """Everything needed to go on in another process: `Fold.resume` of it behaves the same from here on. Without the
        events somebody else must know those since the watermark, see `with_events`."""
        return Memory(self._base, list(self._events) if events else [], self.now, self.mark)

    @classmethod
    def resume(cls, program: Program[S, E], lateness: int, memory: Memory[S, E]) -> "Fold[S, E]":
        fold = cls(program, lateness)
        fold.now, fold.mark, fold._base = memory.now, memory.mark, memory.base
        fold._events = list(memory.events)
        fold._ats = [e.at for e in fold._events]
        fold._states = [fold._base] * len(fold._ats)
        fold._outs = [NONE] * len(fold._ats)
        fold._recompute(0)
        return fold

    def _append(self, event: E, at: int) -> Change:
        before, due, same = self._tail, self._due, NONE
        if before or (due is not None and due.at < at):
            state, out = self._between(self.state, event)
        else:
            state, out = self.program.step(self._states[-1] if self._states else self._base, event)
        if out and self._ats and self._ats[-1] == at:
            same = sum(self._outs[bisect_left(self._ats, at) :], NONE)
        self._ats.append(at)
        self._events.append(event)
        self._states.append(state)
        self._outs.append(out)
        self._due = due = self.program.due(state)
        if before or (due is not None and due.at <= self.now):
            self._tail_from(state)
        mark = at - self.lateness
        final = NONE
        if mark > self.mark:
            self.mark = mark
            # In steps of an eighth, so that cutting the lists costs next to nothing for each event.
            if self._ats[0] < mark - (self.lateness >> 3):
                final = self._prune(mark)
        if not out and not before and not self._tail and not final:
            return NOTHING
        return _difference(same + before, same + out + self._tail, final)

    def _insert(self, event: E, at: int) -> Change:
        place = self._place(event, at)
        if place is None:
            return REPEATED
        before = self._found_from(at)
        self._ats.insert(place, at)
        self._events.insert(place, event)
        self._states.insert(place, self._base)
        self._outs.insert(place, NONE)
        self._recompute(place)
        return _difference(before, self._found_from(at), NONE)

    def _cut(self, place: int) -> Change:
        at = self._ats[place]
        before = self._found_from(at)
        for held in (self._ats, self._events, self._states, self._outs):
            del held[place]
        self._recompute(place)
        return _difference(before, self._found_from(at), NONE)

    def _place(self, event: E, at: int) -> int | None:
        """Where the event belongs; None when it is there already."""
        place = bisect_left(self._ats, at)
        if place < len(self._ats) and self._ats[place] == at:
            rank = self.program.rank(event)
            while place < len(self._ats) and self._ats[place] == at:
                there = self.program.rank(self._events[place])
                if there == rank:
                    return None
                if there > rank:
                    break
                place += 1
        return place

    def _recompute(self, place: int) -> None:
        state = self._states[place - 1] if place else self._base
        for n in range(place, len(self._ats)):
            state, self._outs[n] = self._between(state, self._events[n])
            self._states[n] = state
        self._tail_from(state)

    def _between(self, state: S, event: E) -> tuple[S, tuple[Finding, ...]]:
        """The ticks that fall due strictly before the event, then the event."""
        found = NONE
        while (due := self.program.due(state)) is not None and due.at < event.at:
            state, out = self.program.tick(state, due)
            found += out
        state, out = self.program.step(state, event)
        return state, found + out

    def _tail_from(self, state: S) -> None:
        found = NONE
        while (due := self.program.due(state)) is not None and due.at <= self.now:
            state, out = self.program.tick(state, due)
            found += out
        self._tail, self._due = found, due

    def _found_from(self, at: int) -> tuple[Finding, ...]:
        """From that instant on: several events of one instant may find the same, which is one finding."""
        return sum(self._outs[bisect_left(self._ats, at) :], NONE) + self._tail

    def _prune(self, mark: int) -> tuple[Finding, ...]:
        gone = bisect_left(self._ats, mark)
        final = _once(sum(self._outs[:gone], NONE)) if any(self._outs[:gone]) else NONE
        self._base = self._states[gone - 1]
        self._forget(gone)
        return final

    def _forget(self, count: int) -> None:
        del self._ats[:count], self._events[:count], self._states[:count], self._outs[:count]


def _difference(before: tuple[Finding, ...], after: tuple[Finding, ...], final: tuple[Finding, ...]) -> Change:
    was, stands = {f.key for f in before}, {f.key for f in after}
    raised = _once(f for f in after if f.key not in was)
    withdrawn = _once(f for f in before if f.key not in stands)
    return Change(raised, withdrawn, final) if raised or withdrawn or final else NOTHING


def _once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple({f.key: f for f in found}.values())
