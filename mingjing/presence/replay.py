"""Why a rule did, or did not, find something: a device's readings judged again, one by one, from the journal.

Each segment begins with the state of the engine at its watermark, so that it and the minutes before it are enough for
any moment. Other limits may be tried; what led up to the watermark was judged with those of its day. Pure.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mingjing.presence import hands, journal
from mingjing.presence.engine import State
from mingjing.presence.fold import Event as AnyEvent
from mingjing.presence.fold import Finding, Memory, Program
from mingjing.presence.hands import Event, Handed
from mingjing.presence.intake import Intake, Known
from mingjing.presence.joint import Told
from mingjing.presence.journal import Kind, Record
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import Limits

S = TypeVar("S")
E = TypeVar("E", bound=AnyEvent)
Walked = tuple[int, Any, Any, tuple[Finding, ...]]


class Step(msgspec.Struct, frozen=True):
    """One event as the rules saw it: a reading; the device handed to somebody (`handed` True) or taken back (False); or
    neither, for time that passed. `states`: what each rule holds after it."""

    at: int
    reading: Reading | None
    states: dict[str, Any]
    found: tuple[Finding, ...]
    received_at: int | None = None
    handed: bool | None = None


def explain(folder: Path, device: str, since: int, until: int, limits: Limits) -> list[Step]:
    """Every event of the device between two times, in the order in which it happened, as the rules judge it when
    everything has arrived. Empty when the journal of that time is not there any more."""
    judge = Judge(BAND, limits, device)
    state, events = _events(folder, judge, since, until)
    received = {id(event): received_at for _, received_at, event in events}
    steps = [
        _step(judge, at, event, after, found, received.get(id(event)))
        for at, event, after, found in walked(judge, state, [event for *_, event in events], until)
    ]
    return [step for step in steps if since <= step.at <= until]


def walked(program: Program[S, E], state: S, events: Iterable[E], until: int) -> Iterator[Walked]:
    """Every step of a program through events in their order, and through the ticks that fall due: (when, the event or
    None for time that passed, the state after it, what was found)."""
    for event in (*events, None):
        end = until if event is None else event.at - 1
        while (due := program.due(state)) is not None and due.at <= min(end, until):
            state, found = program.tick(state, due)
            yield due.at, None, state, found
        if event is not None:
            state, found = program.step(state, event)
            yield event.at, event, state, found


def _events(
    folder: Path, judge: Judge, since: int, until: int
) -> tuple[tuple[Any, ...], list[tuple[int, int | None, Event]]]:
    """The state to begin with, and the events after it: each once, by their own time."""
    again = _Again(judge)
    for start, path in segments_from(journal.segments(folder), since - judge.limits.future):
        if start > until + judge.limits.lateness:
            break
        for record in journal.read(path):
            if record.kind == Kind.STATE and not again.begun:
                for one in again.begin(record.raw, folder, start):
                    again.take(one)
            elif record.kind == Kind.MESSAGE:
                again.take(record)
            elif record.kind == Kind.TOLD:
                again.hand(record)
    return again.state, again.events()


class _Again:
    """The events of one device, gathered from the records of its site in the order they were written."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.state: tuple[Any, ...] = judge.start
        self.found: dict[tuple[int, Any], tuple[int | None, Event]] = {}
        self.begun = self._remembered = False
        self.mark = 0
        self._hands: list[Handed] = []
        self._intake = Intake(Known({}, {}), judge.limits)

    def begin(self, raw: bytes, folder: Path, start: int) -> Iterator[Record]:
        """From what the engine remembered when the segment began; answers with the messages before it that count."""
        self.begun = True
        if not raw:
            return
        state = msgspec.msgpack.decode(raw, type=State)
        self._hands = state.hands.get(self.judge.device, [])
        written = state.folds.get(self.judge.device)
        if written is None:
            return
        memory: Memory[Any, Event]
        memory = msgspec.msgpack.decode(written, type=Memory[self.judge.holds, Reading])  # type: ignore[name-defined]
        self.state, self.mark, self._remembered = memory.base, memory.mark, True
        if state.since:
            yield from journal.messages_before(folder, start, state.since)
        for event in (*memory.events, *(one for one in self._hands if one.at >= self.mark)):
            self._note(event, None)

    def take(self, record: Record) -> None:
        """Its readings in a message."""
        if self.judge.device.encode() not in record.raw:
            return
        for reading in self._intake.replay(*record.message):
            if reading.device == self.judge.device:
                self._note(reading, record.at)

    def hand(self, record: Record) -> None:
        """What the record said of who wears it."""
        told = msgspec.msgpack.decode(record.raw, type=Told)
        off = hands.dropped([self._hands], told.worn, record.at) if told.all_worn and self._hands else ()
        for worn in (*off, *(one for one in told.worn if one.device == self.judge.device)):
            new = hands.fresh(self._hands, worn, self._reached())
            self._hands = hands.remembered([*self._hands, *new])
            for event in new:
                self._note(event, record.at)

    def events(self) -> list[tuple[int, int | None, Event]]:
        """In their order. Where the rules begin with the first reading, hands count as for `Station`."""
        found = [(at, received, event) for (at, _), (received, event) in sorted(self.found.items(), key=_moment)]
        if not self._remembered:
            first = min((at for at, _, event in found if isinstance(event, Reading)), default=0)
            found = [one for one in found if one[0] >= first - self.judge.limits.lateness]
        return found

    def _note(self, event: Event, received_at: int | None) -> None:
        if event.at >= self.mark:
            self.found.setdefault((event.at, self.judge.rank(event)), (received_at, event))

    def _reached(self) -> int:
        """What the engine's watermark of the device was then."""
        newest = max((at for (at, _), (_, event) in self.found.items() if isinstance(event, Reading)), default=0)
        return max(self.mark, newest - self.judge.limits.lateness)


def _moment(found: tuple[tuple[int, Any], Any]) -> tuple[int, Any]:
    return found[0]


def segments_from(segments: list[tuple[int, Path]], since: int) -> list[tuple[int, Path]]:
    """The segment `since` lies in and those after it."""
    before = [n for n, (start, _) in enumerate(segments) if start <= since]
    return segments[before[-1] if before else 0 :]


def _step(
    judge: Judge,
    at: int,
    event: Event | None,
    state: tuple[Any, ...],
    found: tuple[Finding, ...],
    received: int | None,
) -> Step:
    states = {r.code: s for r, s in zip(judge.rules, state, strict=True)}
    if isinstance(event, Handed):
        return Step(at, None, states, found, received, event.worn)
    return Step(at, event, states, found, received)
