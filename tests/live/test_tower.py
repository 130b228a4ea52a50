"""Ears: what waits, what is lost, and that a slow screen is told."""

import asyncio

from mingjing.live.reading import Bell
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
