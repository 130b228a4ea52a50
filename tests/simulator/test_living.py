"""People of a house that goes on are where they were sent, and devices say so."""

import pytest

from mingjing.presence.evidence import Sight
from mingjing.presence.position import Tracker
from mingjing.presence.standard_plans import standard_plan
from mingjing.presence.tuning import tuning
from mingjing.simulator.living import House
from mingjing.simulator.scenario import Mishap

START = 1_764_000_000.0


@pytest.fixture
def house():
    made = House(standard_plan("county_centre"), "7", 1.0, 10.0, ["GW-01", "GW-02", "GW-03"], frozenset({"D25"}))
    made.wears("B-0001", "DJ01", START, 80.0)
    return made


def said(house, seconds, since=0):
    return [one for n in range(since, since + seconds) for one in house.readings(START + n)]


def test_somebody_sent_walks_through_doors_and_stays(house):
    arrives = house.walks["B-0001"].goes("HW01", START)
    told = said(house, int(arrives - START) + 60)
    rooms = [house.walks["B-0001"].room(START + n) for n in range(int(arrives - START))]
    assert rooms[0] == "DJ01"
    assert {"PA1", "PL1", "PB1"} <= set(rooms)
    assert house.walks["B-0001"].arrived(arrives)
    doors = [one.reading for one in told if one.reading.open is not None]
    assert [(one.device, one.open) for one in doors] == [("DS-D25", True), ("DS-D25", False)]


def test_sent_elsewhere_on_the_way_he_turns_round(house):
    walk = house.walks["B-0001"]
    walk.goes("HW01", START)
    said(house, 12)
    here = walk.room(START + 12)
    assert here != "HW01"
    walk.goes("HW05", START + 12)
    assert (walk.room(START + 12), walk.heading) == (here, "HW05")
    assert walk.room(START + 120) == "HW05"


def test_a_device_that_lies_still_speaks_less_and_one_in_trouble_at_once(house):
    said(house, 60)
    assert len(said(house, 100, since=60)) == 10
    house.suffers(Mishap(START + 200, "B-0001", "fall", 20))
    told = [one.reading for one in said(house, 20, since=200)]
    assert len(told) == 20
    assert max(one.peak for one in told) > 4


def test_a_battery_goes_on_where_it_was(house):
    house.drained("B-0001", 15.01)
    said(house, 60)
    assert 14.9 < house.takes_off("B-0001") < 15
    assert said(house, 3, since=60) == []


def test_the_house_is_heard_as_it_is(house):
    """Whoever stands in a room or a corridor is believed to be there nearly always."""
    plan = standard_plan("county_centre")
    house.wears("C-0001", "PB1", START, 90.0)
    sight, beliefs, right, total = Sight(plan, tuning()), {}, 0, 0
    for n, to in enumerate(["HW01", "PB3", "HW05", "PC2", "SX01"]):
        for walk in house.walks.values():
            walk.goes(to, START + n * 120)
        for second in range(n * 120, n * 120 + 120):
            for _, reading in house.readings(START + second):
                if reading.open is not None:
                    continue
                tracker, state = beliefs.get(reading.device) or (
                    Tracker(plan, reading.device, sight=sight),
                    Tracker.start,
                )
                state, _ = tracker.step(state, reading)
                beliefs[reading.device] = tracker, state
                if house.walks[reading.device].within(START + second) > 15:
                    total += 1
                    right += state.room == house.walks[reading.device].room(START + second)
    assert total > 100
    assert right / total > 0.9
