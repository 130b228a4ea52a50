"""Whatever law and house want of a stay calls somebody when it is not done: real stays, real acts, the watch."""

from datetime import date, timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import rules
from mingjing.clocks import waiting
from mingjing.clocks import watching as clocks
from mingjing.clocks.models import Timed
from mingjing.clocks.rules import _alarms, alarm_rule, patience, waits
from mingjing.clocks.vocab import Phase
from mingjing.custody import watching as standing
from mingjing.kernel.time import frozen
from mingjing.law.shelf import current
from mingjing.ledger.models import Entry
from tests.custody.conftest import START

SEARCH = "cn.search.on_arrival"
HOURS = range(1, 30)


def watched(centre, hours=HOURS):
    """The rules of all alarms after the watch has looked every hour."""
    for hour in hours:
        at = centre.at(60 * hour)
        with frozen(at):
            clocks.tick(at)
            waiting.tick(at)
            standing.tick(at)
    return set(Alarm.objects.values_list("rule", flat=True))


NEGLECTED = [
    "clock.near", "clock.over", "duty.due", "rights.missing", "meal.missing", "rest.missing", "round.missed",
    "medical.missing", "step.skipped", "belongings.open", "family.not_told",
]  # fmt: skip


@pytest.fixture
def neglected(centre):
    """A minor brought in, and then nobody does anything."""
    centre.received(centre.person(born=date(2010, 5, 1)), case_id=centre.case().pk)
    return watched(centre)


def test_a_stay_nobody_cares_for_calls_by_every_duty(neglected):
    assert set(NEGLECTED) - neglected == set()


def test_a_minor_without_his_guardian_calls(neglected):
    assert "adult.missing" in neglected


def test_what_the_law_gives_no_hour_calls_when_the_house_has_waited_and_ends_when_it_is_done(centre):
    stay = centre.received()
    start = Timed.objects.get(rule=SEARCH).started_at

    def look(minutes):
        at = start + timedelta(minutes=minutes)
        with frozen(at):
            waiting.tick(at)
        return Alarm.objects.filter(cause__contains=SEARCH).first()

    allowed = patience(SEARCH).total_seconds() / 60
    assert look(allowed) is None
    alarm = look(allowed + 1)
    assert (alarm.rule, alarm.subject, alarm.active) == ("step.skipped", stay.ref, True)
    assert alarm.text.en == "Safety search of everybody brought in: not done after 31 min"
    assert alarm.basis
    before = Entry.objects.count()
    look(allowed + 30)
    assert Entry.objects.count() == before  # said once
    row = Timed.objects.get(rule=SEARCH)
    row.state, row.ended_at = Phase.DONE, start + timedelta(minutes=allowed + 31)
    row.save()
    assert not look(allowed + 32).active


@pytest.mark.parametrize(("phase", "rule", "due", "called"), [
    (Phase.OPEN, SEARCH, None, True), (Phase.PAUSED, SEARCH, None, False),
    (Phase.OPEN, SEARCH, 3, False),  # the law's own hour
    (Phase.OPEN, "cn.care.rest", None, False),  # the house has no patience to lose there
])  # fmt: skip
def test_what_rests_and_what_has_an_hour_of_its_own_is_not_called_for_by_the_house(phase, rule, due, called):
    due_at = START + timedelta(hours=due) if due else None
    assert waits(phase, rule, START, due_at, START + timedelta(hours=2)) is called


def test_every_line_of_patience_is_about_a_duty_without_a_limit():
    for beginning in _alarms()["patience"]:
        mine = [one for one in current().duties if one.id.startswith(beginning)]
        assert mine, beginning


def test_every_line_about_an_alarm_of_its_own_leads_to_a_rule_of_the_law_that_is_there():
    ids = list(current().rules)
    for beginning, code in _alarms()["over"].items():
        mine = [one for one in ids if one.startswith(beginning)]
        assert mine, beginning
        assert any(alarm_rule("duty", "over", one) == code for one in mine), beginning
        assert code in rules()
