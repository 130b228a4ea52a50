"""Positions while readings come: a thread beside the one that takes them, which writes the tracks and rings the map.

It hangs on nothing and nothing hangs on it: the readings are in the journal before they come here, and after a restart
a belief is there again within seconds.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.live import pulses
from mingjing.org.models import Site
from mingjing.presence.actions import track
from mingjing.presence.evidence import Sight
from mingjing.presence.fold import Fold
from mingjing.presence.models import FloorPlan
from mingjing.presence.plan import Plan
from mingjing.presence.position import Belief, Tracker
from mingjing.presence.reading import Reading
from mingjing.presence.tracks import Trail
from mingjing.presence.tuning import tuning

BY = machine("sense")
WORN = ("band", "card")
PAUSE = 0.2
LOOK_EVERY = 25  # rounds between two looks at which plans are in force
DESTROY_EVERY = 18_000  # rounds
MOST_WAITING = 100_000
_logger = logging.getLogger(__name__)


class Places:
    """The trackers of one site on one version of its plan, and its trail."""

    def __init__(self, site: Site, folder: Path, lateness: int) -> None:
        self.site, self.lateness = site, lateness
        self.trail = Trail(folder, site.code, lateness)
        self.version = 0
        self._folds: dict[str, Fold[Belief, Reading]] = {}
        self._plan = Plan(1.0, 1.0)
        self._sight = Sight(self._plan, tuning())

    def use(self, version: int, plan: Plan, at: int) -> None:
        """Place on this plan from now on."""
        if version == self.version:
            return
        first = self.version == 0
        self.version, self._plan, self._sight = version, plan, Sight(plan, tuning())
        self._folds.clear()
        if first and not self.trail.resume():
            self.trail.begin(version, at)

    def read(self, reading: Reading, kind: str) -> None:
        """A reading of a band or card, or of a door or presence sensor, which speaks to all of them."""
        if reading.open is not None or reading.present is not None:
            for fold in self._folds.values():
                self.trail.moved(fold.add(reading))
        elif kind in WORN:
            fold = self._folds.get(reading.device) or self._open(reading.device)
            self.trail.moved(fold.add(reading))
            state = fold.state
            self.trail.heard(reading, state.room, state.since, state.p.get(state.room, 0.0))

    def advance(self, at: int) -> None:
        """Time has passed: who is not heard any more is lost."""
        for fold in self._folds.values():
            if fold.due is not None and fold.due <= at:
                self.trail.moved(fold.advance(at))

    def _open(self, device: str) -> Fold[Belief, Reading]:
        tracker = Tracker(self._plan, device, sight=self._sight)
        fold = self._folds[device] = Fold(tracker, self.lateness)  # type: ignore[arg-type]  # finds places
        return fold


class Placer(threading.Thread):
    """`offer` readings of a site as they are judged. `kinds`: site and kind of each device; `clock` in milliseconds."""

    def __init__(
        self, kinds: Callable[[], dict[str, tuple[str, str]]], clock: Callable[[], int], lateness: int
    ) -> None:
        super().__init__(name="placing", daemon=True)
        self.stopping = threading.Event()
        self.places: dict[str, Places] = {}
        self._kinds, self._clock, self._lateness = kinds, clock, lateness
        self._waiting: deque[tuple[str, Reading]] = deque(maxlen=MOST_WAITING)
        self._rounds = 0

    def offer(self, site: str, readings: list[Reading]) -> None:
        """From the thread that takes readings. Of a site without a plan nothing is kept."""
        if site in self.places:
            self._waiting.extend((site, reading) for reading in readings)

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.round()
            except (OperationalError, InterfaceError):
                _logger.exception("the database does not answer; trying again")
            except Exception:
                # whatever it is, the next readings deserve their place
                _logger.exception("positions could not be worked out")
            close_old_connections()
            self.stopping.wait(PAUSE)

    def round(self) -> None:
        """One look at plans, readings and time."""
        at = self._clock()
        if self._rounds % LOOK_EVERY == 0:
            self._look(at)
        kinds = self._kinds()
        for _ in range(len(self._waiting)):
            site, reading = self._waiting.popleft()
            self.places[site].read(reading, kinds.get(reading.device, ("", ""))[1])
        for places in self.places.values():
            places.advance(at)
            if places.trail.flush():
                pulses.strike(Ref("place_map", str(places.site.pk)))
            closed = places.trail.roll(at, places.version)
            if closed is not None:
                track.close(closed, by=BY, at=now(), site=places.site)
        if self._rounds % DESTROY_EVERY == DESTROY_EVERY - 1:
            for places in self.places.values():
                track.destroy_old(places.trail.folder, by=BY, at=now(), site=places.site)
        self._rounds += 1

    def _look(self, at: int) -> None:
        """Which plan is in force at which site."""
        for one in FloorPlan.objects.in_force().select_related("site"):
            code = one.site.code
            if code not in self.places:
                folder = Path(settings.TRACK_STORE) / code
                made = Places(one.site, folder, self._lateness)
                made.use(one.version, one.plan, at)
                self.places[code] = made
            self.places[code].use(one.version, one.plan, at)
