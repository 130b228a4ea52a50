"""The watch: what is near and over is announced once, alarms follow, nothing depends on when it looks."""

from datetime import timedelta

import pytest

from mingjing.alerts.actions.alarm import answer
from mingjing.alerts.models import Alarm
from mingjing.alerts.vocab import AlarmState, Grade
from mingjing.clocks import watching
from mingjing.clocks.actions.timed import attend
from mingjing.clocks.models import Clock, Timed
from mingjing.clocks.vocab import Phase, Told
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from tests.clocks.acts import STAY, arrived, happened
from tests.watched import NOON

RULE = "cn.questioning.public_order"
H = timedelta(hours=1)
DUE = NOON + 8 * H


@pytest.fixture(autouse=True)
def _only_the_questioning_clock(centre):
    """Other rules of the books come and go; these tests are about one clock."""
    arrived(NOON)
    Timed.objects.exclude(rule=RULE).update(attend_at=None)


def look(at):
    with frozen(at):
        return watching.tick(at)


def alarms():
    return {a.rule: a for a in Alarm.objects.filter(cause__startswith=RULE)}


def announced():
    said = Entry.objects.filter(tag__startswith="clocks.").with_content().order_by("id")
    return [e.tag for e in said if e.body["rule"] == RULE]


def test_nothing_is_said_before_its_time():
    assert look(NOON + H) == 0
    assert alarms() == {}


def test_near_then_nearer_then_over(centre):
    warnings = Clock.objects.get(rule=RULE).warnings
    look(warnings[0])
    assert alarms()["clock.near"].grade == Grade.YELLOW
    look(warnings[1])
    assert alarms()["clock.near"].sightings == 2
    look(DUE)
    assert "clock.over" not in alarms(), "at the limit it is still within it"
    look(DUE + timedelta(milliseconds=1))
    over = alarms()["clock.over"]
    assert (over.grade, over.latched, over.subject) == (Grade.RED, True, STAY)
    assert "PSL 97" in over.basis
    assert alarms()["clock.near"].state == AlarmState.CLOSED
    assert announced() == ["clocks.clock.warned"] * 2 + ["clocks.clock.breached"]
    row = Clock.objects.get(rule=RULE)
    assert (row.state, row.told, row.attend_at) == (Phase.BREACHED, Told.OVER, None)


def test_a_duty_without_a_number_is_said_to_be_due_promptly():
    told = {"rule": "x", "title_zh": "通知家属", "title_en": "Telling the family", "subject": "", "book": ""}
    none, some = {**told, "due_at": None}, {**told, "due_at": "2026-12-01T04:00:00Z"}
    over = "clocks.duty.overdue"
    assert sentence(over, none).zh == "通知家属应及时办理，已逾期"
    assert sentence(over, none).en == "Telling the family was to be done promptly and is overdue"
    assert sentence(over, some).zh == "通知家属应于 12-01 12:00 前办理，已逾期"
    assert sentence("clocks.duty.warned", some).en == "Telling the family must be done by 12-01 12:00"


def test_looking_again_says_nothing_new():
    look(DUE + H)
    entries = Entry.objects.count()
    assert look(DUE + H) == 0
    assert look(DUE + 2 * H) == 0
    assert Entry.objects.count() == entries


def test_one_look_after_a_long_night_finds_it_over():
    look(DUE + 5 * H)
    assert announced() == ["clocks.clock.breached"]
    assert set(alarms()) == {"clock.over"}


def test_an_extension_takes_the_warning_back():
    look(Clock.objects.get(rule=RULE).warnings[0])
    at = DUE - H
    approval = Clock.objects.get(rule=RULE).extensions[0]["approval"]
    with frozen(at):
        facts = {"approval.kind": approval, "case.many_people": True}
        happened("approvals.request.granted", at, facts, subject=Ref("request", "r1"), refs=[STAY])
    look(at)
    assert alarms()["clock.near"].state == AlarmState.CLOSED
    row = Clock.objects.get(rule=RULE)
    assert (row.state, row.told, row.due_at) == (Phase.RUNNING, Told.NOTHING, NOON + 12 * H)
    look(row.due_at + H)
    assert alarms()["clock.over"].active


def test_a_breach_stays_latched_after_the_person_has_left(centre):
    look(DUE + H)
    with frozen(DUE + 2 * H):
        happened("custody.stay.departed", DUE + 2 * H)
    look(DUE + 2 * H)
    over = alarms()["clock.over"]
    assert (over.state, over.closed_at) == (AlarmState.GONE_UNSEEN, None)
    with frozen(DUE + 3 * H):
        answer(over.pk, by=centre.acting("custody"), at=DUE + 3 * H, answer="ended")
    assert alarms()["clock.over"].state == AlarmState.CLOSED


def test_an_end_in_time_closes_the_warning_without_a_word():
    look(DUE - H)
    with frozen(DUE - H):
        happened("custody.stay.departed", DUE - H)
    look(DUE - H)
    assert alarms()["clock.near"].state == AlarmState.CLOSED
    assert announced() == ["clocks.clock.warned"]


def test_a_breach_found_only_afterwards_is_still_an_alarm():
    with frozen(DUE + 3 * H):
        happened("custody.stay.departed", DUE + H)
    look(DUE + 3 * H)
    over = alarms()["clock.over"]
    assert (over.state, over.latched) == (AlarmState.GONE_UNSEEN, True)


def test_one_bad_row_alarms_and_stops_nobody(monkeypatch, centre):
    arrived(NOON, subject=Ref("stay", "s2"))
    Timed.objects.exclude(rule=RULE).update(attend_at=None)
    bad = Clock.objects.get(rule=RULE, subject_id="s1")

    def break_down(pk, **more):
        if pk == bad.pk:
            raise ZeroDivisionError
        return attend(pk, **more)

    monkeypatch.setattr(watching, "attend", break_down)
    assert look(DUE + H) == 1
    assert {a.rule for a in Alarm.objects.all()} == {"clock.over", "integrity.rule_broken"}
    broken = Alarm.objects.get(rule="integrity.rule_broken")
    assert (broken.subject, broken.cause) == (Ref("timed", str(bad.pk)), "ZeroDivisionError")


def test_a_crash_in_the_middle_leaves_nothing_half_written(monkeypatch):
    def die(**more):
        raise KeyboardInterrupt

    monkeypatch.setattr("mingjing.clocks.actions.timed.raise_alarm", die)
    before = list(Timed.objects.values()), Entry.objects.count()
    with pytest.raises(KeyboardInterrupt):
        look(DUE + H)
    assert (list(Timed.objects.values()), Entry.objects.count()) == before
    monkeypatch.undo()
    look(DUE + H)
    assert set(alarms()) == {"clock.over"}
