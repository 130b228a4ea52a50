"""What may be announced after what; when the watch looks; which alarm a law rule raises."""

from datetime import timedelta

import pytest

from mingjing.alerts.rules import rules as alarm_rules
from mingjing.clocks.machine import CLOCK, DUTY
from mingjing.clocks.rules import _alarms, alarm_rule, next_look, phase_at, to_tell
from mingjing.clocks.vocab import Phase, Told
from mingjing.law import books
from tests.diagrams import committed, drawn
from tests.watched import NOON

H, MS = timedelta(hours=1), timedelta(milliseconds=1)
WARN, DUE = (NOON + 6 * H, NOON + 7 * H), NOON + 8 * H


@pytest.mark.parametrize("table", [CLOCK, DUTY], ids=lambda t: t.kind)
def test_every_move_from_every_state(table):
    after = {m.verb: {s: table.after(m.verb, s) for s in Told if table.allows(m.verb, s)} for m in table}
    assert after == {
        "warn": {Told.NOTHING: Told.NEAR, Told.NEAR: Told.NEAR},
        "breach": {Told.NOTHING: Told.OVER, Told.NEAR: Told.OVER},
        "ease": {Told.NEAR: Told.NOTHING, Told.OVER: Told.NOTHING},
    }
    assert committed(table) == drawn(table)


@pytest.mark.parametrize(
    ("at", "clock", "duty", "look"),
    [
        (NOON, Phase.RUNNING, Phase.OPEN, WARN[0]),
        (WARN[0], Phase.WARNED, Phase.WARNED, WARN[1]),
        (WARN[1], Phase.WARNED, Phase.WARNED, DUE + MS),
        (DUE, Phase.WARNED, Phase.WARNED, DUE + MS),
        (DUE + MS, Phase.BREACHED, Phase.OVERDUE, None),
    ],
)
def test_phases_and_looks_around_the_limit(at, clock, duty, look):
    assert phase_at("clock", "running", WARN, DUE, at) == clock
    assert phase_at("duty", "open", WARN, DUE, at) == duty
    assert next_look("running", WARN, DUE, at) == look


@pytest.mark.parametrize("at", [NOON, DUE + H])
def test_what_is_paused_or_has_no_limit_rests(at):
    assert phase_at("clock", "paused", WARN, DUE, at) == Phase.PAUSED
    assert next_look("paused", WARN, DUE, at) is None
    assert phase_at("duty", "open", (), None, at) == Phase.OPEN
    assert next_look("open", (), None, at) is None


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("ended", [True, False])
def test_what_should_stand_announced(phase, ended):
    over = phase in {Phase.BREACHED, Phase.OVERDUE, Phase.LATE, Phase.MISSED}
    near = phase == Phase.WARNED and not ended
    assert to_tell(phase, ended=ended) == (Told.OVER if over else Told.NEAR if near else Told.NOTHING)


def test_every_alarm_named_for_a_law_rule_is_in_the_catalogue():
    data = _alarms()
    named = {*data["clock"].values(), *data["duty"].values(), *data["over"].values()}
    assert named <= alarm_rules().keys()


def test_a_law_rule_without_an_alarm_of_its_own_has_the_general_one():
    assert alarm_rule("clock", Told.OVER, "cn.some.limit") == "clock.over"
    assert alarm_rule("duty", Told.OVER, "cn.some.duty") == "duty.overdue"
    assert alarm_rule("duty", Told.NEAR, "cn.rights.told") == "duty.due"


def test_every_beginning_in_the_alarm_map_fits_a_rule_of_the_books():
    ids = [r.id for r in (*books.current().clocks, *books.current().duties)]
    for beginning in _alarms()["over"]:
        assert any(i.startswith(beginning) for i in ids), beginning
