"""Raising, seeing again, clearing, acknowledging and answering."""

from datetime import timedelta

import pytest

from mingjing.alerts import selectors
from mingjing.alerts.actions.alarm import acknowledge, answer, clear, raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.vocab import AlarmState, Grade
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.watched import NOON

STAY = Ref("stay", "s1")
WATCH = machine("watch")
pytestmark = pytest.mark.usefixtures("quiet_clocks")


@pytest.fixture
def raised(centre):
    def go(rule="separation.sex", at=NOON, **more):
        return raise_alarm(by=WATCH, at=at, log=centre.site.code, site=centre.site, rule=rule, subject=STAY, **more)

    return go


def tags():
    return [e.tag.rpartition(".")[2] for e in Entry.objects.order_by("id")]


def test_raising_calls_the_first_on_duty_and_is_entered(centre, raised):
    alarm = raised()
    assert (alarm.state, alarm.grade, alarm.active, alarm.latched) == (AlarmState.UNSEEN, Grade.RED, True, True)
    assert [c.officer for c in alarm.calls.all()] == [centre.guard]
    entry = Entry.objects.get()
    assert entry.tag == "alerts.alarm.raised"
    assert set(entry.refs.values_list("kind", flat=True)) == {"alarm", "stay", "site", "officer"}


def test_repeats_are_sightings_not_new_alarms(raised):
    first = raised()
    assert raised() == first
    with frozen(NOON + timedelta(minutes=6)):
        again = raised(at=NOON + timedelta(minutes=6))
    assert (again.pk, again.sightings) == (first.pk, 2)
    assert tags() == ["raised", "sighted"]


def test_two_causes_are_two_alarms(raised):
    assert raised(cause="stay:a") != raised(cause="stay:b")


def test_a_higher_grade_asks_for_attention_again(centre, raised):
    alarm = raised(rule="duty.overdue")
    acknowledge(alarm.pk, by=centre.acting("guard"), at=NOON)
    worse = raised(rule="duty.overdue", grade=Grade.RED)
    assert (worse.pk, worse.grade, worse.state) == (alarm.pk, Grade.RED, AlarmState.UNSEEN)


def test_what_happened_long_ago_is_kept_and_wakes_nobody(centre, raised):
    alarm = raised(at=NOON - timedelta(hours=1))
    assert (alarm.late, alarm.call_at, list(alarm.calls.all())) == (True, None, [])
    assert selectors.bell(centre.guard)["count"] == 0
    assert list(selectors.open_at(centre.site, centre.guard)) == [alarm]


def test_a_latched_alarm_outlives_its_cause_until_answered(centre, raised):
    alarm = raised()
    cleared = clear("separation.sex", STAY, by=WATCH, at=NOON)
    assert (cleared.state, cleared.latched, cleared.closed_at) == (AlarmState.GONE_UNSEEN, True, None)
    done = answer(alarm.pk, by=centre.acting("custody"), at=NOON, answer="moved")
    assert (done.state, done.closed_at) == (AlarmState.CLOSED, NOON)
    assert done.acknowledged_name == "custody"
    assert tags() == ["raised", "cleared", "answered"]


def test_an_unlatched_alarm_ends_with_its_cause(raised):
    raised(rule="clock.near")
    assert clear("clock.near", STAY, by=WATCH, at=NOON).state == AlarmState.CLOSED
    assert clear("clock.near", STAY, by=WATCH, at=NOON) is None


def test_after_closing_the_same_thing_is_a_new_alarm(raised):
    first = raised(rule="clock.near")
    clear("clock.near", STAY, by=WATCH, at=NOON)
    assert raised(rule="clock.near") != first


def test_an_answered_alarm_waits_for_its_cause(centre, raised):
    alarm = raised()
    answer(alarm.pk, by=centre.acting("custody"), at=NOON, note="已分开")
    assert Alarm.objects.get().state == AlarmState.ANSWERED
    assert clear("separation.sex", STAY, by=WATCH, at=NOON).state == AlarmState.CLOSED


@pytest.mark.parametrize(
    ("said", "code"),
    [({}, "alarm.answer.empty"), ({"note": "  "}, "alarm.answer.empty"), ({"answer": "x"}, "alarm.answer.unknown")],
)
def test_an_answer_says_something(centre, raised, said, code):
    alarm = raised()
    with pytest.raises(Refusal) as refused:
        answer(alarm.pk, by=centre.acting("custody"), at=NOON, **said)
    assert refused.value.code == code
    assert tags() == ["raised"]


@pytest.mark.parametrize(("who", "code"), [("neighbour", "access.elsewhere"), ("inspector", "access.post")])
def test_who_may_not_acknowledge(centre, raised, who, code):
    alarm = raised()
    with pytest.raises(Refusal) as refused:
        acknowledge(alarm.pk, by=centre.acting(who), at=NOON)
    assert refused.value.code == code


def test_an_unknown_rule_is_a_mistake_of_the_program(raised):
    with pytest.raises(KeyError):
        raised(rule="no.such")


def test_the_bell_counts_what_nobody_has_answered(centre, raised):
    raised()
    raised(rule="duty.overdue")
    assert selectors.bell(centre.guard) == {"count": 2, "worst": Grade.RED, "colour": "red"}
    assert selectors.bell(centre.neighbour) == {"count": 0, "worst": None, "colour": ""}


def test_open_alarms_of_many_subjects_in_one_query(raised, django_assert_num_queries):
    worst = raised(refs=[Ref("room", "r1")])
    other = raised(rule="duty.overdue")
    with django_assert_num_queries(1):
        found = selectors.open_for_many([STAY, Ref("room", "r1"), Ref("stay", "s2")])
    assert found == {STAY: [worst, other], Ref("room", "r1"): [worst]}
