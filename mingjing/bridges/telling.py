"""What the engine found and heard, written to the database: by a thread of its own, as often as it takes.

A finding leaves the engine only when its transaction is done; a database that is away for an hour loses nothing.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections

from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.bridges.sensing import Sense
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.org.models import Site
from mingjing.presence.actions import finding
from mingjing.presence.engine import Owed, Station
from mingjing.presence.feed import Feed

BY = machine("sense")
AT_ONCE = 500
ASK_EVERY = 2.0
LOOK_EVERY = 1.0
_logger = logging.getLogger(__name__)


class Teller(threading.Thread):
    """Stops when told; what is owed then is in the journal and told by the next run."""

    def __init__(self, sense: Sense) -> None:
        super().__init__(name="telling", daemon=True)
        self.sense = sense
        self.stopping = threading.Event()
        self.settled: set[str] = set()
        self.feeds: dict[str, Feed] = {}
        self._asked = self._looked = float("-inf")
        self._sites: dict[str, Site] = {}

    def run(self) -> None:
        while not self.stopping.is_set():
            busy = False
            try:
                busy = self.round()
            except Exception:
                # Nothing is lost: what was not told is still owed. The heartbeat stands still, and the watch says so.
                _logger.exception("could not tell what was found; trying again")
                self.stopping.wait(1)
            close_old_connections()
            if not busy:
                self.stopping.wait(0.02)

    def round(self, at_once: bool = False) -> bool:
        """One look at everything; whether there was something to tell. `at_once`: ask the record however short ago it
        was asked, for hours played in seconds."""
        # fifty looks a second ask nothing while nothing is owed
        if at_once or time.monotonic() - self._asked > ASK_EVERY:
            self._asked = time.monotonic()
            self._sites = {s.code: s for s in Site.objects.filter(code__in=self.sense.stations)}
        sites = self._sites
        told = [
            self._tell(station, sites[code]) for code, station in list(self.sense.stations.items()) if code in sites
        ]
        if at_once or time.monotonic() - self._looked > LOOK_EVERY:
            self._looked = time.monotonic()
            self._look(sites)
        return any(told)

    def _tell(self, station: Station, site: Site) -> bool:
        with self.sense.lock:
            owed = station.owed[:AT_ONCE]
        if not owed:
            if site.code not in self.settled:
                self._settle(station, site)
            return False
        finals = []
        for what, found in net(owed):
            if what == "final":
                finals.append(found)
            else:
                place = self._place(station, found.subject)
                _safely(
                    site, found.subject, partial(finding.tell, what, found, by=BY, at=now(), site=site, place=place)
                )
        _safely(site, site.code, lambda: finding.finalise(finals, by=BY, at=now(), site=site))
        with self.sense.lock:
            station.told(len(owed))
        return True

    def _place(self, station: Station, device: str) -> str:
        """Where the device is believed to be now: whoever hears the alarm has to know where to run."""
        with self.sense.lock:
            return station.joint.place(device).room if station.joint else ""

    def _look(self, sites: dict[str, Site]) -> None:
        """Tell every station what the custody record says anew."""
        for code, site in sites.items():
            feed = self.feeds.setdefault(code, Feed(site))
            with self.sense.lock:
                at = self.sense.now()
            told = feed.look(datetime.fromtimestamp(at / 1000, UTC) if at else now())
            if told:
                self.sense.tell(code, told)

    def _settle(self, station: Station, site: Site) -> None:
        """The first time nothing is owed after a start: rows must hold what the engine stands by, and no more."""
        with self.sense.lock:
            standing = station.standing() if not station.owed else None
        if standing is not None:
            finding.settle(standing, by=BY, at=now(), site=site)
            self.settled.add(site.code)


def net(owed: list[Owed]) -> list[Owed]:
    """The same outcome without what was taken back at once: of each finding the last word, and that it is final."""
    last: dict[tuple[str, int, str, bool], Owed] = {}
    finals: list[Owed] = []
    for one in owed:
        if one[0] == "final":
            finals.append(one)
        else:
            last.pop(one[1].key, None)
            last[one[1].key] = one
    return [*last.values(), *finals]


def _safely(site: Site, subject: str, tell: Callable[[], object]) -> None:
    """A finding that cannot be told is an alarm of its own and stops no other. A lost database is not such a case."""
    try:
        tell()
    except (OperationalError, InterfaceError):
        raise
    except Exception as why:
        _logger.exception("could not tell a finding about %s", subject)
        if isinstance(why, DatabaseError):
            return
        raise_alarm(
            by=BY, at=now(), log=site.code, site=site, rule="integrity.rule_broken", subject=Ref("site", str(site.pk)),
            cause=type(why).__name__,
        )  # fmt: skip
