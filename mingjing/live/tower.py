"""The bell tower of one process: one reader looks at the ledger twenty times a second and rings every ear that listens.

Everything here runs in the server's event loop; only the reading of the database runs in a thread, always the same one.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from django.db import connection

from mingjing.live import cursor, pulses, reading, topics
from mingjing.live.reading import Bell

PAUSE = 0.05  # seconds between two looks
PAUSE_AFTER_TROUBLE = 2.0
MOST_WAITING = 256  # bells kept for a screen that does not take them
log = logging.getLogger(__name__)


class Ear:
    """One open screen of the officer `who`. What it has not taken yet waits here; when too much waits, it is told to
    fetch all anew. `over`: he may hear less by now, and has to ask again."""

    def __init__(self, topics: Iterable[str], who: str = "") -> None:
        self.topics, self.who = frozenset(topics), who
        self.wake = asyncio.Event()
        self.lost = self.over = False
        self._waiting: deque[Bell] = deque()

    def hear(self, bells: Collection[Bell]) -> None:
        if len(self._waiting) + len(bells) > MOST_WAITING:
            self.lose()
        elif not self.lost:
            self._waiting.extend(bells)
        self.wake.set()

    def lose(self) -> None:
        self._waiting.clear()
        self.lost = True
        self.wake.set()

    def end(self) -> None:
        self._waiting.clear()
        self.over = True
        self.wake.set()

    def take(self) -> tuple[bool, list[Bell]]:
        """(whether bells were lost, the bells waiting); afterwards nothing waits."""
        taken = self.lost, list(self._waiting)
        self.lost = False
        self._waiting.clear()
        self.wake.clear()
        return taken


class Tower:
    def __init__(self) -> None:
        self.ears: set[Ear] = set()
        self.cursor = ""
        self._sizes: dict[str, int] | None = None
        self._beats: dict[str, int] = {}
        self._seen = time.monotonic()
        self._task: asyncio.Task[None] | None = None
        self._looking = ThreadPoolExecutor(1, "live-looking")
        self._catching_up = ThreadPoolExecutor(1, "live-catching-up")

    def start(self) -> None:
        """Begin to look, in the running event loop; again after that loop has gone."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._watch())

    @property
    def behind(self) -> int:
        """Milliseconds since the ledger was last read: what is shown may be that old."""
        return int((time.monotonic() - self._seen) * 1000)

    async def since(self, after: str, topics: Collection[str]) -> tuple[list[Bell] | None, str]:
        """What rang for `topics` after that cursor, and the cursor after it. None instead of bells: resync."""
        return await self._in(self._catching_up, partial(_since, after, topics))

    async def _watch(self) -> None:
        while True:
            try:
                await self._look()
                await asyncio.sleep(PAUSE)
            except Exception:
                # whatever it is, the screens show that they are behind; giving up would hide it
                log.exception("the ledger could not be read")
                self._tell_all()
                await self._in(self._looking, _hang_up)
                await asyncio.sleep(PAUSE_AFTER_TROUBLE)

    async def _look(self) -> None:
        before = self._sizes
        now, bells = await self._in(self._looking, partial(_news, before))
        recovered = self.behind > PAUSE_AFTER_TROUBLE * 1000
        self._sizes, self._seen = now, time.monotonic()
        if recovered:
            self._tell_all()
        if before != now:
            self.cursor = cursor.write(now)
            self._ring(bells)
        self._ring(await self._pulses())

    async def _pulses(self) -> list[Bell]:
        """Topics of open screens that rang without an entry."""
        heard = {topic for ear in self.ears for topic in ear.topics}
        before, self._beats = self._beats, await self._in(self._looking, partial(pulses.beats, heard))
        return [Bell(topic, "") for topic, at in self._beats.items() if before.get(topic, at) != at]

    def _ring(self, bells: list[Bell] | None) -> None:
        ended = topics.ended(bells or ())
        for ear in self.ears:
            if bells is None:
                ear.lose()
            elif ear.who in ended:
                ear.end()
            elif mine := [b for b in bells if b.topic in ear.topics]:
                ear.hear(mine)

    def _tell_all(self) -> None:
        """Every screen learns at once how far behind it is, or that it no longer is."""
        for ear in self.ears:
            ear.wake.set()

    async def _in(self, where: ThreadPoolExecutor, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(where, work)


def _news(before: dict[str, int] | None) -> tuple[dict[str, int], list[Bell] | None]:
    now = reading.sizes()
    return now, [] if before is None else reading.bells(reading.grown(before, now))


def _hang_up() -> None:
    """Close this thread's connection; the next look opens a fresh one."""
    connection.close()


def _since(after: str, topics: Collection[str]) -> tuple[list[Bell] | None, str]:
    try:
        now = reading.sizes()
        heard = cursor.read(after, now)
        missed = None if heard is None else reading.bells(reading.grown(heard, now), topics)
    except Exception:
        _hang_up()
        raise
    return missed, cursor.write(now)


tower = Tower()
