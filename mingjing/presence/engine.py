"""Judging a site's readings: folds of every device, moved by what comes and by time; resumed from the journal.

The state is a function of the journal: killed at any point and started again, it stands where it stood, and finds
again what was found but perhaps not told. What it tells is told at least once; who listens makes it once
(`actions/finding.py`).
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

import msgspec

from mingjing.presence import hands, journal
from mingjing.presence.fold import Change, Finding, Fold, Memory, with_events
from mingjing.presence.hands import Event, Handed
from mingjing.presence.intake import Intake, Seen, Shut, Taken
from mingjing.presence.joint import MOST_PLACES, Joint, Step, Told, Written
from mingjing.presence.journal import Journal, Kind, Record
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import Limits

WORN = ("band", "card")
SEGMENT_MS = 600_000
SEGMENT_BYTES = 64 << 20  # or four times the state it begins with: bounds how long a restart takes
SLACK_MS = 60_000
Owed = tuple[str, Finding]
LATE = "integrity.reading_late"
NOTHING = msgspec.Raw(b"\xc0")  # nil of MessagePack


class State(msgspec.Struct):
    """The engine written down. Folds stay encoded until their device is known again. Of devices that speak it holds
    what stood at their watermark; the readings after it are in the messages received from `since` on, so that writing
    a state costs the same however many readings there are."""

    folds: dict[str, msgspec.Raw]
    seen: dict[str, tuple[int, bytes]]
    owed: list[Owed]
    clock: int
    counts: dict[str, int]
    joint: msgspec.Raw = NOTHING
    since: int = 0
    hands: dict[str, list[Handed]] = {}


class Station:
    """The engine of one site. `owed` is what was found and not yet told: (raised | withdrawn | final, finding)."""

    def __init__(self, site: str, folder: Path, intake: Intake, limits: Limits) -> None:
        self.site = site
        self.journal = Journal(folder)
        self.intake = intake
        self.limits = limits
        self.folds: dict[str, Fold[Any, Event]] = {}
        self.hands: dict[str, list[Handed]] = {}  # through which each device passed lately
        self.joint: Joint | None = None  # as soon as there is a plan
        self.places: deque[Step] = deque(maxlen=MOST_PLACES)  # for whoever writes tracks
        self.owed: list[Owed] = []
        self.clock = 0
        self.counts: dict[str, int] = {"taken": 0, "refused": 0, "late": 0, "repeated": 0}
        self._due: list[tuple[int, str]] = []  # one entry for each device, at or before its next virtual event
        self._idle: set[str] = set()  # devices without one, because nothing is due of them

    def resume(self, now: int) -> int:
        """Stand where the last run stood; how many records were judged again."""
        judged = 0
        for record in self.journal.resume():
            self.again(record)
            judged += 1
        if not judged:
            self.journal.begin(now, b"")
        return judged

    def again(self, record: Record) -> None:
        """Judge a record of the journal once more."""
        if record.kind == Kind.STATE:
            self._recall(record.raw)
        elif record.kind == Kind.TICK:
            self._advance(record.at)
        elif record.kind == Kind.TOLD:
            self._learn(msgspec.msgpack.decode(record.raw, type=Told), record.at)
        elif record.kind == Kind.MESSAGE:
            self.judge(self.intake.replay(*record.message), record.at)
            self.counts["refused"] += len(record.skip)
        else:
            self.counts["refused"] += 1

    def write(self, raw: bytes, taken: Taken | Shut, received_at: int) -> None:
        """Put a message into the journal; it is on the disk after `journal.commit`."""
        if isinstance(taken, Shut):
            kept = raw[: self.limits.message_bytes]
            self.journal.append(Record(Kind.REFUSED, received_at, taken.gateway, "", kept, taken.why))
            self.counts["refused"] += 1
        elif not taken.again:
            gateway = taken.gateway
            name, profile, skip, counted = gateway.number, gateway.profile, taken.skip, taken.counted
            self.journal.append(Record(Kind.MESSAGE, received_at, name, profile, raw, "", skip, counted))
            self.counts["refused"] += len(taken.skip)

    def judge(self, readings: Iterable[Reading], received_at: int) -> None:
        """Let readings move the folds of their devices."""
        folds, idle, count, joint = self.folds, self._idle, 0, self.joint
        for reading in readings:
            fold = folds.get(reading.device)
            if fold is None:
                fold = self._open(reading.device)
            change = fold.add(reading)
            count += 1
            if change:
                self._note(change)
                if change.late:
                    self._note_late(reading)
            if reading.device in idle and fold.due is not None:
                idle.remove(reading.device)
                heappush(self._due, (fold.due, reading.device))
            if joint is not None and self._of_places(reading):
                self._found(joint.read(reading))
        self.counts["taken"] += count
        self.clock = max(self.clock, received_at)

    def learn(self, told: Told, now: int) -> None:
        """What the custody record says anew; in the journal, so that it is judged again the same."""
        self.journal.append(Record(Kind.TOLD, now, raw=_encode(told)))
        self._learn(told, now)

    def advance(self, now: int) -> bool:
        """Time has passed. When that finds something it is in the journal before anybody hears of it."""
        before = len(self.owed)
        self._advance(now)
        if len(self.owed) == before:
            return False
        self.journal.append(Record(Kind.TICK, now))
        return True

    def roll(self, now: int) -> Path | None:
        """Begin a new segment when the present one is full; the path of the one that was closed."""
        full = self.journal.size > max(SEGMENT_BYTES, 4 * self.journal.state_size)
        if not full and now - self.journal.started < SEGMENT_MS:
            return None
        closed = self.journal.close()
        self.journal.begin(now, self.remember())
        return closed

    def remember(self) -> bytes:
        since = self.clock - self.limits.lateness - self.limits.future - SLACK_MS
        folds = {}
        for device, fold in self.folds.items():
            self._note(Change(final=fold.trim()))
            quiet = fold.mark - self.limits.future < since  # its readings may be in messages older than that
            memory = fold.remember(events=quiet)
            memory.events = [e for e in memory.events if isinstance(e, Reading)]  # hands are written once, below
            folds[device] = msgspec.Raw(_encode(memory))
        seen = {g: s.packed() for g, s in self.intake.seen.items()}
        joint = msgspec.Raw(_encode(self.joint.write())) if self.joint else NOTHING
        return _encode(State(folds, seen, self.owed, self.clock, self.counts, joint, since, self.hands))

    def told(self, count: int) -> None:
        """The first `count` of what was owed is told."""
        del self.owed[:count]

    def standing(self) -> set[tuple[str, int, str, bool]]:
        """Keys of findings that a late reading may still undo."""
        people = self.joint.provisional() if self.joint else ()
        return {f.key for fold in self.folds.values() for f in fold.provisional()} | {f.key for f in people}

    def _recall(self, raw: bytes) -> None:
        if not raw:
            return
        state = msgspec.msgpack.decode(raw, type=State)
        self.owed, self.clock, self.counts, self.hands = state.owed, state.clock, state.counts, state.hands
        self.intake.seen.update({g: Seen.unpacked(*packed) for g, packed in state.seen.items()})
        more = self._readings_since(state.since) if state.since else {}
        for device, written in state.folds.items():
            judge = self._judge(device)
            memory = msgspec.msgpack.decode(written, type=Memory[judge.holds, Reading])  # type: ignore[name-defined]
            events = (*more.pop(device, ()), *self.hands.get(device, ()))
            whole = with_events(judge, memory, events)
            self.folds[device] = Fold.resume(judge, self.limits.lateness, whole)
        self._due = [(f.due, d) for d, f in self.folds.items() if f.due is not None]
        heapify(self._due)
        self._idle = {d for d, f in self.folds.items() if f.due is None}
        if state.joint != NOTHING:
            self.joint = Joint.recall(msgspec.msgpack.decode(state.joint, type=Written), self.limits, self.places)

    def _readings_since(self, since: int) -> dict[str, list[Reading]]:
        """Device → what it said in messages received from then on, before the present segment."""
        found: dict[str, list[Reading]] = defaultdict(list)
        for one in journal.messages_before(self.journal.folder, self.journal.started, since):
            for reading in self.intake.replay(*one.message):
                found[reading.device].append(reading)
        return found

    def _learn(self, told: Told, at: int) -> None:
        off = list(hands.dropped(self.hands.values(), told.worn, at)) if told.all_worn else []
        for worn in (*off, *told.worn):
            self._hand(worn, at)
        before = self.joint
        if told.setting is not None and (before is None or told.setting != before.setting):
            if before is None:
                self.joint = Joint(told.setting, self.limits, self.places)
            else:
                self._found([before.end(at)])
                self.joint = Joint.after(before, told.setting)
        if self.joint is not None:
            self._found(self.joint.learn(told, at))

    def _hand(self, worn: hands.Worn, at: int) -> None:
        """A device changes hands. One that was never heard is waited for from now on, as far back as its readings may
        still come: before the record told of it, nobody listened."""
        known, fold = self.hands.get(worn.device, []), self.folds.get(worn.device)
        new = hands.fresh(known, worn, fold.mark if fold else at - self.limits.lateness)
        self.hands[worn.device] = hands.remembered([*known, *new])
        if fold is None:
            fold = self._open(worn.device)
        self._found([fold.slip(one) for one in new])
        if worn.device in self._idle and fold.due is not None:
            self._idle.remove(worn.device)
            heappush(self._due, (fold.due, worn.device))

    def _found(self, changes: Iterable[Change]) -> None:
        """What rules about people, or changed hands, found: no messages, so none is counted late or repeated."""
        for change in changes:
            for name in ("withdrawn", "raised", "final"):
                self.owed += [(name, finding) for finding in getattr(change, name)]

    def _advance(self, now: int) -> None:
        self.clock = max(self.clock, now)
        due = self._due
        while due and due[0][0] <= now:
            _, device = heappop(due)
            fold = self.folds[device]
            if fold.due is not None and fold.due <= now:
                self._note(fold.advance(now))
            if fold.due is None:
                self._idle.add(device)
            else:
                heappush(due, (fold.due, device))
        if self.joint is not None:
            self._found(self.joint.advance(now))

    def _open(self, device: str) -> Fold[Any, Event]:
        fold: Fold[Any, Event] = Fold(self._judge(device), self.limits.lateness)
        self.folds[device] = fold
        self._idle.add(device)  # nothing is due of it before its first event
        return fold

    def _judge(self, device: str) -> Judge:
        _, kind = self.intake.known.devices.get(device, ("", "band"))
        return Judge(BAND if kind in WORN else (), self.limits, device)

    def _note_late(self, reading: Reading) -> None:
        """It came after its time was judged for good: kept, no longer judged, and somebody learns of it. Once for the
        minute of a device."""
        minute = reading.at - reading.at % 60_000
        self.owed += [("raised", Finding(LATE, minute, reading.device))]
        self.owed += [("final", Finding(LATE, minute, reading.device, began=began)) for began in (True, False)]

    def _of_places(self, reading: Reading) -> bool:
        """Whether it says where somebody is: what people wear, doors, presence sensors."""
        if reading.open is not None or reading.present is not None:
            return True
        return self.intake.known.devices.get(reading.device, ("", "band"))[1] in WORN

    def _note(self, change: Change) -> None:
        counts = self.counts
        if change.late:
            counts["late"] += 1
        elif change.repeated:
            counts["repeated"] += 1
        for name in ("withdrawn", "raised", "final"):
            self.owed += [(name, finding) for finding in getattr(change, name)]


_encode = msgspec.msgpack.Encoder().encode
