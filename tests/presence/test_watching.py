"""Is anybody listening, does every gateway speak, do the clocks agree."""

import json
from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.presence import watching
from mingjing.presence.actions import device, gateway
from mingjing.presence.models import Pulse, Refused
from mingjing.presence.rules.integrity import few
from mingjing.presence.rules.limits import limits
from tests.custody.conftest import SETUP


@pytest.fixture
def house(centre, settings, tmp_path):
    settings.KEY_STORE = settings.READING_STORE = tmp_path
    [made] = device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="gateway", numbers=["G1"])
    gateway.connect(made.pk, by=SETUP, at=centre.at(-50))
    beat(tmp_path, centre.at(0))
    Pulse.objects.create(device=made, heard_at=centre.at(0), drift_ms=100)
    return made


def beat(folder, at):
    (folder / "heartbeat.json").write_text(json.dumps({"at": int(at.timestamp() * 1000)}))


def rules():
    return {a.rule for a in Alarm.objects.open() if a.active}


def test_all_is_well(centre, house):
    assert watching.tick(centre.at(0)) == 0
    assert not rules()


def test_a_gateway_that_falls_silent_is_an_alarm_until_it_speaks(centre, house, tmp_path):
    later = centre.at(0)
    Pulse.objects.update(heard_at=later - timedelta(milliseconds=limits().gateway_silent_after + 1))
    watching.tick(later)
    assert rules() == {"gateway.silent"}
    Pulse.objects.update(heard_at=later)
    watching.tick(later)
    assert not rules()


def test_a_last_will_is_an_alarm_at_once(centre, house):
    Pulse.objects.update(online=False)
    watching.tick(centre.at(0))
    assert rules() == {"gateway.silent"}


def test_a_clock_that_is_off_is_an_alarm(centre, house):
    Pulse.objects.update(drift_ms=-limits().drift - 1)
    watching.tick(centre.at(0))
    assert rules() == {"gateway.drift"}


def test_wrong_signatures_are_an_alarm(centre, house):
    Refused.objects.create(gateway="G1", why="bad_signature", minute=centre.at(0), last_at=centre.at(0), count=3)
    watching.tick(centre.at(0))
    assert rules() == {"gateway.refused"}


def test_a_stalled_consumer_is_one_alarm_for_the_site_not_one_for_each_gateway(centre, house, tmp_path):
    beat(tmp_path, centre.at(0) - timedelta(milliseconds=limits().sense_stalled_after + 1))
    Pulse.objects.update(heard_at=centre.at(-30))
    watching.tick(centre.at(0))
    assert rules() == {"sense.stalled"}
    beat(tmp_path, centre.at(0))
    Pulse.objects.update(heard_at=centre.at(0))
    watching.tick(centre.at(0))
    assert not rules()


def test_where_no_gateway_is_connected_nobody_expects_readings(centre, settings, tmp_path):
    settings.READING_STORE = tmp_path
    assert watching.tick(centre.at(0)) == 0


@pytest.mark.parametrize(
    ("ready", "held", "short"),
    [
        (3, 28, False),
        (2, 28, True),
        (0, 28, True),
        (1, 4, False),
        (0, 4, True),
        (2, 2, False),
        (0, 1, True),
        (0, 0, False),
    ],
)
def test_few_left_is_fewer_than_the_house_wants_and_than_a_quarter(ready, held, short):
    assert few(ready, held, limits()) is short


def test_a_shelf_with_few_bands_is_an_alarm_until_there_are_enough(centre, settings, tmp_path):
    settings.READING_STORE = tmp_path
    numbers = [f"B{n}" for n in range(20)]
    made = device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="band", numbers=numbers)
    device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="card", numbers=["C1"])
    for one in made[2:]:
        device.step(one.pk, by=SETUP, at=centre.at(-30), verb="send", why="检修")
    assert watching.tick(centre.at(0)) == 1
    [alarm] = Alarm.objects.open()
    assert (alarm.rule, alarm.subject_id, "2" in alarm.text.zh) == ("device.stock_low", str(centre.site.pk), True)
    assert watching.tick(centre.at(1)) == 0
    device.step(made[5].pk, by=SETUP, at=centre.at(2), verb="repaired")
    watching.tick(centre.at(2))
    assert not rules()
