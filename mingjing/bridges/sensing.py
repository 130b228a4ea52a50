"""The heart of `./mj sense`: messages in, the journal on the disk, the acknowledgement, then the judgement.

One thread does all of it, in batches of whatever has come: one write and one fsync for each site and batch. Rows
and alarms are written by another thread (`telling.py`), so that a slow database delays no reading.
"""

import logging
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec

from mingjing.presence import journal
from mingjing.presence.beat import Beat, Turned, turned
from mingjing.presence.engine import Station
from mingjing.presence.intake import BROKER, Intake, Known, Shut, Taken
from mingjing.presence.joint import Told
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import Limits
from mingjing.presence.vocab import Why

MOST_AT_ONCE = 2000  # messages in one batch: bounds how long the first of them waits
UNKNOWN = "_unknown"  # the folder of what unknown gateways sent
STRANGERS = 20  # unknown gateways told apart in one minute: anybody may invent names
OTHERS = "…"
NAMED = re.compile(r"[\w.:/-]{1,64}")
MINUTE = 60_000
_logger = logging.getLogger(__name__)


class Message(msgspec.Struct, gc=False):
    """One message as it arrived. `answer` is called with what became of it, after it is on the disk."""

    sender: str
    raw: bytes
    answer: Callable[[str], None]
    redelivered: bool = False
    token: bytes = BROKER


