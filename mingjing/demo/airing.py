"""What the bands, cards and doors of the demonstration's centre say, as messages of its gateways."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

import msgspec

from mingjing.demo.crew import Crew
from mingjing.demo.equipment import GATEWAYS, PLAYED, contacts, secrets_file, the_plan
from mingjing.demo.moving import Director
from mingjing.demo.whereabouts import Recorded, posts_of, recorded
from mingjing.presence.models import Device
from mingjing.presence.reading import Reading
from mingjing.presence.vocab import WORN, DeviceState
from mingjing.simulator.living import House
from mingjing.simulator.scenario import Mishap
from mingjing.simulator.sending import sealed, secrets

SHELF_EVERY = 90.0  # seconds between two words of a device on the shelf
CHARGES, DRAINS = 0.7 / 60, 0.2 / 3600  # per cent a second


class Air:
    """`messages` at every instant, in order of time. `every`, `rests`: seconds between two readings of whatever is worn,
    on the way and in a room."""

    def __init__(self, crew: Crew, every: float, rests: float, seed: str) -> None:
        self.crew, self.every, self._dice = crew, every, Random(seed)
        plan = the_plan(crew.site)
        self.house = House(plan, seed, every, rests, list(GATEWAYS), frozenset(contacts(plan)))
        self._batteries: dict[str, float] = {}
        self.director = Director(self.house, self._dice, self._battery, self._batteries.__setitem__)
        self._keys = secrets(secrets_file())
        self._spoke: dict[str, float] = {}
        self._last: dict[str, int] = {}
        self.told = Recorded((), ())
        self.passing: list[str] = []  # bands of other centres that come by once

    def look(self) -> None:
        """Learn what the record says now."""
        self.told = recorded(self.crew.site, posts_of(self.crew.members))

    def moves(self, when: float) -> None:
        """Everybody goes on towards where the record has him."""
        self.director.follow(self.told, when)

    def suffers(self, device: str, what: str, at: datetime, seconds: float) -> None:
        """Something goes wrong with a band that is worn."""
        self.house.suffers(Mishap(at.timestamp(), device, what, seconds))

    def messages(self, when: float, sent: float | None = None) -> Iterator[tuple[str, bytes]]:
        """One message of every gateway, also when it heard nothing. `when` it was heard, and sent when that was later:
        seconds since 1970."""
        heard: dict[str, list[Reading]] = {gateway: [] for gateway in GATEWAYS}
        for told in self.house.readings(when):
            heard[told.gateway].append(told.reading)
        heard["GW-02"] += self._on_the_shelf(when)
        heard["GW-01"] += [Reading(self.passing.pop(), round(when * 1000), worn=True) for _ in self.passing[:1]]
        for gateway, readings in heard.items():
            number = self._last[gateway] = max(self._last.get(gateway, 0) + 1, round(when * 1000))
            body = msgspec.json.encode({"sent": round((sent or when) * 1000), "readings": readings})
            yield gateway, sealed(gateway, number, self._keys[gateway].secret, body)

    def _on_the_shelf(self, when: float) -> Iterator[Reading]:
        """Devices nobody wears say now and then how full they are."""
        if when - self._spoke.get("", 0.0) < SHELF_EVERY:
            return
        past = when - self._spoke.get("", when)
        self._spoke[""] = when
        shelved = PLAYED.difference(self.house.walks)
        rows = Device.objects.filter(site=self.crew.site, kind__in=WORN, number__in=shelved)
        for number, state in rows.values_list("number", "state"):
            if state in (DeviceState.STOCK, DeviceState.CHARGING):
                change = CHARGES if state == DeviceState.CHARGING else -DRAINS
                percent = self._batteries[number] = min(100.0, max(1.0, self._battery(number) + change * past))
                yield Reading(number, round(when * 1000), battery=round(percent, 1))

    def _battery(self, device: str) -> float:
        """As it was last known: by us, by the record of what was heard, else by chance."""
        if device not in self._batteries:
            heard = Device.objects.filter(number=device).values_list("heard__battery", flat=True).first()
            self._batteries[device] = self._dice.uniform(52, 100) if heard is None else float(heard)
        return self._batteries[device]
