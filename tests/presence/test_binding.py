"""Bands from the shelf to a wrist and back."""

import pytest

from mingjing.alerts.actions.alarm import answer, raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.custody.actions import stay as stays
from mingjing.custody.models import Stay
from mingjing.custody.selectors.leaving import exit_checklist
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.presence.actions import binding, device
from mingjing.presence.machine import DEVICE
from mingjing.presence.models import Binding, Device
from mingjing.presence.models.device import wearing
from mingjing.presence.vocab import Condition, DeviceState

pytestmark = pytest.mark.django_db


def refused(code, act):
    with pytest.raises(Refusal) as why:
        act()
    assert code in {v.code for v in why.value.verdicts}


def issued(centre, band, stay, minutes=5):
    return binding.issue(band.pk, by=centre.by("reception"), at=centre.at(minutes), holder=stay.ref)


def test_a_band_goes_to_one_person_and_his_stay_names_it(centre, bands):
    stay = centre.received()
    made = issued(centre, bands[0], stay)
    assert made.holder == stay.ref
    assert Stay.objects.get(pk=stay.pk).band == "B001"
    assert wearing(centre.site.pk) == {"B001": stay.ref}
    about = Entry.objects.about(stay.ref).values_list("tag", flat=True)
    assert "presence.device.issued" in about


def test_nobody_wears_two_and_no_band_is_worn_twice(centre, bands):
    one, two = centre.received(), centre.received()
    issued(centre, bands[0], one)
    refused("presence.holder.has_one", lambda: issued(centre, bands[1], one))
    refused("device.state.issue", lambda: issued(centre, bands[0], two))
    assert Binding.objects.count() == 1


def test_people_wear_bands_and_officers_cards(centre, bands, cards):
    stay, officer = centre.received(), centre.officer("custody_guard")
    by = centre.by("reception")
    refused("presence.kind.wrong", lambda: issued(centre, cards[0], stay))
    refused("presence.kind.wrong", lambda: binding.issue(bands[0].pk, by=by, at=centre.at(5), holder=officer.ref))
    assert binding.issue(cards[0].pk, by=by, at=centre.at(5), holder=officer.ref).holder == officer.ref


def test_a_band_is_for_the_people_of_its_centre(centre, bands):
    elsewhere = Ref("stay", "01900000-0000-7000-8000-000000000000")
    by = centre.by("reception")
    refused("record.unknown", lambda: binding.issue(bands[0].pk, by=by, at=centre.at(5), holder=elsewhere))
    assert Device.objects.get(pk=bands[0].pk).state == DeviceState.STOCK


@pytest.mark.parametrize(("condition", "state"), [("good", "stock"), ("dirty", "stock"), ("cut", "repair")])
def test_taken_back_it_goes_to_the_shelf_or_to_repair(centre, bands, condition, state):
    stay = centre.received()
    issued(centre, bands[0], stay)
    binding.fit(bands[0].pk, by=centre.by("reception"), at=centre.at(6))
    binding.take_back(bands[0].pk, by=centre.by("reception"), at=centre.at(60), condition=condition)
    assert Device.objects.get(pk=bands[0].pk).state == state
    assert Stay.objects.get(pk=stay.pk).band == ""
    assert Binding.objects.get().until == centre.at(60)


def test_nobody_leaves_with_a_band_and_the_gate_names_its_return(centre, bands):
    stay = centre.received()
    issued(centre, bands[0], stay)
    gate = {p.code: p for p in exit_checklist(Stay.objects.get(pk=stay.pk), "released", centre.at(50))}
    assert (gate["custody.exit.band"].ok, gate["custody.exit.band"].way) == (False, "band")
    assert "B001" in gate["custody.exit.band"].text.zh
    back = binding.take_back(bands[0].pk, by=centre.by("reception"), at=centre.at(60), condition="good")
    gate = {p.code: p for p in exit_checklist(Stay.objects.get(pk=stay.pk), "released", centre.at(61))}
    assert gate["custody.exit.band"].proof == (back.seq,)


def test_where_no_band_was_issued_the_gate_asks_for_none(centre):
    gate = exit_checklist(centre.received(), "released", centre.at(50))
    assert "custody.exit.band" not in {p.code for p in gate}


