"""Scenarios: the same seed gives the same bytes, faults do what they say, everybody keeps to the doors."""

from pathlib import Path

import msgspec
import pytest

from mingjing.presence import geometry
from mingjing.presence.plan import OUT
from mingjing.presence.standard_plans import standard_plan
from mingjing.simulator.scenario import Faults, Leg, load, names
from mingjing.simulator.stream import sent, truths
from mingjing.simulator.walking import walks

PLAN = standard_plan("county_centre")
START = 1_764_000_000_000


def short(name="walk_to_interview", **changes):
    return msgspec.structs.replace(load(name), minutes=3, **changes)


def encoded(scenario, seed=7):
    return b"\n".join(msgspec.json.encode(one) for one in sent(scenario, PLAN, seed, START))


@pytest.mark.parametrize("name", names())
def test_every_scenario_runs_on_its_plan(name):
    scenario = load(name)
    plan = standard_plan(scenario.template)
    paths = walks(plan, scenario.people, scenario.minutes * 60, "7")
    assert {leg.to for one in scenario.people for leg in one.legs} <= {*plan.by_code, OUT}
    for one in scenario.people:
        if one.legs and not one.follows:
            assert paths[one.device].room(scenario.minutes * 60 - 1) == one.legs[-1].to
    assert scenario.text.zh
    assert scenario.text.en


@pytest.mark.parametrize("hears", ["coordinates", "anchors", "zones"])
def test_the_same_seed_gives_the_same_bytes(hears):
    assert encoded(short(hears=hears)) == encoded(short(hears=hears))
    assert encoded(short(hears=hears)) != encoded(short(hears=hears), seed=8)


def test_people_change_rooms_only_through_doors_that_lead_there():
    scenario = load("walk_to_interview")
    [walk, _] = walks(PLAN, scenario.people, scenario.minutes * 60, "7").values()
    doors, here = {d.code: d for d in PLAN.doors}, OUT
    assert len(walk.passings) > 10
    for passing in walk.passings:
        door = doors[passing.door]
        assert here in (door.first, door.second)
        assert not door.one_way or door.first == here
        assert geometry.distance(walk.at(passing.at), door.at) < 0.01
        here = passing.into


def test_who_is_in_a_room_stands_in_it():
    [walk, *_] = walks(PLAN, load("missed_round").people, 3600, "7").values()
    outline = PLAN.by_code["HW01"].outline
    assert all(geometry.inside(walk.at(t), outline) for t in range(0, 3600, 7))


def test_loss_doubling_delay_and_a_dead_gateway():
    clean = list(sent(short(), PLAN, 7, START))
    faults = Faults(loss=0.2, doubled=0.1, delay=(0, 20), drift={"GW-01": 5.0}, dead=[("GW-02", 0, 9999)])
    bad = list(sent(short(gateways=2, faults=faults), PLAN, 7, START))
    keys = [(one.reading.device, one.reading.seq) for one in bad]
    assert len(set(keys)) < len(keys)
    assert len(set(keys)) < 0.9 * len(clean)
    assert "GW-02" not in {one.gateway for one in bad}
    assert [one.arrives for one in bad] == sorted(one.arrives for one in bad)
    times = [one.reading.at for one in bad]
    assert times != sorted(times)
    true = {(o.reading.device, o.reading.seq): o.reading.at for o in clean}
    assert {one.reading.at - true[key] for one, key in zip(bad, keys, strict=True)} == {5000}


def test_mishaps_show_in_the_readings():
    told = list(truths(load("alone_in_holding_room"), PLAN, 7, START))
    peaks = [t.reading.peak for t in told if t.reading.device == "B-0001" and 599 <= t.when <= 605]
    assert max(peaks) > 4
    cut = [t.reading for t in truths(load("exit_without_release"), PLAN, 7, START) if t.reading.cut]
    assert cut
    assert all(r.worn is False for r in cut)


def test_doors_open_when_somebody_passes():
    told = [t.reading for t in truths(load("exit_without_release"), PLAN, 7, START) if t.reading.open is not None]
    assert {r.open for r in told} == {True, False}
    assert {r.zone for r in told} <= {d.code for d in PLAN.doors}


BAD = {
    "no people": "{zh: a, en: b, minutes: 3, people: []}",
    "an unknown word": "{zh: a, en: b, minutes: 3, speed: 9, people: [{device: B1}]}",
    "one device twice": "{zh: a, en: b, minutes: 3, people: [{device: B1}, {device: B1}]}",
    "nobody to follow": "{zh: a, en: b, minutes: 3, people: [{device: B1, follows: B9}]}",
    "an unknown mishap": "{zh: a, en: b, minutes: 3, people: [{device: B1}], mishaps: [{at: 1, device: B1, what: x}]}",
    "no YAML": "{",
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_scenario_is_refused_with_its_name(what, tmp_path):
    place = Path(tmp_path / "bad.yaml")
    place.write_text(BAD[what])
    with pytest.raises(ValueError, match=r"bad\.yaml"):
        load(str(place))


def test_nobody_can_be_sent_where_no_way_leads():
    scenario = short()
    lost = msgspec.structs.replace(scenario.people[0], legs=[Leg("NOWHERE", at=1)])
    with pytest.raises(ValueError, match="no way from OUT to NOWHERE"):
        list(truths(msgspec.structs.replace(scenario, people=[lost]), PLAN, 7, START))
