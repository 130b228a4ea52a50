"""How likely a reading is in each place of a plan: coordinates, signal strengths, zone words, presence. Pure."""

from collections.abc import Iterable, Mapping
from math import erf, exp, hypot, log10, pi, sqrt
from typing import NamedTuple

from mingjing.presence import geometry
from mingjing.presence.geometry import Box, Point
from mingjing.presence.plan import OUT, Anchor, Plan
from mingjing.presence.reading import Reading
from mingjing.presence.tuning import Tuning

UNKNOWN = "UNKNOWN"
"""A place of its own: the readings do not fit the plan, or there are none."""

AROUND = 10.0
"""Metres around the sheet that count as outside."""
AT_WRIST = 1.0
"""Metres above the floor at which a band is worn."""
STOREY_HEIGHT = 3.0
"""Metres that count as a storey above the highest floor."""
FLAT_SIGNAL = 1 / 60
"""Probability of any signal strength, per dB, when it means nothing."""

Likelihood = dict[str, float]


class Heard(NamedTuple):
    """What an anchor hears of a band in a place: mean and spread in dB."""

    mean: float
    spread: float


class Sight:
    """A plan made ready for judging readings."""

    def __init__(self, plan: Plan, tuning: Tuning) -> None:
        self.plan, self.tuning = plan, tuning
        self.boxes: dict[str, list[Box]] = {s.code: geometry.boxes(s.outline) for s in plan.spaces}
        self.areas = {s.code: geometry.area(s.outline) for s in plan.spaces}
        self.sheet = plan.width * plan.height
        self.outside = (plan.width + 2 * AROUND) * (plan.height + 2 * AROUND) - self.sheet
        self.places = (*self.areas, OUT)
        self.words = self._words()
        self.anchors = {a.code: a for a in plan.anchors}
        # a wall between two spaces is drawn twice, once for each
        self._walls = {
            storey: geometry.Walls((s.outline, tuning.signal_wall / 2) for s in plan.spaces if s.storey == storey)
            for storey in plan.levels
        }
        self._floors = {place: plan.levels.get(plan.storey_of(place), 0.0) for place in self.places}
        self._spread_of_heights = max(plan.levels.values()) - min(plan.levels.values()) + STOREY_HEIGHT
        self._signal_map: dict[tuple[str, str], Heard] = {}

    def of(self, reading: Reading, places: Iterable[str]) -> Likelihood | None:
        """Place → how likely the reading is there, for the places asked about and UNKNOWN; None when it says nothing
        about a place."""
        said = [
            part
            for part in (
                self._coordinates(reading, places),
                self._height(reading, places),
                self._signals(reading, places),
                self._zone(reading, places),
            )
            if part is not None
        ]
        if not said:
            return None
        found = said[0]
        for more in said[1:]:
            found = {place: value * more[place] for place, value in found.items()}
        return found

    def seen(self, room: str, present: bool, places: Iterable[str]) -> Likelihood:
        """The word of a presence sensor: somebody or nobody is in the room."""
        right, wrong = self.tuning.sensor_right, 1 - self.tuning.sensor_right
        if present:  # somebody else may be the one it sees
            return {place: 1.0 if place == room else right for place in places}
        return {place: wrong if place == room else 1.0 for place in places}

    def _coordinates(self, reading: Reading, places: Iterable[str]) -> Likelihood | None:
        if reading.x is None or reading.y is None:
            return None
        noise = max(reading.accuracy or 0.0, self.tuning.noise_metres)
        flat = self.tuning.outliers / (self.sheet + self.outside)
        found = {UNKNOWN: 1 / (self.sheet + self.outside)}
        for place in places:
            if place == OUT:
                mass = 1 - _mass((0.0, 0.0, self.plan.width, self.plan.height), reading.x, reading.y, noise)
                density = mass / self.outside
            elif place == UNKNOWN:
                continue
            else:
                mass = sum(_mass(box, reading.x, reading.y, noise) for box in self.boxes[place])
                density = mass / self.areas[place]
            found[place] = (1 - self.tuning.outliers) * density + flat
        return found

    def _height(self, reading: Reading, places: Iterable[str]) -> Likelihood | None:
        """Which storey a height speaks for; nothing in a house with one."""
        if reading.z is None or len(self.plan.levels) < 2:
            return None
        noise, flat = self.tuning.noise_height, 1 / self._spread_of_heights
        found = {UNKNOWN: flat}
        for place in places:
            if place != UNKNOWN:
                off = reading.z - self._floors[place] - AT_WRIST
                found[place] = (1 - self.tuning.outliers) * _bell(off, noise) + self.tuning.outliers * flat
        return found

    def _signals(self, reading: Reading, places: Iterable[str]) -> Likelihood | None:
        heard = [(code, rss) for code, rss in reading.anchors if code in self.anchors]
        if not heard:
            return None
        heard.sort(key=lambda one: -one[1])
        found = {UNKNOWN: FLAT_SIGNAL ** len(heard[:6])}
        sure = 1 - self.tuning.outliers
        for place in places:
            if place == UNKNOWN:
                continue
            value = 1.0
            for code, rss in heard[:6]:
                mean, spread = self._heard(place, code)
                value *= sure * _bell(rss - mean, spread) + self.tuning.outliers * FLAT_SIGNAL
            found[place] = value
        return found

    def _zone(self, reading: Reading, places: Iterable[str]) -> Likelihood | None:
        if reading.zone is None or reading.zone not in self.words:
            return None
        named = self.words[reading.zone]
        right = self.tuning.zone_right / len(named)
        near = frozenset().union(*(self.plan.beside.get(one, frozenset()) for one in named)) - named
        beside = (1 - self.tuning.zone_right) * 0.8 / max(1, len(near))
        far = (1 - self.tuning.zone_right) * 0.2 / len(self.places)
        found = {place: right if place in named else beside if place in near else far for place in places}
        return found | {UNKNOWN: 1 / len(self.places)}

    def _heard(self, place: str, anchor: str) -> Heard:
        known = self._signal_map.get((place, anchor))
        if known is None:
            known = self._signal_map[place, anchor] = self._expect(place, self.anchors[anchor])
        return known

    def _expect(self, place: str, anchor: Anchor) -> Heard:
        """Signals over a place: the mean over points in it, and how they differ, together with the noise."""
        t, here = self.tuning, self.plan.storey_of(place)
        up = abs(self.plan.levels.get(here, 0.0) - self.plan.levels.get(anchor.storey, 0.0))
        slabs = _between(self.plan, here, anchor.storey) * t.signal_slab
        walls = self._walls.get(here)
        stands = list(_points(self.boxes[place])) if place != OUT else [(-AROUND / 2, -AROUND / 2)]
        told = [
            t.signal_at_metre
            - 10 * t.signal_exponent * log10(max(1.0, hypot(geometry.distance(point, anchor.at), up)))
            - (slabs if slabs or walls is None else walls.between(point, anchor.at))
            for point in stands
        ]
        mean = sum(told) / len(told)
        spread = sum((one - mean) ** 2 for one in told) / len(told)
        return Heard(mean, sqrt(spread + t.signal_noise**2))

    def _words(self) -> Mapping[str, frozenset[str]]:
        """Code of a space, name of a zone, or code of a storey → the spaces meant."""
        found = {place: frozenset({place}) for place in self.places}
        for space in self.plan.spaces:
            if space.zone:
                found[space.zone] = found.get(space.zone, frozenset()) | {space.code}
        for storey in self.plan.storeys:
            found.setdefault(storey.code, frozenset(s.code for s in self.plan.spaces if s.storey == storey.code))
        return found


def _between(plan: Plan, one: str, other: str) -> int:
    """How many floors lie between two storeys."""
    order = sorted(plan.levels, key=lambda code: plan.levels[code])
    return abs(order.index(one) - order.index(other)) if one in order and other in order else 0


def _mass(box: Box, x: float, y: float, noise: float) -> float:
    """Which share of a bell around a point lies in a box."""
    k = 1 / (noise * sqrt(2))
    left, top, right, bottom = box
    return (erf((right - x) * k) - erf((left - x) * k)) * (erf((bottom - y) * k) - erf((top - y) * k)) / 4


def _bell(off: float, spread: float) -> float:
    return exp(-off * off / (2 * spread * spread)) / (spread * sqrt(2 * pi))


def _points(boxes: Iterable[Box]) -> Iterable[Point]:
    """Nine points in each box."""
    for left, top, right, bottom in boxes:
        for i in (1, 3, 5):
            for j in (1, 3, 5):
                yield left + (right - left) * i / 6, top + (bottom - top) * j / 6
