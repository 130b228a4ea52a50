"""Why the rules of a band did, or did not, find something of its wearer: his bands judged again, step by step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.presence.gateway_panels import HANDED, NOT_VITAL, NOTHING, SAID, found_text, said, state_text
from mingjing.presence.models import Binding
from mingjing.presence.replay import Step, explain
from mingjing.presence.rules.judging import Run
from mingjing.presence.rules.limits import Limits

SILENCE = "device.silent"  # it holds when it was last heard: no condition that holds


@dataclass(frozen=True, slots=True)
class Shown:
    """One step: what the band said, or what else happened; the rules that hold something after it; what was found."""

    at: datetime
    device: str
    said: list[tuple[Text, object]]
    nothing: Text
    held: list[tuple[Text, Text]]
    found: list[tuple[Text, bool]]


def steps(folder: Path, who: Ref, since: int, until: int, limits: Limits, *, vital: bool) -> list[Shown]:
    """The steps of the last minute, and before it those that found something, the latest first. `since`, `until`:
    milliseconds since 1970; `vital`: with pulse, oxygen and temperature."""
    names = SAID if vital else NOT_VITAL
    several = [
        _shown(device, step, names)
        for device, start, end in _worn(who, since, until)
        for step in explain(folder, device, start, end, limits)
        if step.found or step.at > until - 60_000
    ]
    return sorted(several, key=lambda one: one.at, reverse=True)


def _worn(who: Ref, since: int, until: int) -> Iterator[tuple[str, int, int]]:
    """Each band he wore between the two, and which part of it."""
    rows = Binding.objects.of(who).filter(since__lte=_time(until)).select_related("device")
    for worn in rows:
        start, end = _ms(worn.since), until if worn.until is None else _ms(worn.until)
        if end >= since:
            yield worn.device.number, max(since, start), min(until, end)


def _shown(device: str, step: Step, names: Mapping[str, Text]) -> Shown:
    return Shown(
        _time(step.at),
        device,
        said(step.reading, names) if step.reading else [],
        HANDED[step.handed],
        [(found_text(rule, True), state_text(state)) for rule, state in step.states.items() if _holds(rule, state)],
        [(found_text(f.rule, f.began), f.began) for f in step.found],
    )


def _holds(rule: str, state: Any) -> bool:
    if rule == SILENCE:
        return isinstance(state, int) and state < 0
    if isinstance(state, Run):
        return state.seen > 0 or state.open
    return state_text(state) is not NOTHING


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
