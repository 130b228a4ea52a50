"""A station killed at any point and started again finds what one finds that was never killed."""

import random

import msgspec
import pytest

from mingjing.presence import journal
from mingjing.presence.engine import Station
from mingjing.presence.intake import Gateway, Intake, Known, sign
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits

SECRET = b"s" * 32
DEVICES = [f"W{n}" for n in range(4)]
LIMITS = limits()


def known():
    return Known({"G1": Gateway("G1", "A", secrets=(SECRET,))}, dict.fromkeys(DEVICES, ("A", "band")))


def station(folder):
    return Station("A", folder, Intake(known(), LIMITS), LIMITS)


def messages(seed, count=400):
    """Signed messages of a few readings each, late and doubled as they come."""
    dice = random.Random(seed)
    readings = []
    for n in range(count):
        at = 1_000_000 + n * 15_000
        for device in DEVICES:
            if dice.random() < 0.03:
                at += 310_000
            said = {
                "hr": dice.choice([70, 70, 140, 140]),
                "worn": dice.random() < 0.9,
                "battery": dice.choice([10, 30]),
            }
            late = dice.randrange(0, 90_000)
            for _ in range(2 if dice.random() < 0.1 else 1):
                readings.append((at + late, Reading(device, at, **said)))
    readings.sort(key=lambda r: r[0])
    for number, start in enumerate(range(0, len(readings), 7)):
        part = readings[start : start + 7]
        body = msgspec.json.encode({"sent": part[-1][0], "readings": [r for _, r in part]})
        yield part[-1][0], sign(SECRET, "G1", number, body)


def take(one, at, raw):
    taken = one.intake.take("G1", raw, at, redelivered=True)
    one.write(raw, taken, at)
    one.journal.commit()
    one.judge(taken.readings, at)
    if one.advance(at):
        one.journal.commit()


def settled(told):
    """What stands after every difference told, by key."""
    live = {}
    for what, finding in told:
        if what == "raised":
            live[finding.key] = finding
        elif what == "withdrawn":
            live.pop(finding.key, None)
    return set(live)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_point_and_started_again_it_finds_the_same(tmp_path, seed):
    steady = station(tmp_path / "steady")
    steady.resume(0)
    shaky, told = station(tmp_path / "shaky"), []
    shaky.resume(0)
    dice = random.Random(seed)
    for at, raw in messages(seed):
        take(steady, at, raw)
        take(shaky, at, raw)
        if dice.random() < 0.1:  # told and then forgotten as told, or not told at all
            told += shaky.owed[: dice.randrange(len(shaky.owed) + 1)]
        if dice.random() < 0.05:
            shaky = station(tmp_path / "shaky")
            shaky.resume(at)
        if dice.random() < 0.02:
            take(shaky, at, raw)  # the broker sends again what it did not hear acknowledged
        shaky.roll(at)
    assert settled(told + shaky.owed) == settled(steady.owed)
    for one in (steady, shaky):
        one.remember()  # both as of the watermark
    assert shaky.standing() == steady.standing()


def test_a_torn_end_is_cut_off_and_everything_before_it_stands(tmp_path):
    one = station(tmp_path)
    one.resume(0)
    sent = list(messages(1, 20))
    for at, raw in sent:
        take(one, at, raw)
    [(_, path)] = journal.segments(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[-40:-3])
    other = station(tmp_path)
    other.resume(0)
    assert path.read_bytes() == whole
    assert other.counts == one.counts
    assert other.standing() == one.standing()


def test_a_segment_and_the_minutes_before_it_are_all_that_is_needed(tmp_path):
    one = station(tmp_path)
    one.resume(0)
    for at, raw in messages(2):
        take(one, at, raw)
        one.roll(at)
    assert len(journal.segments(tmp_path)) > 3
    other = station(tmp_path)
    other.resume(0)
    assert other.standing() == one.standing()
    assert other.counts == one.counts


def test_a_compressed_segment_holds_the_same_and_its_digest_proves_it(tmp_path):
    one = station(tmp_path)
    one.resume(0)
    for at, raw in messages(3, 30):
        take(one, at, raw)
    before = list(journal.read(journal.segments(tmp_path)[0][1]))
    closed = journal.compress(one.journal.close())
    assert list(journal.read(closed.path)) == before
    assert journal.measure(closed.path) == (closed.sha256, closed.size)
    assert [p for _, p in journal.segments(tmp_path)] == [closed.path]


def test_a_device_heard_again_after_its_silence_may_fall_silent_again(tmp_path):
    one = station(tmp_path)
    one.resume(0)
    for n, at in enumerate((1_000, 2_000_000)):
        take(one, at, sign(SECRET, "G1", n, msgspec.json.encode({"readings": [Reading("W1", at, hr=70)]})))
        one.advance(at + LIMITS.silent_after)
    assert [f.at for what, f in one.owed if what == "raised" and f.began] == [301_000, 2_300_000]


def test_a_state_is_as_large_however_many_readings_count_still(tmp_path):
    """What a new segment costs must not hang on how fast bands speak."""
    sizes = []
    for step in (10_000, 200):
        one = station(tmp_path / str(step))
        one.resume(0)
        for n, at in enumerate(range(1_000_000, 1_200_000, step)):
            body = msgspec.json.encode({"sent": at, "readings": [Reading(d, at, hr=70.0 + n % 3) for d in DEVICES]})
            take(one, at, sign(SECRET, "G1", n, body))
        one.roll(at + 600_000)
        sizes.append(one.journal.state_size)
        other = station(tmp_path / str(step))
        other.resume(0)
        assert {d: f.remember() for d, f in other.folds.items()} == {d: f.remember() for d, f in one.folds.items()}
    assert sizes[1] < sizes[0] + 500
