"""The bands, cards, doors and gateways of the centre while the demonstration runs: a process of its own that reads the
record to know where people are, and speaks to the system through the door of any gateway."""

import logging
import signal
import threading
import time
from datetime import timedelta
from random import Random

from django.db import close_old_connections

from mingjing.demo.airing import Air
from mingjing.demo.crew import gathered
from mingjing.demo.equipment import secrets_file
from mingjing.demo.mishaps import Chance
from mingjing.demo.seed import home
from mingjing.kernel.time import now
from mingjing.presence.watching import heartbeat
from mingjing.simulator.sending import Door, open_door, secrets

EVERY, RESTS, LOOKS = 1.0, 4.0, 3  # seconds; how many of them between two looks at the record
log = logging.getLogger(__name__)


def main(address: str) -> None:
    """Until told to stop; a second that fails does not end it."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if not secrets_file().exists():
        log.warning("the secrets of the demonstration's gateways are gone: no band is heard")
        stop.wait()
        return
    while not listening() and not stop.wait(0.5):
        pass
    air, door = Air(gathered(home()), EVERY, RESTS, f"{time.time()}"), open_door(address, secrets(secrets_file()))
    mishaps, count = Chance(now(), Random()), 0
    while not stop.wait(EVERY - time.time() % EVERY):
        try:
            second(air, door, mishaps if count % LOOKS == 0 else None, stop)
        except Exception:
            log.exception("a second of the demonstration's bands failed; going on")
        count += 1
    door.close()


def listening() -> bool:
    """Whether readings are taken by now."""
    beaten = heartbeat()
    return beaten is not None and now() - beaten < timedelta(seconds=5)


def second(air: Air, door: Door, mishaps: Chance | None, stop: threading.Event) -> None:
    """What is said in one second; with `mishaps` the record is looked at first."""
    when = float(round(time.time()))
    if mishaps is not None:
        close_old_connections()
        air.look()
        mishaps(air, now())
    air.moves(when)
    for gateway, raw in air.messages(when):
        door.push(gateway, raw, stop.wait)
