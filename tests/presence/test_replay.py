"""Any minute can be judged again from the journal, with these limits or others."""

import msgspec
import pytest

from mingjing.presence.engine import Station
from mingjing.presence.replay import explain
from tests.presence.test_engine import DEVICES, LIMITS, messages, station, take


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """A station that has judged for hours, over several segments, and everything it stands by."""
    folder = tmp_path_factory.mktemp("replay")
    one: Station = station(folder)
    one.resume(0)
    for at, raw in messages(5):
        take(one, at, raw)
        one.roll(at)
    live = {}
    for what, finding in one.owed:
        if what == "withdrawn":
            live.pop(finding.key, None)
        elif what == "raised":
            live[finding.key] = finding
    return folder, list(live.values())


def test_every_finding_is_found_again_at_its_own_time(judged):
    folder, findings = judged
    assert len(findings) > 100
    for finding in findings[:: max(1, len(findings) // 60)]:
        steps = explain(folder, finding.subject, finding.at - 60_000, finding.at, LIMITS)
        assert finding.key in {f.key for f in steps[-1].found}, finding


def test_steps_are_in_the_order_of_their_own_time_and_each_reading_once(judged):
    folder, _ = judged
    steps = explain(folder, DEVICES[0], 2_000_000, 4_000_000, LIMITS)
    assert len(steps) > 50
    assert [s.at for s in steps] == sorted(s.at for s in steps)
    readings = [s.reading for s in steps if s.reading]
    assert len(readings) == len({(r.at, r.hr, r.worn, r.battery) for r in readings})


def test_other_limits_may_be_tried(judged):
    folder, findings = judged
    one = next(f for f in findings if f.rule == "body.pulse_high" and f.began)
    stricter = msgspec.structs.replace(LIMITS, pulse_high=200)
    steps = explain(folder, one.subject, one.at - 60_000, one.at, stricter)
    assert "body.pulse_high" not in {f.rule for f in steps[-1].found if f.began}


def test_a_time_of_which_nothing_is_kept_explains_nothing(tmp_path):
    assert explain(tmp_path, "W1", 0, 1000, LIMITS) == []
