"""The lawyers' cases beside the books: every one holds, every rule has enough of them."""

import pytest

from mingjing.law import books
from mingjing.law.cases import Case, cases_below, uncovered
from mingjing.law.shelf import SHIPPED

CASES = list(cases_below(SHIPPED))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_case(case: Case):
    assert case.faults(books.current()) == [], f"{case.file}: {case.title.en} / {case.title.zh}"


def test_every_rule_is_tried_inside_at_and_beyond():
    assert uncovered(books.current(), CASES) == []


def test_there_are_enough_cases():
    assert len(CASES) >= 250


def test_a_wrong_expectation_is_caught():
    from dataclasses import replace

    assert replace(CASES[0], expected="nonsense").faults(books.current())
