"""The centre goes on while the demonstration runs: who is here is looked after and leaves, others come, shifts change.

Started again it takes over whoever is present, so it may be stopped at any moment.
"""

import logging
import signal
import threading
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import close_old_connections

from mingjing.custody.models import Stay
from mingjing.demo.crew import gathered, plan_shifts
from mingjing.demo.duty import answer_alarms, relieve_in_time
from mingjing.demo.resumed import going_on
from mingjing.demo.rounds import EVERY_MINUTES, Rounds
from mingjing.demo.scene import Scene, Story
from mingjing.demo.seed import BETWEEN_MINUTES, home
from mingjing.demo.stories import USUAL
from mingjing.demo.timetable import ENTERED_AFTER, Timetable, every
from mingjing.demo.wearing import charge, hand_out_cards
from mingjing.kernel.time import now
from mingjing.persons.models import Person

EVERY_SECONDS = 20.0
MOST_PRESENT = 16
log = logging.getLogger(__name__)


def main() -> None:
    """Run until told to stop; a round that fails does not end it."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    life = Life(now())
    while not stop.wait(EVERY_SECONDS):
        close_old_connections()
        try:
            life.go_on(now())
        except Exception:
            log.exception("a round of the demonstration's life failed; going on")


class Life:
    """The timetable of a running demonstration."""

    def __init__(self, at: datetime) -> None:
        crew, stays = gathered(home()), Stay.objects.filter(site=home()).count()
        self.scene = Scene(
            crew,
            Random(at.timestamp()),
            vests=count(stays + 1),
            bags=count(stays * 5 + 1),
            known=Person.objects.count(),
        )
        self.table = Timetable()
        self.table.add(at, "roster", every(12 * 60, lambda when: _planned(self.scene, when)))
        self.table.add(at, "shifts", every(1, lambda when: relieve_in_time(crew, when)))
        self.table.add(at, "answers", every(1, lambda when: answer_alarms(crew, when)))
        self.table.add(at, "rounds", every(EVERY_MINUTES, Rounds(crew, self.scene.dice)))
        self.table.add(at, "cards", every(1, lambda when: hand_out_cards(crew, when)))
        self.table.add(at, "shelf", every(30, lambda when: charge(crew, when)))
        self.table.add(at, "arrivals", self._arrivals())
        for stay in Stay.objects.present().filter(site=crew.site).order_by("arrived_at"):
            self.table.add(at, stay.number, going_on(self.scene, stay))

    def go_on(self, at: datetime) -> None:
        """Play what has happened up to now. An act is entered a little after it happened, never before."""
        self.table.play(at - ENTERED_AFTER)

    def _arrivals(self) -> Story:
        """Now and then somebody comes, as long as there is room."""
        while True:
            at = yield round(self.scene.dice.uniform(*BETWEEN_MINUTES), 1)
            if Stay.objects.present().filter(site=self.scene.site).count() < MOST_PRESENT:
                story = self.scene.dice.choice(USUAL)
                self.table.add(at + timedelta(seconds=1), story.__name__, story(self.scene))


def _planned(scene: Scene, at: datetime) -> None:
    plan_shifts(scene.crew, at, days=9)
