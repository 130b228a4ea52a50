"""Spans and gaps: algebra that must hold for any times."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.custody.rules.gaps import Evidence, Gap, gaps
from mingjing.custody.rules.intervals import Span, clip, minus, minutes, span, total, union

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
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert covered(merged) == covered(some)


@given(spans, spans)
def test_what_is_left_and_what_is_taken_make_the_whole(whole, taken):
    left = minus(whole, taken)
    assert covered(left) == covered(whole) - covered(taken)
    both = [piece for one in union(whole) for piece in clip(taken, one)]
    assert total(left) + total(both) == total(whole)


@given(st.builds(between, instants, instants), spans, spans, spans)
def test_gaps_and_cover_make_the_stay(stay, rooms, away, unseen):
    found = gaps(stay, Evidence(rooms=rooms, away=away, recorded=rooms, attended=away, unseen=unseen))
    within = covered([stay])
    assert covered(found.spans[Gap.PLACE]) == within - covered([*rooms, *away])
    assert covered(found.spans[Gap.RECORDING]) == within - covered(rooms)
    assert covered(found.spans[Gap.GUARD]) == (within & covered(unseen)) - covered(away)
    assert all(spans == union(spans) for spans in found.spans.values())


def test_a_span_cannot_turn_round():
    with pytest.raises(ValueError):
        Span(at(2), at(1))


def test_an_open_span_runs_until_now():
    assert span(at(5), None, at(20)) == between(5, 20)
    assert span(at(5), at(9), at(20)) == between(5, 9)
    assert not span(at(30), None, at(20)).length


@pytest.mark.parametrize(("seconds", "whole"), [(0, 0), (0.4, 1), (1, 1), (60, 1), (60.5, 2), (61, 2), (3599, 60)])
def test_started_minutes_count(seconds, whole):
    assert minutes(timedelta(seconds=seconds)) == whole


def test_whom_nobody_looked_at_in_time_had_no_guard():
    proof = Evidence(unseen=[between(20, 30), between(50, 60)], attended=[between(55, 60)])
    found = gaps(between(0, 60), proof)
    assert found.spans[Gap.GUARD] == [between(20, 30), between(50, 55)]
    assert found.numbers == {"place": 60, "guard": 15, "recording": 60}
