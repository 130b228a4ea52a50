"""Rules about the body: pulse, oxygen, temperature, a fall, a call for help."""

from mingjing.presence.fold import Finding, Tick
from mingjing.presence.reading import Reading
from mingjing.presence.rules.judging import Rule, Verdict, in_a_row
from mingjing.presence.rules.limits import Limits

Fall = tuple[int, int]  # when the impact was, and how many still readings followed


def _pulse_high(r: Reading, limits: Limits) -> bool | None:
    if r.worn is False:
        return False
    return None if r.hr is None else r.hr >= limits.pulse_high


def _pulse_low(r: Reading, limits: Limits) -> bool | None:
    if r.worn is False:
        return False
    return None if r.hr is None else r.hr <= limits.pulse_low


def _oxygen_low(r: Reading, limits: Limits) -> bool | None:
    if r.worn is False:
        return False
    return None if r.spo2 is None else r.spo2 <= limits.oxygen_low


def _fever(r: Reading, limits: Limits) -> bool | None:
    if r.worn is False:
        return False
    return None if r.temp is None else r.temp >= limits.fever


def _fall(state: Fall | None, r: Reading, limits: Limits) -> Verdict:
    """An impact on the wrist, then stillness soon after."""
    if r.peak is None:
        return state, None
    if r.peak >= limits.fall_peak and r.worn is not False:
        return (r.at, 0), None
    if state is None or r.peak >= limits.fall_calm:
        return None, None
    struck, calm = state
    if calm + 1 < limits.fall_calm_readings:
        return (struck, calm + 1), None
    return None, (Finding("body.fall", r.at, r.device) if r.at - struck <= limits.fall_within else None)


def _fall_in_silence(_state: Fall | None, _tick: Tick, _limits: Limits) -> Verdict:
    return None, None


RULES = (
    in_a_row("body.pulse_high", _pulse_high, lambda x: x.pulse_high_readings, lambda r: r.hr),
    in_a_row("body.pulse_low", _pulse_low, lambda x: x.pulse_low_readings, lambda r: r.hr),
    in_a_row("body.oxygen_low", _oxygen_low, lambda x: x.oxygen_low_readings, lambda r: r.spo2),
    in_a_row("body.fever", _fever, lambda x: x.fever_readings, lambda r: r.temp),
    Rule("body.fall", Fall | None, None, _fall, _fall_in_silence),
    in_a_row("body.sos", lambda r, _: r.sos, lambda _: 1),
)
