"""Why a rule did, or did not, find something: a device's readings judged again, one by one, from the journal.

Each segment begins with the state of the engine at its watermark, so that it and the minutes before it are enough for
any moment. Other limits may be tried; what led up to the watermark was judged with those of its day. Pure.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from mingjing.presence import journal
from mingjing.presence.engine import State
from mingjing.presence.fold import Event, Finding, Memory, Program
from mingjing.presence.intake import Intake, Known
from mingjing.presence.journal import Kind, Record
from mingjing.presence.reading import Reading, content
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import Limits

S = TypeVar("S")
E = TypeVar("E", bound=Event)
Walked = tuple[int, Any, Any, tuple[Finding, ...]]


class Step(msgspec.Struct, frozen=True):
    """One event as the rules saw it: a reading, or `reading` None for time that passed. `states`: what each rule holds
    after it."""

    at: int
    reading: Reading | None
    states: dict[str, Any]
    found: tuple[Finding, ...]
    received_at: int | None = None


def explain(folder: Path, device: str, since: int, until: int, limits: Limits) -> list[Step]:
    """Every event of the device between two times, in the order in which it happened, as the rules judge it when
    everything has arrived. Empty when the journal of that time is not there any more."""
    judge = Judge(BAND, limits, device)
    state, events = _events(folder, judge, since, until)
    received = {id(reading): received_at for _, received_at, reading in events}
    steps = [
        _step(judge, at, reading, after, found, received.get(id(reading)))
        for at, reading, after, found in walked(judge, state, [reading for *_, reading in events], until)
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
) -> tuple[tuple[Any, ...], list[tuple[int, int | None, Reading]]]:
    """The state to begin with, and the readings after it: each once, by their own time."""
    state: tuple[Any, ...] = judge.start
    found: dict[tuple[int, Any], tuple[int | None, Reading]] = {}
    intake = Intake(Known({}, {}), judge.limits)

    def take(record: Record) -> None:
        if judge.device.encode() in record.raw:
            for reading in intake.replay(*record.message):
                if reading.device == judge.device and reading.at >= mark:
                    found.setdefault((reading.at, content(reading)), (record.at, reading))

    begun, mark = False, 0
    for start, path in segments_from(journal.segments(folder), since - judge.limits.future):
        if start > until + judge.limits.lateness:
            break
        for record in journal.read(path):
            if record.kind == Kind.STATE and not begun:
                memory, heard_since = _recalled(record.raw, judge)
                state, mark, begun = memory.base, memory.mark, True
                if heard_since:
                    for one in journal.messages_before(folder, start, heard_since):
                        take(one)
                for r in memory.events:
                    found.setdefault((r.at, content(r)), (None, r))
            elif record.kind == Kind.MESSAGE:
                take(record)
    return state, [(key[0], received, reading) for key, (received, reading) in sorted(found.items())]


def segments_from(segments: list[tuple[int, Path]], since: int) -> list[tuple[int, Path]]:
    """The segment `since` lies in and those after it."""
    before = [n for n, (start, _) in enumerate(segments) if start <= since]
    return segments[before[-1] if before else 0 :]


def _recalled(raw: bytes, judge: Judge) -> tuple[Memory[Any, Reading], int]:
    """What the engine remembered of the device when the segment began, and since when messages before it count."""
    nothing: Memory[Any, Reading] = Memory(judge.start, [], 0, 0)
    if not raw:
        return nothing, 0
    state = msgspec.msgpack.decode(raw, type=State)
    written = state.folds.get(judge.device)
    if written is None:
        return nothing, 0
    return msgspec.msgpack.decode(written, type=Memory[judge.holds, Reading]), state.since  # type: ignore[name-defined]


def _step(
    judge: Judge,
    at: int,
    reading: Reading | None,
    state: tuple[Any, ...],
    found: tuple[Finding, ...],
    received: int | None,
) -> Step:
    return Step(at, reading, {r.code: s for r, s in zip(judge.rules, state, strict=True)}, found, received)
