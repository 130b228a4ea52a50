"""Meetings: sight, sound, walls; pieces joined; unknown is no meeting."""

from mingjing.presence.evidence import UNKNOWN
from mingjing.presence.meetings import Nearness, Span, hearing, meetings, spans, unknown_seconds
from mingjing.presence.standard_plans import standard_plan
from mingjing.presence.tracks import Mark

PLAN = standard_plan("county_centre")


def marks(*told):
    return [Mark(device, at * 1000, room, 0.9, at * 1000) for device, at, room in sorted(told, key=lambda t: t[1])]


def found(**who):
    told = {name: [Span(a * 1000, b * 1000, room) for a, b, room in several] for name, several in who.items()}
    return [(m.nearness.value, m.since // 1000, m.until // 1000, m.rooms) for m in meetings(PLAN, told)]


def test_in_one_room_is_within_sight():
    assert found(a=[(0, 60, "HW01")], b=[(10, 20, "HW01")]) == [("sight", 10, 20, ("HW01", "HW01"))]


def test_pieces_of_one_corridor_are_within_sound():
    assert found(a=[(0, 9, "PB1")], b=[(0, 9, "PB2")]) == [("sound", 0, 9, ("PB1", "PB2"))]


def test_a_wall_or_a_door_between_is_neither():
    assert found(a=[(0, 60, "HW01")], b=[(0, 60, "HW02")]) == []
    assert found(a=[(0, 60, "HW01")], b=[(0, 60, "PB1")]) == []
    assert "HW01" not in hearing(PLAN)


def test_unknown_and_outside_are_no_meeting():
    assert found(a=[(0, 60, UNKNOWN)], b=[(0, 60, UNKNOWN)]) == []
    assert found(a=[(0, 60, "OUT")], b=[(0, 60, "OUT")]) == []
    assert unknown_seconds([Span(0, 60_000, UNKNOWN), Span(60_000, 90_000, "HW01")]) == 60
    assert unknown_seconds([Span(30_000, 90_000, "HW01"), Span(90_000, 100_000, UNKNOWN)]) == 10


def test_a_short_gap_makes_no_second_meeting_a_long_one_does():
    short = found(a=[(0, 90, "HW01")], b=[(0, 10, "HW01"), (10, 15, UNKNOWN), (15, 30, "HW01")])
    assert short == [("sight", 0, 30, ("HW01", "HW01"))]
    long = found(a=[(0, 90, "HW01")], b=[(0, 10, "HW01"), (10, 50, "PB1"), (50, 60, "HW01")])
    assert [m[:3] for m in long] == [("sight", 0, 10), ("sight", 50, 60)]


def test_only_meetings_of_the_one_asked_about():
    told = {n: [Span(0, 1000, "HW01")] for n in "abc"}
    assert len(meetings(PLAN, told)) == 3
    assert {(m.one, m.other) for m in meetings(PLAN, told, "b")} == {("a", "b"), ("b", "c")}
    assert meetings(PLAN, told)[0].nearness is Nearness.SIGHT


def test_spans_from_marks():
    told = spans(marks(("B1", 0, "HW01"), ("B1", 5, "HW01"), ("B1", 10, "PB1"), ("B2", 3, "SX01")), 2_000, 20_000)
    assert told == {
        "B1": [Span(2_000, 10_000, "HW01"), Span(10_000, 20_000, "PB1")],
        "B2": [Span(3_000, 20_000, "SX01")],
    }
