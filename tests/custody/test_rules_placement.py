"""Every kind of person against every kind of room, with the law's own gates as the judge."""

import re
from datetime import UTC, datetime
from itertools import product

import pytest

from mingjing.custody.entries.words import reasons
from mingjing.custody.rules.placement import HARD, HOUSE, Body, Place, option, preference, rank
from mingjing.law import books
from mingjing.law.engine import check

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SEARCHED = {"search.done": True, "stay.ground": "oral_summons", "case.kind": "public_order"}


def judge(facts):
    return check(books.current(), "custody.place", facts, AT)


def person(stay="s1", sex="male", age=30, **kw):
    facts = {**SEARCHED, "person.sex": sex, "person.age": age, **kw.pop("facts", {})}
    return Body(stay=stay, person=f"p-{stay}", sex=sex, minor=age < 18, facts=facts, **kw)


def room(code="H1", **kw):
    told = {"law_kind": "waiting", "capacity": 2, "certified": True, **kw}
    return Place(id=code, code=code, name=code, **told)


def codes(who, place):
    return {v.code for v in option(who, place, judge).blocking}


@pytest.mark.parametrize(
    ("sex", "age", "other_sex", "other_age"), list(product(["male", "female"], [15, 30], ["male", "female"], [15, 30]))
)
def test_sexes_and_ages_are_kept_apart(sex, age, other_sex, other_age):
    found = codes(person(sex=sex, age=age), room(occupants=(person("s2", other_sex, other_age),)))
    assert ("cn.place.sexes_apart" in found) == (sex != other_sex)
    said = option(person(sex=sex, age=age), room(occupants=(person("s2", other_sex, other_age),)), judge).against
    assert any(v.code == "cn.place.minors_apart" for v in said) == ((age < 18) != (other_age < 18))


def test_somebody_of_unknown_age_counts_as_an_adult_for_the_minor_beside_him():
    unknown = Body(stay="s2", person="p-s2", sex="male", minor=None, facts=SEARCHED)
    said = option(person(age=15), room(occupants=(unknown,)), judge).against
    assert any(v.code == "cn.place.minors_apart" for v in said)


@pytest.mark.parametrize(("minor", "refused"), [(True, False), (None, True), (False, True)])
def test_a_room_for_minors_takes_nobody_of_whom_it_is_not_known(minor, refused):
    who = Body(stay="s1", person="p-s1", sex="male", minor=minor, facts=SEARCHED)
    assert ("custody.place.for_minors" in codes(who, room(juvenile=True))) == refused


@pytest.mark.parametrize("together", [True, False])
def test_accomplices_are_kept_apart_from_either_side(together):
    known = frozenset({"p-s2"}) if together else frozenset()
    one, other = person(accomplices=known), person("s2", accomplices=frozenset({"p-s1"}) if together else frozenset())
    for who, inside in ((one, person("s2")), (person(), other)):
        verdicts = option(who, room(occupants=(inside,)), judge).against
        assert any(v.code == "cn.place.co_suspects_apart" for v in verdicts) == together


@pytest.mark.parametrize(("taken", "capacity", "full"), [(0, 1, False), (1, 1, True), (1, 2, False), (2, 2, True)])
def test_a_full_room_takes_nobody(taken, capacity, full):
    inside = tuple(person(f"o{n}") for n in range(taken))
    assert ("custody.place.full" in codes(person(), room(capacity=capacity, occupants=inside))) == full


def test_he_himself_does_not_fill_his_room():
    assert "custody.place.full" not in codes(person("s1"), room(capacity=1, occupants=(person("s1"),)))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"out_of_service": "门锁损坏"}, "custody.place.out_of_service"),
        ({"sex": "female"}, "custody.place.room_sex"),
        ({"juvenile": True}, "custody.place.for_minors"),
        ({"for_persons": False}, "custody.place.not_for_persons"),
        ({"law_kind": "office"}, "cn.place.not_in_office"),
        ({"certified": False}, "cn.place.waiting_room_accepted"),
    ],
)
def test_rooms_that_do_not_suit(changed, code):
    assert code not in codes(person(), room())
    assert code in codes(person(), room(**changed))


@pytest.mark.parametrize(("age", "facts", "refused"), [
    (15, {}, True), (30, {}, False), (70, {}, True), (30, {"person.pregnant": True}, True),
    (30, {"person.nursing_under_one": True}, True), (30, {"person.pregnant": False}, False),
])  # fmt: skip
def test_continued_questioning_keeps_some_out_of_holding_rooms(age, facts, refused):
    told = {
        "stay.ground": "continued_questioning", "person.pregnant": False, "person.nursing_under_one": False, **facts,
    }  # fmt: skip
    who = person(sex="female", age=age, facts=told)
    assert ("cn.place.special_persons" in codes(who, room())) == refused
    assert "cn.place.special_persons" not in codes(who, room(law_kind="medical"))


