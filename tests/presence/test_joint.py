"""From readings of several devices to findings about several people: in any order, after an exchange or a restart."""

from random import Random

import msgspec
import pytest

from mingjing.presence.hands import Worn
from mingjing.presence.joint import Joint, Setting, Told, Written
from mingjing.presence.plan import write
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.situation import UNKNOWN, Space, Who
from mingjing.presence.standard_plans import standard_plan

PLAN = standard_plan("county_centre")
LIMITS = limits()
START = 1_790_000_000_000
ROOM, OTHER = "HW01", "HW03"
A, B = "stay:a", "stay:b"


def spaces():
    beside = PLAN.beside
    return {
        s.code: Space(s.code, s.passage, holding=s.code.startswith("HW"), capacity=4, beside=beside[s.code])
        for s in PLAN.spaces
    }


def middle(code):
    xs, ys = zip(*PLAN.by_code[code].outline, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def stands(device, code, seconds):
    """A reading a second of a device that stands in the middle of a space."""
    x, y = middle(code)
    return [Reading(device, START + s * 1000, x=x, y=y, accuracy=0.5) for s in seconds]


SETTING = Setting(write(PLAN), spaces())
PEOPLE = Told(
    [Who(START, me, "stay", sex="male", minor=False, kept_from=(other,)) for me, other in ((A, B), (B, A))],
    [Worn("B1", A, START), Worn("B2", B, START)],
)


@pytest.fixture
def joint():
    return told()


def told():
    made = Joint(SETTING, LIMITS)
    made.learn(PEOPLE, START)
    return made


def found(joint, readings, until):
    """(rule, began) → how often it stands after these readings and the passing of time."""
    standing = {}
    for reading in readings:
        for change in joint.read(reading):
            standing |= {f.key: f for f in change.raised}
            for f in change.withdrawn:
                standing.pop(f.key, None)
    for second in range(0, until + 1):
        for change in joint.advance(START + second * 1000):
            standing |= {f.key: f for f in change.raised}
            for f in change.withdrawn:
                standing.pop(f.key, None)
    return set(standing)


TOGETHER = [*stands("B1", ROOM, range(60)), *stands("B2", ROOM, range(20, 60))]
APART = [*stands("B1", ROOM, range(60)), *stands("B2", OTHER, range(20, 60))]


def test_co_suspects_in_one_room_are_found_from_where_their_bands_are(joint):
    keys = found(joint, sorted(TOGETHER, key=lambda r: r.at), 60)
    assert [k for k in keys if k[0] == "seen.co_suspect"]
    assert joint.place("B1").room == ROOM


def test_in_two_rooms_they_are_not(joint):
    assert not [k for k in found(joint, sorted(APART, key=lambda r: r.at), 60) if k[0] == "seen.co_suspect"]


def test_a_band_nobody_wears_is_somewhere_and_finds_nothing(joint):
    assert not found(joint, stands("B9", ROOM, range(60)), 60)
    assert joint.place("B9").room == ROOM


def test_who_puts_on_a_band_that_lies_in_the_room_is_in_the_room(joint):
    for reading in sorted([*stands("B1", ROOM, range(40)), *stands("B3", ROOM, range(40))], key=lambda r: r.at):
        joint.read(reading)
    third = Told([Who(START, "stay:c", "stay", kept_from=(A,))], [Worn("B3", "stay:c", START + 35_000)])
    joint.learn(third, START + 40_000)
    assert joint.site.state.place["stay:c"] == (ROOM, START + 35_000)
    keys = found(joint, [], 60)
    assert ("seen.co_suspect", START + 35_000 + LIMITS.together_in_room, f"{A} stay:c", True) in keys


def test_of_who_took_his_band_off_nothing_is_known(joint):
    """He is led out with no band on: nobody may take him to be alone in the room in which it lies."""
    for reading in stands("B1", ROOM, range(40)):
        joint.read(reading)
    joint.learn(Told([], [Worn("B1", A, START, START + 40_000)]), START + 41_000)
    assert joint.site.state.place[A] == ("", START + 40_000)
    later = [*stands("B1", ROOM, range(41, 400))]
    assert not [k for k in found(joint, later, 400) if k[2].startswith(A)]


def test_late_readings_of_a_band_belong_to_whoever_wore_it_then(joint):
    """It has gone to somebody else by the time they come."""
    joint.wear(Worn("B2", B, START, until=START + 60_000))
    joint.learn(Told([Who(START, "stay:c", "stay", sex="male", minor=False)]), START + 60_000)
    joint.wear(Worn("B2", "stay:c", START + 70_000))
    late = [*stands("B1", "HW01", range(80)), *stands("B2", "HW01", range(10, 55))]
    assert ("seen.co_suspect", True) in {(key[0], key[3]) for key in found(joint, late, 80)}


def test_who_exchanges_his_band_is_where_the_new_one_is(joint):
    for reading in sorted([*stands("B1", ROOM, range(40)), *stands("B3", OTHER, range(40))], key=lambda r: r.at):
        joint.read(reading)
    worn = [Worn("B1", A, START, START + 40_000), Worn("B3", A, START + 40_000)]
    joint.learn(Told([], worn), START + 41_000)
    assert joint.site.state.place[A] == (OTHER, START + 40_000)


def test_told_the_whole_again_it_knows_who_is_gone_and_what_is_off(joint):
    found(joint, sorted(TOGETHER, key=lambda r: r.at), 60)
    joint.learn(Told([PEOPLE.happenings[0]], [PEOPLE.worn[0]], SETTING), START + 61_000)
    assert [who for who, one in joint.site.state.who.items() if one.here] == [A]
    again = joint.learn(Told([PEOPLE.happenings[0]], [PEOPLE.worn[0]], SETTING), START + 62_000)
    assert not [change for change in again if change.raised or change.withdrawn]
    assert joint.write().worn == [PEOPLE.worn[0], Worn("B2", B, START, START + 61_000)]


def test_on_another_plan_everybody_is_where_he_was_and_what_was_found_has_ended(joint):
    found(joint, sorted(TOGETHER, key=lambda r: r.at), 60)
    now = START + 61_000
    [told] = [f for f in joint.end(now).final if not f.began]
    assert told.key == ("seen.co_suspect", now, f"{A} {B}", False)
    after = Joint.after(joint, Setting(SETTING.plan, SETTING.spaces, version=2))
    after.learn(Told(PEOPLE.happenings, PEOPLE.worn, after.setting), now)
    assert {who: place for who, (place, _) in after.site.state.place.items()} == {A: ROOM, B: ROOM}


def test_a_room_that_is_not_on_the_new_plan_is_no_place(joint):
    found(joint, sorted(TOGETHER, key=lambda r: r.at), 60)
    smaller = write(PLAN) | {"spaces": [s for s in write(PLAN)["spaces"] if s["code"] != ROOM], "doors": []}
    after = Joint.after(joint, Setting(smaller, spaces(), version=2))
    assert after.place("B1").room == UNKNOWN
    assert {f.room for step in after.places for f in step.change.raised if step.plan == 2} == {UNKNOWN}


@pytest.mark.parametrize("seed", range(3))
def test_late_and_doubled_readings_find_the_same(joint, seed):
    straight = sorted(TOGETHER, key=lambda r: r.at)
    mixed = TOGETHER + TOGETHER[::7]
    Random(seed).shuffle(mixed)
    assert found(told(), mixed, 60) == found(joint, straight, 60)


def test_an_exchanged_band_goes_on_being_the_same_person(joint):
    joint.wear(Worn("B2", B, START, until=START + 30_000))
    joint.wear(Worn("B3", B, START + 30_000))
    readings = [
        *stands("B1", ROOM, range(60)), *stands("B2", OTHER, range(30)), *stands("B2", OTHER, range(30, 60)),
        *stands("B3", ROOM, range(30, 60)),
    ]  # fmt: skip
    keys = found(joint, sorted(readings, key=lambda r: r.at), 60)
    assert [k for k in keys if k[0] == "seen.co_suspect"]


def test_it_goes_on_from_what_was_written_down(joint):
    straight = sorted(TOGETHER, key=lambda r: r.at)
    half = len(straight) // 3
    for reading in straight[:half]:
        joint.read(reading)
    raw = msgspec.msgpack.encode(joint.write())
    later = Joint.recall(msgspec.msgpack.decode(raw, type=Written), LIMITS)
    assert found(later, straight[half:], 60) == found(told(), straight, 60)
