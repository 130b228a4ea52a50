"""The record and the clock watch themselves."""

from datetime import timedelta

import pytest

from mingjing.alerts import integrity
from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.naming import names
from mingjing.kernel.actor import machine
from mingjing.kernel.time import frozen
from mingjing.ledger import looking
from mingjing.ledger.findings import Code, Finding
from mingjing.ledger.models import Checkpoint, LogHead
from tests.watched import NOON

M = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("quiet_clocks")


@pytest.fixture(autouse=True)
def _fresh_clock(monkeypatch):
    monkeypatch.setattr(integrity, "_steady", integrity.Steady())


@pytest.fixture
def unsealed(centre):
    """One entry in the log of the centre, entered at noon."""
    site = centre.site
    return raise_alarm(by=machine("test"), at=NOON, log=site.code, site=site, rule="step.skipped", subject=site.ref)


def look(minutes):
    at = NOON + minutes * M
    with frozen(at):
        return integrity.tick(at)


def sealed(log):
    Checkpoint.objects.create(
        log=log, size=LogHead.objects.get(log=log).size, root="0" * 64, cosigners=0, note="", signed_at=NOON
    )


def test_sealing_that_lags_is_an_alarm_until_it_has_caught_up(centre, unsealed):
    assert look(5) == 0
    assert look(6) == 1
    lag = Alarm.objects.get(rule="integrity.seal_lag")
    assert (lag.subject, lag.active) == (centre.site.ref, True)
    assert lag.text.en == "The oldest unsealed entry has waited 6 min"
    sealed(centre.site.code)
    assert look(7) == 0
    assert Alarm.objects.get(rule="integrity.seal_lag").state == "closed"


def signed(log, minutes, cosigners):
    size = Checkpoint.objects.filter(log=log).count() + 1
    at = NOON + minutes * M
    Checkpoint.objects.create(log=log, size=size, root="0" * 64, cosigners=cosigners, note="", signed_at=at)


def unwitnessed():
    return Alarm.objects.filter(rule="integrity.not_witnessed").order_by("-raised_at").first()


def test_a_log_nobody_above_has_signed_for_an_hour_is_an_alarm_until_somebody_does(centre, unsealed):
    log = centre.site.code
    signed(log, 0, 1)
    signed(log, 10, 0)
    signed(log, 40, 0)
    look(70)
    assert unwitnessed() is None  # sixty minutes are allowed
    look(71)
    assert (unwitnessed().site, unwitnessed().active) == (centre.site, True)
    assert unwitnessed().text.en == "The level above has not witnessed the log of this site for 1 h 1 min"
    signed(log, 72, 1)
    look(73)
    assert unwitnessed().state == "closed"


def test_a_log_no_witness_has_ever_seen_is_counted_from_its_first_checkpoint(centre, unsealed):
    signed(centre.site.code, 0, 0)
    look(61)
    assert unwitnessed().site == centre.site


def looks(centre, count, minute, who="investigator"):
    with frozen(NOON + minute * M):
        for _ in range(count):
            looking.look(
                by=centre.acting(who), at=NOON + minute * M, subject=centre.site.ref, purpose="case", note="核对"
            )


def test_an_officer_who_opens_record_after_record_is_told_to_the_top_by_his_number(centre):
    looks(centre, 20, 1)
    looks(centre, 19, 50)
    looks(centre, 5, 50, "partner")
    look(55)
    assert not Alarm.objects.filter(rule="integrity.many_looks").exists()
    looks(centre, 1, 55)
    look(56)
    look(57)
    alarm = Alarm.objects.get(rule="integrity.many_looks")
    assert alarm.site == centre.site.parent
    assert centre.investigator.number in alarm.text.en
    assert centre.investigator.name not in alarm.text.en
    look(62)  # the first twenty are more than an hour ago
    alarm.refresh_from_db()
    assert not alarm.active


def test_findings_of_the_sealer_ring(centre, unsealed):
    integrity.found([Finding(Code.LOG_FORKED, centre.site.code, "7")])
    alarm = Alarm.objects.get(rule="integrity.logs_disagree")
    assert (alarm.cause, alarm.latched, alarm.site) == ("log.forked", True, centre.site)


def test_what_is_wrong_with_a_log_of_no_site_is_heard_too(centre, unsealed):
    """Posts, sign-ins and looks have logs of their own: who edits these must not be the one nobody hears of."""
    bureau = centre.site.unit.code
    for log in (f"{bureau[:6]}-org", f"{bureau}.looks", "machine.looks"):
        integrity.found([Finding(Code.ROW_CHANGED, log, "7")])
    alarms = {a.cause: a for a in Alarm.objects.filter(rule="integrity.logs_disagree")}
    assert len(alarms) == 3
    for log in (f"{bureau[:6]}-org", f"{bureau}.looks"):
        assert alarms[f"row.changed {log}"].site == centre.site
        assert log in alarms[f"row.changed {log}"].text.en
    assert alarms["row.changed machine.looks"].site == centre.site.parent


@pytest.mark.parametrize(("leap", "seconds"), [(0, 0), (4, 0), (-4, 0), (600, 600), (-600, -600)])
def test_a_clock_that_leaps_is_seen(monkeypatch, leap, seconds):
    boot = iter([100.0, 102.0])
    monkeypatch.setattr(integrity.time, "clock_gettime", lambda _: next(boot))
    steady = integrity.Steady()
    assert steady.jumped(NOON) == 0
    assert steady.jumped(NOON + timedelta(seconds=2 + leap)) == seconds


def test_a_leap_is_an_alarm_at_the_top(centre, monkeypatch):
    monkeypatch.setattr(integrity.Steady, "jumped", lambda *_: 600)
    look(1)
    assert Alarm.objects.get(rule="integrity.clock_drift").site == centre.site.parent


def test_an_alarm_about_a_site_calls_it_by_its_name(centre, unsealed):
    assert names([centre.site.ref])[centre.site.ref].label == centre.site.text
