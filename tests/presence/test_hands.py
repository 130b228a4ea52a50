"""What rules hold of one wearer of a band ends with his wearing, and is not held against the next."""

import random

import msgspec
import pytest

from mingjing.presence.hands import Worn
from mingjing.presence.intake import sign
from mingjing.presence.joint import Told
from mingjing.presence.reading import Reading
from mingjing.presence.replay import explain
from tests.presence.test_engine import DEVICES, LIMITS, SECRET, messages, settled, station, take

START = 1_000_000
STEP = 10_000


class Band:
    """One band of a station, its hours played: `says` at step n, handed over at step n."""

    def __init__(self, folder):
        self.folder, self.number = folder, 0
        self.station = station(folder)
        self.station.resume(0)
        self.told = []

    def says(self, *steps, **said):
        for n in steps:
            at = START + n * STEP
            body = msgspec.json.encode({"sent": at, "readings": [Reading("W1", at, **said)]})
            take(self.station, at, sign(SECRET, "G1", self.number, body))
            self.number += 1

    def worn(self, since, until=None, heard_at=None, **more):
        worn = Worn("W1", "stay:1", START + since * STEP, None if until is None else START + until * STEP)
        at = START + (heard_at or until or since) * STEP
        self.station.learn(Told(worn=[worn], **more), at)
        self.station.journal.commit()

    def passes(self, until):
        for at in range(self.station.clock, START + until * STEP, STEP):
            self.station.advance(at)

    def killed(self):
        self.told += self.station.owed
        self.station = station(self.folder)
        self.station.resume(self.station.clock)

    def found(self, rule, began=True):
        stands = settled([*self.told, *self.station.owed])
        return sorted((at - START) // STEP for code, at, _, is_began in stands if code == rule and is_began == began)


@pytest.fixture
def band(tmp_path):
    return Band(tmp_path)


FOUND = {
    "device.battery_low": {"battery": 10.0},
    "device.off": {"worn": False},
    "device.cut": {"cut": True},
    "body.sos": {"sos": True},
    "body.pulse_high": {"hr": 150.0},
    "device.forbidden_zone": {"zone": "roof"},
}


@pytest.mark.parametrize("rule", FOUND)
def test_taken_back_what_was_found_ends_and_the_next_wearer_is_judged_anew(band, rule):
    band.worn(0)
    band.says(*range(1, 6), **FOUND[rule])
    [first] = band.found(rule)
    band.worn(0, 6)
    assert band.found(rule, began=False) == [6]
    band.worn(8)
    band.says(*range(9, 14), **FOUND[rule])
    again = band.found(rule)
    assert [first] == again[:1]
    assert [n > 8 for n in again[1:]] == [True], "as of anybody who never wore it"


def test_a_fall_ends_with_the_band(band):
    band.worn(0)
    band.says(1, peak=5.0)
    band.says(2, 3, peak=1.0)
    assert band.found("body.fall") == [3]
    band.worn(0, 5)
    assert band.found("body.fall", began=False) == [5]


def test_on_the_shelf_it_may_be_silent_and_given_to_somebody_it_may_not(band):
    band.worn(0)
    band.says(1, hr=70.0)
    band.worn(0, 2)
    band.passes(100)
    assert band.found("device.silent") == []
    band.worn(100)
    band.passes(140)
    assert band.found("device.silent") == [100 + LIMITS.silent_after // STEP]


@pytest.mark.parametrize("killed", [False, True])
def test_handed_out_and_never_heard_at_all_it_is_missed_since_the_handing(band, killed):
    band.worn(3)
    if killed:
        band.killed()
    band.passes(3 + LIMITS.silent_after // STEP)
    assert band.found("device.silent") == []
    band.passes(40)
    assert band.found("device.silent") == [3 + LIMITS.silent_after // STEP]
    band.says(50, hr=70.0)
    assert band.found("device.silent", began=False) == [50]


def test_never_heard_and_told_of_late_it_is_waited_for_since_somebody_listened(band):
    band.worn(0, heard_at=100)
    band.passes(140)
    assert band.found("device.silent") == [100 + (LIMITS.silent_after - LIMITS.lateness) // STEP]


def test_a_word_of_it_that_comes_late_counts_from_what_can_still_be_judged(band):
    band.worn(0)
    band.says(*range(1, 40), battery=10.0)
    band.worn(0, 5, heard_at=40)
    mark = 39 - LIMITS.lateness // STEP
    assert band.found("device.battery_low", began=False) == [mark]
    assert band.found("device.battery_low") == [1, mark], "it says so still, to nobody"


@pytest.mark.parametrize("killed", [False, True])
def test_told_again_by_a_new_run_nothing_changes(band, killed):
    band.worn(0)
    band.says(*range(1, 30), battery=10.0)
    before = set(settled(band.station.owed))
    if killed:
        band.killed()
    band.worn(0, heard_at=31, all_worn=True)
    assert set(settled([*band.told, *band.station.owed])) == before
    assert band.found("device.battery_low") == [1]


def test_taken_off_while_nobody_listened_it_ends_when_the_record_is_heard(band):
    band.worn(0)
    band.says(*range(1, 6), sos=True)
    band.killed()
    band.station.learn(Told(all_worn=True), START + 60 * STEP)
    assert band.found("body.sos", began=False) == [60]


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_point_hands_and_readings_give_the_same(tmp_path, seed):
    steady, shaky, told = station(tmp_path / "steady"), station(tmp_path / "shaky"), []
    steady.resume(0)
    shaky.resume(0)
    dice = random.Random(seed)
    held = dict.fromkeys(DEVICES)
    for at, raw in messages(seed, 250):
        if dice.random() < 0.05:
            device, when = dice.choice(DEVICES), at - dice.randrange(0, 200_000)
            since = held[device]
            held[device] = when if since is None else None
            worn = Worn(device, "stay:1", when) if since is None else Worn(device, "stay:1", since, max(since, when))
            for one in (steady, shaky):
                one.learn(Told(worn=[worn]), at)
                one.journal.commit()
        take(steady, at, raw)
        take(shaky, at, raw)
        if dice.random() < 0.05:
            told += shaky.owed
            shaky = station(tmp_path / "shaky")
            shaky.resume(at)
        shaky.roll(at)
    assert settled(told + shaky.owed) == settled(steady.owed)
    for one in (steady, shaky):
        one.remember()
    assert shaky.standing() == steady.standing()


def test_the_explanation_shows_the_hands_and_judges_as_it_was_judged(band):
    band.worn(0)
    band.says(*range(1, 6), battery=10.0)
    band.worn(0, 6)
    band.worn(8)
    band.says(*range(9, 12), battery=10.0)
    steps = explain(band.folder, "W1", START, START + 12 * STEP, LIMITS)
    assert [(s.at - START) // STEP for s in steps if s.handed is not None] == [0, 6, 8]
    found = {f.key for s in steps for f in s.found}
    assert found == set(settled(band.station.owed))
    later = explain(band.folder, "W1", START + 7 * STEP, START + 12 * STEP, LIMITS)
    assert {f.rule for s in later for f in s.found if f.began} == {"device.battery_low"}
