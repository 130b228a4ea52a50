"""Who is found for what was typed, why, and at what cost."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as some

from mingjing.persons.finding import find
from mingjing.persons.models import Person
from mingjing.persons.rules.identity_number import check_character

pytestmark = pytest.mark.django_db
NUMBER = "61092119900517001" + check_character("61092119900517001")


@pytest.fixture
def known(register):
    """People whose names, numbers and telephones are searched for."""
    register("张晓明", document_kind="resident_id", document_number=NUMBER, phone="13800000001", alias="刀疤")
    register("李建国", birth_date=date(1971, 3, 8))
    register("单雄信", birth_date=date(1985, 1, 2))
    register("玉素甫·麦麦提江", birth_date=date(1995, 2, 3))
    register("陈志强", birth_date=date(1988, 8, 8), former_name="陈狗蛋")
    register("Muhammad Ali", nationality="PAK", birth_date=date(1980, 4, 4))
    register("", sex="female", birth_date=None, identity_known=False, age_about=40)
    for i in range(8):
        register(f"王{'甲乙丙丁戊己庚辛'[i]}", birth_date=date(1970 + i, 1, 1))


@pytest.mark.parametrize(
    ("typed", "found", "why"),
    [
        ("张晓明", "张晓明", "the same"),
        ("張曉明", "张晓明", "the same"),
        ("章小明", "张晓明", "sounds the same"),
        ("赵晓明", "张晓明", "one character differs"),
        ("张明晓", "张晓明", "one character differs"),
        ("张明", "张晓明", None),
        ("zhangxiaoming", "张晓明", "sounds the same"),
        ("zhang xiao", "张晓明", "pinyin begins the same"),
        ("zxm", "张晓明", "the same initials"),
        ("刀疤", "张晓明", "the same"),
        ("晓明", "张晓明", "contains it"),
        (NUMBER, "张晓明", "the same document number"),
        (NUMBER[:6] + NUMBER[8:17], "张晓明", "the same document number"),
        (NUMBER[:6] + "********" + NUMBER[14:], "张晓明", "fits the masked number"),
        (NUMBER[:8] + NUMBER[9] + NUMBER[8] + NUMBER[10:], "张晓明", None),
        (NUMBER[:9] + "1" + NUMBER[10:], "张晓明", "the number is one slip away"),
        (NUMBER[-4:], "张晓明", "the number contains the digits"),
        ("138 0000 0001", "张晓明", "the same telephone"),
        ("李健国", "李建国", "sounds the same"),
        ("shanxiongxin", "单雄信", "sounds the same"),
        ("玉素甫", "玉素甫·麦麦提江", "begins the same"),
        ("玉素甫麦麦提江", "玉素甫·麦麦提江", "the same"),
        ("陈自强", "陈志强", "sounds alike"),
        ("陈狗蛋", "陈志强", "the same"),
        ("ali muhammad", "Muhammad Ali", "looks alike"),
        ("1988-08-08", "陈志强", "the same birth date"),
        ("不明身份女子", "不明身份女子", None),
    ],
)
def test_examples(known, typed, found, why):
    first, *_ = find(typed, Person.objects.all()) or [None]
    if why is None:  # what is not promised may be found or not, but nobody else comes first
        assert first is None or first.person.name == found
    else:
        assert first.person.name == found
        assert why in first.reasons[0].text.en


@pytest.mark.parametrize("typed", ["", " ", "赵钱孙李", "%", "_", "' OR 1=1 --", "\\", "９９９９９９９９９９９"])
def test_nobody_is_found_for_nothing(known, typed):
    assert find(typed, Person.objects.all()) == []


def test_a_birth_date_decides_between_namesakes(register):
    old, young = register("王伟", birth_date=date(1960, 2, 3)), register("王伟", birth_date=date(1999, 3, 2))
    assert [m.person for m in find("王伟 1999-03-02", Person.objects.all())] == [young, old]
    assert find("王伟 1960-03-02", Person.objects.all())[0].person == old


def test_only_those_asked_about_are_searched(known):
    assert find("张晓明", Person.objects.none()) == []


def test_the_number_of_queries_does_not_grow(known, register, django_assert_num_queries):
    with django_assert_num_queries(4):
        few = len(find("王甲", Person.objects.all()))
    for i in range(10):
        register("王甲", birth_date=date(1990, 1, 1 + i))
    with django_assert_num_queries(4):
        assert len(find("王甲", Person.objects.all())) > few


@tries(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=some.text(max_size=40) | some.text(alphabet="张晓明王_%\\'\"0123456789xX*?·- ", max_size=30))
def test_anything_may_be_searched_for(known, typed):
    for match in find(typed, Person.objects.all()):
        assert match.reasons
        assert 0 <= match.score <= 100
