"""Closed segments compressed and entered in the ledger, old ones erased, tracks compared with the ledger: by a thread
that delays no alarm."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.bridges.sensing import UNKNOWN, Sense
from mingjing.kernel.actor import machine
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.models import Site
from mingjing.presence import hearing, journal
from mingjing.presence.actions import segment
from mingjing.presence.models import Segment
from mingjing.presence.track_audit import audit

BY = machine("sense")
EVERY = 0.5
ERASE_EVERY = 3600.0
TRACKS = "integrity.tracks_differ"
SPOILT = Text("轨迹文件与日志不符 {n} 处：{first}", "Files of tracks that differ from the log: {n}; {first}")
_logger = logging.getLogger(__name__)


class Filer(threading.Thread):
    """May be killed at any point: what is compressed and not entered is found at the next start."""

    def __init__(self, sense: Sense) -> None:
        super().__init__(name="filing", daemon=True)
        self.sense = sense
        self.stopping = threading.Event()
        self._erased = float("-inf")

    def run(self) -> None:
        self._attempt(self.file_forgotten)
        while not self.stopping.wait(EVERY):
            self._attempt(self.file)
            if time.monotonic() - self._erased > ERASE_EVERY:
                self._erased = time.monotonic()
                self._attempt(self.erase)
                self._attempt(self.audit)
            close_old_connections()

    def file(self) -> None:
        """Everything that was closed since the last look."""
        while self.sense.closed:
            code, path = self.sense.closed[0]
            closed = journal.compress(path) if path.exists() else None
            site = Site.objects.filter(code=code).first()
            if closed and site:
                segment.file(closed, by=BY, at=now(), site=site)
            self.sense.closed.popleft()

    def file_forgotten(self) -> None:
        """Segments compressed by a run that was killed before it entered them."""
        for site in Site.objects.filter(code__in=self.sense.stations):
            known = set(Segment.objects.filter(site=site).values_list("name", flat=True))
            for first, path in journal.segments(self.sense.folder / site.code):
                if path.name.endswith(journal.CLOSED) and path.name not in known:
                    digest, size = journal.measure(path)
                    last = int(path.stat().st_mtime * 1000)
                    segment.file(journal.Closed(path, first, last, size, digest), by=BY, at=now(), site=site)

    def erase(self) -> None:
        """What the law books keep no longer."""
        for site in Site.objects.filter(code__in=self.sense.stations):
            segment.erase_old(self.sense.folder / site.code, by=BY, at=now(), site=site)
        hearing.sweep_refused(self.sense.folder / UNKNOWN, now())

    def audit(self) -> None:
        """Tracks that are not what the log says they were: somebody changed them or took them away."""
        for site in Site.objects.filter(code__in=self.sense.stations):
            found = audit(site)
            if found:
                text = SPOILT.format(n=len(found), first=found[0].text)
                raise_alarm(by=BY, at=now(), log=site.code, site=site, rule=TRACKS, subject=site.ref, text=text)
            else:
                clear(TRACKS, site.ref, by=BY, at=now())

    def _attempt(self, step: Callable[[], None]) -> None:
        try:
            step()
        except Exception:
            _logger.exception("could not file readings; trying again")
