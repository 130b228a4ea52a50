"""Nobody in custody walks alone, guards look into every corridor, and a new band begins at the counter."""

from random import Random

import pytest

from mingjing.demo.moving import Director
from mingjing.demo.whereabouts import Card, Person, Recorded
from mingjing.presence.standard_plans import standard_plan
from mingjing.simulator.living import House

START = 1_764_000_000.0
CARDS = (
    Card("C-1", "", "male", "custody_guard"), Card("C-2", "", "male", "custody_guard"),
    Card("C-3", "CJ01", "male", "search_officer"), Card("C-9", "DJ01", "male", "reception"),
)  # fmt: skip


@pytest.fixture
def director():
    house = House(standard_plan("county_centre"), "7", 1.0, 10.0, ["GW-01"], frozenset())
    return Director(house, Random(1), lambda _: 80.0, lambda *_: None)


def played(director, told, seconds, since=0.0):
    """Every second: who is in which space."""
    found = []
    for n in range(seconds):
        when = START + since + n
        director.follow(told, when)
        list(director.house.readings(when))
        found.append({device: walk.room(when) for device, walk in director.house.walks.items()})
    return found


def person(room, settled=True, close=False):
    return Person("B-1", room, settled, close, "male")


def test_he_is_fetched_and_somebody_is_with_him_in_every_corridor(director):
    played(director, Recorded((person("HW01"),), CARDS), 5)
    seen = played(director, Recorded((person("SX03"),), CARDS), 240, since=5)
    assert seen[-1]["B-1"] == "SX03"
    beside = director.house.plan.beside
    alone = [
        at for at in seen
        if director.house.plan.by_code[at["B-1"]].passage
        and not any(at[c.device] in {at["B-1"]} | beside[at["B-1"]] for c in CARDS)
    ]  # fmt: skip
    assert alone == []


def test_who_has_no_room_yet_begins_at_the_counter_with_a_companion(director):
    played(director, Recorded((), CARDS), 3)
    seen = played(director, Recorded((person("JC01", settled=False),), CARDS), 240, since=3)
    assert seen[0]["B-1"] == "DJ01"
    assert (seen[-1]["B-1"], seen[-1]["C-3"]) == ("JC01", "JC01")


def test_guards_pass_every_corridor_of_rooms_within_minutes(director):
    seen = played(director, Recorded((person("HW01"),), CARDS), 600)
    for corridor in ("PB1", "PB3", "PB6", "PC1", "PC4"):
        visits = [n for n, at in enumerate(seen) if corridor in (at["C-1"], at["C-2"])]
        assert max(b - a for a, b in zip([0, *visits], [*visits, 600], strict=True)) < 300


def test_one_guard_stays_with_whoever_must_not_be_alone(director):
    seen = played(director, Recorded((person("HW02", close=True),), CARDS), 300)
    assert all("HW02" in (at["C-1"], at["C-2"]) for at in seen[150:])


def test_a_card_handed_back_ends_the_walk(director):
    played(director, Recorded((person("HW01"),), CARDS), 5)
    seen = played(director, Recorded((person("SX01"),), CARDS[1:]), 3, since=5)
    assert "C-1" not in seen[-1]
