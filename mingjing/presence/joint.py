"""People and places of one site: a tracker for every worn device, and the rules about several people. Pure.

A tracker says where a device is; the wearer makes of it where somebody is; the fold of the site judges. What a late
reading takes back in a tracker is taken back in the site, and with it every finding that followed.
"""

from collections.abc import Iterable
from heapq import heappop, heappush
from typing import Any

import msgspec

from mingjing.presence import plan as plans
from mingjing.presence.evidence import Sight
from mingjing.presence.fold import NOTHING, Change, Finding, Fold, Memory
from mingjing.presence.position import Belief, Tracker
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import Limits
from mingjing.presence.rules.people import Together
from mingjing.presence.rules.situation import Happening, Seen, Situation, Space
from mingjing.presence.tuning import Tuning, tuning

SETTLE_EVERY = 5000
"""Milliseconds of the readings' own time."""


class Worn(msgspec.Struct, frozen=True, gc=False):
    """`who` wears the device from `since` until `until` (None: still)."""

    device: str
    who: str
    since: int
    until: int | None = None


class Setting(msgspec.Struct):
    """Where it all happens: the plan in plain data, and its spaces as rules see them."""

    plan: dict[str, Any]
    spaces: dict[str, Space]


class Told(msgspec.Struct):
    """What the record says anew: another plan (then everything is told again), who wears what, what happened."""

    happenings: list[Happening] = []
    worn: list[Worn] = []
    setting: Setting | None = None

    def __bool__(self) -> bool:
        return bool(self.happenings or self.worn or self.setting)


class Written(msgspec.Struct):
    """A joint written down: all there is to go on from it."""

    setting: Setting
    trackers: dict[str, Memory[Belief, Reading]]
    site: Memory[Situation, Happening]
    worn: list[Worn]


class Joint:
    """Readings of devices nobody wears say nothing about anybody and are passed over."""

    def __init__(self, setting: Setting, limits: Limits, numbers: Tuning | None = None) -> None:
        self.setting, self.limits, self.numbers = setting, limits, numbers or tuning()
        self.plan = plans.read(setting.plan)
        self.trackers: dict[str, Fold[Belief, Reading]] = {}
        self.site: Fold[Situation, Happening] = Fold(Together(setting.spaces, limits), limits.lateness)
        self._sight = Sight(self.plan, self.numbers)
        self._worn: dict[str, list[Worn]] = {}
        self._due: list[tuple[int, str]] = []
        self._settle_at = 0
        self._set: dict[str, int] = {}  # when each tracker's next virtual event is in the heap for

    def wear(self, worn: Worn) -> None:
        """Somebody puts the device on, or (with `until`) took it off."""
        long_ago = worn.since - 2 * self.limits.lateness  # no reading that old can count any more
        known = [
            w
            for w in self._worn.get(worn.device, [])
            if w.since != worn.since and (w.until is None or w.until > long_ago)
        ]
        self._worn[worn.device] = sorted([*known, worn], key=lambda w: w.since)

    def learn(self, told: Told) -> list[Change]:
        """What the record says anew."""
        for worn in told.worn:
            self.wear(worn)
        return [change for one in told.happenings if (change := self.site.add(one))]

    def read(self, reading: Reading) -> list[Change]:
        """What a device says: of itself, or, a door or presence sensor, of the places of all."""
        changes = self._settled(reading.at)
        if reading.open is not None or reading.present is not None:
            return [*changes, *(change for device in list(self.trackers) for change in self._moved(device, reading))]
        if reading.device not in self._worn:
            return changes
        return [*changes, *self._moved(reading.device, reading)]

    def advance(self, now: int) -> list[Change]:
        """Time has passed: who is not heard any more is lost, who waited long enough is found."""
        changes: list[Change] = []
        while self._due and self._due[0][0] <= now:
            at, device = heappop(self._due)
            if self._set.get(device) == at:
                del self._set[device]
                changes += self._placed(device, self.trackers[device].advance(now))
        changes.append(self.site.advance(now))
        return [change for change in changes if change]

    def provisional(self) -> Iterable[Finding]:
        """Findings about people that a late reading may still undo."""
        return self.site.provisional()

    def place(self, device: str) -> Belief:
        """What is believed of a device now."""
        fold = self.trackers.get(device)
        return fold.state if fold else Belief()

    def write(self) -> Written:
        trackers = {device: fold.remember() for device, fold in self.trackers.items()}
        worn = [w for several in self._worn.values() for w in several]
        return Written(self.setting, trackers, self.site.remember(), worn)

    @classmethod
    def recall(cls, written: Written, limits: Limits) -> "Joint":
        """One that goes on from what was written down."""
        again = cls(written.setting, limits)
        for worn in written.worn:
            again.wear(worn)
        for device, memory in written.trackers.items():
            fold = again.trackers[device] = Fold.resume(again._tracker(device), limits.lateness, memory)
            again._wake(device, fold)
        again.site = Fold.resume(again.site.program, limits.lateness, written.site)
        return again

    def _settled(self, at: int) -> list[Change]:
        """Let the site's watermark follow the readings, now and then: people move far more rarely than bands speak."""
        if at < self._settle_at:
            return []
        self._settle_at = at + SETTLE_EVERY
        change = self.site.settle(at)
        return [change] if change else []

    def _moved(self, device: str, reading: Reading) -> list[Change]:
        fold = self.trackers.get(device)
        if fold is None:
            fold = self.trackers[device] = Fold(self._tracker(device), self.limits.lateness)
        return self._placed(device, fold.add(reading))

    def _placed(self, device: str, change: Change) -> list[Change]:
        """Carry what a tracker found into the site. Withdrawn before raised: the same person, one place at a time."""
        self._wake(device, self.trackers[device])
        if change is NOTHING:
            return []
        gone = [self.site.remove(seen) for one in change.withdrawn for seen in self._seen(one)]
        come = [self.site.add(seen) for one in change.raised for seen in self._seen(one)]
        return [change for change in (*gone, *come) if change]

    def _seen(self, placed: Any) -> Iterable[Seen]:
        """Who was seen there; nobody when nobody wore it then. `placed`: a `Placed`, which trackers find."""
        for worn in self._worn.get(placed.device, ()):
            if worn.since <= placed.at and (worn.until is None or placed.at < worn.until):
                yield Seen(placed.at, worn.who, placed.room)

    def _wake(self, device: str, fold: Fold[Belief, Reading]) -> None:
        if fold.due is not None and self._set.get(device) != fold.due:
            self._set[device] = fold.due
            heappush(self._due, (fold.due, device))

    def _tracker(self, device: str) -> Any:
        return Tracker(self.plan, device, self.numbers, self._sight)
