"""Conditions: what is refused at load, and the three answers."""

from itertools import product

import pytest

from mingjing.law import books
from mingjing.law.conditions import Condition
from mingjing.law.facts import FactError, vocabulary_from
from mingjing.law.typecheck import ConditionError, check_types

FACTS = vocabulary_from(
    {
        "a.yes": {"type": "bool", "zh": "甲", "en": "a"},
        "b.yes": {"type": "bool", "zh": "乙", "en": "b"},
        "p.age": {"type": "int", "zh": "年龄", "en": "age"},
        "p.name": {"type": "text", "zh": "名", "en": "name"},
        "p.sex": {
            "type": "enum", "zh": "性别", "en": "sex",
            "values": {"f": {"zh": "女", "en": "f"}, "m": {"zh": "男", "en": "m"}},
        },
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("p.height > 3", "no fact is called p.height"),
        ("p.age", "not a yes or no"),
        ("p.sex", "not a yes or no"),
        ('p.age == "18"', "cannot equal"),
        ("p.sex == 3", "cannot equal"),
        ('p.sex == "x"', "never 'x'"),
        ('p.sex in ["f", "x"]', "never 'x'"),
        ("p.sex in [1]", "cannot equal"),
        ("a.yes < b.yes", "compares numbers"),
        ('p.name < "b"', "compares numbers"),
        ("a.yes == p.age", "cannot equal"),
        ("p.age <", "breaks off"),
        ("(a.yes", "is missing"),
        ("a.yes b.yes", "unexpected"),
        ("a.yes && ", "breaks off"),
        ("a.yes ; b.yes", "cannot read"),
        ("p.age + 1 > 3", "cannot read"),
        ("p.name.size() > 3", "no fact is called"),
        ("size(p.name) > 3", "no fact is called size"),
        ("a.yes ? b.yes : a.yes", "cannot read"),
        ("p.age in 18", "is missing"),
        ("", "breaks off"),
    ],
)
def test_refused(source: str, why: str):
    with pytest.raises(ConditionError, match=why):
        Condition(source, FACTS)


@pytest.mark.parametrize(
    "source",
    ["a.yes", "!a.yes", "!!(a.yes || b.yes)", "p.age >= 18 && p.age < 70", 'p.sex == "f"', '"f" == p.sex',
     'p.sex in ["f", "m"]', 'p.name == "x"', "a.yes == b.yes", "a.yes == true", 'p.name == p.sex', "p.age in [1, 2]"],
)  # fmt: skip
def test_accepted_and_runs(source: str):
    Condition(source, FACTS)({"a.yes": True, "b.yes": False, "p.age": 20, "p.sex": "f", "p.name": "x"})


def test_names_come_once_in_the_order_written():
    assert check_types("p.age > 1 || a.yes || p.age < 9", FACTS) == ("p.age", "a.yes")


def both(one: bool | None, other: bool | None) -> bool | None:
    return False if False in (one, other) else None if None in (one, other) else True


def either(one: bool | None, other: bool | None) -> bool | None:
    return True if True in (one, other) else None if None in (one, other) else False


@pytest.mark.parametrize(("a", "b"), list(product([True, False, None], repeat=2)))
def test_three_answers_by_kleene(a: bool | None, b: bool | None):
    facts = {"a.yes": a, "b.yes": b}
    assert Condition("a.yes && b.yes", FACTS)(facts) is both(a, b)
    assert Condition("a.yes || b.yes", FACTS)(facts) is either(a, b)
    assert Condition("!a.yes", FACTS)(facts) is (None if a is None else not a)


def test_missing_names_the_facts_not_known():
    assert Condition("p.age < 18 && a.yes", FACTS).missing({"a.yes": True}) == ("p.age",)


@pytest.mark.parametrize(("name", "value"), [("p.age", "18"), ("p.age", True), ("a.yes", 1), ("p.sex", "x")])
def test_a_fact_of_another_type_is_refused(name: str, value: object):
    with pytest.raises(FactError):
        FACTS.known({name: value})


def test_facts_the_law_does_not_use_are_left_out():
    assert FACTS.known({"shoe.size": 43, "p.age": None}) == {"p.age": None}


def test_every_shipped_fact_speaks_both_languages():
    for fact in books.current().facts:
        assert fact.text.zh, fact.name
        assert fact.text.en, fact.name
