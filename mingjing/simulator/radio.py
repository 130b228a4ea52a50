"""What devices make of the true path: noisy coordinates, signal strengths, zone words, bodies, doors. Pure.

The noise is not that of the filter in `presence.position`: errors drift slowly, walls differ, bodies shadow, some
readings are plainly wrong.
"""

from collections.abc import Iterator
from math import exp, hypot, log10
from random import Random

from mingjing.presence import geometry
from mingjing.presence.geometry import Point
from mingjing.presence.plan import OUT, Anchor, Plan
from mingjing.presence.reading import Reading
from mingjing.simulator.scenario import Mishap, Scenario

DRIFTS = 20.0  # seconds over which an error stays the same
BIAS, NOISE, WILD, FAR = 0.8, 0.7, 0.04, 6.0
SLIPS, STIRS = 0.04, 0.15
HEIGHTS, SLAB, STOREY = 0.8, 14.0, 3.5  # error of a height; what 3.5 metres up or down take, in dB
SHADOW, FADING, EXPONENT, AT_METRE, FAINT = 4.5, 3.5, 2.0, -57.0, -92.0


class Air:
    """How signals pass the walls of a plan; walls differ, each for ever."""

    def __init__(self, plan: Plan, seed: str) -> None:
        self.plan = plan
        weighs = {s.code: Random(f"{seed}:wall:{s.code}").uniform(1.5, 4.5) for s in plan.spaces}
        self._walls = {
            storey: geometry.Walls((s.outline, weighs[s.code]) for s in plan.spaces if s.storey == storey)
            for storey in plan.levels
        }
        self._known: dict[tuple[int, int, str, str], float] = {}

    def signal(self, spot: Point, storey: str, anchor: Anchor) -> float:
        """Mean strength at a spot of a storey, to the half metre."""
        cell = round(spot[0] * 2), round(spot[1] * 2), storey, anchor.code
        known = self._known.get(cell)
        if known is None:
            here, up = (cell[0] / 2, cell[1] / 2), self.height(storey) - self.height(anchor.storey)
            lost = self._walls[storey].between(here, anchor.at) + SLAB * abs(up) / STOREY
            far = max(0.7, hypot(geometry.distance(here, anchor.at), up))
            known = self._known[cell] = AT_METRE - 10 * EXPONENT * log10(far) - lost
        return known

    def height(self, storey: str) -> float:
        return self.plan.levels.get(storey, 0.0)


class Radio:
    """One device: its errors, its battery (percent; by chance unless told), its body."""

    def __init__(self, air: Air, device: str, scenario: Scenario, seed: str, battery: float | None = None) -> None:
        self._air, self._device, self._scenario = air, device, scenario
        self._dice = Random(f"{seed}:radio:{device}")
        self._bias = [0.0, 0.0]
        self._shadows: dict[str, float] = {}
        full = self._dice.uniform(70, 100)
        self.battery = full if battery is None else battery
        self._pulse = self._dice.uniform(68, 88)
        self._mishaps = [m for m in scenario.mishaps if m.device == device]
        self._seq = 0

    def suffers(self, mishap: Mishap) -> None:
        """One more thing that goes wrong with it."""
        self._mishaps.append(mishap)

    def ails(self, when: float) -> bool:
        """Whether something is wrong with it at that time."""
        return any(m.at <= when < m.at + m.seconds for m in self._mishaps)

    def reads(self, when: float, at: int, spot: Point, room: str) -> Reading | None:
        """The reading at an instant; None when the device is silent."""
        wrong = {m.what: m for m in self._mishaps if m.at <= when < m.at + m.seconds}
        said = self._place(spot, room)
        if len(self._air.plan.levels) > 1 and self._scenario.hears in {"coordinates", "both"}:
            said["z"] = round(self._air.height(self._air.plan.storey_of(room)) + self._dice.gauss(1.0, HEIGHTS), 2)
        said |= self._body(when, wrong)
        self._seq += 1
        if "silent" in wrong or (room == OUT and self._scenario.hears not in {"coordinates", "both"}):
            return None
        return Reading(self._device, at, seq=self._seq, **said)  # type: ignore[arg-type]

    def _place(self, spot: Point, room: str) -> dict[str, object]:
        if self._scenario.hears in {"coordinates", "both"}:
            x, y = self._coordinates(spot)
            if self._scenario.hears == "both":  # the maker's server knows the plan and has settled on a space
                return {"x": round(x, 2), "y": round(y, 2), "accuracy": 1.2, "zone": self._zone(room, SLIPS)}
            return {"x": round(x, 2), "y": round(y, 2), "accuracy": 1.2}
        if self._scenario.hears == "zones":
            return {"zone": self._zone(room)}
        return {"anchors": tuple(self._anchors(spot, self._air.plan.storey_of(room)))}

    def _coordinates(self, spot: Point) -> Point:
        for i in (0, 1):
            self._bias[i] = self._drift(self._bias[i], BIAS)
        x, y = (c + b + self._dice.gauss(0, NOISE) for c, b in zip(spot, self._bias, strict=True))
        if self._dice.random() < WILD:
            return x + self._dice.gauss(0, FAR), y + self._dice.gauss(0, FAR)
        return x, y

    def _anchors(self, spot: Point, storey: str) -> Iterator[tuple[str, float]]:
        heard = []
        for anchor in self._air.plan.anchors:
            if hypot(anchor.at[0] - spot[0], anchor.at[1] - spot[1]) > 25:
                continue
            shadow = self._shadows[anchor.code] = self._drift(self._shadows.get(anchor.code, 0.0), SHADOW)
            rss = self._air.signal(spot, storey, anchor) + shadow + self._dice.gauss(0, FADING)
            if rss > FAINT and self._dice.random() > 0.15:
                heard.append((anchor.code, round(rss, 1)))
        heard.sort(key=lambda one: -one[1])
        yield from heard[:8]

    def _zone(self, room: str, wrong: float = 0.12) -> str:
        near = sorted(self._air.plan.beside.get(room, ()))
        return self._dice.choice(near) if near and self._dice.random() < wrong else room

    def _body(self, when: float, wrong: dict[str, Mishap]) -> dict[str, object]:
        self._pulse += (78 - self._pulse) * 0.01 + self._dice.gauss(0, 0.7)
        self.battery = max(1.0, self.battery - self._scenario.every / 1800)
        fell = wrong.get("fall")
        moves = self._dice.random() < STIRS
        peak = self._dice.uniform(1.15, 1.9) if moves else 1.0 + abs(self._dice.gauss(0, 0.02))
        if fell:
            peak = 4.2 if when < fell.at + self._scenario.every else 1.0
        return {
            "hr": round(148.0 if "fast_pulse" in wrong else self._pulse),
            "spo2": round(self._dice.uniform(96, 99)),
            "temp": round(self._dice.gauss(36.5, 0.05), 1),
            "peak": round(peak, 2),
            "battery": round(6.0 if "low_battery" in wrong else self.battery, 1),
            "worn": not ("off" in wrong or "cut" in wrong),
            **({"cut": True} if "cut" in wrong else {}),
            **({"sos": True} if "sos" in wrong else {}),
        }

    def _drift(self, error: float, size: float) -> float:
        keeps = exp(-self._scenario.every / DRIFTS)
        return error * keeps + self._dice.gauss(0, size) * (1 - keeps * keeps) ** 0.5
