"""What becomes of a penalty: who decides, hearings, execution, set-off. The numbers are the books."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law import books, penalties

BOOKS = books.current()
NEW, OLD = date(2026, 11, 23), date(2025, 12, 31)
DAYS = st.integers(0, 60)
FINES = st.integers(0, 20_000)


def fine(yuan: int, **more) -> dict:
    return {"penalty.fine": yuan, "penalty.detention_days": 0} | {f"penalty.{k}": v for k, v in more.items()}


@pytest.mark.parametrize(
    ("facts", "on", "rank"),
    [
        (fine(0), NEW, "station_head"), (fine(1000), NEW, "station_head"), (fine(1001), NEW, "county_chief"),
        (fine(500), OLD, "station_head"), (fine(501), OLD, "county_chief"),
        (fine(0, detention_days=1), NEW, "county_chief"), (fine(0, revocation=True), NEW, "county_chief"),
        (fine(0, closure=True), NEW, "county_chief"), ({}, NEW, "county_chief"),
    ],
)  # fmt: skip
def test_who_decides(facts, on, rank):
    assert penalties.decided_by(BOOKS, facts, on) == rank


@pytest.mark.parametrize(
    ("facts", "on", "spot"),
    [(fine(500), NEW, True), (fine(501), NEW, False), (fine(200), OLD, True), (fine(201), OLD, False),
     (fine(0, detention_days=1), NEW, False), ({}, NEW, None)],
)  # fmt: skip
def test_what_is_decided_on_the_spot(facts, on, spot):
    assert penalties.on_the_spot(BOOKS, facts, on) is spot


MINOR = {"person.age": 15, "penalty.detention_days": 5, "penalty.fine": 0}


@pytest.mark.parametrize(
    ("facts", "on", "hearing"),
    [
        ({**fine(4000), "person.age": 30}, NEW, True), ({**fine(3999), "person.age": 30}, NEW, False),
        ({**fine(2000), "person.age": 30}, OLD, True), ({**fine(1999), "person.age": 30}, OLD, False),
        ({**fine(0, revocation=True), "person.age": 30}, NEW, True),
        ({**fine(0, closure=True), "person.age": 30}, NEW, True),
        ({**fine(0, closure=True), "person.age": 30}, OLD, False),
        ({**MINOR, "penalty.grave_and_bad_impact": True}, NEW, True),
        ({**MINOR, "penalty.grave_and_bad_impact": False, "penalty.twice_within_year": True}, NEW, True),
        ({**MINOR, "penalty.grave_and_bad_impact": False, "penalty.twice_within_year": False}, NEW, False),
        ({}, NEW, None),
    ],
)  # fmt: skip
def test_what_needs_a_hearing(facts, on, hearing):
    assert penalties.needs_hearing(BOOKS, facts, on) is hearing


PERSON = {
    "penalty.detention_days": 5, "penalty.grave_and_bad_impact": False, "penalty.twice_within_year": False,
    "person.first_offence": True, "person.pregnant": False, "person.nursing_under_one": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "executed"),
    [
        ({"person.age": 13}, True),  # under 14 nobody is punished at all: another rule
        ({"person.age": 14}, False), ({"person.age": 15}, False),
        ({"person.age": 15, "penalty.twice_within_year": True}, True),
        ({"person.age": 16}, False), ({"person.age": 17, "person.first_offence": False}, True),
        ({"person.age": 17, "penalty.twice_within_year": True}, False),  # only grave ones between 16 and 18
        ({"person.age": 17, "penalty.grave_and_bad_impact": True}, True),
        ({"person.age": 18}, True), ({"person.age": 69}, True), ({"person.age": 70}, False),
        ({"person.age": 70, "penalty.twice_within_year": True}, True),
        ({"person.age": 30, "person.pregnant": True}, False),
        ({"person.age": 30, "person.nursing_under_one": True, "penalty.grave_and_bad_impact": True}, False),
    ],
)  # fmt: skip
def test_whose_detention_is_executed(told, executed):
    said = penalties.not_executed(BOOKS, {**PERSON, **told}, NEW)
    assert (said is None) is executed
    assert said is None or said.basis == "PSL 23"


def test_an_unknown_age_executes_nothing():
    said = penalties.not_executed(BOOKS, PERSON, NEW)
    assert said is not None
    assert said.field == "person.age"


@given(st.lists(st.integers(1, 15), max_size=6))
def test_several_detentions_never_exceed_the_total_nor_their_sum(days):
    total = penalties.together(BOOKS, days, NEW)
    assert total == min(sum(days), 20)
    assert penalties.together(BOOKS, [*days, 1], NEW) >= total


@given(DAYS, DAYS)
def test_a_day_held_sets_off_a_day_and_never_owes_any(days, held):
    left = penalties.to_serve(BOOKS, days, held, NEW)
    assert 0 <= left <= days
    assert left + min(days, held) == days


@given(FINES, DAYS)
def test_a_late_fine_grows_by_three_per_cent_a_day_up_to_the_fine(yuan, late):
    more = penalties.late_fine(BOOKS, yuan, late, NEW)
    assert 0 <= more <= yuan
    assert more == min(Decimal(yuan), Decimal(yuan) * late * 3 / 100)


@given(st.integers(1, 20))
def test_the_surety_is_two_hundred_a_day(days):
    assert penalties.surety(BOOKS, days, NEW) == 200 * days


def test_cash_is_collected_up_to_two_hundred():
    assert [penalties.cash_on_the_spot(BOOKS, yuan, NEW) for yuan in (200, 201)] == [True, False]
