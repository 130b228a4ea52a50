"""Sentences of a stay say the same in both languages, and nothing twice."""

import pytest

from mingjing.custody.tags import Tag
from mingjing.ledger.entries import sentence

ARRIVED = {
    "number": "X-1", "person": "甲", "site": "某县办案管理中心", "site_en": "Mou County Centre", "role": "suspect",
    "ground": "oral_summons", "mode": "brought", "brought": "某派出所 乙", "brought_en": "乙, Mou Station",
}  # fmt: skip


def test_places_and_units_have_their_english_names():
    said = sentence(Tag.ARRIVED.value, ARRIVED)
    assert "甲到达某县办案管理中心" in said.zh
    assert "由某派出所 乙带至" in said.zh
    assert "甲 arrived at Mou County Centre" in said.en
    assert "brought by 乙, Mou Station" in said.en


def test_entries_of_before_print_the_one_name_they_have():
    old = {name: value for name, value in ARRIVED.items() if not name.endswith("_en")}
    said = sentence(Tag.ARRIVED.value, old)
    assert "arrived at 某县办案管理中心" in said.en
    assert "brought by 某派出所 乙" in said.en


@pytest.mark.parametrize(
    ("note", "zh", "en"),
    [
        ("面部", "面部擦伤。", "at Face."),
        ("面部：二厘米", "（二厘米）", "(二厘米)"),
        ("左前臂（正面）", "（左前臂（正面））", "Left forearm"),
        ("左前臂（正面）：旧", "（左前臂（正面）：旧）", ": 旧)"),
        ("自由文字", "（自由文字）", "(自由文字)"),
        ("", "擦伤。", "at Face."),
    ],
)
def test_where_a_mark_is_stands_once_and_in_the_language_of_the_reader(note, zh, en):
    body = {"region": "face", "kind": "graze", "occasion": "arrival", "note": note, "cause": ""}
    said = sentence(Tag.INJURY_NOTED.value, body)
    assert zh in said.zh
    assert en in said.en
    assert "左前臂" not in said.en
