"""What the demonstration plays are its own bands; somebody else's are left to him."""

import pytest

from mingjing.demo.airing import Air
from mingjing.demo.crew import SETUP
from mingjing.demo.wearing import put_on
from mingjing.demo.whereabouts import recorded
from mingjing.kernel.time import frozen
from mingjing.presence.actions import binding, device
from mingjing.presence.models import Binding
from tests.demo.played import played

pytestmark = pytest.mark.django_db


def test_a_band_that_a_visitor_registers_is_his_to_play(settings, tmp_path):
    settings.KEY_STORE, settings.READING_STORE = tmp_path / "keys", tmp_path / "readings"
    crew, stay, at = played()
    with frozen(at):
        put_on(crew, stay, at)
        worn = Binding.objects.open().get(holder_id=str(stay.pk))
        assert [one.device for one in recorded(crew.site, {}).people] == [worn.device.number]
        mine, shelved = device.register(
            by=SETUP, at=at, site_id=crew.site.pk, kind="band", numbers=["VISITOR-1", "VISITOR-2"]
        )
        binding.exchange(worn.device_id, by=SETUP, at=at, new_id=mine.pk, why="a visitor's")
        assert recorded(crew.site, {}).people == ()
        said = b"".join(raw for _, raw in Air(crew, 1.0, 4.0, "7").messages(at.timestamp()))
    assert b"B-00" in said, "those on the shelf"
    assert shelved.number.encode() not in said
