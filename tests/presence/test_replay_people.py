"""Every alarm about several people is found again at its own time, from journal and tracks; by other limits not."""

import random

import msgspec
import pytest

from mingjing.presence import engine
from mingjing.presence.replay_people import explain
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.people import RULES
from mingjing.presence.tracks import Trail
from tests.presence.test_engine import settled
from tests.presence.test_joint_crash import LIMITS, SECONDS, START, A, disordered, record, station, take, walked


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Ten minutes of a station in disorder over several segments, its tracks, and what stood in the end."""
    folder, dice = tmp_path_factory.mktemp("replay"), random.Random(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "SEGMENT_MS", 60_000)
        one, news, trail = station(folder / "readings"), record(), Trail(folder / "tracks", "A", LIMITS.lateness)
        trail.begin(1, START)
        readings = sorted(walked(dice), key=lambda r: (r.at, r.device))
        for number, (at, reading) in enumerate(disordered(readings, dice)):
            while news and at >= START + news[0][0] * 1000:
                one.learn(news[0][1], START + news[0][0] * 1000)
                news.pop(0)
            take(one, number, at, reading)
            while one.places:
                trail.moved(one.places.popleft().change)
            trail.flush()
            one.roll(at)
        one.advance(START + (SECONDS + 300) * 1000)
    standing = {key for key in settled(one.owed) if key[2].startswith("stay:")}
    return folder / "readings", folder / "tracks", standing


def again(judged, key, limits_):
    """What is found at the time of a finding, for the person it names first."""
    readings, places, _ = judged
    _, at, subject, _ = key
    steps = explain(readings, places, subject.split(" ")[0], at - 120_000, at, limits_)
    return {f.key for step in steps for f in step.found}


def test_every_alarm_is_found_again_at_its_own_time(judged):
    *_, standing = judged
    standing = {key for key in standing if key[1] < START + SECONDS * 1000}
    assert len({key[0] for key in standing} & {rule.code for rule in RULES}) >= 8, "too little happens"
    assert [key for key in sorted(standing) if key not in again(judged, key, LIMITS)] == []


def test_by_other_limits_it_would_not_have_fired_and_the_steps_say_since_when_it_held(judged):
    readings, places, standing = judged
    key = min(key for key in standing if key[0] == "seen.co_suspect" and key[3])
    longer = msgspec.structs.replace(LIMITS, together_in_room=3_600_000, together_in_passage=3_600_000)
    assert key not in again(judged, key, longer)
    steps = explain(readings, places, A, key[1] - 120_000, key[1], longer)
    held = [wait for step in steps for rule, wait in step.waits.items() if rule[0] == "seen.co_suspect"]
    assert held
    assert not held[-1].told
    assert held[-1].due - held[-1].since == 3_600_000


def test_steps_stand_in_the_order_of_time_and_only_of_the_person(judged):
    readings, places, _ = judged
    steps = explain(readings, places, A, START, START + SECONDS * 1000, LIMITS)
    assert [s.at for s in steps] == sorted(s.at for s in steps)
    assert all(A in key[1:] for step in steps for key in step.waits)


def test_of_a_time_that_is_not_kept_nothing_is_told(tmp_path):
    assert explain(tmp_path, tmp_path, A, 0, 1000, limits()) == []
