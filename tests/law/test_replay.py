"""What moves when the law changes: told for every open clock and duty, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mingjing.kernel.time import parse
from mingjing.law import books
from mingjing.law.cli import main
from mingjing.law.engine import Event
from mingjing.law.replay import Change, Story, frozen, moved
from mingjing.law.rule import Dated

BOOKS = books.current()
START = parse("2025-12-20T10:00:00+08:00")
NOW = START + timedelta(days=5)
FILED = Event("cases.case.moved", START, {"case.kind": "public_order", "case.move": "file", "case.stage": "filed"})
PERIOD = "cn.public_order.case_period"
FINE = "cn.penalty.fine_paid"


def changed(rule_id: str, *, days: int):
    """The books with another limit for one rule."""
    rule = BOOKS[rule_id]
    first, version = rule.versions.entries[0]
    other = replace(version, period=replace(version.period, amount=days))
    return replace(BOOKS, rules={**BOOKS.rules, rule_id: replace(rule, versions=Dated(((first, other),)))})


def test_the_same_books_move_nothing():
    assert list(moved([Story("one", (FILED,))], BOOKS, BOOKS, NOW)) == []


@pytest.mark.parametrize(("days", "earlier"), [(20, True), (40, False)])
def test_another_limit_moves_the_end_of_every_open_clock(days: int, earlier: bool):
    stories = [Story(name, (FILED,)) for name in ("one", "two")]
    found = list(moved(stories, BOOKS, changed(PERIOD, days=days), NOW))
    assert [(m.name, m.rule, m.change, m.earlier) for m in found] == [
        (name, PERIOD, Change.DUE, earlier) for name in ("one", "two")
    ]
    assert found[0].after.due_at - found[0].before.due_at == timedelta(days=days - 30)


def test_a_limit_that_is_already_over_is_told_with_its_end():
    (one,) = moved([Story("one", (FILED,))], BOOKS, changed(PERIOD, days=3), NOW)
    assert (one.change, str(one.before.state), str(one.after.state)) == (Change.DUE, "running", "breached")


def test_what_has_ended_under_both_is_left_alone():
    decided = Event("cases.case.moved", START + timedelta(days=2), {"case.move": "decide", "case.stage": "decided"})
    assert list(moved([Story("one", (FILED, decided))], BOOKS, changed(PERIOD, days=20), NOW)) == []


def test_a_rule_that_falls_away_or_comes_is_told():
    without = replace(BOOKS, rules={k: r for k, r in BOOKS.rules.items() if k != PERIOD})
    story = Story("one", (FILED,))
    assert [m.change for m in moved([story], BOOKS, without, NOW)] == [Change.GONE]
    (come,) = moved([story], without, BOOKS, NOW)
    assert (come.change, come.before, come.earlier) == (Change.BEGUN, None, True)


def test_only_rules_of_its_kind_are_looked_at():
    story = Story("one", (FILED,), rules=frozenset({FINE}))
    assert list(moved([story], BOOKS, changed(PERIOD, days=20), NOW)) == []


def test_the_law_of_another_day_applied_throughout():
    old, new = frozen(BOOKS, date(2025, 12, 31)), frozen(BOOKS, date(2026, 1, 1))
    (one,) = moved([Story("one", (FILED,))], old, new, NOW)
    assert (one.change, one.before.basis[:8], one.after.basis[:7]) == (Change.WORDS, "PSL12 99", "PSL 118")
    assert [e.id for e in one.before.extensions] == ["first"]
    assert [e.id for e in one.after.extensions] == ["first", "second", "station_first", "station_second"]
    assert "cn.penalty.guardian_heard" not in old.rules
    assert new.procedure("cn.procedure.public_order", date(1999, 1, 1)).moves["file"].basis == "PSL 90"
    assert old.version != new.version != BOOKS.version


def test_the_command_tells_what_moved(tmp_path, capsys):
    file = tmp_path / "case.json"
    file.write_text(
        '{"now": "2025-12-25T10:00:00+08:00", "events": [{"tag": "cases.case.moved", "at": "2025-12-20T10:00:00+08:00",'
        ' "facts": {"case.kind": "public_order", "case.move": "file", "case.stage": "filed"}}]}'
    )
    assert main(["--lang", "en", "replay", str(file), "--on", "2026-01-01"]) == 0
    out = capsys.readouterr().out
    assert PERIOD in out
    assert "PSL 118" in out
    assert main(["--lang", "en", "replay", str(file), "--on", "2025-12-25"]) == 0
    assert "nothing moved" in capsys.readouterr().out
    assert main(["replay", str(file)]) == 2
