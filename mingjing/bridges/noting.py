"""What was heard and refused, written down for the screens, by a thread that delays no alarm; and the heartbeat."""

import json
import logging
import threading
import time

from django.db import close_old_connections

from mingjing.bridges.sensing import Sense
from mingjing.org.models import Site
from mingjing.presence import hearing, registry
from mingjing.presence.watching import HEARTBEAT

EVERY = 2.0
_logger = logging.getLogger(__name__)


class Noter(threading.Thread):
    """Every two seconds: devices, gateways, refusals; what the registry says now; that messages are taken."""

    def __init__(self, sense: Sense) -> None:
        super().__init__(name="noting", daemon=True)
        self.sense = sense
        self.stopping = threading.Event()
        self._batches = -1

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.note()
            except Exception:
                _logger.exception("could not note what was heard; trying again")
            close_old_connections()
            self.stopping.wait(EVERY)

    def note(self) -> None:
        """Everything since the last look."""
        sense = self.sense
        sites = {s.code: s for s in Site.objects.filter(code__in=sense.stations)}
        with sense.lock:
            beats, sense.beats = sense.beats, {}
            heard, sense.heard = sense.heard, {}
            turned, sense.turned = sense.turned, {}
        hearing.note_devices(heard.values())
        hearing.note_gateways(beats)
        for code in {site for site, *_ in turned}:
            ours = {key[1:]: one for key, one in turned.items() if key[0] == code}
            hearing.note_refused(sites.get(code) or Site.objects.filter(parent__isnull=True).first(), ours)
        sense.learn(registry.known())
        self._beat()

    def _beat(self) -> None:
        """The heartbeat tells that messages are taken, not only that this thread lives."""
        if self.sense.batches == self._batches:
            return
        self._batches = self.sense.batches
        draft = self.sense.folder / f".{HEARTBEAT}"
        stations = self.sense.stations.values()
        said = {
            "at": int(time.time() * 1000),
            "waiting": len(self.sense.waiting),
            "owed": sum(len(s.owed) for s in stations),
            **{name: sum(s.counts[name] for s in stations) for name in ("taken", "refused", "late", "repeated")},
        }
        draft.write_text(json.dumps(said))
        draft.rename(self.sense.folder / HEARTBEAT)
