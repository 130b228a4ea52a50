"""Where a device is: doors and walls, noise, doubt, silence; any order of arrival gives the same places."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.presence import geometry
from mingjing.presence.evidence import UNKNOWN, Sight
from mingjing.presence.fold import Fold
from mingjing.presence.plan import OUT
from mingjing.presence.position import Tracker
from mingjing.presence.reading import Reading
from mingjing.presence.standard_plans import standard_plan
from mingjing.presence.tuning import tuning

PLAN = standard_plan("county_centre")
SIGHT = Sight(PLAN, tuning())
SECOND = 1000


def middle(code):
    return geometry.centre(PLAN.by_code[code].outline)


def at(second, code="HW01", dx=0.0, dy=0.0, **said):
    x, y = middle(code)
    return Reading("B1", second * SECOND, seq=second, x=x + dx, y=y + dy, accuracy=1.0, **said)


def walked(readings, tracker=None, state=None):
    """(state, places reported in a row)"""
    tracker = tracker or Tracker(PLAN, "B1", sight=SIGHT)
    state, found = state or tracker.start, []
    for reading in readings:
        while (due := tracker.due(state)) and due.at < reading.at:
            state, out = tracker.tick(state, due)
            found += out
        state, out = tracker.step(state, reading)
        found += out
    return state, [placed.room for placed in found]


def steady(code, seconds, begin=0, noise=0.8, seed=1):
    dice = Random(seed)
    return [at(begin + n, code, dice.gauss(0, noise), dice.gauss(0, noise)) for n in range(seconds)]


def test_a_person_in_a_room_is_reported_there_once():
    state, rooms = walked(steady("SX02", 120))
    assert rooms == ["SX02"]
    assert state.p["SX02"] > 0.9


def test_nothing_is_reported_before_it_was_probable_for_long_enough():
    _, rooms = walked(steady("SX02", 2))
    assert rooms == []


def speaks_for(code, against, **said):
    x, y = middle(code)
    weight = SIGHT.of(Reading("B1", 0, x=x, y=y, **said), SIGHT.places)
    return weight[code] / weight[against]


def test_a_reading_that_calls_itself_poor_speaks_less_for_its_room():
    assert speaks_for("HW03", "HW04", accuracy=1.0) > 2 * speaks_for("HW03", "HW04", accuracy=8.0)
    assert speaks_for("HW03", "HW04") == speaks_for("HW03", "HW04", accuracy=0.1)  # none is better than the book's


def test_what_fits_no_place_is_as_likely_anywhere_on_the_sheet_and_around_it():
    weight = SIGHT.of(at(0), SIGHT.places)
    assert weight[UNKNOWN] == pytest.approx(1 / ((PLAN.width + 20) * (PLAN.height + 20)))


def test_one_wild_reading_moves_nobody():
    readings = steady("HW03", 60)
    readings[30] = at(30, "CK01")
    assert walked(readings)[1] == ["HW03"]


def test_nobody_walks_through_a_wall():
    """Two readings in the room next door are noise: the way there leads through the corridor."""
    readings = steady("HW03", 60)
    readings[30:32] = [at(30, "HW04"), at(31, "HW04")]
    assert walked(readings)[1] == ["HW03"]


ONE_WAY = [door for door in PLAN.doors if door.one_way and OUT not in (door.first, door.second)]


@pytest.mark.parametrize("door", ONE_WAY, ids=lambda door: door.code)
def test_who_goes_through_a_one_way_door_the_wrong_way_is_found_there(door):
    """He is not held on the right side of it, nor taken to be in some room that fits no better."""
    way = [*steady(door.second, 60), *steady(door.first, 60, 60)]
    state, rooms = walked(way)
    assert rooms[0] == door.second
    assert state.room == door.first


def test_who_goes_next_door_is_followed_there():
    way = [*steady("HW03", 30), *steady("PB3", 6, 30), *steady("HW04", 30, 36)]
    assert walked(way)[1][-1] == "HW04"


def test_who_was_carried_off_is_found_again():
    """Readings that no way explains: first a doubt, then the new place."""
    state, rooms = walked([*steady("HW03", 30), *steady("BG01", 60, 30)])
    assert rooms[0] == "HW03"
    assert state.room == "BG01"


def test_silence_makes_the_place_unknown_at_the_time_it_fell_due():
    tracker = Tracker(PLAN, "B1", sight=SIGHT)
    state, _ = walked(steady("HW03", 30), tracker)
    due = tracker.due(state)
    assert due.at == (29 + tuning().silent) * SECOND
    state, [placed] = tracker.tick(state, due)
    assert (placed.room, placed.at, tracker.due(state)) == (UNKNOWN, due.at, None)


def test_readings_without_a_place_do_not_move_anybody_but_are_heard():
    tracker = Tracker(PLAN, "B1", sight=SIGHT)
    state, _ = walked(steady("HW03", 30), tracker)
    state, rooms = walked([Reading("B1", 40 * SECOND, hr=70)], tracker, state)
    assert rooms == []
    assert state.room == "HW03"
    assert state.heard == 40 * SECOND


def test_outside_is_a_place():
    readings = [Reading("B1", n * SECOND, x=-6.0, y=6.0, accuracy=1.0) for n in range(30)]
    assert walked(readings)[1] == [OUT]


@pytest.mark.parametrize("word", ["HW05", "juvenile_area"])
def test_zone_words_of_a_room_and_of_a_zone(word):
    state, _ = walked([Reading("B1", n * SECOND, zone=word) for n in range(60)])
    wanted = {"HW05"} if word == "HW05" else {s.code for s in PLAN.spaces if s.zone == word}
    assert sum(state.p.get(code, 0) for code in wanted) > 0.8


def test_a_word_nobody_knows_says_nothing_of_a_place():
    state, rooms = walked([Reading("B1", n * SECOND, zone="sally-port") for n in range(30)])
    assert rooms == []
    assert state.p == {}


def test_strengths_of_anchors():
    x, y = middle("XW02")
    heard = sorted(PLAN.anchors, key=lambda a: geometry.distance(a.at, (x, y)))[:5]
    told = tuple((a.code, -58 - 8 * geometry.distance(a.at, (x, y)) ** 0.7) for a in heard)
    assert walked([Reading("B1", n * SECOND, anchors=told) for n in range(40)])[1] == ["XW02"]


def test_a_shut_door_holds_and_an_open_one_lets_through():
    door = next(d for d in PLAN.doors if {d.first, d.second} == {"PB1", "HW01"})
    half = [at(n, "HW01", 0, -2.0) for n in range(30, 42)]  # near the door, on the edge of the corridor

    def after(is_open):
        tracker = Tracker(PLAN, "B1", sight=SIGHT)
        state, _ = walked(steady("HW01", 30), tracker)
        sensed = Reading("DS-1", 30 * SECOND, zone=door.code, open=is_open)
        state, _ = walked([sensed, *half], tracker, state)
        return state.p.get("PB1", 0.0)

    assert after(False) < after(True)


def test_a_presence_sensor_that_sees_nobody_speaks_against_the_room():
    tracker = Tracker(PLAN, "B1", sight=SIGHT)
    half = [at(n, "HW01", 0, -2.2) for n in range(20)]
    empty = Reading("PS-1", 0, zone="HW01", present=False)
    assert walked([empty, *half], tracker)[0].p.get("HW01", 0) < walked(half, tracker)[0].p.get("HW01", 0)


def test_an_explanation_tells_every_step():
    tracker = Tracker(PLAN, "B1", sight=SIGHT)
    steps = tracker.explain(tracker.start, [*steady("HW03", 6), at(60, "HW03")])
    assert steps[0].decision == "stays"
    assert "changed" in [s.decision for s in steps]
    assert steps[-2].decision == "silent"
    assert max(steps[5].after, key=steps[5].after.get) == "HW03"
    assert "±1.0 m" in steps[0].said


WAY = [*steady("HW03", 20), *steady("PB3", 5, 20), *steady("HW04", 20, 25)]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_order_within_the_lateness_and_any_doubling_gives_the_same_places(data):
    order = data.draw(st.permutations(WAY))
    again = data.draw(st.lists(st.sampled_from(WAY), max_size=10))
    fold = Fold(Tracker(PLAN, "B1", sight=SIGHT), 120 * SECOND)
    standing = {}
    for reading in [*order, *again]:
        change = fold.add(reading)
        for gone in change.withdrawn:
            standing.pop(gone.key, None)
        standing |= {placed.key: placed for placed in change.raised}
    assert [p.room for p in sorted(standing.values(), key=lambda p: p.at)] == walked(WAY)[1]


def test_who_stands_anywhere_is_found_there_in_a_corridor_too():
    """A corridor is passed as a rule, but whoever stands in it for a minute and a half is in it."""
    dice, lost = Random(3), []
    for space in PLAN.spaces:
        x, y = (sum(axis) / len(axis) for axis in zip(*space.outline, strict=True))
        if PLAN.at((x, y)) != space.code:
            continue  # an angle: its middle lies in another space
        tracker = Tracker(PLAN, "B1")
        state = tracker.start
        for second in range(90):
            seen = {"x": x + dice.gauss(0, 0.4), "y": y + dice.gauss(0, 0.4), "accuracy": 0.5}
            state, _ = tracker.step(state, Reading("B1", 1_000_000 + second * 1000, **seen))
        if state.room != space.code:
            lost.append((space.code, state.room))
    assert lost == []
