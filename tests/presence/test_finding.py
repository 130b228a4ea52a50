"""What the engine found becomes rows and alarms, each once, however often it is told."""

from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import rules
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.ledger.models import Entry
from mingjing.presence.actions import binding, finding
from mingjing.presence.fold import Finding as Found
from mingjing.presence.models import Finding
from mingjing.presence.rules import BAND
from mingjing.presence.wording import SENTENCES
from tests.custody.conftest import SETUP

BY = machine("sense")
PULSE = "body.pulse_high"


@pytest.fixture
def worn(centre, cards):
    """A device that somebody has worn for half an hour."""
    officer = centre.officer("custody_guard")
    binding.issue(cards[0].pk, by=SETUP, at=centre.at(-30), holder=Ref("officer", str(officer.pk)))
    return cards[0]


def ms(centre, minutes):
    return int(centre.at(minutes).timestamp() * 1000)


def tell(centre, what, found):
    return finding.tell(what, found, by=BY, at=centre.at(0), site=centre.site)


def pulse(centre, device, minutes=-5, began=True):
    return Found(PULSE, ms(centre, minutes), device.number, began=began, value=140.0)


def test_a_finding_becomes_one_row_and_one_alarm_about_the_wearer(centre, worn):
    found = pulse(centre, worn)
    for _ in range(3):
        tell(centre, "raised", found)
    row = Finding.objects.get()
    assert row.alarm == Alarm.objects.get()
    assert (row.alarm.subject, row.alarm.cause) == (row.holder, worn.number)
    assert "心率过快" in row.alarm.text_zh
    assert "140" not in row.alarm.text_zh, "how high is for those who need to know"
    assert row.alarm.raised_at == row.happened_at


def test_a_withdrawn_finding_takes_its_alarm_back_and_says_so(centre, worn):
    found = pulse(centre, worn)
    tell(centre, "raised", found)
    tell(centre, "withdrawn", found)
    tell(centre, "withdrawn", found)
    assert Finding.objects.get().state == "withdrawn"
    assert (Alarm.objects.get().active, Alarm.objects.get().untrue) == (False, True)
    assert Entry.objects.filter(tag="presence.finding.withdrawn").count() == 1


def test_a_finding_that_stands_again_is_the_same_row(centre, worn):
    found = pulse(centre, worn)
    for what in ("raised", "withdrawn", "raised", "final"):
        tell(centre, what, found)
    row = Finding.objects.get()
    assert row.state == "final"
    assert (row.alarm.active, row.alarm.untrue) == (True, False)


def test_the_end_clears_the_alarm_only_when_final_and_nothing_began_since(centre, worn):
    first, end, second = pulse(centre, worn, -9), pulse(centre, worn, -8, began=False), pulse(centre, worn, -7)
    for found in (first, end, second):
        tell(centre, "raised", found)
    assert Alarm.objects.get().active
    tell(centre, "final", end)
    assert Alarm.objects.get().active
    last = pulse(centre, worn, -6, began=False)
    tell(centre, "final", last)
    assert not Alarm.objects.get().active
    tell(centre, "raised", second)  # told again after a restart
    tell(centre, "final", end)
    assert not Alarm.objects.get().active


def test_many_become_final_at_once(centre, worn):
    several = [pulse(centre, worn, -m) for m in (3, 2, 1)]
    for found in several[:2]:
        tell(centre, "raised", found)
    finding.finalise(several, by=BY, at=centre.at(0), site=centre.site)
    assert set(Finding.objects.values_list("state", flat=True)) == {"final"}
    assert Finding.objects.count() == 3


def test_a_device_nobody_wears_is_found_but_calls_nobody(centre, bands):
    tell(centre, "raised", pulse(centre, bands[1]))
    assert Finding.objects.get().alarm is None
    tell(centre, "raised", Found("device.cut", ms(centre, -1), bands[1].number))
    assert Alarm.objects.get().subject == bands[1].ref


def test_who_wore_it_then_counts_not_who_wears_it_now(centre, worn):
    early = Found(PULSE, int((centre.at(-30) - timedelta(minutes=5)).timestamp() * 1000), worn.number)
    tell(centre, "raised", early)
    assert Finding.objects.get().holder is None


def test_after_a_restart_rows_hold_what_the_engine_stands_by(centre, worn):
    kept, gone = pulse(centre, worn, -3), pulse(centre, worn, -2)
    for found in (kept, gone):
        tell(centre, "raised", found)
    assert finding.settle({kept.key}, by=BY, at=centre.at(0), site=centre.site) == 1
    assert dict(Finding.objects.values_list("at", "state")) == {kept.at: "provisional", gone.at: "withdrawn"}


@pytest.mark.parametrize("rule", [r.code for r in BAND])
def test_every_rule_of_a_band_has_its_alarm_and_its_sentence(rule):
    assert rule in rules()
    assert rule in SENTENCES