class Sense:
    """All sites of the installation. `clock` gives milliseconds; with `by_sent` time is what gateways say it is, for
    recordings and simulations that run faster than time."""

    def __init__(self, folder: Path, known: Known, limits: Limits, clock: Callable[[], int], by_sent: bool = False):
        self.folder = folder
        self.limits = limits
        self.intake = Intake(known, limits, by_sent)
        self.stations: dict[str, Station] = {}
        self.waiting: deque[Message] = deque()
        self.beats: dict[str, Beat] = {}
        self.turned: dict[tuple[str, str, str, int], Turned] = {}
        self.heard: dict[str, Reading] = {}
        self.closed: deque[tuple[str, Path]] = deque()
        self.strangers = False  # somebody came whom the registry did not know: it may be out of date
        self.batches = 0
        self.lock = threading.Lock()  # held while anything but `waiting` moves
        self.woken = threading.Event()
        self._clock = clock
        self._by_sent = by_sent
        self._latest = 0
        self._kept: dict[str, tuple[int, int, int]] = {}
        self._strangers: tuple[int, set[str]] = (0, set())

    def resume(self) -> int:
        """Open every site's journal and stand where the last run stood. Records judged again."""
        sites = {g.site for g in self.intake.known.gateways.values()} | {UNKNOWN}
        sites |= {p.name for p in self.folder.glob("*") if p.is_dir()}
        return sum(self._station(site)[1] for site in sorted(sites))

    def learn(self, known: Known) -> None:
        """What the registry says now."""
        with self.lock:
            self.intake.known = known
            self.strangers = False

    def tell(self, site: str, told: Told) -> None:
        """From any thread: what the custody record of a site says anew. On the disk when this returns."""
        with self.lock:
            station = self._station(site)[0]
            station.learn(told, self.now())
            station.journal.commit()

    def offer(self, message: Message) -> None:
        """From any thread: take this message soon."""
        self.waiting.append(message)
        self.woken.set()

    def turn(self) -> int:
        """Take what has come, and let time pass. How many messages."""
        self.woken.clear()
        batch = [self.waiting.popleft() for _ in range(min(len(self.waiting), MOST_AT_ONCE))]
        with self.lock:
            self._take(batch)
            self._pass_time()
            self.batches += 1
        return len(batch)

    def now(self) -> int:
        return self._latest if self._by_sent else self._clock()

    def _take(self, batch: list[Message]) -> None:
        now = self.now()
        judged: list[tuple[Station, Taken]] = []
        answers: list[tuple[Message, str]] = []
        touched: dict[str, Station] = {}
        for message in batch:
            answer = self._let_in(message, now)
            if isinstance(answer, Taken) and answer.sent and answer.sent > self._latest:
                self._latest = answer.sent
                now = self.now()
            station = self._place(message, answer, now)
            touched[station.site] = station
            if isinstance(answer, Taken):
                judged.append((station, answer))
            answers.append((message, _word(answer)))
        for station in touched.values():
            station.journal.commit()
        for message, word in answers:
            message.answer(word)
        for station, taken in judged:
            station.judge(taken.readings, now)
            for reading in taken.readings:
                self.heard[reading.device] = reading

    def _let_in(self, message: Message, now: int) -> Taken | Shut:
        try:
            return self.intake.take(
                message.sender, message.raw, now, redelivered=message.redelivered, token=message.token
            )
        except Exception:
            # a message nobody foresaw ends no watch over anybody: it is refused, kept, and shown like any other
            _logger.exception("a message of %s could not be judged", message.sender[:64])
            return Shut(Why.MALFORMED, message.sender[:64])

    def _place(self, message: Message, answer: Taken | Shut, now: int) -> Station:
        """Write the message into the journal of its site and note what the screens show."""
        gateway = self.intake.known.gateways.get(message.sender)
        station = self._station(gateway.site if gateway else UNKNOWN)[0]
        if gateway is None:
            self.strangers = True
        beat = self.beats.setdefault(message.sender, Beat()) if gateway else Beat()
        if isinstance(answer, Taken):
            station.write(message.raw, answer, now)
            beat.heard_at = now
            beat.readings += len(answer.readings)
            beat.refused += len(answer.skip)
            if answer.sent is not None and not answer.again:
                beat.drift = answer.sent - self._clock() if not self._by_sent else 0
            for why in answer.skip.values():
                self.strangers = self.strangers or why == "unknown_device"
                self._turn_away(station, message, why, now)
        else:
            beat.refused += 1
            if self._worth_keeping(message.sender if gateway else UNKNOWN, len(message.raw), now):
                station.write(message.raw, answer, now)
            self._turn_away(station, message, answer.why, now)
        return station

    def _turn_away(self, station: Station, message: Message, why: str, now: int) -> None:
        minute = now // MINUTE
        name = message.sender[:64] if station.site != UNKNOWN else self._stranger(message.sender[:64], minute)
        key = station.site, name, str(why), minute
        one = self.turned.get(key)
        if one is None:
            self.turned[key] = turned(now, message.raw)
        else:
            one.count, one.last = one.count + 1, now

    def _stranger(self, name: str, minute: int) -> str:
        """What the screens call an unknown gateway: a flood of invented names must not fill the database, and a name no
        gateway can have (a NUL, half a character) must not stop who writes it down."""
        if not NAMED.fullmatch(name):
            return OTHERS
        if self._strangers[0] != minute:
            self._strangers = minute, set()
        told_apart = self._strangers[1]
        if len(told_apart) < STRANGERS:
            told_apart.add(name)
        return name if name in told_apart else OTHERS

    def _worth_keeping(self, sender: str, size: int, now: int) -> bool:
        """Whole messages that were refused are kept, up to so many and so much a minute: a flood must not fill the
        disk. All unknown senders are one."""
        minute = now // MINUTE
        was, count, held = self._kept.get(sender, (0, 0, 0))
        if was != minute:
            count = held = 0
        worth = count < self.limits.refused_kept and held + size <= self.limits.refused_bytes
        self._kept[sender] = (minute, count + 1, held + size if worth else held)
        return worth

    def _pass_time(self) -> None:
        now = self.now()
        for station in self.stations.values():
            if not self.waiting and station.advance(now):
                station.journal.commit()
            path = station.roll(self._clock())
            if path is not None:
                self.closed.append((station.site, path))

    def _station(self, site: str) -> tuple[Station, int]:
        station = self.stations.get(site)
        if station is not None:
            return station, 0
        station = self.stations[site] = Station(site, self.folder / site, self.intake, self.limits)
        began = time.monotonic()
        judged = station.resume(self._clock())
        self._latest = max(self._latest, station.clock)
        if judged:
            _logger.info("%s: %d records judged again in %.1f s", site, judged, time.monotonic() - began)
        self.closed.extend((site, p) for p in unfiled(station))
        return station, judged


def unfiled(station: Station) -> list[Path]:
    """Segments a crash left closed but not compressed, or compressed but not told to the ledger (told once anyway)."""
    here = [p for start, p in journal.segments(station.journal.folder) if start != station.journal.started]
    return [p for p in here if p.name.endswith(journal.OPEN)]


def _word(answer: Taken | Shut) -> str:
    if isinstance(answer, Shut):
        return str(answer.why)
    return "repeated" if answer.again else "taken"