def test_a_band_comes_back_although_its_stay_was_a_mistake(centre, bands):
    stay = centre.received()
    issued(centre, bands[0], stay)
    stays.void(stay.pk, by=centre.by("custody_officer"), at=centre.at(10), reason="登记有误")
    binding.take_back(bands[0].pk, by=centre.by("reception"), at=centre.at(12), condition="good")
    assert Device.objects.get(pk=bands[0].pk).state == DeviceState.STOCK


def test_an_exchange_leaves_no_minute_between(centre, bands):
    stay = centre.received()
    issued(centre, bands[0], stay)
    by = centre.by("reception")
    refused(
        "presence.why.missing",
        lambda: binding.exchange(bands[0].pk, by=by, at=centre.at(30), new_id=bands[1].pk, why=" "),
    )
    binding.exchange(bands[0].pk, by=by, at=centre.at(30), new_id=bands[1].pk, why="电量低")
    old, new = Binding.objects.order_by("since")
    assert (old.until, new.since) == (centre.at(30), centre.at(30))
    assert Stay.objects.get(pk=stay.pk).band == "B002"
    assert Device.objects.get(pk=bands[0].pk).state == DeviceState.STOCK


def test_a_refused_exchange_changes_nothing(centre, bands):
    one, two = centre.received(), centre.received()
    issued(centre, bands[0], one)
    issued(centre, bands[1], two)
    by, before = centre.by("reception"), Entry.objects.count()
    refused(
        "device.state.issue",
        lambda: binding.exchange(bands[0].pk, by=by, at=centre.at(30), new_id=bands[1].pk, why="电量低"),
    )
    assert Binding.objects.open().count() == 2
    assert Entry.objects.count() == before


def test_a_lost_band_is_nobodys(centre, bands):
    stay = centre.received()
    issued(centre, bands[0], stay)
    binding.lose(bands[0].pk, by=centre.by("reception"), at=centre.at(9), why="冲入下水道")
    assert Stay.objects.get(pk=stay.pk).band == ""
    assert not Binding.objects.open().exists()
    device.step(bands[0].pk, by=centre.by("custody_guard"), at=centre.at(20), verb="find", why="找到")
    assert Device.objects.get(pk=bands[0].pk).state == DeviceState.STOCK


def test_taken_back_before_it_was_issued_is_refused(centre, bands):
    issued(centre, bands[0], centre.received(), minutes=10)
    by = centre.by("reception")
    refused(
        "presence.time.before_issue",
        lambda: binding.take_back(bands[0].pk, by=by, at=centre.at(5), condition=Condition.GOOD),
    )


@pytest.mark.parametrize("state", list(DeviceState))
@pytest.mark.parametrize("verb", [m.verb for m in DEVICE])
def test_every_step_from_every_state(centre, bands, state, verb):
    """What the table does not name is refused; what it names ends where the table says."""
    band = bands[0]
    stay = centre.received()
    if state in ("issued", "fitted"):
        issued(centre, band, stay)
    Device.objects.filter(pk=band.pk).update(state=state)
    by, at = centre.by("custody_officer"), centre.at(30)
    acts = {
        "issue": lambda: binding.issue(band.pk, by=by, at=at, holder=centre.received(minutes=20).ref),
        "fit": lambda: binding.fit(band.pk, by=by, at=at),
        "take_back": lambda: binding.take_back(band.pk, by=by, at=at, condition="good"),
        "exchange": lambda: binding.exchange(band.pk, by=by, at=at, new_id=bands[1].pk, why="换"),
        "lose": lambda: binding.lose(band.pk, by=by, at=at, why="丢"),
        "mount": lambda: device.mount(band.pk, by=by, at=at, room_id=centre.site.rooms.first().pk),
    }
    act = acts.get(verb) or (lambda: device.step(band.pk, by=by, at=at, verb=verb, why="因"))
    if verb == "mount":
        refused("presence.mount.worn", act)
    elif DEVICE.allows(verb, state):
        act()
        assert Device.objects.get(pk=band.pk).state == DEVICE.after(verb, state)
    else:
        refused(f"device.state.{verb}", act)
        assert Device.objects.get(pk=band.pk).state == state


