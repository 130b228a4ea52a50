"""Registering and mounting devices."""

import pytest

from mingjing.kernel.verdict import Refusal
from mingjing.presence.actions import device
from mingjing.presence.machine import DEVICE
from mingjing.presence.models import Device
from tests.diagrams import committed, drawn

pytestmark = pytest.mark.django_db


def register(centre, numbers, kind="band", **kw):
    by = centre.by("custody_officer")
    return device.register(by=by, at=centre.at(1), site_id=centre.site.pk, kind=kind, numbers=numbers, **kw)


@pytest.mark.parametrize("numbers", [[], ["A", "A"], ["A", " "], [f"N{n}" for n in range(201)]])
def test_odd_lists_of_numbers_are_refused_whole(centre, numbers):
    with pytest.raises(Refusal) as why:
        register(centre, numbers)
    assert why.value.code == "presence.numbers.odd"
    assert not Device.objects.exists()


def test_a_number_is_registered_once(centre):
    register(centre, ["A1", "A2"])
    with pytest.raises(Refusal) as why:
        register(centre, ["A3", "A2"])
    assert why.value.code == "presence.number.taken"
    assert "A2" in why.value.verdicts[0].text.zh
    assert Device.objects.count() == 2


def test_an_unknown_kind_is_refused(centre):
    with pytest.raises(Refusal) as why:
        register(centre, ["A1"], kind="drone")
    assert why.value.code == "presence.kind.unknown"


def test_fixed_devices_are_mounted_in_a_room(centre):
    room, other = centre.site.rooms.all()[:2]
    (anchor,) = register(centre, ["G1"], kind="anchor", room_id=room.pk)
    assert anchor.room == room
    device.mount(anchor.pk, by=centre.by("custody_officer"), at=centre.at(2), room_id=other.pk)
    assert Device.objects.get(pk=anchor.pk).room == other


def test_the_diagram_in_the_documents_is_this_table():
    assert committed(DEVICE) == drawn(DEVICE), "python -m tests.diagrams"
