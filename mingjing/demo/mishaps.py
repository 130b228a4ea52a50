"""What goes wrong now and then with bands and people who wear them: few things, each of which somebody answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations
from random import Random

from mingjing.demo.airing import Air
from mingjing.demo.whereabouts import Person

BEFORE_THE_END = {"battery": 70, "fall": 62, "astray": 45, "pulse": 30, "loose": 17, "stranger": 55}
"""Minutes before the demonstration begins at which each thing happens, or as soon after as it can."""
BETWEEN_MINUTES = (22, 45)
FIRST_AFTER = timedelta(minutes=5)
NEARLY_EMPTY = 15.03


class Script:
    """Things that happen at certain hours, or as soon after as somebody is there to whom they can happen."""

    def __init__(self, coming: list[tuple[datetime, str]], dice: Random) -> None:
        self.coming, self.dice = sorted(coming), dice

    @classmethod
    def before(cls, end: datetime, dice: Random) -> "Script":
        return cls([(end - timedelta(minutes=n), what) for what, n in BEFORE_THE_END.items()], dice)

    def __call__(self, air: Air, at: datetime) -> None:
        due = [one for one in self.coming if one[0] <= at]
        for one in due:
            if HAPPENS[one[1]](air, at, self.dice):
                self.coming.remove(one)


class Chance(Script):
    """The same without an end: something every half hour or so."""

    def __init__(self, at: datetime, dice: Random) -> None:
        super().__init__([(at + FIRST_AFTER, "fall")], dice)

    def __call__(self, air: Air, at: datetime) -> None:
        super().__call__(air, at)
        if not self.coming:
            after = timedelta(minutes=self.dice.uniform(*BETWEEN_MINUTES))
            self.coming.append((at + after, self.dice.choice(sorted(HAPPENS))))


def in_his_room(air: Air, at: datetime) -> list[Person]:
    """Who is where the record has him, and stays; a band put on since the last step is not on the way yet."""
    walks, when = air.house.walks, at.timestamp()
    here = [p for p in air.told.people if p.settled and p.device not in air.director.trips]
    return [p for p in here if p.device in walks and walks[p.device].room(when) == p.room]


def _somebody(air: Air, at: datetime, dice: Random) -> Person | None:
    here = [p for p in in_his_room(air, at) if p.room.startswith("HW")]
    return dice.choice(here) if here else None


def _suffers(what: str, seconds: float) -> Callable[[Air, datetime, Random], bool]:
    def happens(air: Air, at: datetime, dice: Random) -> bool:
        who = _somebody(air, at, dice)
        if who:
            air.suffers(who.device, what, at, seconds)
        return who is not None

    return happens


def _battery(air: Air, at: datetime, dice: Random) -> bool:
    who = _somebody(air, at, dice)
    if who:
        air.house.drained(who.device, NEARLY_EMPTY)
    return who is not None


def _astray(air: Air, at: datetime, _dice: Random) -> bool:
    """One of two who are kept apart is led into the room of the other, and out again."""
    for one, other in combinations(in_his_room(air, at), 2):
        if one.case and one.case == other.case and one.room != other.room:
            air.director.astray(one, air.told, other.room, at.timestamp())
            return True
    return False


def _stranger(air: Air, _at: datetime, dice: Random) -> bool:
    """Somebody brings a band of another centre; its word is refused and shown."""
    air.passing.append(f"LG-{dice.randint(1, 60):04d}")
    return True


HAPPENS: dict[str, Callable[[Air, datetime, Random], bool]] = {
    "battery": _battery,
    "fall": _suffers("fall", 40),
    "astray": _astray,
    "pulse": _suffers("fast_pulse", 25),
    "loose": _suffers("off", 150),
    "stranger": _stranger,
}
