"""Words and states of the components."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from mingjing.kernel.text import Text
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.webkit.parts import Deadline, Event
from mingjing.webkit.spans import clock, span

AT = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SHUT = no("custody.late", "时限已过。", "Too late.", basis="PSL 97", way="/way")


@pytest.fixture(autouse=True)
def _at_ten_past():
    with frozen(AT):
        yield


def drawn(source, **context):
    return Template("{% load mj %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "0 分", "0 min"),
        (45, "45 分", "45 min"),
        (60, "1 小时", "1 h"),
        (80, "1 小时 20 分", "1 h 20 min"),
        (-80, "1 小时 20 分", "1 h 20 min"),
        (1440, "1 天", "1 d"),
        (3000, "2 天 2 小时", "2 d 2 h"),
    ],
)
def test_a_length_in_words(minutes, zh, en):
    assert span(minutes * MINUTE) == Text(zh, en)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (AT, "22:20"),
        (AT - 1440 * MINUTE, "11-22 22:20"),
        (AT + 100 * MINUTE, "11-24 00:00"),
        (AT.replace(year=2025), "2025-11-23 22:20"),
    ],
)
def test_the_wall_clock_names_the_day_when_it_is_another(at, said):
    assert clock(at) == said


@pytest.mark.parametrize(
    ("due", "more", "level"),
    [
        (61, {}, "ok"),
        (60, {}, "soon"),
        (1, {}, "soon"),
        (0, {}, "late"),
        (-5, {}, "late"),
        (30, {"warn_at": AT + 10 * MINUTE}, "ok"),
        (300, {"warn_at": AT}, "soon"),
        (-5, {"met_at": AT - 9 * MINUTE}, "met"),
        (-5, {"paused_at": AT - 9 * MINUTE}, "paused"),
    ],
)
def test_a_deadline_knows_its_state(due, more, level):
    deadline = Deadline("询问查证", AT + due * MINUTE, AT - 300 * MINUTE, **more)
    assert deadline.level() == level
    assert f'data-level="{level}"' in drawn("{% deadline d %}", d=deadline)


def test_a_deadline_says_the_time_three_ways():
    chip = drawn("{% deadline d %}", d=Deadline("询问查证", AT + 80 * MINUTE, AT - 320 * MINUTE, basis="PSL 97"))
    for words in ("5 小时 20 分", "还剩 1 小时 20 分", "23:40", "《治安管理处罚法》第97条"):
        assert words in chip


def test_late_entries_are_marked():
    assert Event("x", AT - 40 * MINUTE, AT).late == 40 * MINUTE
    assert Event("x", AT - 4 * MINUTE, AT).late is None


def test_an_open_button_acts():
    page = drawn('{% verdict_button v "/do" "检查" method="post" %}', v=OK)
    assert 'action="/do"' in page
    assert "csrfmiddlewaretoken" in page
    assert "aria-disabled" not in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_shut_button_says_why_and_leads_out(method):
    page = drawn(f'{{% verdict_button v "/do" "检查" method="{method}" %}}', v=SHUT)
    assert 'aria-disabled="true"' in page
    assert "/do" not in page
    assert page.count("时限已过。") == 2, "once for the eye, once on hover"
    assert "《治安管理处罚法》第97条" in page
    assert 'href="/way"' in page


def test_a_warning_is_shown_and_does_not_shut():
    page = drawn(
        '{% verdict_button v "/do" "检查" %}', v=[OK, Verdict(False, "w", Text("待确认", "Unconfirmed"), "", "warn")]
    )
    assert "待确认" in page
    assert 'href="/do"' in page


def test_words_from_people_cannot_become_markup():
    evil = "<script>alert(1)</script>"
    for source in ('{% t "你好 {n}" "Hello {n}" n=x %}', "{% facts pairs %}", "{% empty x %}", "{% deadline d %}"):
        page = drawn(source, x=evil, pairs=[(evil, evil)], d=Deadline(evil, AT))
        assert "<script>" not in page
        assert "&lt;script&gt;" in page


def test_a_drawn_value_inside_a_sentence_stays_drawn():
    assert "<time" in drawn('{% t "到区 {at}" "Arrived {at}" at=at|clock %}', at=AT)


def test_a_panel_rings_for_its_topics():
    page = drawn('{% panel "webkit:gallery_panel" topics="stay:1 site:2" %}内{% endpanel %}')
    assert 'data-topics="stay:1 site:2"' in page
    assert 'hx-get="/gallery/panel"' in page
    assert 'hx-trigger="bell"' in page


def test_a_basis_that_is_no_law_is_said_in_words():
    told = "本地设定（法律无具体数字）、《公安机关适用继续盘问规定》第29条：值班"
    assert drawn("{{ b|law }}", b="site; CQR 29: 值班") == told
    with translation.override("en"):
        assert drawn("{{ b|law }}", b="practice") == "practice of case-handling areas"
    assert drawn("{{ b|law }}", b="") == ""
