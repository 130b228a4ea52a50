"""Whatever the order, what stands in the end is what perfect order gives."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.presence.fold import NOTHING, Finding, Fold, Memory
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import limits

LIMITS = limits()
SECOND = 1000


def fold():
    return Fold(Judge(BAND, LIMITS, "W1"), LIMITS.lateness)


def reading(at, **said):
    return Reading("W1", at * SECOND, **said)


STEADY = st.fixed_dictionaries(
    {
        "hr": st.sampled_from([70, 140, 30, None]),
        "worn": st.booleans(),
        "peak": st.sampled_from([1.0, 4.0]),
        "battery": st.sampled_from([10, 20, 30]),
        "zone": st.sampled_from(["cell-1", "gate", "roof"]),
    }
)


@st.composite
def stream(draw):
    """Readings in perfect order, and the same ones as they arrive: late by up to the lateness, some twice."""
    steps = draw(st.lists(st.tuples(st.sampled_from([0, 15, 15, 15, 40, 299, 300, 301, 700]), STEADY), max_size=40))
    at, perfect = 1000, []
    for gap, said in steps:
        at += gap
        perfect.append(reading(at, **said))
    delays = draw(st.lists(st.integers(0, 120), min_size=len(perfect), max_size=len(perfect)))
    again = draw(st.lists(st.integers(0, len(perfect) - 1), max_size=5)) if perfect else []
    coming = [(r.at + d * SECOND, n, r) for n, (r, d) in enumerate(zip(perfect, delays, strict=True))]
    coming += [(coming[n][0], len(coming) + k, perfect[n]) for k, n in enumerate(again)]
    return perfect, [r for _, _, r in sorted(coming, key=lambda c: c[:2])]


def standing(changes, fold):
    """The findings that stand on the screen, and those that were called final."""
    live, final = {}, []
    for change in changes:
        for f in change.withdrawn:
            del live[f.key]
        for f in change.raised:
            assert f.key not in live, "raised twice"
            live[f.key] = f
        final += change.final
    final += fold.close()
    return live, [f.key for f in final]


def perfectly(readings):
    one = fold()
    return standing([one.add(r) for r in readings], one)


@settings(deadline=None, max_examples=80)
@given(stream(), st.data())
def test_any_order_gives_the_findings_of_perfect_order(streamed, data):
    perfect, coming = streamed
    one, changes = fold(), []
    clock = 0
    for r in coming:
        if data.draw(st.booleans()):
            clock = max(clock, r.at)
            changes.append(one.advance(clock))
        changes.append(one.add(r))
    live, final = standing(changes, one)
    want, wanted = perfectly(perfect)
    assert sorted(final) == sorted(set(final)), "final twice"
    # A silence the clock has seen and nothing has ended stands too; perfect order without a clock does not know it.
    assert {k for k in live if k in want or k[0] != "device.silent"} == set(want)
    assert set(wanted) <= set(final) == set(live)


def test_what_several_readings_of_one_instant_find_is_found_once():
    said = {"hr": 70, "peak": 1.0, "battery": 80}
    coming = [reading(1000, zone=zone, worn=worn, **said) for zone, worn in (("gate", False), ("cell-1", True))]
    one = fold()
    live, final = standing([one.add(r) for r in [*coming, reading(1000, zone="gate", worn=True, **said)]], one)
    assert len(final) == len(set(final)) == len(live)


@settings(deadline=None, max_examples=30)
@given(stream(), st.data())
def test_a_fold_written_down_and_resumed_goes_on_alike(streamed, data):
    _, coming = streamed
    one = other = fold()
    other = fold()
    for r in coming:
        assert one.add(r) == other.add(r)
        if data.draw(st.booleans()):
            written = msgspec.msgpack.encode(other.remember())
            read = msgspec.msgpack.decode(written, type=Memory[other.program.holds, Reading])
            other = Fold.resume(Judge(BAND, LIMITS, "W1"), LIMITS.lateness, read)
    assert list(one.provisional()) == list(other.provisional())


def test_a_finding_is_raised_at_once_and_final_after_the_watermark():
    one = fold()
    assert one.add(reading(0, hr=140)) is NOTHING
    one.add(reading(15, hr=140))
    [raised] = one.add(reading(30, hr=140)).raised
    assert raised == Finding("body.pulse_high", 30 * SECOND, "W1", value=140)
    finals = [one.add(reading(at, hr=70)).final for at in range(45, 300, 15)]
    assert [f.rule for found in finals for f in found if f.began] == ["body.pulse_high"]


def test_a_late_reading_withdraws_what_it_shows_to_be_untrue():
    one = fold()
    for at in (0, 15, 45):
        one.add(reading(at, hr=140))
    change = one.add(reading(30, hr=70))
    assert [f.rule for f in change.withdrawn] == ["body.pulse_high"]
    assert not [f for f in change.raised if f.began]


def test_silence_fires_when_time_passes_although_nothing_comes():
    one = fold()
    one.add(reading(0, hr=70))
    assert one.due == LIMITS.silent_after
    assert one.advance(LIMITS.silent_after - 1) is NOTHING
    assert [f.rule for f in one.advance(LIMITS.silent_after).raised] == ["device.silent"]
    assert one.advance(10 * LIMITS.silent_after) is NOTHING


def test_a_reading_from_within_the_silence_withdraws_it():
    one = fold()
    one.add(reading(0, hr=70))
    one.advance(301 * SECOND)
    assert [f.rule for f in one.add(reading(290, hr=70)).withdrawn] == ["device.silent"]


def test_a_reading_after_the_silence_ends_it():
    one = fold()
    one.add(reading(0, hr=70))
    one.advance(301 * SECOND)
    change = one.add(reading(400, hr=70))
    assert not change.withdrawn
    assert [(f.rule, f.began) for f in change.raised] == [("device.silent", False)]


def test_what_is_older_than_the_watermark_is_late_and_changes_nothing():
    one = fold()
    one.add(reading(1000, hr=140))
    change = one.add(reading(879, hr=140))
    assert change.late
    assert not change.raised
    assert not one.add(reading(880, hr=140)).late


def test_the_same_reading_twice_is_one():
    one = fold()
    for _ in range(3):
        one.add(reading(0, hr=140))
    assert one.add(reading(0, hr=140)).repeated
    assert not list(one.provisional())


@pytest.mark.parametrize("count", [1000, 4000])
def test_memory_of_a_fold_is_bounded_by_the_watermark(count):
    one = fold()
    for at in range(count):
        one.add(reading(at, hr=70))
    assert len(one.remember().events) <= 1.2 * LIMITS.lateness / SECOND


def test_the_watermark_may_follow_events_of_other_keys():
    one = fold()
    for at in (0, 15, 30):
        one.add(reading(at, hr=140))
    assert list(one.provisional())
    assert [f.rule for f in one.settle(300 * SECOND).final] == ["body.pulse_high"]
    assert not list(one.provisional())
    assert one.add(reading(100, hr=140)).late
