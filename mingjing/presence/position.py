"""Where a device is: a recursive Bayes filter over the places of a floor plan, with UNKNOWN as one of them. Pure.

Between readings belief flows through doors (never through walls, hardly against a one-way door: somebody may yet go
there); a reading weighs the places; what is *reported* changes only when one place was probable enough for long enough.
A `Tracker` is a program of `Fold`: late and doubled readings give the same places as perfect delivery.
"""

from math import exp

import msgspec

from mingjing.presence.evidence import UNKNOWN, Likelihood, Sight
from mingjing.presence.fold import Tick
from mingjing.presence.plan import OUT, Door, Plan
from mingjing.presence.reading import Reading, content
from mingjing.presence.tuning import Tuning, tuning

SMALL = 1e-4
"""Places less probable than this are left out of a belief."""
MANY = 0.003
"""The lost turn up in every place at once; less than that is not worth looking everywhere."""
STEPS = 8
"""A gap between readings is crossed in at most so many steps."""


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A device is taken to be in another place from now on, with what probability."""

    device: str
    room: str
    at: int
    p: float

    @property
    def key(self) -> tuple[str, int, str, str]:
        return ("placed", self.at, self.device, self.room)


class Belief(msgspec.Struct, frozen=True, gc=False):
    """The state after an event. `p`: place → probability. `room` is what is reported, since when; `next` a place that
    is probable enough but not yet for long enough. `doubt`: since when nothing is. Doors and rooms: what their sensors
    said last, and when."""

    at: int = 0
    p: dict[str, float] = {}
    room: str = UNKNOWN
    since: int = 0
    next: str = ""
    next_since: int = 0
    doubt: int = 0
    heard: int = 0
    doors: dict[str, tuple[int, bool]] = {}
    rooms: dict[str, tuple[int, bool]] = {}


class Step(msgspec.Struct, frozen=True):
    """One line of an explanation: what was believed, what the reading weighed, what came of it."""

    at: int
    said: str
    before: dict[str, float]
    weight: dict[str, float]
    after: dict[str, float]
    reported: str
    decision: str


class Tracker:
    """One device on one plan, as a program of `Fold`. Readings of door and presence sensors of the site may be fed to
    it as well: their `zone` is the code of the door or room."""

    start = Belief()

    def __init__(self, plan: Plan, device: str, numbers: Tuning | None = None, sight: Sight | None = None) -> None:
        self.plan, self.device = plan, device
        self.numbers = numbers or tuning()
        self.sight = sight or Sight(plan, self.numbers)
        whole = sum(self.sight.areas.values())
        self._anywhere = {place: area / whole * 0.98 for place, area in self.sight.areas.items()} | {OUT: 0.02}

    def step(self, state: Belief, event: Reading) -> tuple[Belief, tuple[Placed, ...]]:
        """The belief after a reading, and the change of the reported place if there is one."""
        after, _, found = self._step(state, event)
        return after, found

    def tick(self, state: Belief, tick: Tick) -> tuple[Belief, tuple[Placed, ...]]:
        """Nothing came for too long: the place is unknown."""
        lost = _replace(state, room=UNKNOWN, since=tick.at, next="", p={UNKNOWN: 1.0}, at=tick.at)
        return lost, (Placed(self.device, UNKNOWN, tick.at, 1.0),)

    def due(self, state: Belief) -> Tick | None:
        if state.room == UNKNOWN or not state.heard:
            return None
        return Tick(state.heard + int(self.numbers.silent * 1000), "position.silent")

    def rank(self, event: Reading) -> tuple[object, ...]:
        return (event.device, content(event))

    def explain(self, state: Belief, readings: list[Reading]) -> list[Step]:
        """Every step from that belief through these readings, as a person can follow it."""
        steps = []
        for reading in readings:
            due = self.due(state)
            if due and due.at < reading.at:
                lost, _ = self.tick(state, due)
                steps.append(Step(due.at, "", _top(state.p), {}, _top(lost.p), UNKNOWN, "silent"))
                state = lost
            after, weight, found = self._step(state, reading)
            why = "changed" if found else "waits" if after.next else "doubts" if after.doubt else "stays"
            said = _said(reading)
            steps.append(Step(reading.at, said, _top(state.p), _top(weight or {}), _top(after.p), after.room, why))
            state = after
        return steps

    def _step(self, state: Belief, event: Reading) -> tuple[Belief, Likelihood | None, tuple[Placed, ...]]:
        if event.device != self.device and (event.open is not None or event.present is not None):
            return self._sensed(state, event), None, ()
        p = self._flow(state, event.at)
        weight = self.sight.of(event, p)
        if weight is None:
            return _replace(state, heard=max(state.heard, event.at)), None, ()
        for room, (at, present) in state.rooms.items():
            if event.at - at <= self.numbers.sensor_holds * 1000:
                seen = self.sight.seen(room, present, p)
                weight = {place: value * seen.get(place, 1.0) for place, value in weight.items()}
        p = _weighed(p, weight, self.numbers.trust)
        after, found = self._decide(state, event.at, p)
        return after, weight, found

    def _flow(self, state: Belief, at: int) -> dict[str, float]:
        """Belief carried forward to `at`: some leave through doors, some are lost, the lost turn up anywhere."""
        if not state.p:
            return dict(self._anywhere) | {UNKNOWN: 0.05}
        left = max(0.0, (at - state.at) / 1000)
        steps = min(STEPS, max(1, round(left)))
        p = state.p
        for _ in range(steps if left else 0):
            p = self._moved(p, left / steps, state, at)
        return p

    def _moved(self, p: dict[str, float], seconds: float, state: Belief, at: int) -> dict[str, float]:
        n = self.numbers
        lost = 1 - exp(-seconds / n.lost_once_in)
        found: dict[str, float] = {}
        for place, held in p.items():
            if held < SMALL:
                continue
            if place == UNKNOWN:
                back = held * (1 - exp(-seconds / n.found_again_in))
                found[UNKNOWN] = found.get(UNKNOWN, 0.0) + (held - back if back > MANY else held)
                for other, share in self._anywhere.items() if back > MANY else ():
                    found[other] = found.get(other, 0.0) + back * share
                continue
            goes = held * (1 - exp(-seconds / self._stay(place)))
            ways = [(beyond, self._ease(door, state, at)) for beyond, door in self.plan.ways.get(place, ())]
            wrong = [(beyond, n.door_against) for beyond, _ in self.plan.against.get(place, ())]
            goes *= min(1.0, sum(e for _, e in ways) / len(ways)) if ways else n.door_against
            ways += wrong
            ease = sum(e for _, e in ways)
            for beyond, e in ways:
                if e:
                    found[beyond] = found.get(beyond, 0.0) + goes * e / ease
            slips = (held - goes) * lost
            found[place] = found.get(place, 0.0) + held - goes - slips
            found[UNKNOWN] = found.get(UNKNOWN, 0.0) + slips
        return found

    def _stay(self, place: str) -> float:
        if place == OUT:
            return self.numbers.stay_in_room
        passage = self.plan.by_code[place].passage
        return self.numbers.stay_in_passage if passage else self.numbers.stay_in_room

    def _ease(self, door: Door, state: Belief, at: int) -> float:
        told = state.doors.get(door.code)
        if told is None or at - told[0] > self.numbers.sensor_holds * 1000:
            return 1.0
        return self.numbers.door_open if told[1] else self.numbers.door_shut

    def _sensed(self, state: Belief, event: Reading) -> Belief:
        where = event.zone or event.device
        if event.open is not None:
            return _replace(state, doors=state.doors | {where: (event.at, event.open)})
        return _replace(state, rooms=state.rooms | {where: (event.at, bool(event.present))})

    def _decide(self, state: Belief, at: int, p: dict[str, float]) -> tuple[Belief, tuple[Placed, ...]]:
        """Hysteresis and dwell: what is reported changes only for a place probable enough for long enough."""
        n, best = self.numbers, max(p, key=lambda place: (p[place], place))
        room, since, following, following_since, doubt = state.room, state.since, "", 0, 0
        if best not in (room, UNKNOWN) and p[best] >= n.enter:
            following = best
            following_since = state.next_since if state.next == best else at
            passage = best != OUT and self.plan.by_code[best].passage
            if at - following_since >= (n.dwell_passage if passage else n.dwell_room) * 1000:
                room, since, following = best, at, ""
        elif p.get(room, 0.0) < n.leave and room != UNKNOWN:
            doubt = state.doubt or at
            if at - doubt >= n.doubt * 1000:
                room, since, doubt = UNKNOWN, at, 0
        after = Belief(at, p, room, since, following, following_since, doubt, at, state.doors, state.rooms)
        if room == state.room:
            return after, ()
        return after, (Placed(self.device, room, at, round(p.get(room, 0.0), 3)),)


def _weighed(p: dict[str, float], weight: Likelihood, trust: float) -> dict[str, float]:
    """Bayes: belief times weight, made to sum to one; each weight counts less than whole."""
    top = max(weight.values()) or 1.0
    found = {place: held * (weight[place] / top) ** trust for place, held in p.items() if place in weight}
    whole = sum(found.values())
    if not whole:
        return {UNKNOWN: 1.0}
    return {place: value / whole for place, value in found.items() if value / whole >= SMALL}


def _replace(state: Belief, **changes: object) -> Belief:
    return msgspec.structs.replace(state, **changes)


def _top(p: dict[str, float], count: int = 4) -> dict[str, float]:
    return {place: round(p[place], 6) for place in sorted(p, key=lambda one: -p[one])[:count]}


def _said(reading: Reading) -> str:
    """What the reading says about a place, in one short line."""
    parts = []
    if reading.x is not None and reading.y is not None:
        parts.append(f"({reading.x:.1f}, {reading.y:.1f}) ±{reading.accuracy or 0:.1f} m")
    strongest = sorted(reading.anchors, key=lambda one: -one[1])[:3]
    parts += [f"{code} {rss:.0f} dBm" for code, rss in strongest]
    if reading.zone:
        state = {None: "", True: " 1", False: " 0"}[reading.open if reading.open is not None else reading.present]
        parts.append(reading.zone + state)
    return " · ".join(parts)
