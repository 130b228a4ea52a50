"""People and places of one site: a tracker for every band and card, and the rules about several people. Pure.

A tracker says where a device is; the wearer makes of it where somebody is; the fold of the site judges. What a late
reading takes back in a tracker is taken back in the site, and with it every finding that followed. These are the only
trackers: what they found is also what the map and the tracks show (`places`).
"""

from collections import deque
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import pairwise
from typing import Any, NamedTuple, Self

import msgspec

from mingjing.presence import plan as plans
from mingjing.presence.evidence import UNKNOWN, Sight
from mingjing.presence.fold import NOTHING, Change, Finding, Fold, Memory
from mingjing.presence.hands import Worn
from mingjing.presence.position import Belief, Placed, Tracker
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import Limits
from mingjing.presence.rules.people import Together, subject_of
from mingjing.presence.rules.situation import OUT, Happening, Seen, Situation, Space, Talk, Who
from mingjing.presence.tuning import tuning

SETTLE_EVERY = 5000
"""Milliseconds of the readings' own time."""
MOST_PLACES = 100_000
"""So many steps wait for whoever writes tracks; when he does not come the oldest are forgotten."""


class Step(NamedTuple):
    """What a reading, or time, made of the place of a device on that version of the plan: the change, and for
    coordinates what is reported now."""

    plan: int
    change: Change
    reading: Reading | None = None
    room: str = ""
    since: int = 0
    p: float = 0.0


FOREVER = 1 << 62


class Setting(msgspec.Struct):
    """Where it all happens: the plan in plain data with its version, and its spaces as rules see them."""

    plan: dict[str, Any]
    spaces: dict[str, Space]
    version: int = 0


class Told(msgspec.Struct):
    """What the record says anew: another plan (then everything is told again), who wears what, what happened.
    `all_worn`: nothing else is worn now."""

    happenings: list[Happening] = []
    worn: list[Worn] = []
    setting: Setting | None = None
    all_worn: bool = False

    def __bool__(self) -> bool:
        return bool(self.happenings or self.worn or self.setting or self.all_worn)


class Written(msgspec.Struct):
    """A joint written down: all there is to go on from it."""

    setting: Setting
    trackers: dict[str, Memory[Belief, Reading]]
    site: Memory[Situation, Happening]
    worn: list[Worn]
    sensed: list[Reading] = []


