"""Tracks while readings come: a thread that writes down where the engine places people, and rings the map.

Nothing hangs on it: what it writes is a function of the journal, and what a crash kept it from writing comes again when
the journal is judged again.
"""

import logging
import threading
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections

from mingjing.bridges.sensing import Sense
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.live import pulses
from mingjing.org.models import Site
from mingjing.presence.actions import track
from mingjing.presence.engine import Station
from mingjing.presence.tracks import Trail

BY = machine("sense")
PAUSE = 0.2
DESTROY_EVERY = 18_000  # rounds
_logger = logging.getLogger(__name__)


class Placer(threading.Thread):
    """The one writer of the tracks of every site."""

    def __init__(self, sense: Sense) -> None:
        super().__init__(name="placing", daemon=True)
        self.sense = sense
        self.stopping = threading.Event()
        self.trails: dict[str, tuple[Site, Trail]] = {}
        self._rounds = 0

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.round()
            except (OperationalError, InterfaceError):
                _logger.exception("the database does not answer; trying again")
            except Exception:
                # whatever it is, the next readings deserve their place
                _logger.exception("positions could not be written down")
            close_old_connections()
            self.stopping.wait(PAUSE)

    def round(self) -> None:
        """Everything that was placed since the last one."""
        at = self.sense.now()
        for station in list(self.sense.stations.values()):
            if station.joint is not None and station.joint.setting.version and at:
                self._write(station, station.joint.setting.version, at)
        if self._rounds % DESTROY_EVERY == DESTROY_EVERY - 1:
            for site, trail in self.trails.values():
                track.destroy_old(trail.folder, by=BY, at=now(), site=site)
        self._rounds += 1

    def _write(self, station: Station, plan: int, at: int) -> None:
        site, trail = self.trails.get(station.site) or self._open(station, plan, at)
        for _ in range(len(station.places)):
            step = station.places.popleft()
            if step.plan == plan != trail.head.plan:
                self._roll(site, trail, step.plan, at)
            trail.moved(step.change)
            if step.reading is not None:
                trail.heard(step.reading, step.room, step.since, step.p)
        if trail.flush():
            pulses.strike(Ref("place_map", str(site.pk)))
        self._roll(site, trail, plan, at)

    def _roll(self, site: Site, trail: Trail, plan: int, at: int) -> None:
        closed = trail.roll(at, plan)
        if closed is not None:
            track.close(closed, by=BY, at=now(), site=site)

    def _open(self, station: Station, plan: int, at: int) -> tuple[Site, Trail]:
        site = Site.objects.get(code=station.site)
        trail = Trail(Path(settings.TRACK_STORE) / site.code, site.code, station.limits.lateness)
        if not trail.resume():
            trail.begin(plan, at)
        self.trails[site.code] = site, trail
        return site, trail
