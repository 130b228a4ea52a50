"""`./mj sense`: takes the readings of bands and sensors, keeps them, judges them.

It may be killed at any moment and started again: what was acknowledged is on the disk, and is judged again.
"""

import gc
import logging
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 - only after the apps are loaded

from mingjing.bridges.filing import Filer  # noqa: E402
from mingjing.bridges.local import LocalDoor  # noqa: E402
from mingjing.bridges.mqtt import MqttDoor  # noqa: E402
from mingjing.bridges.noting import Noter  # noqa: E402
from mingjing.bridges.placing import Placer  # noqa: E402
from mingjing.bridges.sensing import Sense  # noqa: E402
from mingjing.bridges.telling import Teller  # noqa: E402
from mingjing.presence import registry  # noqa: E402
from mingjing.presence.rules.limits import keep, limits  # noqa: E402

IDLE_SECONDS = 0.1
_logger = logging.getLogger("mingjing.sense")


def main() -> int:
    """Run until told to stop."""
    folder = Path(settings.READING_STORE)
    folder.mkdir(parents=True, exist_ok=True)
    sense = Sense(folder, registry.known(), limits(), _clock, by_sent=settings.SENSE_CLOCK == "sent")
    keep(folder)
    sense.resume()
    # Readings are kept for two minutes and freed one by one; looking for circles among them costs and finds none.
    gc.freeze()
    gc.set_threshold(200_000, 50, 1000)
    teller = Teller(sense)
    filer = Filer(sense)
    noter = Noter(sense)
    for thread in (teller, noter, filer):
        thread.start()
    placer = Placer(sense)
    placer.start()
    LocalDoor(sense, folder).start()
    broker = MqttDoor(sense, settings.BROKER) if settings.BROKER else None
    if broker:
        broker.start()
    _until_told(sense)
    if broker:
        broker.stop()
    sense.turn()
    placer.stopping.set()
    placer.join(5)
    for thread in (teller, noter, filer):
        thread.stopping.set()
    teller.join(5)
    return 0


def _until_told(sense: Sense) -> None:
    stopping: list[int] = []

    def told(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)
        sense.woken.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    while not stopping:
        sense.woken.wait(IDLE_SECONDS)
        sense.turn()


def _clock() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    sys.exit(main())
