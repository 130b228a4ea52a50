"""How names sound and look."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mingjing.persons.rules import names
from mingjing.persons.rules.names import keys


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单雄信", "shanxiongxin"),
        ("解晓东", "xiexiaodong"),
        ("仇和", "qiuhe"),
        ("尉迟恭", "yuchigong"),
        ("曾国藩", "zengguofan"),
        ("玉素甫·麦麦提江", "yusufumaimaitijiang"),
        ("Muhammad Ali", "muhammadali"),
        ("José García", "josegarcia"),
        ("吕布", "lvbu"),
    ],
)
def test_pinyin_knows_surnames_minority_and_foreign_names(name, pinyin):
    assert keys(name).pinyin == pinyin


@pytest.mark.parametrize(
    ("one", "other", "key"),
    [
        ("陈国华", "陳國華", "folded"),
        ("玉素甫·麦麦提", "玉素甫•麦麦提", "folded"),
        ("玉素甫·麦麦提", "玉素甫麥麥提", "folded"),
        ("张伟", "章伟", "pinyin"),
        ("陈强", "程强", "sound"),
        ("刘宁", "刘林", "sound"),
        ("胡建", "符建", "sound"),
        ("朱珊珊", "租三三", "sound"),
        ("戊建国", "戌健国", "shape"),
        ("王末", "玉未", "shape"),
        ("Ali Muhammad", "MUHAMMAD, Ali", "shape"),
    ],
)
def test_names_taken_for_one_another_share_a_key(one, other, key):
    assert getattr(keys(one), key) == getattr(keys(other), key)


@pytest.mark.parametrize(("one", "other"), [("张伟", "李伟"), ("王芳", "王军"), ("赵敏", "周芷若")])
def test_different_names_share_no_key(one, other):
    a, b = keys(one), keys(other)
    assert not {a.folded, a.pinyin, a.sound, a.shape} & {b.folded, b.pinyin, b.sound, b.shape}


def test_every_character_stands_in_one_group_of_each_list():
    assert names._variants()["張"] == "张"
    assert names._alike()["戌"] == names._alike()["戊"]


@pytest.mark.parametrize(
    ("name", "shown"), [("张伟", "张某"), ("欧阳小明", "欧某某"), ("Muhammad Ali", "M. A."), ("···", "某")]
)
def test_masked_names_keep_the_surname_at_most(name, shown):
    assert names.masked(name) == shown


@given(some.text(max_size=60))
def test_any_text_has_keys_and_folding_again_changes_nothing(text):
    found = keys(text)
    assert names.fold(found.folded) == found.folded
    assert names.tidy(names.tidy(text)) == names.tidy(text)
    names.masked(text)
