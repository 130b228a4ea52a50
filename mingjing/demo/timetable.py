"""Stories played in order of time, each act entered a little after it happened."""

import heapq
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from mingjing.demo.scene import Story
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal

ENTERED_AFTER = timedelta(seconds=20)
log = logging.getLogger(__name__)


class Timetable:
    """Everything that is going to happen. `refused` keeps what the rules did not allow: (hour, story, refusal)."""

    def __init__(self) -> None:
        self._coming: list[tuple[datetime, int, str, Story]] = []
        self._order = count()
        self.refused: list[tuple[datetime, str, Refusal]] = []

    def add(self, at: datetime, name: str, story: Story) -> None:
        """Let a story begin at that hour."""
        self._push(at + timedelta(minutes=next(story)), name, story)

    def play(self, until: datetime) -> None:
        """Everything that happens up to that moment, in order."""
        while self._coming and self._coming[0][0] <= until:
            at, _, name, story = heapq.heappop(self._coming)
            self._step(at, name, story)

    def names(self) -> set[str]:
        """The stories that go on."""
        return {name for _, _, name, _ in self._coming}

    def next_at(self) -> datetime | None:
        return self._coming[0][0] if self._coming else None

    def _step(self, at: datetime, name: str, story: Story) -> None:
        with frozen(at + ENTERED_AFTER):
            try:
                minutes = story.send(at)
            except StopIteration:
                return
            except Refusal as why:
                log.info("%s %s: refused %s", at, name, why)
                self.refused.append((at, name, why))
                return
        self._push(at + timedelta(minutes=minutes), name, story)

    def _push(self, at: datetime, name: str, story: Story) -> None:
        heapq.heappush(self._coming, (at, next(self._order), name, story))


def every(minutes: float, do: Callable[[datetime], None]) -> Story:
    """The same again and again: the watch, the round of answers, the change of shift."""
    while True:
        at = yield minutes
        do(at)
