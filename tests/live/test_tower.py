"""Ears: what waits, what is lost, and that a slow screen is told."""

import asyncio

from mingjing.live.reading import Bell
from mingjing.live.stream import Live
from mingjing.live.tower import MOST_WAITING, Ear, Tower


def bells(count, topic="stay:{}"):
    return [Bell(topic.format(n), "test.bell.rang") for n in range(count)]


def test_an_ear_takes_each_bell_once():
    ear = Ear(["stay:0"])
    ear.hear(bells(3))
    assert ear.take() == (False, bells(3))
    assert ear.take() == (False, [])


def test_a_slow_ear_is_told_to_fetch_all_anew():
    ear = Ear(["stay:0"])
    for _ in range(3):
        ear.hear(bells(MOST_WAITING // 2))
    ear.hear(bells(1))
    assert ear.take() == (True, [])
    ear.hear(bells(1))
    assert ear.take() == (False, bells(1))


def test_the_tower_rings_only_who_listens():
    tower = Tower()
    mine, other = Ear(["stay:1"]), Ear(["stay:9"])
    tower.ears |= {mine, other}
    tower._ring(bells(3))
    assert mine.take() == (False, [Bell("stay:1", "test.bell.rang")])
    assert not other.wake.is_set()


def test_a_stream_is_over_with_the_entry_that_takes_something_from_its_listener():
    """Signed out, suspended, a post or a case taken away: who may listen is asked again at once, not in ten minutes."""
    for tag in (
        "org.session.signed_out", "org.session.password_changed", "org.officer.suspended", "org.posting.ended",
        "cases.officer.recused", "cases.officer.relieved",
    ):  # fmt: skip
        tower = Tower()
        his, anothers = Ear(["stay:1"], "officer:1"), Ear(["stay:1"], "officer:2")
        tower.ears |= {his, anothers}
        tower._ring([Bell("stay:1", "test.bell.rang"), Bell("officer:1", tag)])
        assert his.over, tag
        assert his.take() == (False, []), tag
        assert not anothers.over, tag


def test_what_happens_to_an_officer_otherwise_ends_no_stream():
    tower = Tower()
    ear = Ear(["stay:1"], "officer:1")
    tower.ears.add(ear)
    tower._ring([Bell("officer:1", "org.session.signed_in"), Bell("officer:1", "ledger.record.looked")])
    assert not ear.over


def test_a_stream_that_is_over_is_closed_to_the_browser(monkeypatch):
    said = []

    async def pages(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b'{"topics": ["stay:1"], "who": "officer:1"}'})

    async def send(message):
        said.append(message)

    async def receive():
        await asyncio.Event().wait()

    async def listen():
        tower = Tower()
        monkeypatch.setattr(tower, "start", lambda: None)
        monkeypatch.setattr(tower, "since", _nothing)
        scope = {"type": "http", "path": "/live", "method": "GET", "headers": [], "query_string": b""}
        stream = asyncio.create_task(Live(pages, tower)(scope, receive, send))
        while not tower.ears:
            await asyncio.sleep(0)
        tower._ring([Bell("stay:1", "test.bell.rang"), Bell("officer:1", "org.posting.ended")])
        await asyncio.wait_for(stream, 20)
        assert not tower.ears

    asyncio.run(listen())
    assert said[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert not [m for m in said if b"stay:1" in m.get("body", b"")]


async def _nothing(after, topics):
    return [], "a-1"


def test_a_flood_is_a_resync_for_all():
    tower = Tower()
    ear = Ear(["stay:1"])
    tower.ears.add(ear)
    tower._ring(None)
    assert ear.take() == (True, [])


def test_the_tower_goes_on_after_trouble(monkeypatch):
    """A ledger that cannot be read is tried again; meanwhile the screens hear how far behind they are."""
    looks = []

    def news(before):
        looks.append(before)
        if len(looks) == 1:
            raise OSError("no ledger")
        return {"HY01": len(looks)}, bells(1)

    async def watch():
        tower = Tower()
        ear = Ear(["stay:0"])
        tower.ears.add(ear)
        tower.start()
        while not ear.take()[1]:
            await asyncio.wait_for(ear.wake.wait(), 5)
        tower._task.cancel()
        return tower.cursor

    monkeypatch.setattr("mingjing.live.tower._news", news)
    monkeypatch.setattr("mingjing.live.tower.PAUSE_AFTER_TROUBLE", 0.01)
    monkeypatch.setattr("mingjing.live.tower.PAUSE", 0.01)
    assert asyncio.run(watch())
    assert len(looks) >= 2
