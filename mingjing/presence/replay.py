"""Why a rule did, or did not, find something: a device's readings judged again, one by one, from the journal.

Each segment begins with the state of the engine, so that one file is enough for any minute. Other limits may be tried;
what led up to the segment was judged with those of its day. Pure.
"""

from pathlib import Path
from typing import Any

import msgspec

from mingjing.presence import journal
from mingjing.presence.engine import State
from mingjing.presence.fold import Finding, Memory
from mingjing.presence.intake import Intake, Known
from mingjing.presence.journal import Kind
from mingjing.presence.reading import Reading, content
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import Limits


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
    steps: list[Step] = []
    for at, received_at, reading in events:
        while (due := judge.due(state)) is not None and due.at < at and due.at <= until:
            state, found = judge.tick(state, due)
            steps.append(_step(judge, due.at, None, state, found, None))
        state, found = judge.step(state, reading)
        steps.append(_step(judge, at, reading, state, found, received_at))
    while (due := judge.due(state)) is not None and due.at <= until:
        state, found = judge.tick(state, due)
        steps.append(_step(judge, due.at, None, state, found, None))
    return [step for step in steps if since <= step.at <= until]


def _events(
    folder: Path, judge: Judge, since: int, until: int
) -> tuple[tuple[Any, ...], list[tuple[int, int | None, Reading]]]:
    """The state to begin with, and the readings after it: each once, by their own time."""
    state: tuple[Any, ...] = judge.start
    found: dict[tuple[int, Any], tuple[int | None, Reading]] = {}
    intake = Intake(Known({}, {}), judge.limits)
    begun = False
    for start, path in _from(journal.segments(folder), since - judge.limits.future):
        if start > until + judge.limits.lateness:
            break
        for record in journal.read(path):
            if record.kind == Kind.STATE and not begun:
                state, earlier = _recalled(record.raw, judge)
                found = {(r.at, content(r)): (None, r) for r in earlier}
                begun = True
            elif record.kind == Kind.MESSAGE and judge.device.encode() in record.raw:
                for reading in intake.replay(record.gateway, record.profile, record.raw, record.skip, record.at):
                    if reading.device == judge.device:
                        found.setdefault((reading.at, content(reading)), (record.at, reading))
    return state, [(key[0], received, reading) for key, (received, reading) in sorted(found.items())]


def _from(segments: list[tuple[int, Path]], since: int) -> list[tuple[int, Path]]:
    """The segment `since` lies in and those after it."""
    before = [n for n, (start, _) in enumerate(segments) if start <= since]
    return segments[before[-1] if before else 0 :]


def _recalled(raw: bytes, judge: Judge) -> tuple[tuple[Any, ...], list[Reading]]:
    """What the engine remembered of the device when the segment began."""
    if not raw:
        return judge.start, []
    written = msgspec.msgpack.decode(raw, type=State).folds.get(judge.device)
    if written is None:
        return judge.start, []
    memory = msgspec.msgpack.decode(written, type=Memory[judge.holds, Reading])  # type: ignore[name-defined]
    return memory.base, memory.events


def _step(
    judge: Judge,
    at: int,
    reading: Reading | None,
    state: tuple[Any, ...],
    found: tuple[Finding, ...],
    received: int | None,
) -> Step:
    return Step(at, reading, {r.code: s for r, s in zip(judge.rules, state, strict=True)}, found, received)
