"""People and officers of the demonstration on their way through the house: nobody in custody walks without an escort,
guards make their rounds, and each goes where the record says that he ought to be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from mingjing.demo.whereabouts import COUNTER, DUTY, FRONT, JUVENILE, JUVENILE_POST, Card, Person, Recorded
from mingjing.presence import geometry
from mingjing.simulator.living import House, Stroll

ROUND = ("PB1", "PB2", "PB3", "PB4", "PB5", "PB6", "PC6", "PC5", "PC4", "PC3", "PC2", "PC1")
SEARCHES, RECEIVES = "search_officer", "reception"
PAUSES = (3.0, 10.0)  # seconds a guard looks in at each place of his round


@dataclass
class Trip:
    """An escort fetches somebody and both go there."""

    escort: str
    to: str
    fetched: bool = False


@dataclass
class Guard:
    """Where on his round a guard is, and until when he stands there."""

    place: int
    turns: int
    until: float = 0.0


@dataclass
class Director:
    """Moves a `house` by what is recorded. `battery`: percent of a device that is put on."""

    house: House
    dice: Random
    battery: Callable[[str], float]
    left: Callable[[str, float], None]
    trips: dict[str, Trip] = field(default_factory=dict)
    companions: dict[str, str] = field(default_factory=dict)
    rounds: dict[str, Guard] = field(default_factory=dict)
    begun: bool = False

    def follow(self, told: Recorded, when: float) -> None:
        """Everybody sets out for where he ought to be."""
        self._worn(told, when)
        duties = self._duties(told)
        for person in told.people:
            self._sent(person, told.cards, duties, when)
        for device, trip in list(self.trips.items()):
            self._goes_on(device, trip, when)
        busy = {trip.escort for trip in self.trips.values()}
        for card in told.cards:
            if card.device not in busy:
                self._works(card, duties.get(card.device, card.room), when)
        self.begun = True

    def astray(self, person: Person, told: Recorded, room: str, when: float) -> None:
        """He is led into a wrong room, and out of it again when the record is looked at next."""
        escort = self._nearest(self.house.walks[person.device], told.cards, {}, when)
        if escort and person.device not in self.trips:
            self.trips[person.device] = Trip(escort, room)

    def _worn(self, told: Recorded, when: float) -> None:
        """Devices put on and taken off since the last look. Whoever was here before it began is where he ought to be."""
        walks = self.house.walks
        for person in told.people:
            if person.device not in walks:
                here = person.room if person.settled or not self.begun else COUNTER
                self.house.wears(person.device, here, when, self.battery(person.device))
        for card in told.cards:
            if card.device not in walks:
                here = (card.room or ROUND[0]) if not self.begun else DUTY
                self.house.wears(card.device, here, when, self.battery(card.device))
        worn = {one.device for one in told.people} | {one.device for one in told.cards}
        for device in walks.keys() - worn:
            self.left(device, self.house.takes_off(device))
        self.trips = {d: t for d, t in self.trips.items() if d in worn and t.escort in worn}
        self.companions = {d: c for d, c in self.companions.items() if d in worn and c in worn}

    def _duties(self, told: Recorded) -> dict[str, str]:
        """Card → where it is needed before anything else: beside who has no room yet, who must not be alone, minors."""
        found: dict[str, str] = {}
        guards = [c.device for c in told.cards if not c.room]
        for person in told.people:
            if not person.settled:
                companion = self._companion(person, told.cards, found)
                if companion:
                    found[companion] = self._there(person.device)
            elif person.device not in self.trips:
                self.companions.pop(person.device, None)
        for person in told.people:
            if person.close and person.settled:
                _post(guards, found, person.room)
        if any(person.room in JUVENILE for person in told.people):
            _post(guards, found, JUVENILE_POST)
        front = next((person.room for person in told.people if person.settled and person.room in FRONT), "")
        if front:
            _post([c.device for c in told.cards if c.post == RECEIVES], found, front)
        return found

    def _companion(self, person: Person, cards: Iterable[Card], taken: dict[str, str]) -> str:
        """Who stays with somebody through the steps of booking in: one who searches, of his sex when there is one."""
        known = self.companions.get(person.device)
        if known and known not in taken:
            return known
        free = [
            c
            for c in cards
            if c.post == SEARCHES and c.device not in taken and c.device not in self.companions.values()
        ]
        free.sort(key=lambda c: c.sex != person.sex)
        if not free:
            return ""
        self.companions[person.device] = free[0].device
        return free[0].device

    def _there(self, device: str) -> str:
        return self.house.walks[device].heading

    def _sent(self, person: Person, cards: Iterable[Card], duties: dict[str, str], when: float) -> None:
        """Somebody who ought to be elsewhere is fetched, as soon as there is an escort."""
        walk = self.house.walks[person.device]
        if person.device in self.trips or walk.heading == person.room:
            return
        escort = self.companions.get(person.device) or self._nearest(walk, cards, duties, when)
        if escort and escort not in {t.escort for t in self.trips.values()}:
            self.trips[person.device] = Trip(escort, person.room)

    def _nearest(self, walk: Stroll, cards: Iterable[Card], duties: dict[str, str], when: float) -> str:
        """An officer in the same room, else the nearest guard, of those with nothing better to do."""
        busy = {t.escort for t in self.trips.values()} | duties.keys() | set(self.companions.values())
        here, spot = walk.room(when), walk.at(when)
        free = [c for c in cards if c.device not in busy and c.device in self.house.walks]
        beside = [c for c in free if self.house.walks[c.device].room(when) == here and c.room != here]
        able = beside or [c for c in free if not c.room or c.post == SEARCHES]
        return min(
            (c.device for c in able), default="",
            key=lambda device: geometry.distance(spot, self.house.walks[device].at(when)),
        )  # fmt: skip

    def _goes_on(self, device: str, trip: Trip, when: float) -> None:
        walk, escort = self.house.walks[device], self.house.walks[trip.escort]
        if not trip.fetched and escort.room(when) == walk.room(when):
            escort.goes(trip.to, when)
            walk.goes(trip.to, when)
            trip.fetched = True
        elif not trip.fetched and escort.heading != walk.room(when):
            escort.goes(walk.room(when), when)
        elif trip.fetched and walk.arrived(when) and escort.arrived(when):
            del self.trips[device]

    def _works(self, card: Card, room: str, when: float) -> None:
        walk = self.house.walks[card.device]
        if room:
            if walk.heading != room:
                walk.goes(room, when)
            return
        mine = self.rounds.setdefault(card.device, self._round())
        if walk.heading != ROUND[mine.place]:
            mine.until = walk.goes(ROUND[mine.place], when) + self.dice.uniform(*PAUSES)
        elif when >= mine.until:
            mine.place = (mine.place + mine.turns) % len(ROUND)
            mine.until = walk.goes(ROUND[mine.place], when) + self.dice.uniform(*PAUSES)

    def _round(self) -> Guard:
        """Guards begin at different places and go round both ways."""
        turns = 1 if len(self.rounds) % 2 == 0 else -1
        return Guard(self.dice.randrange(len(ROUND)), turns)


def _post(guards: list[str], found: dict[str, str], room: str) -> None:
    """The first guard who is not posted elsewhere; one goes on with the rounds."""
    free = [g for g in guards if g not in found]
    if len(free) > 1:
        found[free[0]] = room
