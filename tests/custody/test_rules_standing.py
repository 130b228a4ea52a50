"""What must not be the case, on plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mingjing.custody.rules.standing import Patience, Present, findings
from mingjing.custody.vocab import Ground
from mingjing.kernel.text import Text

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
M = timedelta(minutes=1)
PATIENCE = Patience(no_ground=30 * M, leaving=30 * M)
MAN = Present(
    stay="a", sex="male", minor=False, case="c1", suspect=True, room="r1", room_name=Text("候问室一", "Holding 1"),
    capacity=2, left_together=True, arrived_at=NOW - 60 * M, ground=Ground.SUMMONS, clock_runs=True,
)  # fmt: skip
OTHER = replace(MAN, stay="b", case="c2")


def found(*present):
    return [(f.rule, f.stay, f.cause) for f in findings(list(present), NOW, PATIENCE)]


def test_two_strangers_of_one_sex_may_share():
    assert found(MAN, OTHER) == []


@pytest.mark.parametrize(
    ("different", "rule"),
    [
        ({"sex": "female"}, "separation.sex"),
        ({"minor": True}, "separation.juvenile"),
        ({"case": "c1"}, "separation.co_suspect"),
    ],
)
def test_who_may_not_share_a_holding_room(different, rule):
    other = replace(OTHER, **different)
    assert found(MAN, other) == found(other, MAN) == [(rule, "b", "stay:a")]
    assert found(MAN, replace(other, room="r2")) == []


@pytest.mark.parametrize("different", [{"sex": "female"}, {"minor": True}])
def test_sex_and_age_do_not_matter_in_passing(different):
    assert found(replace(MAN, left_together=False), replace(OTHER, left_together=False, **different)) == []


def test_co_suspects_never_meet_in_any_room():
    passing = replace(MAN, left_together=False)
    assert found(passing, replace(passing, stay="b")) == [("separation.co_suspect", "b", "stay:a")]
    assert found(passing, replace(passing, stay="b", suspect=False)) == []


@pytest.mark.parametrize("minor", [None, False])
def test_an_unknown_age_is_neither(minor):
    assert found(replace(MAN, minor=None), replace(OTHER, minor=minor)) == []


def test_a_crowded_room_is_one_alarm_on_who_came_last():
    assert found(MAN, OTHER, replace(OTHER, stay="c", case="c3")) == [("separation.crowded", "c", "room:r1")]


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"due_back": NOW - M}, "exit.overdue"),
        ({"clock_runs": False}, "stay.no_ground"),
        ({"leaving_since": NOW - 31 * M}, "release.not_departed"),
        ({"leave_ends": NOW}, "separation.override_over"),
    ],
)
def test_alone(told, rule):
    assert found(replace(MAN, **told)) == [(rule, "a", "")]


@pytest.mark.parametrize(
    "told",
    [
        {"due_back": NOW},
        {"clock_runs": False, "arrived_at": NOW - 30 * M},
        {"clock_runs": False, "suspect": False},
        {"leaving_since": NOW - 30 * M},
        {"leave_ends": NOW + M},
    ],
)
def test_just_not_yet(told):
    assert found(replace(MAN, **told)) == []


def test_who_is_in_no_room_shares_none():
    assert found(replace(MAN, room=None), replace(OTHER, room=None, sex="female", case="c1")) == []


@pytest.mark.parametrize("different", [{"suspect": False}, {"case": None}])
def test_only_suspects_of_one_known_case_are_co_suspects(different):
    one, other = replace(MAN, **different), replace(OTHER, case=different.get("case", "c1"))
    assert found(one, other) == found(other, one) == []