def test_nobody_is_placed_before_the_search():
    """The law's gate says so (and warns while its source is unconfirmed); the house's order refuses, see test_order."""
    for done in (True, False):
        said = option(person(facts={"search.done": done}), room(), judge).against
        assert any(v.code == "cn.search.before_placing" for v in said) == (not done)


@pytest.mark.parametrize("side", ["who", "inside"])
def test_who_needs_to_be_alone_is_alone(side):
    who, inside = person(alone=side == "who"), person("s2", alone=side == "inside")
    assert "custody.place.alone" in codes(who, room(occupants=(inside,)))
    assert "custody.place.alone" not in codes(who, room())


def test_a_special_room_is_wanted_not_demanded():
    found = option(person(care=True), room(), judge)
    assert found.allowed
    assert [v.code for v in found.against if v.code.startswith("custody.")] == ["custody.place.special_care"]


def test_the_preference_is_empty_then_same_sex_other_case_then_fewest():
    empty = room("C")
    other_case = room("B", occupants=(person("s2", case="k2"),))
    same_case = room("A", capacity=3, occupants=(person("s3", case="k1"),))
    crowded = room("D", capacity=4, occupants=(person("s4"), person("s5")))
    who = person(case="k1")
    ranked = [o.place.code for o in rank(who, [same_case, crowded, other_case, empty], judge)]
    assert ranked == ["C", "B", "D", "A"]


def test_forbidden_rooms_come_last_and_say_why():
    ranked = rank(person(), [room("A", sex="female"), room("B", out_of_service="维修"), room("C")], judge)
    assert [o.place.code for o in ranked] == ["C", "A", "B"]
    assert [o.allowed for o in ranked] == [True, False, False]
    assert all(v.text.zh and v.text.en for o in ranked for v in o.against)


def test_kinds_people_are_not_left_in_are_not_offered():
    assert rank(person(), [room(holding=None)], judge) == []


def test_a_minors_room_is_kept_for_minors_and_a_special_one_for_those_who_need_it():
    assert preference(person(age=15), room(juvenile=True)) < preference(person(age=15), room())
    assert preference(person(), room()) < preference(person(), room(special_care=True))
    assert preference(person(care=True), room(special_care=True)) < preference(person(care=True), room())


def test_no_override_makes_a_bed():
    for changed in ({"capacity": 0}, {"out_of_service": "x"}, {"for_persons": False}):
        assert codes(person(), room(**changed)) & HARD


def test_what_speaks_against_a_room_is_told_in_words():
    codes = [*HOUSE, *(gate.id for gate in books.current().gates("custody.place"))]
    told = [reasons([code]) for code in codes]
    assert not [text.zh for text in told if re.search("[a-z]", text.zh)]
    assert not [text.en for text in told if re.search("[\u3400-\u9fff]", text.en)]
    assert reasons(["a.newer.rule"]).en == "a.newer.rule"


def told(who, place):
    return [text.en for text in option(who, place, judge).reasons]


@pytest.mark.parametrize(
    ("who", "place", "said"),
    [
        ({}, {}, []),
        ({"care": True}, {}, []),
        ({}, {"special_care": True}, []),
        ({"care": True}, {"special_care": True}, ["suited to special care"]),
        ({"age": 15}, {}, []),
        ({}, {"juvenile": True}, []),
        ({"age": 15}, {"juvenile": True}, ["for minors"]),
        ({}, {"sex": "male"}, ["for his sex"]),
        ({}, {"sex": "female"}, []),
    ],
)
def test_what_speaks_for_a_room(who, place, said):
    assert told(person(**who), room(**place)) == ["empty", *said]


def test_who_is_in_it_already_is_no_fellow_of_himself():
    he = person("s1", case="k1", alone=True)
    found = option(he, room(occupants=(he,)), judge)
    assert (found.reasons[0].en, found.facts["room.occupants"], found.facts["room.occupants_adult"]) == (
        "empty",
        0,
        False,
    )
    assert found.preference == option(he, room(), judge).preference
    assert "custody.place.alone" not in {v.code for v in found.against}
    assert told(he, room(capacity=3, occupants=(person("s2"), he)))[0] == "1 of 3 taken"


@pytest.mark.parametrize(
    ("who", "place", "wanted"),
    [({}, {}, False), ({"care": True}, {}, True), ({}, {"special_care": True}, False),
     ({"care": True}, {"special_care": True}, False)],
)  # fmt: skip
def test_special_care_is_missed_only_by_who_needs_it(who, place, wanted):
    codes_of = {v.code for v in option(person(**who), room(**place), judge).against}
    assert ("custody.place.special_care" in codes_of) == wanted


def test_rooms_are_offered_in_the_order_of_the_house_and_strangers_before_fellows():
    rooms = [room("A", holding=2), room("B", holding=1), room("C", holding=0)]
    assert [o.place.code for o in rank(person(), rooms, judge)] == ["C", "B", "A"]
    no_case = room("A", law_kind="other", occupants=(person("s2"),))
    other_sex = room("B", law_kind="other", occupants=(person("s3", sex="female"),))
    assert [option(person(), one, judge).preference[3] for one in (no_case, other_sex)] == [False, True]
