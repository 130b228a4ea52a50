"""Every seeded defect is found, with its place; nothing is invented on clean records. Pure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.interviews.rules.checks import Limits, Other, Said, Span, Told, found, likeness, runs
from mingjing.interviews.rules.coverage import Wanted, covered

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def minute(n):
    return START + timedelta(minutes=n)


def span(a, b, what="x"):
    return Span(what, minute(a), None if b is None else minute(b))


LIMITS = Limits(6, 0.6, 40, 180, 4, timedelta(minutes=60))
OTHERWISE = "我当天一直在家里睡觉，什么都不知道，也没有见过某甲，他说的车我从来没有看到过，不清楚这件事情。"
STORY = "那天晚上九点多我从虚构镇北街的网吧出来，看到路边停着一辆没有上锁的黑色电动车，就推走骑回了租住的地方。"
CLEAN = Told(
    head={"name": "某甲", "place": "讯问室1", "askers": "警甲（城关所）", "writer": "警乙（城关所）"},
    lines=[
        Said("1", "q", "你的权利是否清楚？", "rights"), Said("2", "a", "清楚。"),
        Said("3", "q", "请陈述经过。"), Said("4", "a", STORY),
    ],
    span=span(0, 30), askers=["警甲"], writer="警乙", officers={"警甲": [span(-60, -10)], "警乙": [span(30, 60)]},
    stays=[span(-120, None)], custody=span(0, 40), pauses=[span(10, 15)], recording=[span(0, 40)], recorded=True,
    clocks_over=[], others=[Other("X2", "某乙", [Said("9", "a", OTHERWISE)])],
    parts_twice=[], limits=LIMITS,
)  # fmt: skip


def codes(told):
    return [one.code for one in found(told)]


def test_a_clean_record_has_no_finding():
    assert codes(CLEAN) == []


COPIED = [Other("X2", "某乙", [Said("9", "a", STORY.replace("黑色", "红色"))])]
SEEDED = {
    "head.missing": {"head": {**CLEAN.head, "place": " "}},
    "head.officer": {"head": {**CLEAN.head, "askers": "警丙"}},
    "line.unanswered": {"lines": [*CLEAN.lines, Said("5", "q", "还有什么要说的？"), Said("6", "a", " ")]},
    "time.stay": {"stays": [span(5, None)]},
    "time.custody": {"custody": span(2, 40)},
    "time.pause": {"pauses": [span(25, 35)]},
    "officer.two_rooms": {"officers": {"警甲": [span(20, 50)]}},
    "officer.two_parts": {"parts_twice": ["警甲"]},
    "limit.passed": {"clocks_over": ["传唤时限"]},
    "length.fast": {"lines": [*CLEAN.lines, Said("5", "a", "甲乙丙丁" * 2000)]},
    "length.slow": {"span": span(0, 200), "custody": span(0, 220), "recording": [span(0, 220)], "officers": {}},
    "recording.gap": {"recording": [span(0, 20), span(22, 40)]},
    "answer.alike": {"others": COPIED},
}


@pytest.mark.parametrize("code", SEEDED)
def test_a_seeded_defect_is_found_and_nothing_else(code):
    several = found(replace(CLEAN, **SEEDED[code]))
    assert [one.code for one in several] == [code]
    [one] = several
    assert one.text.zh
    assert one.text.en != one.text.zh


def test_an_empty_record_and_reversed_times_are_found():
    assert "record.empty" in codes(replace(CLEAN, lines=[]))
    assert "time.reversed" in codes(replace(CLEAN, span=span(30, 0)))


def test_a_copied_answer_is_cited_with_its_passage():
    [one] = found(replace(CLEAN, others=COPIED))
    assert one.line == "4"
    assert one.cited == ("X2", STORY.replace("黑色", "红色"))


def test_a_pause_covers_a_gap_of_the_recording():
    assert codes(replace(CLEAN, recording=[span(0, 10), span(15, 40)])) == []


@given(
    st.text(alphabet="甲乙丙丁戊己庚辛abc，。 ", max_size=80), st.text(alphabet="甲乙丙丁戊己庚辛abc，。 ", max_size=80)
)
def test_likeness_is_a_share_that_knows_no_order(one, other):
    a, b = runs(one, 6), runs(other, 6)
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) in {0.0, 1.0}


@settings(max_examples=40)
@given(st.integers(1, 20), st.integers(0, 19), st.integers(0, 10))
def test_spans_that_only_touch_do_not_overlap(length, start, gap):
    one, other = span(start, start + length), span(start + length + gap, start + length + gap + 5)
    assert not one.overlaps(other)
    assert not other.overlaps(one)
    assert one.overlaps(span(start, None))


def test_coverage_follows_questions_words_and_head():
    wanted = [
        Wanted("when", frozenset({"q1"}), ("什么时间",)), Wanted("how", frozenset(), ("怎么",)),
        Wanted("name", frozenset(), (), "name"),
    ]  # fmt: skip
    lines = [Said("1", "q", "…", "q1"), Said("2", "a", "九点"), Said("3", "q", "怎么进去的？"), Said("4", "a", " ")]
    assert covered(wanted, lines, {"name": "某甲"}) == {"when", "name"}
    assert covered(wanted, [*lines, Said("5", "a", "翻墙")], {}) == {"when", "how"}
    assert covered(wanted, [Said("1", "q", "什么时间？")], {}) == set()
