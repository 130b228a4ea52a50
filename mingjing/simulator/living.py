"""A house that goes on: whoever wears something is sent from space to space while time passes, and devices say what
they hear of him. Unlike a scenario nothing is known beforehand. Pure.

Times are seconds since 1970; they only ever grow.
"""

from bisect import bisect_right
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from mingjing.presence.plan import OUT, Plan
from mingjing.presence.reading import Reading
from mingjing.simulator.radio import Air, Radio
from mingjing.simulator.scenario import Actor, Mishap, Scenario
from mingjing.simulator.walking import RESTLESS, Walk

DOOR_OPEN = 4.0  # seconds a door stays open behind somebody
KEPT = 120.0  # seconds of a path that are remembered
SETTLES = 20.0  # seconds after he came in during which a device still speaks as often as on the way


class Told(NamedTuple):
    """A reading and the gateway that passes it on."""

    gateway: str
    reading: Reading


class Stroll(Walk):
    """A walk that is told where to go as it goes."""

    def __init__(self, plan: Plan, start: str, when: float, dice: Random) -> None:
        self._plan, self._dice = plan, dice
        self._times, self._spots = [when], [self._spot(start)]
        self._entered = [(when, start)]
        self.passings = []

    def goes(self, to: str, when: float) -> float:
        """Leave for a space now, from wherever he is; when he is there. Raises ValueError when there is no way."""
        self._stop(when)
        return self._goes(self.room(when), to, when)

    def rests(self, until: float) -> None:
        """Stays in his space, restlessly, until then at least."""
        room = self._entered[-1][1]
        while self._times[-1] < until:
            pause = self._times[-1] + self._dice.uniform(*RESTLESS)
            self._times.append(pause)
            self._spots.append(self._spots[-1])
            if room != OUT:
                self._to(self._spot(room), pause, 0.5)

    @property
    def heading(self) -> str:
        """The space his way ends in."""
        return self._entered[-1][1]

    def arrived(self, when: float) -> bool:
        return self.room(when) == self.heading

    def within(self, when: float) -> float:
        """For how many seconds he has been in the space he is in."""
        return when - max(at for at, _ in self._entered if at <= when)

    def _stop(self, when: float) -> None:
        """What lay ahead is no longer so, and what is long past is forgotten."""
        spot = self.at(when)
        ahead, past = bisect_right(self._times, when), bisect_right(self._times, when - KEPT)
        self._times[ahead:], self._spots[ahead:] = [when], [spot]
        first = max(0, min(past, ahead) - 1)
        del self._times[:first], self._spots[:first]
        entered = [one for one in self._entered if one[0] <= when]
        self._entered = [one for one in entered[:-1] if one[0] > when - KEPT] + entered[-1:]
        self.passings = [one for one in self.passings if one.at <= when]


class House:
    """Everybody who wears something in one house, with the doors they pass. `every`: seconds between two readings of a
    device that moves or has something to tell, `rests` of one that lies still. `sensors`: doors with a contact.
    `gateways` hear the plan from west to east."""

    def __init__(
        self, plan: Plan, seed: str, every: float, rests: float, gateways: list[str], sensors: frozenset[str]
    ) -> None:
        self.plan, self.every, self.rests, self.gateways, self.sensors = plan, every, rests, gateways, sensors
        self._spoke: dict[str, float] = {}
        self._seed, self._air = seed, Air(plan, seed)
        self.walks: dict[str, Stroll] = {}
        self._radios: dict[str, Radio] = {}
        self._shutting: list[tuple[float, str]] = []

    def wears(self, device: str, room: str, when: float, battery: float) -> None:
        """Somebody puts it on there."""
        said = Scenario("", "", 1, [Actor(device)], hears="both", every=self.every)
        self.walks[device] = Stroll(self.plan, room, when, self._dice(f"walk:{device}:{when}"))
        self._radios[device] = Radio(self._air, device, said, f"{self._seed}:{when}", battery)

    def takes_off(self, device: str) -> float:
        """Nobody wears it any more; what is left in its battery, percent."""
        del self.walks[device]
        return self._radios.pop(device).battery

    def drained(self, device: str, percent: float) -> None:
        """So much is left in its battery."""
        self._radios[device].battery = percent

    def suffers(self, mishap: Mishap) -> None:
        """From `mishap.at` on something is wrong with a device that is worn."""
        self._radios[mishap.device].suffers(mishap)

    def readings(self, when: float) -> Iterator[Told]:
        """What everything says at this instant."""
        at = round(when * 1000)
        yield from self._doors(when)
        for device, walk in self.walks.items():
            walk.rests(when + self.every)
            room = walk.room(when)
            if not self._speaks(device, room, when):
                continue
            self._spoke[device] = when
            reading = self._radios[device].reads(when, at, walk.at(when), room)
            if reading is not None:
                yield Told(self._gateway(room), reading)

    def _speaks(self, device: str, room: str, when: float) -> bool:
        """A device saves its battery while nothing happens."""
        space, walk = self.plan.by_code.get(room), self.walks[device]
        if space is None or space.passage or self._radios[device].ails(when) or walk.within(when) < SETTLES:
            return True
        return when - self._spoke.get(device, 0.0) >= self.rests

    def _doors(self, when: float) -> Iterator[Told]:
        """Contacts of the doors passed since the last look, and of those that fell shut."""
        for walk in self.walks.values():
            for passing in [one for one in walk.passings if one.at <= when]:
                walk.passings.remove(passing)
                if passing.door in self.sensors:
                    yield self._contact(passing.door, passing.at, is_open=True)
                    self._shutting.append((passing.at + DOOR_OPEN, passing.door))
        for shut in [one for one in self._shutting if one[0] <= when]:
            self._shutting.remove(shut)
            yield self._contact(shut[1], shut[0], is_open=False)

    def _contact(self, door: str, at: float, *, is_open: bool) -> Told:
        joins = next(d for d in self.plan.doors if d.code == door)
        inside = joins.second if joins.first == OUT else joins.first
        return Told(self._gateway(inside), Reading(f"DS-{door}", round(at * 1000), zone=door, open=is_open))

    def _gateway(self, room: str) -> str:
        space = self.plan.by_code.get(room)
        share = space.outline[0][0] / self.plan.width if space else 0.0
        return self.gateways[min(len(self.gateways) - 1, int(share * len(self.gateways)))]

    def _dice(self, what: str) -> Random:
        return Random(f"{self._seed}:{what}")