def test_only_the_posts_that_may(centre, bands):
    stay = centre.received()
    medic = centre.by("medic")
    refused("access.post", lambda: binding.issue(bands[0].pk, by=medic, at=centre.at(5), holder=stay.ref))
    refused("access.post", lambda: device.step(bands[0].pk, by=medic, at=centre.at(5), verb="charge"))
    stranger = centre.officer("reception", name="邻县", where=centre.beside).acting("reception")
    refused("access.elsewhere", lambda: binding.issue(bands[0].pk, by=stranger, at=centre.at(5), holder=stay.ref))


OFF_HIM = {
    "take_back": lambda centre, bands: binding.take_back(
        bands[0].pk, by=centre.by("reception"), at=centre.at(60), condition="good"
    ),
    "exchange": lambda centre, bands: binding.exchange(
        bands[0].pk, by=centre.by("reception"), at=centre.at(60), new_id=bands[1].pk, why="电量低"
    ),
    "lose": lambda centre, bands: binding.lose(bands[0].pk, by=centre.by("reception"), at=centre.at(60), why="找不到"),
}


def ring(centre, rule, subject, cause, minutes=20):
    return raise_alarm(
        by=machine("sense"), at=centre.at(minutes), log=centre.site.code, site=centre.site, rule=rule, subject=subject,
        cause=cause,
    )  # fmt: skip


@pytest.mark.parametrize("way", OFF_HIM)
def test_what_only_the_band_measured_ends_with_it(centre, bands, way):
    stay = centre.received()
    issued(centre, bands[0], stay)
    fall, off, weak = (ring(centre, r, stay.ref, "B001") for r in ("body.fall", "device.off", "device.battery_low"))
    answer(fall.pk, by=centre.by("custody_officer"), at=centre.at(30), answer="checked")
    OFF_HIM[way](centre, bands)
    states = dict(Alarm.objects.filter(cause="B001").values_list("rule", "state"))
    assert states == {fall.rule: "closed", off.rule: "gone_unseen", weak.rule: "closed"}, "unanswered, it still calls"
    cleared = Entry.objects.about(bands[0].ref).filter(tag="alerts.alarm.cleared", occurred_at=centre.at(60))
    assert {e.subject_id for e in cleared} == {str(alarm.pk) for alarm in (fall, off, weak)}


def test_what_others_measure_of_him_or_of_another_goes_on(centre, bands):
    stay, other = centre.received(), centre.received()
    issued(centre, bands[0], stay)
    issued(centre, bands[1], other)
    kept = [
        ring(centre, "presence.unattended", stay.ref, ""),
        ring(centre, "seen.sex", stay.ref, str(other.ref)),
        ring(centre, "body.fall", other.ref, "B002"),
    ]
    binding.take_back(bands[0].pk, by=centre.by("reception"), at=centre.at(60), condition="good")
    assert all(alarm.active for alarm in Alarm.objects.filter(pk__in=[a.pk for a in kept]))


def test_what_a_refused_return_would_end_stays(centre, bands):
    stay = centre.received()
    issued(centre, bands[0], stay)
    alarm = ring(centre, "body.fall", stay.ref, "B001")
    told = {"by": centre.by("reception"), "at": centre.at(60), "condition": "?"}
    refused("presence.condition.unknown", lambda: binding.take_back(bands[0].pk, **told))
    alarm.refresh_from_db()
    assert alarm.active


@pytest.mark.parametrize("way", ["lose", "send", "retire"])
def test_what_a_device_cried_on_the_shelf_ends_when_it_leaves_the_shelf(centre, bands, way):
    alarm = ring(centre, "device.cut", bands[0].ref, "B001")
    by, at = centre.by("custody_officer"), centre.at(60)
    if way == "lose":
        binding.lose(bands[0].pk, by=by, at=at, why="找不到")
    else:
        device.step(bands[0].pk, by=by, at=at, verb=way, why="表带剪断")
    alarm.refresh_from_db()
    assert alarm.state == "gone_unseen"
