"""Every reason a row may be refused for, each by itself, in both languages."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.imports.rules import words
from mingjing.imports.rules.judging import Known, Matching, Place, Seat, judged
from mingjing.kernel.text import Text
from tests.imports.conftest import HEADER, row

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
KNOWN = Known(
    NOW,
    {"east派出所": [Place("u1", "c/e/")], "610921000000": [Place("u0", "c/")],
     "两个": [Place("a", "x/"), Place("b", "y/")]},
    {"王小明": [Seat("o1", False, "c/e/")], "610007": [Seat("o7", False, "c/")], "辅警": [Seat("o8", True, "c/")],
     "同名": [Seat("o2", False, "c/w/"), Seat("o3", False, "c/w/")]},
    {"盗窃"}, {"K1"}, {"ELSE1"}, {"A6109215100002019030001"}, {"TWICE1": 2},
    {"criminal": {"filed": Text("已立案侦查", "Filed")}, "public_order": {}},
    {"criminal": {"closed", "non_filed", "transferred"}, "public_order": {"closed"}},
)  # fmt: skip
MATCHING = Matching(words.guessed(HEADER))


def look(matching=MATCHING, extra=(), **changes):
    return judged([*row(**changes), *extra], len(HEADER), matching, KNOWN, 9)


def codes(found, *, warns=False):
    return [one.code for one in found.faults if one.warns == warns]


def test_a_good_row_makes_what_it_says():
    found = look(案发时间="2019-03-03 22:00")
    assert not found.faults
    assert (found.made["kind"], found.made["unit"]) == ("criminal", "u1")
    assert found.made["stage"] == "closed"
    assert found.made["steps"] == []
    assert (found.made["lead_id"], found.made["cause"]) == ("o1", "盗窃")
    assert found.made["opened_at"] < found.made["closed_at"] == found.made["since"]


OPEN = {"案件状态": "已立案", "结案时间": ""}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"案件编号": ""}, "imports.number.missing"),
        ({"案件编号": "〔〕"}, "imports.number.missing"),
        ({"案件编号": "twice-1"}, "imports.number.twice"),
        ({"案件编号": "A6109215100002019030001"}, "imports.number.taken"),
        ({"案件编号": "1" * 65}, "imports.long"),
        ({"案件性质": ""}, "imports.kind.missing"),
        ({"案件性质": "行政"}, "imports.kind.unknown"),
        ({"案由": ""}, "imports.cause.missing"),
        ({"案由": "不认识的案由"}, "imports.cause.unknown"),
        ({"办案单位": "别处"}, "imports.unit.unknown"),
        ({"办案单位": "两个"}, "imports.unit.several"),
        ({"办案单位": ""}, "imports.unit.missing"),
        ({"主办民警": "没有"}, "imports.officer.unknown"),
        ({"主办民警": "同名"}, "imports.officer.several"),
        ({"主办民警": "辅警"}, "imports.lead.auxiliary"),
        ({"受案时间": ""}, "imports.accepted_at.missing"),
        ({"受案时间": "2019-13-04"}, "imports.accepted_at.date"),
        ({"受案时间": "2027-01-01"}, "imports.accepted_at.future"),
        ({"案发时间": "2019-03-09"}, "imports.accepted_at.order"),
        ({"立案时间": "2019-03-01"}, "imports.filed_at.order"),
        ({"结案时间": "2019-03-01"}, "imports.closed_at.order"),
        ({"案件状态": "神秘"}, "imports.stage.unknown"),
        ({"案件状态": "已结案", "结案时间": ""}, "imports.closed_at.missing"),
        ({**OPEN, "立案时间": ""}, "imports.stage.undated"),
        ({"嫌疑人身份证号": "610921199005170011"}, "imports.suspect_ids.check"),
        ({"嫌疑人": "甲；乙", "嫌疑人身份证号": "61092119900517001X"}, "imports.people.uneven"),
        ({"嫌疑人": "甲；" * 51}, "imports.people.many"),
        ({"被害人": "甲", "被害人身份证号": "1"}, "imports.victim_ids.check"),
    ],
)
def test_each_reason_refuses_by_itself_and_names_its_field(changes, code):
    found = look(**changes)
    assert codes(found) == [code]
    assert found.made is None
    [fault] = found.faults
    assert fault.field in words.fields()
    assert re.search(r"[\u4e00-\u9fff]", fault.text.zh)
    assert not re.search(r"[\u4e00-\u9fff]", fault.text.en)


def test_every_reason_of_a_row_is_told_at_once():
    found = look(案件性质="行政", 受案时间="x", 主办民警="没有", extra=["更多"])
    assert codes(found) == [
        "imports.row.longer", "imports.kind.unknown", "imports.accepted_at.date", "imports.officer.unknown",
    ]  # fmt: skip
    assert found.unread == [("kind", "行政"), ("lead", "没有")]


def test_what_is_known_is_made_again_by_nobody_and_refused_to_nobody():
    found = look(案件编号="k-1", 案由="不认识")
    assert found.known
    assert (found.made, codes(found)) == (None, [])


def test_words_are_given_a_meaning_on_the_page():
    meanings = {
        "kind": {"行政": "public_order"}, "cause": {"打架": "殴打他人"}, "unit": {"老所": "610921000000"},
        "lead": {"离职": "-", "改名": "610007"}, "stage": {"神秘": "filed"},
    }  # fmt: skip
    told = Matching(MATCHING.columns, meanings)
    one = look(told, 案件性质="行政", 案由="打架", 办案单位="老所", 主办民警="改名", 案件状态="神秘", 结案时间="")
    assert not one.faults
    assert (one.made["kind"], one.made["cause"], one.made["unit"]) == ("public_order", "殴打他人", "u0")
    assert (one.made["lead_id"], one.made["stage"]) == ("o7", "filed")
    assert look(told, 主办民警="离职").made["lead_id"] is None


def test_what_may_pass_is_said_beforehand():
    easy = Matching(MATCHING.columns, {}, "610921000000", any_cause=True, bad_numbers=True)
    found = look(easy, 案由="闻所未闻", 办案单位="", 嫌疑人身份证号="610921199005170011")
    assert codes(found, warns=True) == ["imports.suspect_ids.check"]
    assert (found.made["unit"], found.made["cause"]) == ("u0", "闻所未闻")
    assert codes(look(案件编号="else1"), warns=True) == ["imports.number.elsewhere"]


def test_open_cases_tell_the_clocks_what_may_still_run_and_closed_ones_nothing():
    filed = look(**OPEN).made
    assert [(move, at) for move, at in filed["steps"]] == [("file", filed["since"])]
    assert look(**OPEN | {"案件状态": "受案"}).made["steps"] == []
    assert look(案件状态="已立案").made["stage"] == "closed", "it has an end"
    bare = look(案件状态="", 结案时间="", 立案时间="")
    assert (bare.made["stage"], bare.made["since"]) == ("accepted", bare.made["opened_at"])
    assert look(案件状态="不予立案").made["stage"] == "non_filed"


def test_days_without_hours_are_put_in_order_within_a_day():
    made = look(
        受案时间="2019-03-04 18:00", 立案时间="2019-03-04", 结案时间="2019-03-04", 案发时间="2019-03-04 20:00"
    ).made
    assert made["opened_at"] <= made["closed_at"]
    assert look(受案时间="2026-12-01", 立案时间="", 案发时间="", 案件状态="", 结案时间="").made["opened_at"] <= NOW


@given(st.lists(st.text(max_size=30), max_size=22))
def test_no_row_stops_it_and_a_refused_one_makes_nothing(cells):
    found = judged(cells, len(HEADER), MATCHING, KNOWN, 3)
    assert (found.made is None) == (found.known or any(not one.warns for one in found.faults))
