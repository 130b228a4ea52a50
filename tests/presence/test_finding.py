"""What the engine found becomes rows and alarms, each once, however often it is told."""

from datetime import timedelta

import pytest

from mingjing.alerts import panels
from mingjing.alerts.actions.alarm import answer
from mingjing.alerts.models import Alarm
from mingjing.alerts.rules import rules
from mingjing.custody.models import Stay
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.ledger.models import Entry
from mingjing.presence.actions import binding, finding
from mingjing.presence.evidence import UNKNOWN
from mingjing.presence.fold import Finding as Found
from mingjing.presence.models import Device, Finding
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


def back(centre, minutes=-2):
    binding.take_back(Device.objects.get(number="C001").pk, by=SETUP, at=centre.at(minutes), condition="good")


def test_found_before_it_came_off_and_told_after_it_calls_but_does_not_go_on(centre, worn):
    back(centre)
    tell(centre, "raised", pulse(centre, worn, -5))
    alarm = Alarm.objects.get()
    assert (alarm.state, alarm.subject) == ("gone_unseen", Finding.objects.get().holder)
    tell(centre, "final", pulse(centre, worn, -2, began=False))
    alarm.refresh_from_db()
    assert alarm.state == "gone_unseen"


def test_what_ends_with_its_cause_is_not_told_when_the_cause_has_gone(centre, worn):
    back(centre)
    tell(centre, "raised", Found("device.battery_low", ms(centre, -5), worn.number, value=9.0))
    assert not Alarm.objects.exists()
    assert Finding.objects.get().holder


def test_told_again_after_it_came_off_nothing_rings_anew(centre, worn):
    found = pulse(centre, worn, -5)
    tell(centre, "raised", found)
    alarm = Alarm.objects.get()
    answer(alarm.pk, by=centre.by("custody_officer"), at=centre.at(-4), answer="checked")
    back(centre)
    for what in ("raised", "withdrawn", "raised", "final"):
        tell(centre, what, found)
    assert set(Alarm.objects.values_list("pk", "state")) >= {(alarm.pk, "closed")}
    assert not [one for one in Alarm.objects.all() if one.active]


@pytest.mark.parametrize(("minutes", "rings"), [(-12, True), (-8, False)])
def test_of_whoever_has_left_nothing_goes_on(centre, minutes, rings):
    stay = centre.received(minutes=-60)
    Stay.objects.filter(pk=stay.pk).update(state="departed", departed_at=centre.at(-10))
    tell(centre, "raised", Found("presence.left_area", ms(centre, minutes), str(stay.ref), value="OUT"))
    rung = Alarm.objects.filter(rule="presence.left_area")
    assert [alarm.active for alarm in rung] == [False] * rings


def test_an_officer_who_cries_for_help_is_named_to_whom_it_calls(centre, worn):
    tell(centre, "raised", Found("body.sos", ms(centre, -1), worn.number))
    [card] = panels.cards(Alarm.objects.filter(rule="body.sos"), centre.by("custody_officer"))
    guard = centre.officer("custody_guard")
    assert card.subject == f"{guard.name} {guard.number}"


def there(centre, device, rule, place):
    found = Found(rule, ms(centre, -5), device.number, value=140.0)
    row = finding.tell("raised", found, by=BY, at=centre.at(0), site=centre.site, place=place)
    return row.alarm.text_zh, row.alarm.text_en


def test_whoever_hears_a_call_hears_where_to_run(centre, worn):
    room = centre.site.rooms.first()
    for rule in ("body.fall", "body.sos", "device.cut"):
        zh, en = there(centre, worn, rule, room.code)
        assert zh.endswith(f"，在{room.text.zh}")
        assert en.endswith(f", in {room.text.en}")


@pytest.mark.parametrize(("rule", "place"), [("body.fall", ""), ("body.fall", UNKNOWN), ("device.battery_low", "R1")])
def test_what_nobody_knows_or_needs_is_not_said(centre, worn, rule, place):
    zh, en = there(centre, worn, rule, place)
    assert "，在" not in zh
    assert ", in " not in en


def test_an_officer_goes_where_his_work_takes_him(centre, worn):
    row = tell(centre, "raised", Found("device.forbidden_zone", ms(centre, -1), worn.number, value="roof"))
    assert row.state == "provisional"
    assert row.alarm is None
