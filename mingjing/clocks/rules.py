"""When the watch must look at a row, and what it should say then. Pure: times in, answers out."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml

from mingjing.clocks.vocab import Kind, Phase, Told

TICK = timedelta(milliseconds=1)
"""Instants are whole milliseconds; at the limit itself it is still kept."""

WAITING = "waits "
TOO_LATE = frozenset({Phase.BREACHED, Phase.OVERDUE, Phase.LATE, Phase.MISSED})


def phase_at(kind: str, phase: str, warn_at: Sequence[datetime], due_at: datetime | None, now: datetime) -> Phase:
    """The phase an open row has at `now`. Exactly at `due_at` it is still within the limit; a paused one rests."""
    if phase == Phase.PAUSED or due_at is None:
        return Phase(phase)
    if now > due_at:
        return Phase.BREACHED if kind == Kind.CLOCK else Phase.OVERDUE
    if any(at <= now for at in warn_at):
        return Phase.WARNED
    return Phase.RUNNING if kind == Kind.CLOCK else Phase.OPEN


def to_tell(phase: str, *, ended: bool) -> Told:
    """What should stand announced for a row in `phase`."""
    if phase in TOO_LATE:
        return Told.OVER
    return Told.NEAR if phase == Phase.WARNED and not ended else Told.NOTHING


def next_look(phase: str, warn_at: Sequence[datetime], due_at: datetime | None, now: datetime) -> datetime | None:
    """The next instant at which an open row changes by itself: its next warning, or the first instant beyond the limit.
    None when it rests."""
    if phase == Phase.PAUSED or due_at is None or now > due_at:
        return None
    return min(at for at in (*warn_at, due_at + TICK) if at > now)


def alarm_rule(kind: str, told: str, law_rule: str) -> str:
    """The alarm to raise for a row of this law rule; the first line of alarms.yaml whose beginning fits, else the
    general one."""
    if told == Told.OVER:
        for beginning, code in _alarms()["over"].items():
            if law_rule.startswith(beginning):
                return code
    return _alarms()[kind][told]


def patience(law_rule: str) -> timedelta | None:
    """How long a duty without a limit of the law may wait before the house calls somebody; None: it calls nobody."""
    return next((allowed for beginning, allowed in patient() if law_rule.startswith(beginning)), None)


def patient() -> list[tuple[str, timedelta]]:
    """The beginnings of the rules for whose duties the house calls, and how long each may wait."""
    lines: Mapping[str, int] = _alarms()["patience"]  # type: ignore[assignment]
    return [(beginning, timedelta(minutes=n)) for beginning, n in lines.items()]


def waits(phase: str, law_rule: str, started_at: datetime, due_at: datetime | None, now: datetime) -> bool:
    """Whether the house has waited for long enough for an open duty to which the law gives no limit."""
    allowed = patience(law_rule)
    return allowed is not None and due_at is None and phase != Phase.PAUSED and now - started_at > allowed


def waiting_cause(law_rule: str, number: int) -> str:
    """What the alarm of a duty that waits is told from others by."""
    return f"{WAITING}{law_rule}#{number}"


@cache
def _alarms() -> Mapping[str, Mapping[str, str]]:
    return dict(yaml.safe_load(Path(__file__).with_name("alarms.yaml").read_text(encoding="utf-8")))
