"""A ledger that cannot be read: every open screen hears how far behind it is, and when it is well again."""

import asyncio
import json

import pytest

from mingjing.live import tower as towers
from mingjing.live.reading import Bell
from mingjing.live.stream import Live
from mingjing.live.tower import Tower


class Wire:
    """A browser's end: what was sent, and a way to hang up."""

    def __init__(self):
        self.events, self.gone, self.news = [], asyncio.Event(), asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        for block in message.get("body", b"").decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines())
            if "event" in lines:
                self.events.append((lines["event"], json.loads(lines["data"])))
                self.news.set()

    async def hear(self, wanted):
        async with asyncio.timeout(5):
            while not any(wanted(event) for event in self.events):
                self.news.clear()
                await self.news.wait()


async def pages(scope, receive, send):
    """Stands for Django: permits one topic."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b'{"topics": ["stay:0"], "who": "officer:1"}'})


@pytest.fixture
def ledger(monkeypatch):
    """A ledger in memory that can break."""
    state = {"sizes": {"HY01": 1}, "broken": False}

    def sizes():
        if state["broken"]:
            raise OSError("the disk is gone")
        return dict(state["sizes"])

    monkeypatch.setattr(towers.reading, "sizes", sizes)
    monkeypatch.setattr(towers.reading, "bells", lambda spans, _=None: [Bell("stay:0", "t")] if spans else [])
    monkeypatch.setattr(towers, "PAUSE", 0.01)
    monkeypatch.setattr(towers, "PAUSE_AFTER_TROUBLE", 0.02)
    return state


async def story(ledger, act):
    tower, wire = Tower(), Wire()
    live = Live(pages, tower)
    scope = {"type": "http", "path": "/live", "method": "GET", "headers": [], "query_string": b"topics=stay:0"}
    open_line = asyncio.create_task(live(scope, wire.receive, wire.send))
    await wire.hear(lambda e: e[0] == "tick")
    await act(tower, wire)
    wire.gone.set()
    await asyncio.wait_for(open_line, 5)
    tower._task.cancel()
    return tower


def test_screens_hear_of_the_trouble_and_of_its_end(ledger):
    async def act(tower, wire):
        ledger["broken"] = True
        await wire.hear(lambda e: e[0] == "tick" and e[1]["behind"] > 60)
        ledger["broken"] = False
        ledger["sizes"] = {"HY01": 2}
        await wire.hear(lambda e: e == ("bell", {"topic": "stay:0", "tag": "t"}))
        assert tower.behind < 1000

    asyncio.run(story(ledger, act))


def test_a_line_that_ends_leaves_nobody_listening(ledger):
    async def act(tower, wire):
        assert len(tower.ears) == 1

    assert asyncio.run(story(ledger, act)).ears == set()


def test_an_old_line_ends_so_that_who_may_hear_is_asked_again(ledger):
    async def run():
        tower, wire = Tower(), Wire()
        scope = {"type": "http", "path": "/live", "method": "GET", "headers": [], "query_string": b"topics=stay:0"}
        await asyncio.wait_for(Live(pages, tower, life=0)(scope, wire.receive, wire.send), 5)
        tower._task.cancel()
        return wire.events

    assert asyncio.run(run())[0][0] == "resync"
