"""Readings of the hours before the demonstration began, taken, kept and judged by what takes them every day, each at the
time when it was taken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from mingjing.bridges.filing import Filer
from mingjing.bridges.noting import Noter
from mingjing.bridges.placing import Placer
from mingjing.bridges.sensing import Message, Sense
from mingjing.bridges.telling import Teller
from mingjing.demo.airing import Air
from mingjing.demo.crew import Crew
from mingjing.kernel.time import frozen, now
from mingjing.presence import registry
from mingjing.presence.rules.limits import limits

EVERY, RESTS, MOVES = 1.0, 10.0, 4  # seconds; how many of them between two looks around
NOTE_EVERY = timedelta(minutes=5)


class Past:
    """Called at simulated hours: what was said since the last call is taken."""

    def __init__(self, crew: Crew, at: datetime, say: Callable[[Air, datetime], None]) -> None:
        folder = Path(settings.READING_STORE)
        folder.mkdir(parents=True, exist_ok=True)
        self.air, self._say, self._until, self._noted = Air(crew, EVERY, RESTS, "past"), say, at.timestamp(), at
        self.sense = Sense(folder, registry.known(), limits(), lambda: round(now().timestamp() * 1000))
        with frozen(
            at
        ):  # the first segment begins when the first reading does, or nothing of these hours is found again
            self.sense.resume()
        self._teller, self._noter = Teller(self.sense), Noter(self.sense)
        self._placer, self._filer = Placer(self.sense), Filer(self.sense)

    def __call__(self, at: datetime) -> None:
        self.air.look()
        self._say(self.air, at)
        while self._until + EVERY <= at.timestamp():
            self._until += EVERY
            if self._until % MOVES < EVERY:
                self.air.moves(self._until)
            for gateway, raw in self.air.messages(self._until, now().timestamp()):
                self.sense.offer(Message(gateway, raw, _unanswered))
        self.sense.turn()
        self._teller.round(at_once=True)
        while self._teller.round():
            pass
        self._placer.round()
        self._filer.file()
        if at - self._noted >= NOTE_EVERY:
            self.settled(at)

    def settled(self, at: datetime) -> None:
        """What the screens of devices show is as new as the readings."""
        self._noted = at
        self._noter.note()


def _unanswered(_word: str) -> None:
    pass
