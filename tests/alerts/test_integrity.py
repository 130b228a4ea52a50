"""The record and the clock watch themselves."""

from datetime import timedelta

import pytest

from mingjing.alerts import integrity
from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.naming import names
from mingjing.kernel.actor import machine
from mingjing.kernel.time import frozen
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


def test_findings_of_the_sealer_ring(centre, unsealed):
    integrity.found([Finding(Code.LOG_FORKED, centre.site.code, "7"), Finding(Code.LOG_FORKED, "elsewhere", "1")])
    alarm = Alarm.objects.get(rule="integrity.logs_disagree")
    assert (alarm.cause, alarm.latched, alarm.site) == ("log.forked", True, centre.site)


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
