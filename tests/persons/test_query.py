"""What somebody types is taken apart, and nothing breaks it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mingjing.persons.rules.contacts import phone
from mingjing.persons.rules.identity_number import lengthen
from mingjing.persons.rules.query import MOST, Query, parse


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("张伟", Query(name="张伟")),
        ("  zhang wei ", Query(name="zhang wei")),
        ("张伟 1990-05-17", Query(name="张伟", born=date(1990, 5, 17))),
        ("张伟 1990年5月17日", Query(name="张伟", born=date(1990, 5, 17))),
        ("19900517", Query(born=date(1990, 5, 17))),
        ("13800000001", Query(phone="13800000001")),
        ("138-0000-0001", Query(phone="13800000001")),
        ("+86 138 0000 0001", Query(phone="13800000001")),
        ("511000********3333", Query(number="511000________3333")),
        ("6109**************", Query(number="6109______________")),
        ("??????????????????", Query()),  # fits everybody on record
        ("***************", Query()),
        ("???????????????01X", Query()),
        ("511000900517001", Query(number=lengthen("511000900517001"))),
        ("61092119900517001x", Query(number="61092119900517001X")),
        ("３７０２００１９９７０３１４５６９１", Query(number="370200199703145691")),
        ("0017", Query(digits="0017")),
        ("001x", Query(digits="001x")),
        ("", Query()),
        ("玉素甫·麦麦提江", Query(name="玉素甫·麦麦提江")),
    ],
)
def test_parts(typed, query):
    assert parse(typed) == query


@given(some.text(max_size=300))
def test_anything_may_be_typed(typed):
    query = parse(typed)
    assert len(query.name) <= MOST * 4


@given(some.text(alphabet="0123456789-+ *?xX年月日/.", max_size=60))
def test_any_digits_may_be_typed(typed):
    parse(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+8613800000001", "13800000001"), ("008613800000001", "13800000001"), ("8613800000001", "13800000001"),
     ("+1 202 555 0100", "+12025550100"), ("0915-5212345", "09155212345"), ("没有", "")],
)  # fmt: skip
def test_telephones_have_one_form(typed, kept):
    assert phone(typed) == kept