class Joint:
    """Every band and card is followed, worn or not: who puts one on is where it is."""

    def __init__(self, setting: Setting, limits: Limits, places: deque[Step] | None = None) -> None:
        self.setting, self.limits, self.numbers = setting, limits, tuning()
        self.places: deque[Step] = deque(maxlen=MOST_PLACES) if places is None else places
        self.plan = plans.read(setting.plan)
        self.trackers: dict[str, Fold[Belief, Reading]] = {}
        self.site: Fold[Situation, Happening] = Fold(Together(setting.spaces, limits), limits.lateness)
        self._sight = Sight(self.plan, self.numbers)
        self._worn: dict[str, list[Worn]] = {}
        self._seen: dict[str, list[Seen]] = {}  # what the site was told of whoever wears the device
        self._sensed: list[Reading] = []  # what doors and presence sensors said lately, for bands not heard before
        self._due: list[tuple[int, str]] = []
        self._settle_at = 0
        self._set: dict[str, int] = {}  # when each tracker's next virtual event is in the heap for

    @classmethod
    def after(cls, before: Self, setting: Setting) -> Self:
        """On another plan, or with other rooms, everybody is where he was; a place that is no more is unknown."""
        again = cls(setting, before.limits, before.places)
        again._sensed = before._sensed
        spaces = {*again.plan.by_code, OUT, UNKNOWN}
        for device, fold in before.trackers.items():
            state, now, mark = fold.state, fold.now, fold.mark
            if not state.p.keys() | {state.room} <= spaces:
                at = max(now, state.at)
                state = Belief(at, {UNKNOWN: 1.0}, UNKNOWN, at)
                again._step(Change(raised=(Placed(device, UNKNOWN, at, 1.0),)))  # type: ignore[arg-type]
            again._resume(device, Memory(state, [], now, max(mark, state.at)))
        return again

    def end(self, at: int) -> Change:
        """Nothing more will be judged here: what was found stands, and what had not ended ends at `at`."""
        told = sorted({(k[0], subject_of(k)) for k, wait in self.site.reached().waits.items() if wait.told})
        ended = tuple(Finding(rule, at, subject, began=False) for rule, subject in told)
        return Change(raised=ended, final=(*self.site.close(), *ended))

    def wear(self, worn: Worn) -> list[Change]:
        """Somebody puts the device on, or (with `until`) took it off."""
        long_ago = worn.since - 2 * self.limits.lateness  # no reading that old can count any more
        known = [
            w
            for w in self._worn.get(worn.device, [])
            if w.since != worn.since and (w.until is None or w.until > long_ago)
        ]
        self._worn[worn.device] = sorted([*known, worn], key=lambda w: w.since)
        return self._carried(worn.device)

    def learn(self, told: Told, at: int) -> list[Change]:
        """What the record says anew at `at`; with a setting it is the whole of what it says."""
        whole = self._completed(told, at) if told.setting is not None else told
        worn = [change for one in whole.worn for change in self.wear(one)]
        return [*worn, *(change for one in whole.happenings if (change := self.site.add(one)))]

    def read(self, reading: Reading) -> list[Change]:
        """What a band or card says of itself, or a door or presence sensor of the places of all."""
        changes = self._settled(reading.at)
        if reading.open is None and reading.present is None:
            return [*changes, *self._moved(reading.device, reading)]
        holds = self.limits.lateness + int(self.numbers.sensor_holds * 1000)
        self._sensed = [*(one for one in self._sensed if one.at > reading.at - holds), reading]
        return [*changes, *(change for device in list(self.trackers) for change in self._moved(device, reading))]

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
        return Written(self.setting, trackers, self.site.remember(), worn, self._sensed)

    @classmethod
    def recall(cls, written: Written, limits: Limits, places: deque[Step] | None = None) -> Self:
        """One that goes on from what was written down."""
        again = cls(written.setting, limits, places)
        for worn in written.worn:
            again._worn.setdefault(worn.device, []).append(worn)
        for device, memory in written.trackers.items():
            fold = again._resume(device, memory)
            again._seen[device] = list(again._wearers_at(device, fold))
        again._sensed = list(written.sensed)
        again.site = Fold.resume(again.site.program, limits.lateness, written.site)
        return again

    def _settled(self, at: int) -> list[Change]:
        """Let the site's watermark follow the readings, now and then: people move far more rarely than bands speak."""
        if at < self._settle_at:
            return []
        self._settle_at = at + SETTLE_EVERY
        change = self.site.settle(at)
        return [change] if change else []

    def _completed(self, told: Told, at: int) -> Told:
        """With who is gone, who is not questioned any more and what nobody wears any more: it is not said again."""
        known = self.site.state
        people = {one.who for one in told.happenings if isinstance(one, Who)}
        talks = {one.who for one in told.happenings if isinstance(one, Talk)}
        worn = {(one.device, one.since) for one in told.worn}
        gone: list[Happening] = [
            Who(at, one.who, one.kind, here=False) for one in known.who.values() if one.here and one.who not in people
        ]
        gone += [Talk(at, who, "") for who in known.talks if who not in talks]
        off = [
            msgspec.structs.replace(one, until=at)
            for several in self._worn.values()
            for one in several
            if one.until is None and (one.device, one.since) not in worn
        ]
        return Told([*gone, *told.happenings], [*off, *told.worn])

    def _moved(self, device: str, reading: Reading) -> list[Change]:
        fold = self.trackers.get(device)
        if fold is None:
            fold = self.trackers[device] = Fold(self._tracker(device), self.limits.lateness)
            for one in self._sensed:
                fold.add(one)
        return self._placed(device, fold.add(reading), reading)

    def _placed(self, device: str, change: Change, reading: Reading | None = None) -> list[Change]:
        fold = self.trackers[device]
        self._wake(device, fold)
        if reading is not None and reading.x is not None:
            state = fold.state
            self._step(change, reading, state.room, state.since, state.p.get(state.room, 0.0))
        elif change is not NOTHING:
            self._step(change)
        return [] if change is NOTHING else self._carried(device)

    def _step(self, change: Change, *heard: Any) -> None:
        self.places.append(Step(self.setting.version, change, *heard))

    def _carried(self, device: str) -> list[Change]:
        """Carry into the site where the wearers of a device are. Withdrawn before raised: one place at a time. What the
        watermark of the site has passed stays; what comes from before it counts from there."""
        fold, mark = self.trackers.get(device), self.site.mark
        if fold is None:
            return []
        before, after = self._seen.get(device, []), list(self._wearers_at(device, fold))
        self._seen[device] = after
        since = max(mark, fold.settled.since)
        gone = [self.site.remove(one) for one in before if one.at >= since and one not in after]
        come = [self.site.add(_not_before(one, mark)) for one in after if one not in before]
        return [change for change in (*gone, *come) if change]

    def _wearers_at(self, device: str, fold: Fold[Belief, Reading]) -> Iterator[Seen]:
        """Where its wearers came by what the tracker stands by: whoever puts it on is there at once; where somebody is
        who took it off is not known."""
        settled = fold.settled
        placed = [(settled.since, settled.room)] if settled.since else []
        found: Iterable[Any] = fold.provisional()
        placed += [(one.at, one.room) for one in found]
        for (since, room), (until, _) in pairwise([*placed, (FOREVER, "")]):
            for worn in self._worn.get(device, ()):
                if since < (worn.until or FOREVER) and worn.since < until:
                    yield Seen(max(since, worn.since), worn.who, room)
        for worn in self._worn.get(device, ()) if placed else ():
            if worn.until is not None:
                yield Seen(worn.until, worn.who, "")

    def _resume(self, device: str, memory: Memory[Belief, Reading]) -> Fold[Belief, Reading]:
        fold = self.trackers[device] = Fold.resume(self._tracker(device), self.limits.lateness, memory)
        self._wake(device, fold)
        return fold

    def _wake(self, device: str, fold: Fold[Belief, Reading]) -> None:
        if fold.due is not None and self._set.get(device) != fold.due:
            self._set[device] = fold.due
            heappush(self._due, (fold.due, device))

    def _tracker(self, device: str) -> Any:
        return Tracker(self.plan, device, self.numbers, self._sight)


def _not_before(seen: Seen, mark: int) -> Seen:
    return seen if seen.at >= mark else msgspec.structs.replace(seen, at=mark)
