"""Rules about the body: pulse, oxygen, temperature, a fall, a call for help."""

from mingjing.presence.fold import Finding, Tick
from mingjing.presence.reading import Reading
from mingjing.presence.rules.judging import Rule, Verdict, in_a_row
from mingjing.presence.rules.limits import Limits

Fall = tuple[int, int]  # when the impact was, and how many still readings followed; DOWN once a fall was found
DOWN = -1


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
    """An impact on the wrist, then stillness soon after. It ends when he moves again."""
    down = _down(state)
    if r.peak is None or (down and r.peak < limits.fall_calm):
        return state, None
    moves = Finding("body.fall", r.at, r.device, began=False) if down else None
    if r.peak >= limits.fall_peak and r.worn is not False:
        return (r.at, 0), moves
    if state is None or r.peak >= limits.fall_calm:
        return None, moves
    struck, calm = state
    if calm + 1 < limits.fall_calm_readings:
        return (struck, calm + 1), None
    if r.at - struck > limits.fall_within:
        return None, None
    return (struck, DOWN), Finding("body.fall", r.at, r.device)


def _fall_in_silence(state: Fall | None, _tick: Tick, _limits: Limits) -> Verdict:
    """Silence is neither stillness nor movement."""
    return (state if _down(state) else None), None


def _down(state: Fall | None) -> bool:
    return state is not None and state[1] == DOWN


RULES = (
    in_a_row("body.pulse_high", _pulse_high, lambda x: x.pulse_high_readings, lambda r: r.hr),
    in_a_row("body.pulse_low", _pulse_low, lambda x: x.pulse_low_readings, lambda r: r.hr),
    in_a_row("body.oxygen_low", _oxygen_low, lambda x: x.oxygen_low_readings, lambda r: r.spo2),
    in_a_row("body.fever", _fever, lambda x: x.fever_readings, lambda r: r.temp),
    Rule("body.fall", Fall | None, None, _fall, _fall_in_silence, stands=_down),
    # a press is over with the next word that does not repeat it: devices that tell presses alone never say "no more"
    in_a_row("body.sos", lambda r, _: bool(r.sos), lambda _: 1),
)
