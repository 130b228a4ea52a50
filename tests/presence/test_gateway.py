"""Gateways let in, given new secrets, cut off; and what the door then knows."""

import pytest

from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.presence import hearing, registry, secrets
from mingjing.presence.actions import device, gateway
from mingjing.presence.beat import Beat
from mingjing.presence.models import Connection, Pulse
from mingjing.presence.reading import LATEST
from tests.custody.conftest import SETUP


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KEY_STORE = tmp_path


@pytest.fixture
def box(centre):
    [made] = device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="gateway", numbers=["G1"])
    return made


def known(number="G1"):
    return registry.known().gateways.get(number)


def test_a_connected_gateway_is_known_with_its_secret_which_the_database_does_not_hold(centre, box):
    secret = gateway.connect(box.pk, by=SETUP, at=centre.at(-50))
    assert known().secrets == (secret.encode(),)
    assert secret.encode() not in bytes(Connection.objects.get().secret)
    assert not any(secret in str(e.content.fields) for e in Entry.objects.select_related("content"))


def test_a_secret_of_one_gateway_opens_no_other(centre, box):
    gateway.connect(box.pk, by=SETUP, at=centre.at(-50))
    assert secrets.opened(bytes(Connection.objects.get().secret), "G2") is None


def test_both_secrets_open_until_the_new_one_is_confirmed(centre, box):
    old = gateway.connect(box.pk, by=SETUP, at=centre.at(-50))
    new = gateway.rotate(box.pk, by=SETUP, at=centre.at(-40))
    assert known().secrets == (new.encode(), old.encode())
    gateway.confirm(box.pk, by=SETUP, at=centre.at(-30))
    assert known().secrets == (new.encode(),)


def test_a_gateway_cut_off_is_not_known(centre, box):
    gateway.connect(box.pk, by=SETUP, at=centre.at(-50))
    gateway.cut_off(box.pk, by=SETUP, at=centre.at(-40), why="被盗")
    assert known() is None
    assert Entry.objects.filter(tag="presence.gateway.cut_off").exists()


@pytest.mark.parametrize("post", ["custody_guard", "case_officer"])
def test_only_those_who_set_devices_up_connect_gateways(centre, box, post):
    with pytest.raises(Refusal) as refused:
        gateway.connect(box.pk, by=centre.officer(post).acting(post), at=centre.at(-50))
    assert refused.value.verdicts[0].code == "access.post"


def refused(act, *args, **kw):
    with pytest.raises(Refusal) as why:
        act(*args, **kw)
    return why.value.verdicts[0].code


def test_what_cannot_be_connected_says_why(centre, box, bands):
    by = {"by": SETUP, "at": centre.at(-50)}
    assert refused(gateway.connect, bands[0].pk, **by) == "presence.gateway.none"
    assert refused(gateway.connect, box.pk, profile="nobody's", **by) == "presence.profile.unknown"
    assert refused(gateway.rotate, box.pk, **by) == "presence.gateway.unconnected"
    gateway.connect(box.pk, **by)
    assert refused(gateway.connect, box.pk, **by) == "presence.gateway.connected"
    assert refused(gateway.cut_off, box.pk, why=" ", **by) == "presence.why.missing"


@pytest.mark.parametrize("drift", [LATEST, -LATEST])
def test_a_clock_of_another_century_stops_nobody_from_writing_down_the_others(box, drift):
    """A column of 32 bits holds 24 days; on PostgreSQL more would have lost the notes of every gateway of that look."""
    hearing.note_gateways({"G1": Beat(heard_at=1_770_000_000_000, drift=drift)})
    assert abs(Pulse.objects.get().drift_ms) == 2**31 - 1
