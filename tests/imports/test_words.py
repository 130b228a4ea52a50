"""What words of a table mean."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.cases.rules import beginning, procedure_on
from mingjing.imports.rules import words
from mingjing.kernel.time import SHANGHAI, local
from tests.imports.conftest import HEADER

NOON = datetime(2024, 5, 17, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2024-05-17", NOON),
        ("2024/5/17", NOON),
        ("2024.5.17", NOON),
        ("2024年5月17日", NOON),
        ("20240517", NOON),
        ("2024-05-17 09:30", datetime(2024, 5, 17, 1, 30, tzinfo=UTC)),
        ("2024-05-17T09:30:15", datetime(2024, 5, 17, 1, 30, 15, tzinfo=UTC)),
        ("2024年5月17日 9时30分", datetime(2024, 5, 17, 1, 30, tzinfo=UTC)),
        ("2024-05-17 00:00:00", datetime(2024, 5, 16, 16, 0, tzinfo=UTC)),
        ("2024-13-17", None),
        ("2024-02-30", None),
        ("17.5.2024", None),
        ("45429", None),
        ("0001-01-01", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_dates(said, meant):
    assert words.moment(said) == meant


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(SHANGHAI)))
def test_a_day_stays_the_same_day_however_it_is_written(at):
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d %H:%M:%S"):
        assert local(words.moment(at.strftime(form))).date() == at.date()


@given(st.text(max_size=40))
def test_no_words_stop_it(said):
    words.moment(said), words.kind_of(said), words.folded(said), words.several(said), words.guessed([said, said])


def test_headers_are_guessed_in_both_languages_and_never_twice():
    found = words.guessed(HEADER)
    assert {name: HEADER[at] for name, at in found.items()}["suspect_ids"] == "嫌疑人身份证号"
    assert len(set(found.values())) == len(found) == len(HEADER)
    english = words.guessed(["Case No.", "KIND", "Offence", "date_accepted", "受 案 时 间", "?"])
    assert english == {"number": 0, "kind": 1, "cause": 2, "accepted_at": 3}


def test_a_kept_matching_goes_by_the_headers_wherever_they_stand():
    assert words.by_header(["x", "案 由", "编号"], {"cause": "案由", "number": "编号", "unit": "单位"}) == {
        "cause": 1, "number": 2,
    }  # fmt: skip


def test_every_stage_and_move_named_is_one_of_the_law():
    at = datetime(2026, 12, 1, tzinfo=UTC)
    for kind, stages in words.steps().items():
        graph = procedure_on(beginning(kind), at)
        assert stages.keys() <= graph.states.keys()
        assert {move for told in stages.values() for move, _ in told} <= graph.moves.keys()
        assert {graph.moves[move].to for stage, told in stages.items() for move, which in told if which == "since"} <= (
            stages.keys()
        )
        titles = {name: state.title for name, state in graph.states.items()}
        assert all(words.stage_of(kind, titles[one].zh, titles) == one for one in stages)


def test_words_of_other_systems():
    assert [words.kind_of(one) for one in ("刑事案件", "治安", "行政", "")] == ["criminal", "public_order", "", ""]
    assert words.stage_of("criminal", "侦查中", {}) == "filed"
    assert words.stage_of("public_order", "已移送起诉", {}) == ""
