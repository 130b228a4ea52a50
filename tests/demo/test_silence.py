"""Stopped and started again, the demonstration says when its bands came off instead of calling everybody lost."""

from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.demo import silence
from mingjing.demo.wearing import put_on
from mingjing.kernel.time import frozen, now
from mingjing.presence.models import Binding, Device, Heard
from tests.demo.played import START, played

pytestmark = pytest.mark.django_db


@pytest.fixture
def worn(settings, tmp_path):
    """Somebody in a room with a band that was heard a minute ago."""
    settings.KEY_STORE, settings.READING_STORE = tmp_path / "keys", tmp_path / "readings"
    crew, stay, at = played()
    with frozen(at):
        put_on(crew, stay, at)
        device = Binding.objects.open().get(holder_id=str(stay.pk)).device
        Heard.objects.create(device=device, at=at)
    return device, at


def test_after_a_long_stop_nobody_is_lost(worn):
    device, at = worn
    with frozen(at + timedelta(hours=5)):
        silence.main()
        assert now() > START
    row = Binding.objects.get(device=device)
    assert row.until == at + silence.AFTER
    assert Device.objects.get(pk=device.pk).state == "stock"
    assert not Alarm.objects.filter(rule__startswith="presence.").exists()


def test_after_a_short_one_nothing_changes(worn):
    device, at = worn
    with frozen(at + timedelta(seconds=40)):
        silence.main()
    assert Binding.objects.open().filter(device=device).exists()
