"""Floor plans: what a drawing must be, each fault named and placed; the plans of the templates; shortest ways."""

import json
from itertools import pairwise

import pytest

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal
from mingjing.org import site_templates
from mingjing.presence import geometry
from mingjing.presence.plan import OUT, Door, Plan, Space, read, route, write
from mingjing.presence.plan_faults import check
from mingjing.presence.standard_plans import standard_plan


def box(x, y, w, h):
    return ((x, y), (x + w, y), (x + w, y + h), (x, y + h))


def space(code, *at, passage=False):
    return Space(code, box(*at), passage)


GOOD = Plan(
    20.0,
    10.0,
    (space("P1", 0, 4, 20, 2, passage=True), space("HW01", 0, 0, 5, 4), space("SX01", 5, 0, 5, 4)),
    (
        Door("D1", OUT, "P1", (0, 5)),
        Door("D2", "P1", "HW01", (2, 4)),
        Door("D3", "P1", "SX01", (7, 4)),
    ),
)
ROOMS = ["HW01", "SX01"]


def with_(plan=GOOD, *, spaces=None, doors=None):
    return Plan(
        plan.width, plan.height, plan.spaces if spaces is None else spaces, plan.doors if doors is None else doors
    )


def codes(plan, rooms=ROOMS):
    return {fault.code for fault in check(plan, rooms)}


def test_a_good_plan_has_no_faults():
    assert check(GOOD, ROOMS) == []


BAD = {
    "plan.missing_room": (GOOD, [*ROOMS, "XW01"]),
    "plan.unknown_room": (with_(spaces=(*GOOD.spaces, space("ZZ", 10, 0, 5, 4))), ROOMS),
    "plan.room_as_passage": (with_(spaces=(*GOOD.spaces[:2], space("SX01", 5, 0, 5, 4, passage=True))), ROOMS),
    "plan.twice": (with_(spaces=(*GOOD.spaces, space("SX01", 12, 0, 4, 4))), ROOMS),
    "plan.number_twice": (with_(doors=(*GOOD.doors, GOOD.doors[0])), ROOMS),
    "plan.outline": (with_(spaces=(*GOOD.spaces[:2], space("SX01", 5, 0, 0.5, 0.5))), ROOMS),
    "plan.beyond": (with_(spaces=(*GOOD.spaces[:2], space("SX01", 5, -2, 5, 6))), ROOMS),
    "plan.overlap": (with_(spaces=(*GOOD.spaces[:2], space("SX01", 4.5, 0, 5, 4))), ROOMS),
    "plan.door_joins": (with_(doors=(*GOOD.doors, Door("D9", "P1", "nowhere", (2, 4)))), ROOMS),
    "plan.door_off_wall": (with_(doors=(*GOOD.doors[:2], Door("D3", "P1", "SX01", (7, 2)))), ROOMS),
    "plan.no_entrance": (with_(doors=GOOD.doors[1:]), ROOMS),
    "plan.unreachable": (with_(doors=GOOD.doors[:2]), ROOMS),
    "plan.no_way_out": (with_(doors=(*GOOD.doors[:2], Door("D3", "P1", "SX01", (7, 4), one_way=True))), ROOMS),
}


@pytest.mark.parametrize("code", BAD)
def test_every_fault_is_found_and_says_what_it_is_in_both_languages(code):
    plan, rooms = BAD[code]
    found = [fault for fault in check(plan, rooms) if fault.code == code]
    assert found
    assert all(fault.text.zh and fault.text.en and "{" not in fault.text.zh + fault.text.en for fault in found)


def test_rooms_that_are_missing_are_one_fault_and_stand_last():
    overlap = with_(spaces=(*GOOD.spaces[:2], space("SX01", 4.5, 0, 5, 4)))
    found = check(overlap, [*ROOMS, "XW01", "XW02"])
    assert [fault.code for fault in found] == ["plan.overlap", "plan.missing_room"]
    assert found[-1].text.en == "2 rooms are not drawn: XW01, XW02."


def test_a_fault_says_where():
    [fault] = check(BAD["plan.overlap"][0], ROOMS)
    assert set(fault.spaces) == {"HW01", "SX01"}
    assert all(geometry.inside(fault.at, BAD["plan.overlap"][0].by_code[code].outline) for code in fault.spaces)


def test_crossing_bars_overlap_although_no_corner_lies_in_the_other():
    across = with_(spaces=(GOOD.spaces[0], space("HW01", 0, 1, 9, 1), space("SX01", 4, 0, 1, 4)))
    assert "plan.overlap" in codes(across)


def test_a_common_wall_is_no_overlap_also_when_it_is_slanted():
    halves = (Space("HW01", ((0, 0), (5, 0), (3, 4), (0, 4))), Space("SX01", ((5, 0), (10, 0), (10, 4), (3, 4))))
    assert codes(with_(spaces=(GOOD.spaces[0], *halves))) == set()


@pytest.mark.parametrize("template", site_templates.names())
def test_the_plan_of_every_template_is_good_for_the_rooms_the_template_makes(template):
    rooms = [r.code for r in site_templates.plan(template, unit_code="610921000000", unit_name=Text("县", "c")).rooms]
    assert check(standard_plan(template), rooms) == []


@pytest.mark.parametrize("template", site_templates.names())
def test_what_is_written_reads_as_the_same_plan(template):
    plan = standard_plan(template)
    assert read(json.loads(json.dumps(write(plan)))) == plan


def test_people_come_in_by_the_lobby_and_leave_by_the_gate():
    plan = standard_plan("county_centre")
    assert [code for code, _ in route(plan, OUT, "HW01")] == [OUT, "PA1", "PL1", "PL2", "PB1", "HW01"]
    assert [code for code, _ in route(plan, "HW01", "CK01")][-2:] == ["PX", "CK01"]
    assert all(not door.one_way or door.first == before for (before, _), (_, door) in _steps(plan, "HW01", "PA1"))


def _steps(plan, start, end):
    way = route(plan, start, end)
    return list(pairwise(way))


def test_there_is_no_way_against_a_one_way_door():
    one_way = with_(doors=(Door("D1", OUT, "P1", (0, 5), one_way=True), *GOOD.doors[1:]))
    assert route(one_way, "P1", OUT) is None


UNREADABLE = [
    None,
    [],
    {},
    {"width": 100, "height": 1e99},
    {"width": True, "height": 1000},
    {"width": 1000, "height": 1000, "spaces": [{"code": "", "outline": [[0, 0], [1, 0], [1, 1]]}]},
    {"width": 1000, "height": 1000, "spaces": [{"code": "OUT", "outline": [[0, 0], [100, 0], [100, 100]]}]},
    {"width": 1000, "height": 1000, "spaces": [{"code": "A", "outline": [[0, 0], [1, 0]]}]},
    {"width": 1000, "height": 1000, "spaces": [{"code": "A", "outline": [[0, 0], [1.5, 0], [1, 1]]}]},
    {"width": 1000, "height": 1000, "spaces": [{"code": "A", "outline": [[0, 0]] * 65}]},
    {"width": 1000, "height": 1000, "spaces": "A"},
    {"width": 1000, "height": 1000, "doors": [{"code": "D", "first": "A", "second": 7, "at": [0, 0]}]},
    {"width": 1000, "height": 1000, "anchors": [{"code": "A1"}]},
    {"width": 1000, "height": 1000, "spaces": [{}] * 401},
]


@pytest.mark.parametrize("told", UNREADABLE)
def test_what_is_no_plan_is_refused(told):
    with pytest.raises(Refusal) as refusal:
        read(told)
    assert refusal.value.code == "plan.unreadable"
