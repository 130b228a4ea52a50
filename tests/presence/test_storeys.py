"""A house of several storeys: its sheets lie above each other, stairs join them, and nobody is on two of them."""

from dataclasses import replace

import pytest
from django.urls import reverse

from mingjing.kernel.text import Text
from mingjing.kernel.time import frozen
from mingjing.presence.actions import floor_plan
from mingjing.presence.drawing import from_svg, to_svg
from mingjing.presence.drawn import drawn, labelled
from mingjing.presence.evidence import UNKNOWN, Sight
from mingjing.presence.meetings import Nearness, Span, meetings
from mingjing.presence.plan import OUT, Anchor, Door, Plan, Space, Storey, read, route, write
from mingjing.presence.plan_faults import check
from mingjing.presence.position import Tracker
from mingjing.presence.reading import Reading
from mingjing.presence.standard_plans import standard_plan
from mingjing.presence.tuning import tuning
from mingjing.simulator.scenario import Actor, Leg, Scenario
from mingjing.simulator.stream import truths
from tests.custody.conftest import SETUP

NO_NAME = Text("", "")


def box(x, y, w, h):
    return ((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def space(code, storey, *at, passage=False):
    return Space(code, box(*at), passage, NO_NAME, "", storey)


HEARD_AT = [(3, 2), (9, 2), (3, 5), (8, 5), (13, 5)]
HOUSE = Plan(
    14.0,
    10.0,
    (
        space("P1", "F1", 0, 4, 14, 2, passage=True), space("HW01", "F1", 0, 0, 6, 4), space("HW02", "F1", 6, 0, 6, 4),
        space("P2", "F2", 0, 4, 14, 2, passage=True), space("SX01", "F2", 0, 0, 6, 4), space("SX02", "F2", 6, 0, 6, 4),
    ),
    (
        Door("D0", OUT, "P1", (0, 5)), Door("D1", "P1", "HW01", (3, 4)), Door("D2", "P1", "HW02", (9, 4)),
        Door("ST1", "P1", "P2", (13, 5), stairs=True),
        Door("D3", "P2", "SX01", (3, 4)), Door("D4", "P2", "SX02", (9, 4)),
    ),
    tuple(Anchor(f"A{s}{n}", at, s) for s in ("F1", "F2") for n, at in enumerate(HEARD_AT)),
    (Storey("F1", Text("一层", "Ground floor"), 0.0), Storey("F2", Text("二层", "Second storey"), 3.6)),
)  # fmt: skip
ROOMS = ["HW01", "HW02", "SX01", "SX02"]


def codes(plan):
    return {fault.code for fault in check(plan, ROOMS)}


def test_rooms_above_each_other_do_not_overlap_and_stairs_reach_them():
    assert check(HOUSE, ROOMS) == []


BAD = {
    "plan.overlap": replace(HOUSE, spaces=tuple(replace(s, storey="F1") for s in HOUSE.spaces)),
    "plan.door_between_storeys": replace(HOUSE, doors=tuple(replace(d, stairs=False) for d in HOUSE.doors)),
    "plan.unreachable": replace(HOUSE, doors=tuple(d for d in HOUSE.doors if not d.stairs)),
    "plan.no_storey": replace(HOUSE, spaces=(replace(HOUSE.spaces[0], storey="F7"), *HOUSE.spaces[1:])),
    "plan.storey_twice": replace(HOUSE, storeys=(*HOUSE.storeys, HOUSE.storeys[0])),
    "plan.door_off_wall": replace(HOUSE, doors=tuple(replace(d, at=(13, 9)) if d.stairs else d for d in HOUSE.doors)),
}


@pytest.mark.parametrize("code", BAD)
def test_every_fault_of_storeys_is_found_and_told_in_both_languages(code):
    found = [fault for fault in check(BAD[code], ROOMS) if fault.code == code]
    assert found
    assert all(fault.text.zh and fault.text.en and "{" not in fault.text.zh + fault.text.en for fault in found)


def test_an_anchor_on_no_storey_is_a_fault():
    assert "plan.no_storey" in codes(replace(HOUSE, anchors=(Anchor("A", (1, 1)),)))


def test_plain_data_and_svg_keep_the_storeys():
    assert read(write(HOUSE)) == HOUSE
    assert from_svg(to_svg(HOUSE).encode()) == HOUSE


def test_a_drawing_in_other_units_keeps_its_levels_in_metres():
    again = from_svg(to_svg(HOUSE).encode(), metres=0.5)
    assert [one.level for one in again.storeys] == [0.0, 3.6]
    assert again.width == 7


def test_a_house_of_one_storey_is_written_as_before():
    assert not {"storeys"} & write(standard_plan("county_centre")).keys()
    assert not any("storey" in row for row in write(standard_plan("county_centre"))["spaces"])


def test_the_way_up_leads_by_the_stairs():
    assert [code for code, _ in route(HOUSE, "HW01", "SX02")] == ["HW01", "P1", "P2", "SX02"]


def placed(readings):
    tracker = Tracker(HOUSE, "B1", sight=Sight(HOUSE, tuning()))
    state = tracker.start
    for reading in readings:
        state, _ = tracker.step(state, reading)
    return state


@pytest.mark.parametrize(("z", "room"), [(1.1, "HW01"), (4.6, "SX01")])
def test_the_height_says_on_which_of_two_rooms_above_each_other(z, room):
    state = placed([Reading("B1", n * 1000, seq=n, x=3.0, y=2.0, z=z, accuracy=1.0) for n in range(30)])
    assert (state.room, state.p[room] > 0.9) == (room, True)


def test_without_a_height_neither_of_the_two_is_taken_for_sure():
    state = placed([Reading("B1", n * 1000, seq=n, x=3.0, y=2.0, accuracy=1.0) for n in range(60)])
    assert state.room == UNKNOWN
    assert abs(state.p["HW01"] - state.p["SX01"]) < 0.05


def test_the_name_of_a_storey_may_come_as_the_zone():
    said = [Reading("B1", n * 1000, seq=n, x=3.0, y=2.0, zone="F2", accuracy=1.0) for n in range(30)]
    assert placed(said).room == "SX01"


@pytest.mark.parametrize("hears", ["coordinates", "anchors"])
def test_who_walks_upstairs_is_followed_there(hears):
    legs = [Leg("SX01", at=120), Leg("HW02", at=360)]
    scenario = Scenario("", "", 10, [Actor("B1", start="HW01", legs=legs)], hears=hears)
    tracker = Tracker(HOUSE, "B1", sight=Sight(HOUSE, tuning()))
    state, right, seen = tracker.start, 0, 0
    for truth in truths(scenario, HOUSE, 5, 0):
        state, _ = tracker.step(state, truth.reading)
        if truth.when > 20:
            seen += 1
            right += HOUSE.storey_of(state.room) == HOUSE.storey_of(truth.room)
    assert seen > 500
    assert right / seen > 0.95


def test_who_stands_above_another_does_not_meet_him():
    who = {"a": [Span(0, 60_000, "HW01")], "b": [Span(0, 60_000, "SX01")]}
    assert meetings(HOUSE, who) == []
    stairs = {"a": [Span(0, 60_000, "P1")], "b": [Span(0, 60_000, "P2")]}
    assert [m.nearness for m in meetings(HOUSE, stairs)] == [Nearness.SOUND]  # a stairwell carries voices


def test_each_storey_is_a_sheet_with_its_spaces_and_where_its_stairs_lead():
    upper, ground = drawn(HOUSE, {})["sheets"]
    assert (str(upper.name), [s.code for s in upper.spaces]) == ("二层", ["P2", "SX01", "SX02"])
    assert [d.stairs for d in ground.doors if d.stairs] == ["↑"]
    assert [d.stairs for d in upper.doors if d.stairs] == ["↓"]
    assert {d.code for d in upper.doors} == {"D3", "D4", "ST1"}


def test_a_house_of_one_storey_has_one_sheet_without_a_name():
    [sheet] = drawn(standard_plan("county_centre"), {})["sheets"]
    assert sheet.name is None


def test_code_and_name_stand_in_a_room_where_they_fit():
    name = Text("候问室1", "Holding room 1")
    assert [line.zh for line in labelled("HW01", name, 5.3, 4.5)][-1] == "HW01 候问室1"
    assert [line.en for line in labelled("HW01", name, 5.3, 4.5)] == ["Holding room 1", "HW01"]
    assert [(line.zh, line.en) for line in labelled("HW01", name, 2.0, 1.5)] == [("HW01", "HW01")]
    narrow = labelled("JC01", Text("人身安全检查室1", ""), 4.4, 4.5)
    assert [line.zh for line in narrow] == ["人身安全", "检查室1", "JC01"]
    assert [line.en for line in labelled("XX", Text("法", "Case-handling"), 3.0, 4.5)] == ["XX"]  # a word is not cut


@pytest.fixture
def two_storeys(centre):
    """The standard plan with its rooms beyond the middle on a second storey."""
    flat = standard_plan("county_centre")
    above = ("SX", "PC", "XW", "YC", "BR")
    spaces = tuple(replace(s, storey="F2" if s.code.startswith(above) else "F1") for s in flat.spaces)
    on = {s.code: s.storey for s in spaces}
    doors = tuple(replace(d, stairs=OUT not in (d.first, d.second) and on[d.first] != on[d.second]) for d in flat.doors)
    anchors = tuple(replace(a, storey=on.get(flat.at(a.at), "F1")) for a in flat.anchors)
    plan = replace(flat, spaces=spaces, doors=doors, anchors=anchors, storeys=HOUSE.storeys)
    drawing = floor_plan.draw(by=SETUP, at=centre.at(-30), site_id=centre.site.pk, content=write(plan))
    floor_plan.adopt(drawing.pk, by=SETUP, at=centre.at(-29))
    return drawing


@pytest.mark.parametrize("address", ["places:map", "places:plan"])
def test_the_map_and_the_page_of_a_version_show_every_storey(two_storeys, centre, web, settings, tmp_path, address):
    settings.TRACK_STORE, settings.READING_STORE = tmp_path / "tracks", tmp_path / "readings"
    client = web(centre.officer("custody_officer"))
    with frozen(centre.at(10)):
        page = client.get(reverse(address, args=[two_storeys.pk] if address == "places:plan" else [])).content.decode()
    assert page.index("二层") < page.index("一层")
    upper, ground = page.split("<h2>一层</h2>")
    assert 'data-space="SX01"' in upper
    assert 'data-space="SX01"' not in ground
    assert 'data-space="HW01"' in ground
