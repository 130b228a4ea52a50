"""Rules about the device itself: off the wrist, cut, battery, silence; and a zone nobody in custody may enter."""

from mingjing.presence.fold import Finding, Tick
from mingjing.presence.hands import Handed
from mingjing.presence.reading import Reading
from mingjing.presence.rules.judging import Rule, Verdict, in_a_row, unmoved
from mingjing.presence.rules.limits import Limits


def _off(r: Reading, _: Limits) -> bool | None:
    return None if r.worn is None else not r.worn


def _battery(low: bool, r: Reading, limits: Limits) -> Verdict:
    if r.battery is None:
        return low, None
    if not low and r.battery < limits.battery_low:
        return True, Finding("device.battery_low", r.at, r.device, value=r.battery)
    if low and r.battery > limits.battery_again:
        return False, Finding("device.battery_low", r.at, r.device, began=False)
    return low, None


def _zone(state: str | None, r: Reading, limits: Limits) -> Verdict:
    """`state` is the forbidden zone the device is in."""
    if r.zone is None or r.zone == state:
        return state, None
    if r.zone in limits.forbidden_zones:
        if state is None:
            return r.zone, Finding("device.forbidden_zone", r.at, r.device, value=r.zone)
        return state, None
    return None, (None if state is None else Finding("device.forbidden_zone", r.at, r.device, began=False))


def _heard(state: int | None, r: Reading, _limits: Limits) -> Verdict:
    """`state` is when the device was last heard, its complement (~) once its silence was found."""
    if state is not None and state < 0:
        return r.at, Finding("device.silent", r.at, r.device, began=False)
    return r.at, None


def _silent(state: int | None, tick: Tick, limits: Limits) -> Verdict:
    if state is None or state < 0 or tick.why != "device.silent":
        return state, None
    return ~state, Finding("device.silent", state + limits.silent_after, tick.subject)


def _silent_due(state: int | None, limits: Limits) -> int | None:
    return None if state is None or state < 0 else state + limits.silent_after


def _hushed(state: int | None) -> bool:
    return state is not None and state < 0


def _listened(handed: Handed) -> int | None:
    """Whoever is given a device that says nothing has waited for it since then; of one on the shelf nobody waits."""
    return handed.at if handed.worn else None


RULES = (
    in_a_row("device.off", _off, lambda x: x.off_readings),
    in_a_row("device.cut", lambda r, _: r.cut, lambda _: 1),
    Rule("device.battery_low", bool, False, _battery, unmoved),
    Rule("device.forbidden_zone", str | None, None, _zone, unmoved),
    Rule("device.silent", int | None, None, _heard, _silent, _silent_due, _hushed, _listened),
)
