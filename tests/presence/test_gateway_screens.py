"""The screens of gateways and findings."""

import json

import pytest
from django.urls import reverse

from mingjing.kernel.actor import machine
from mingjing.presence.actions import binding, device, finding
from mingjing.presence.engine import Station
from mingjing.presence.fold import Finding as Found
from mingjing.presence.intake import Gateway, Intake, Known, sign
from mingjing.presence.models import Connection, Finding, Pulse, Refused
from mingjing.presence.rules.limits import limits
from tests.custody.conftest import SETUP


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    settings.KEY_STORE, settings.READING_STORE = tmp_path / "keys", tmp_path / "readings"


@pytest.fixture
def box(centre):
    [made] = device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="gateway", numbers=["G1"])
    return made


@pytest.fixture
def chief(centre, web):
    return web(centre.officer("custody_officer"))


def test_a_secret_is_shown_once_and_never_again(centre, box, chief):
    address = reverse("presence:gateway", args=[box.pk, "connect"])
    answer = chief.post(address, {"profile": "mingjing-1"})
    secret = answer.context["secret"]
    assert answer["Cache-Control"] == "no-store"
    assert Connection.objects.count() == 1
    for page in (reverse("presence:gateways"), box.url):
        assert secret not in chief.get(page).content.decode()


def test_a_refused_step_keeps_the_form(centre, box, chief):
    answer = chief.post(reverse("presence:gateway", args=[box.pk, "cut_off"]), {"why": "被盗"})
    assert answer.status_code == 409
    assert "被盗" in answer.content.decode()


def test_the_board_shows_health_and_what_was_refused(centre, box, chief):
    chief.post(reverse("presence:gateway", args=[box.pk, "connect"]), {"profile": "mingjing-1"})
    Pulse.objects.create(device=box, heard_at=centre.at(0), drift_ms=9000, online=False, readings=120)
    Refused.objects.create(
        site=centre.site, gateway="G1", why="bad_signature", minute=centre.at(-1), last_at=centre.at(0), count=3,
        shape="AA0 <aaaaaa>?",
    )  # fmt: skip
    page = chief.get(reverse("presence:gateways")).content.decode()
    assert "签名不符" in page
    assert "偏差过大" in page
    assert "已断开" in page
    assert "<aaaaaa>" not in page


def test_queries_do_not_grow_with_gateways(centre, box, chief, django_assert_max_num_queries):
    numbers = [f"G{n}" for n in range(2, 30)]
    device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="gateway", numbers=numbers)
    chief.get(reverse("presence:gateways"))
    with django_assert_max_num_queries(25):
        chief.get(reverse("presence:gateways"))


def test_why_a_rule_fired_is_shown_step_by_step(centre, box, bands, chief, settings):
    secret, number, at = b"s" * 32, bands[0].number, int(centre.at(-10).timestamp() * 1000)
    known = Known({"G1": Gateway("G1", centre.site.code, secrets=(secret,))}, {number: (centre.site.code, "band")})
    station = Station(centre.site.code, settings.READING_STORE / centre.site.code, Intake(known, limits()), limits())
    station.resume(at - 1000)
    for n in range(4):
        body = json.dumps({"readings": [{"device": number, "at": at + n * 1000, "hr": 150}]}).encode()
        raw = sign(secret, "G1", n, body)
        taken = station.intake.take("G1", raw, at + n * 1000)
        station.write(raw, taken, at + n * 1000)
        station.judge(taken.readings, at + n * 1000)
    station.journal.commit()
    [(what, found)] = station.owed
    assert isinstance(found, Found)
    finding.tell(what, found, by=machine("sense"), at=centre.at(0), site=centre.site)
    assert number in chief.get(reverse("presence:findings")).content.decode()
    answer = chief.get(reverse("presence:why", args=[Finding.objects.get().pk]))
    assert [s.here for s in answer.context["steps"]] == [False, False, True]
    assert "连续 3 次，已发现" in answer.content.decode()


def test_the_page_of_an_alarm_leads_whoever_may_see_it_to_why_it_fired(centre, bands, web):
    stay = centre.received()
    binding.issue(bands[0].pk, by=SETUP, at=centre.at(1), holder=stay.ref)
    found = Found("body.pulse_high", int(centre.at(5).timestamp() * 1000), bands[0].number, value=150.0)
    finding.tell("raised", found, by=machine("sense"), at=centre.at(6), site=centre.site)
    told = Finding.objects.get()
    page, why = reverse("alerts:alarm", args=[told.alarm_id]), reverse("presence:why", args=[told.pk])
    for post in ("custody_officer", "legal_officer"):
        reader = web(centre.officer(post))
        shown = reader.get(page)
        assert shown.status_code == 200
        assert (why in shown.content.decode()) == (reader.get(why).status_code == 200)
    assert reader.get(why).status_code != 200, "somebody may not"


def test_what_was_found_about_people_leads_to_its_steps(centre, bands, chief):
    first, second = sorted(str(centre.received().ref) for _ in range(2))
    found = Found("seen.co_suspect", int(centre.at(5).timestamp() * 1000), f"{first} {second}", value="HW01")
    finding.tell("raised", found, by=machine("sense"), at=centre.at(6), site=centre.site)
    assert first not in chief.get(reverse("presence:findings")).content.decode()
    page = chief.get(reverse("presence:why", args=[Finding.objects.get().pk])).content.decode()
    assert reverse("places:steps") in page
    assert "已不在" not in page


def test_refusals_are_listed_once_however_many_devices_a_site_has(centre, box, bands):
    Refused.objects.create(
        site=centre.site, gateway="G1", why="rate", minute=centre.at(-1), last_at=centre.at(0), count=3
    )
    assert Refused.objects.visible_to(centre.officer("custody_officer")).count() == 1


def test_what_was_found_elsewhere_is_not_found(centre, bands, web):
    finding.tell(
        "raised", Found("body.fall", 1, bands[0].number), by=machine("sense"), at=centre.at(0), site=centre.site
    )
    other = web(centre.officer("case_officer"))
    assert other.get(reverse("presence:why", args=[Finding.objects.get().pk])).status_code == 403
