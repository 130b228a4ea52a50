import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.faces.rules.curves import Scores, at_most, choosable, judge
from mingjing.faces.vocab import Held

score = st.floats(-1, 1, allow_nan=False)
several = st.lists(score, max_size=60)
share = st.floats(0, 1)


@given(several, several, score, score)
def test_a_higher_threshold_lets_fewer_strangers_in_and_more_of_his_own_out(same, different, one, other):
    scores, low, high = Scores.of(same, different), min(one, other), max(one, other)
    assert scores.fmr(high) <= scores.fmr(low)
    assert scores.fnmr(high) >= scores.fnmr(low)


@given(several, several, share)
def test_the_threshold_for_a_share_keeps_it_and_no_lower_one_does(same, different, most):
    scores = Scores.of(same, different)
    threshold = scores.threshold_for(most)
    assert scores.fmr(threshold) <= most
    lower = [one for one in different if one < threshold]
    if lower and scores.fmr(threshold) < 1:
        assert scores.fmr(max(lower)) > most


@given(several, several, share)
def test_the_floor_for_a_share_keeps_it_and_no_higher_score_does(same, different, most):
    scores = Scores.of(same, different)
    floor = scores.floor_for(most)
    assert scores.fnmr(floor) <= most
    higher = [one for one in same if one > floor]
    if higher:
        assert scores.fnmr(min(higher)) > most


@given(score, score, score)
def test_every_score_is_judged_and_a_higher_one_never_less_alike(one, other, third):
    floor, score_, threshold = sorted((one, other, third))
    order = [Held.DIFFERENT, Held.UNSURE, Held.SAME]
    said = [order.index(judge(s, threshold, floor)) for s in (floor - 1, floor, score_, threshold, threshold + 1)]
    assert said == sorted(said)
    assert said[0] == 0
    assert said[-1] == 2


@given(several, several)
def test_the_drawn_curve_is_the_counted_one(same, different):
    scores = Scores.of(same, different)
    for threshold, fmr, fnmr in scores.points():
        assert fmr == pytest.approx(sum(s >= threshold for s in different) / len(different) if different else 0)
        assert fnmr == pytest.approx(sum(s < threshold for s in same) / len(same) if same else 0)


def test_the_curve_is_drawn_evenly_from_the_lowest_score_to_the_highest():
    points = Scores.of([0.6, 0.9], [0.1, 0.5]).points(5)
    assert [round(point[0], 3) for point in points] == [0.1, 0.3, 0.5, 0.7, 0.9]
    assert Scores.of([], []).points(3)[-1][0] == 1.0
    assert Scores.of([], []).floor_for(0.5) == 0.0


def test_no_error_in_few_pairs_promises_little():
    assert at_most(0, 0) == 1
    assert at_most(0, 100) == pytest.approx(0.03)
    assert at_most(5, 100) == pytest.approx(0.05)


def test_limits_in_the_wrong_order_or_from_too_few_pairs_are_refused():
    enough, few = Scores.of([0.9] * 30, [0.1] * 30), Scores.of([0.9] * 30, [0.1])
    assert all(choosable(0.5, 0.4, enough, 30))
    assert [v.code for v in choosable(0.4, 0.5, enough, 30) if not v.ok] == ["faces.threshold.order"]
    assert [v.code for v in choosable(0.5, 0.4, few, 30) if not v.ok] == ["faces.threshold.few"]


@given(several, several, share, share)
def test_what_is_proposed_keeps_both_shares_and_its_order(same, different, fmr, fnmr):
    scores = Scores.of(same, different)
    threshold, floor = scores.proposed(fmr, fnmr)
    assert floor <= threshold
    assert scores.fmr(threshold) <= fmr
    assert scores.fnmr(floor) <= fnmr


def test_between_curves_that_do_not_meet_it_is_unsure():
    threshold, floor = Scores.of([0.9, 0.95], [0.1, 0.2]).proposed(0, 0)
    assert judge(0.5, threshold, floor) == Held.UNSURE
    assert judge(0.9, threshold, floor) == Held.SAME
    assert judge(0.2, threshold, floor) == Held.DIFFERENT
