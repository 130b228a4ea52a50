"""The true path of everybody, second by second: along the shortest way through doors, at walking pace. Pure."""

from bisect import bisect_right
from random import Random
from typing import NamedTuple

from mingjing.presence import geometry
from mingjing.presence.geometry import Point
from mingjing.presence.plan import OUT, Door, Plan, route
from mingjing.simulator.scenario import Actor

PACE = 1.2  # metres a second
RESTLESS = (25.0, 90.0)  # how long somebody stays on one spot of a room
BESIDE = 0.7  # how far an escort walks from whom he escorts


class Passing(NamedTuple):
    """Through which door, when, into which space."""

    at: float
    door: str
    into: str


class Walk:
    """Where one person truly is at every instant between 0 and `end` seconds."""

    def __init__(self, plan: Plan, actor: Actor, end: float, dice: Random) -> None:
        self._plan, self._dice = plan, dice
        self._times: list[float] = [0.0]
        self._spots: list[Point] = [self._spot(actor.start)]
        self._entered: list[tuple[float, str]] = [(0.0, actor.start)]
        self.passings: list[Passing] = []
        now, here = 0.0, actor.start
        for leg in actor.legs:
            leaves = max(now, leg.at if leg.at is not None else now + (leg.stay or 0.0))
            now = self._goes(here, leg.to, self._rests(here, now, min(leaves, end)))
            here = leg.to
            if now >= end:
                break
        self._rests(here, now, end)

    def at(self, when: float) -> Point:
        """The true spot."""
        n = bisect_right(self._times, when) - 1
        if n + 1 >= len(self._times):
            return self._spots[-1]
        begins, ends = self._times[n], self._times[n + 1]
        share = (when - begins) / (ends - begins) if ends > begins else 1.0
        (x1, y1), (x2, y2) = self._spots[n], self._spots[n + 1]
        return x1 + (x2 - x1) * share, y1 + (y2 - y1) * share

    def room(self, when: float) -> str:
        """The true space."""
        n = bisect_right(self._entered, (when, "\uffff")) - 1
        return self._entered[max(n, 0)][1]

    def _goes(self, here: str, to: str, now: float) -> float:
        """The way to another space; when he is there."""
        way = route(self._plan, here, to)
        if way is None:
            raise ValueError(f"there is no way from {here} to {to}")
        for space, door in way[1:]:
            if door is None:
                continue
            now = self._to(door.at, now)
            self._entered.append((now, space))
            self.passings.append(Passing(now, door.code, space))
        return self._to(self._spot(to, way[-1][1]), now)

    def _rests(self, here: str, now: float, until: float) -> float:
        """Stays, restlessly: another spot of the room now and then."""
        while now < until:
            pause = min(until, now + self._dice.uniform(*RESTLESS))
            self._times.append(pause)
            self._spots.append(self._spots[-1])
            now = pause
            if now < until and here != OUT:
                now = min(until, self._to(self._spot(here), now, 0.5))
                self._times[-1] = now
        return max(now, until)

    def _to(self, spot: Point, now: float, pace: float = PACE) -> float:
        arrives = now + geometry.distance(self._spots[-1], spot) / pace
        self._times.append(arrives)
        self._spots.append(spot)
        return arrives

    def _spot(self, code: str, door: Door | None = None) -> Point:
        """Somewhere in a space, not against its walls; outside: before the door."""
        space = self._plan.by_code.get(code)
        if space is None:
            entrance = door or next(d for d in self._plan.doors if OUT in (d.first, d.second))
            x, y = entrance.at
            return (x - 3 if x < self._plan.width / 2 else x + 3), y
        left, top, right, bottom = max(geometry.boxes(space.outline), key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))
        inset = min(0.5, (right - left) / 4, (bottom - top) / 4)
        return self._dice.uniform(left + inset, right - inset), self._dice.uniform(top + inset, bottom - inset)


class Beside:
    """Somebody who walks with another, a step aside."""

    def __init__(self, walk: "Walk | Beside", dice: Random) -> None:
        self._walk = walk
        self._aside = dice.uniform(-BESIDE, BESIDE), dice.uniform(-BESIDE, BESIDE)
        self.passings: list[Passing] = []

    def at(self, when: float) -> Point:
        x, y = self._walk.at(when)
        return x + self._aside[0], y + self._aside[1]

    def room(self, when: float) -> str:
        return self._walk.room(when)


def walks(plan: Plan, people: list[Actor], end: float, seed: str) -> dict[str, Walk | Beside]:
    """Device → its walk. Raises ValueError when somebody cannot get where he is sent."""
    found: dict[str, Walk | Beside] = {}
    for one in people:
        if not one.follows:
            found[one.device] = Walk(plan, one, end, Random(f"{seed}:walk:{one.device}"))
    waiting = [one for one in people if one.follows]
    while waiting:
        ready = [one for one in waiting if one.follows in found]
        if not ready:
            raise ValueError(f"{waiting[0].device} follows in a ring")
        for one in ready:
            dice = Random(f"{seed}:beside:{one.device}")
            found[one.device] = Beside(found[one.follows], dice)
        waiting = [one for one in waiting if one not in ready]
    return found
