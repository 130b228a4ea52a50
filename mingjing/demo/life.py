"""The centre goes on while the demonstration runs: who is here is looked after and leaves, others come, shifts change.

Started again it takes over whoever is present, so it may be stopped at any moment.
"""

import logging
import signal
import threading
from datetime import datetime, timedelta
from random import Random

import django

EVERY_SECONDS = 20.0
log = logging.getLogger(__name__)


def main() -> None:
    """Run until told to stop; one failed round does not end it."""
    django.setup()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    from mingjing.kernel.time import now  # noqa: PLC0415 - needs Django set up

    life = None
    while not stop.wait(EVERY_SECONDS if life else 2.0):
        try:
            life = life or Life(now())
            life.go_on(now())
        except Exception:
            log.exception("a round of the demonstration's life failed; going on")


class Life:
    """The timetable of a running demonstration. `go_on` plays what has become due."""

    def __init__(self, at: datetime) -> None:
        from mingjing.custody.models import Stay  # noqa: PLC0415 - needs Django set up
        from mingjing.demo.crew import gathered, plan_shifts  # noqa: PLC0415
        from mingjing.demo.duty import Attendance, answer_alarms  # noqa: PLC0415
        from mingjing.demo.scene import Scene  # noqa: PLC0415
        from mingjing.demo.seed import home  # noqa: PLC0415
        from mingjing.demo.stories import going_on  # noqa: PLC0415
        from mingjing.demo.timetable import Timetable, every  # noqa: PLC0415
        from mingjing.persons.models import Person  # noqa: PLC0415

        crew = gathered(home())
        come, dice = Stay.objects.filter(site=crew.site).count(), Random(at.timestamp())
        self.scene = Scene.after(crew, dice, people=Person.objects.count(), stays=come)
        self.table = Timetable()
        self.table.add(at, "roster", every(12 * 60, lambda when: plan_shifts(crew, when, days=9)))
        plan_shifts(crew, at, days=9)
        self.table.add(at, "attendance", every(1, Attendance(crew)))
        self.table.add(at, "answers", every(1, lambda when: answer_alarms(crew, when)))
        self.table.add(at, "arrivals", self._arrivals())
        for stay in Stay.objects.present().filter(site=crew.site):
            self.table.add(at, stay.number, going_on(self.scene, stay))
