"""The ladder is walked until somebody answers."""

from datetime import timedelta

import pytest

from mingjing.alerts import watching
from mingjing.alerts.actions.alarm import acknowledge, answer, raise_alarm
from mingjing.alerts.actions.silence import put_back, shelve, take_out, unshelve
from mingjing.alerts.models import Alarm, AlarmCall
from mingjing.alerts.rules import ladder, rules
from mingjing.alerts.vocab import Family, Service
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.watched import NOON

STAY = Ref("stay", "s1")
pytestmark = pytest.mark.usefixtures("quiet_clocks")
M = timedelta(minutes=1)


@pytest.fixture
def alarm(centre):
    return raised(centre, "separation.sex")


def raised(centre, rule):
    return raise_alarm(by=machine("test"), at=NOON, log=centre.site.code, site=centre.site, rule=rule, subject=STAY)


def look(minutes):
    at = NOON + minutes * M
    with frozen(at):
        return watching.tick(at)


def called(level):
    return {c.officer.name for c in AlarmCall.objects.filter(level=level).select_related("officer")}


def test_every_rung_is_called_in_turn_and_the_last_again(alarm):
    steps = len(ladder().steps)
    for minute in range(2, 2 * steps, 2):
        assert look(minute) == 1
    assert [called(n) for n in range(steps)] == [
        {"guard"}, {"guard", "custody"}, {"guard", "custody"}, {"legal"}, {"duty_leader", "chief"},
        {"inspector", "city_chief"},
    ]  # fmt: skip
    assert look(2 * steps) == 0, "the last rung repeats later"
    assert look(2 * steps + 15) == 1
    again = Alarm.objects.get()
    assert (again.level, again.escalations) == (steps - 1, steps)
    assert Entry.objects.filter(tag="alerts.alarm.escalated").count() == steps


def test_acknowledging_gives_time_to_answer(centre, alarm):
    acknowledge(alarm.pk, by=centre.acting("guard"), at=NOON)
    assert look(9) == 0
    assert look(10) == 1, "seen is not answered"


def test_an_answer_ends_the_calling(centre, alarm):
    answer(alarm.pk, by=centre.acting("guard"), at=NOON, answer="moved")
    assert look(600) == 0
    assert Alarm.objects.get().call_at is None


def test_green_calls_nobody(centre):
    assert raised(centre, "duty.due").call_at is None
    assert look(600) == 0


def test_a_shelved_alarm_is_quiet_until_its_hour(centre):
    alarm = raised(centre, "clock.near")
    shelve(alarm.pk, by=centre.acting("custody"), at=NOON, until=NOON + 60 * M, reason="律师在场")
    assert look(59) == 0
    assert look(60) == 1
    again = Alarm.objects.get()
    assert (again.service, again.shelved_until) == (Service.IN_SERVICE, None)
    assert look(75) == 1, "and calls again"


def test_who_shelved_may_take_it_back(centre):
    alarm = raised(centre, "clock.near")
    shelve(alarm.pk, by=centre.acting("custody"), at=NOON, until=NOON + 60 * M, reason="律师在场")
    assert unshelve(alarm.pk, by=centre.acting("custody"), at=NOON).service == Service.IN_SERVICE


NEVER_SILENT = {Family.SEPARATION, Family.BODY, Family.PRESENCE, Family.RECORDING}


@pytest.mark.parametrize("rule", [r.code for r in rules().values() if r.family in NEVER_SILENT])
def test_what_watches_a_person_never_falls_silent(centre, rule):
    alarm = raised(centre, rule)
    for quiet in (
        lambda: shelve(alarm.pk, by=centre.acting("custody"), at=NOON, until=NOON + M, reason="x"),
        lambda: take_out(alarm.pk, by=centre.acting("legal"), at=NOON, reason="x"),
    ):
        with pytest.raises(Refusal) as refused:
            quiet()
        assert refused.value.code == "alarm.not_shelvable"


@pytest.mark.parametrize(
    ("said", "code"),
    [({"reason": " "}, "alarm.silence.reason"), ({"until": NOON}, "alarm.shelve.past")],
)
def test_shelving_needs_an_end_and_a_reason(centre, said, code):
    alarm = raised(centre, "clock.near")
    with pytest.raises(Refusal) as refused:
        shelve(alarm.pk, by=centre.acting("custody"), at=NOON, **({"until": NOON + M, "reason": "x"} | said))
    assert refused.value.code == code


def test_out_of_service_and_back(centre):
    alarm = raised(centre, "integrity.seal_lag")
    take_out(alarm.pk, by=centre.acting("legal"), at=NOON, reason="封存机检修")
    assert look(600) == 0
    with frozen(NOON + 600 * M):
        assert put_back(alarm.pk, by=centre.acting("legal"), at=NOON + 600 * M).call_at == NOON + 615 * M
