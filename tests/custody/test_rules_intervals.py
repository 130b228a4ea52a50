"""Spans and gaps: algebra that must hold for any times."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.custody.rules.gaps import Evidence, Gap, Watch, gaps, next_check, watched
from mingjing.custody.rules.intervals import Span, clip, minus, minutes, overlapping, span, total, union

ZERO = datetime(2026, 11, 23, tzinfo=UTC)


def at(minute):
    return ZERO + timedelta(minutes=minute)


def between(a, b):
    return Span(at(min(a, b)), at(max(a, b)))


instants = st.integers(0, 600)
spans = st.lists(st.builds(between, instants, instants), max_size=8)


def covered(some):
    """Independent reckoning: minute by minute."""
    return {m for m in range(601) if any(s.start <= at(m) < s.end for s in some)}


@given(spans)
def test_a_union_is_ordered_disjoint_and_the_same_instants(some):
    merged = union(some)
    assert merged == sorted(merged)
    assert not overlapping(merged)
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert covered(merged) == covered(some)


@given(spans, spans)
def test_what_is_left_and_what_is_taken_make_the_whole(whole, taken):
    left = minus(whole, taken)
    assert covered(left) == covered(whole) - covered(taken)
    both = [piece for one in union(whole) for piece in clip(taken, one)]
    assert total(left) + total(both) == total(whole)


@given(st.builds(between, instants, instants), spans, spans, st.lists(instants, max_size=6), st.integers(1, 90))
def test_gaps_and_cover_make_the_stay(stay, rooms, away, looks, interval):
    proof = Evidence(
        rooms=rooms,
        away=away,
        recorded=rooms,
        attended=away,
        checks=[at(m) for m in looks],
        watches=[Watch(at(0), timedelta(minutes=interval))],
    )
    found = gaps(stay, proof)
    cover = {
        Gap.PLACE: [*rooms, *away],
        Gap.RECORDING: rooms,
        Gap.GUARD: [*away, *watched(stay, proof)],
    }
    for kind in Gap:
        assert total(found.spans[kind]) + total(clip(cover[kind], stay)) == stay.length
        assert all(stay.start <= s.start and s.end <= stay.end for s in found.spans[kind])
        assert not overlapping(found.spans[kind])


def test_a_span_cannot_turn_round():
    with pytest.raises(ValueError):
        Span(at(2), at(1))


def test_an_open_span_runs_until_now():
    assert span(at(5), None, at(20)) == between(5, 20)
    assert span(at(5), at(9), at(20)) == between(5, 9)
    assert not span(at(30), None, at(20)).length


@pytest.mark.parametrize(("seconds", "whole"), [(0, 0), (1, 1), (60, 1), (61, 2), (3599, 60)])
def test_started_minutes_count(seconds, whole):
    assert minutes(timedelta(seconds=seconds)) == whole


def test_spans_that_touch_share_no_instant():
    assert overlapping([between(0, 10), between(10, 20)]) == []
    assert overlapping([between(0, 11), between(10, 20)]) == [(between(0, 11), between(10, 20))]


def test_a_look_covers_until_the_next_is_due():
    proof = Evidence(checks=[at(0), at(30)], watches=[Watch(at(0), timedelta(minutes=20))])
    found = gaps(between(0, 60), proof)
    assert found.spans[Gap.GUARD] == [between(20, 30), between(50, 60)]
    assert found.numbers == {"place": 60, "guard": 20, "recording": 60}


def test_a_closer_level_shortens_the_cover_from_then_on():
    watches = [Watch(at(0), timedelta(minutes=30)), Watch(at(40), timedelta(minutes=5))]
    proof = Evidence(checks=[at(0), at(30), at(45)], watches=watches)
    assert gaps(between(0, 60), proof).spans[Gap.GUARD] == [between(50, 60)]
    assert next_check(at(0), proof) == at(50)


def test_nothing_is_owed_where_no_level_is_set():
    assert next_check(at(0), Evidence(checks=[at(3)])) is None
    assert gaps(between(0, 10), Evidence(checks=[at(3)])).minutes(Gap.GUARD) == 10
