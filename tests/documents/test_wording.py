"""How values are written on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from mingjing.documents.template import Field
from mingjing.documents.vocab import FieldKind
from mingjing.documents.wording import in_words, written
from mingjing.kernel.text import Text


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"), ("5", "伍元整"), ("10", "壹拾元整"), ("1000", "壹仟元整"), ("1005", "壹仟零伍元整"),
        ("5000", "伍仟元整"), ("10001", "壹万零壹元整"), ("10100", "壹万零壹佰元整"), ("200000", "贰拾万元整"),
        ("1020304", "壹佰零贰万零叁佰零肆元整"), ("100000000", "壹亿元整"), ("100000001", "壹亿零壹元整"),
        ("0.5", "伍角"), ("3.05", "叁元零伍分"), ("3.50", "叁元伍角"), ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
    ],
)  # fmt: skip
def test_amounts_in_words(amount, said):
    assert in_words(Decimal(amount)) == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("day", date(1990, 5, 17), "1990年5月17日"),
        ("day", "1990-05-17", "1990年5月17日"),
        ("instant", datetime(2026, 11, 20, 2, 30, tzinfo=UTC), "2026年11月20日10时30分"),
        ("instant", "2026-11-20T02:30:00+00:00", "2026年11月20日10时30分"),
        ("instant", "下午", "下午"),
        ("money", "5000", "5000元（大写：伍仟元整）"),
        ("money", "不多", "不多"),
        ("line", None, ""), ("line", 0, "0"), ("line", True, "是"), ("line", ["甲", "乙"], "甲、乙"),
        ("line", Text("男", "Male"), "男"),
        ("rows", [{"name": "刀", "quantity": 1}], [{"name": "刀", "quantity": "1"}]),
    ],
)  # fmt: skip
def test_values_as_the_paper_says_them(kind, value, said):
    assert written(Field("x", Text("某", "x"), FieldKind(kind)), value) == said


def test_a_choice_is_written_by_its_label():
    field = Field("x", Text("某", "x"), FieldKind.CHOICE, choices=(("a", Text("甲类", "A")),))
    assert written(field, "a") == "甲类"
    assert written(field, "其他") == "其他"
