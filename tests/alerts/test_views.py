"""The screens of alarms, as people at their posts see them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.alerts.vocab import AlarmState, Service
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import local
from mingjing.ledger.models import Entry
from tests.watched import NOON

pytestmark = pytest.mark.usefixtures("quiet_clocks")


@pytest.fixture
def alarm(centre):
    return raised(centre)


def raised(centre, rule="separation.sex", subject="s1"):
    return raise_alarm(
        by=machine("test"), at=NOON, log=centre.site.code, site=centre.site, rule=rule, subject=Ref("stay", subject)
    )


@pytest.fixture
def signed_in(centre, settings):
    settings.MFA_REQUIRED = False

    def go(name):
        client = Client()
        client.force_login(centre.people[name])
        return client

    return go


def test_the_bell_counts_and_shows_what_must_fill_the_screen(signed_in, alarm):
    said = signed_in("guard").get(reverse("alerts:bell")).content.decode()
    assert 'data-alarm-count="1"' in said
    assert f'data-calling-alarm="{alarm.get_absolute_url()}"' in said
    assert 'data-alarm-count="0"' in signed_in("neighbour").get(reverse("alerts:bell")).content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn_in_both_languages(centre, signed_in, alarm, language):
    client = signed_in("custody")
    client.cookies["mingjing_language"] = language
    pages = ["alerts:alarms", "alerts:open", "alerts:hand_over", "alerts:figures"]
    for name in pages:
        assert client.get(reverse(name)).status_code == 200, name
    page = client.get(alarm.get_absolute_url()).content.decode()
    assert ("Mixed-sex placement" in page) is (language == "en")
    assert ("男女混关" in page) is (language != "en")


def test_one_tap_answers_and_acknowledges(signed_in, alarm):
    page = signed_in("guard").post(reverse("alerts:ready_answer", args=[alarm.pk, "moved"]), follow=True)
    alarm.refresh_from_db()
    assert (alarm.state, alarm.acknowledged_name, alarm.answer) == (AlarmState.ANSWERED, "guard", "moved")
    assert page.redirect_chain == [(alarm.get_absolute_url(), 302)]
    assert Entry.objects.latest("id").tag == "alerts.alarm.answered"


def test_a_tap_leads_back_to_where_it_was_made(signed_in, alarm):
    response = signed_in("guard").post(
        reverse("alerts:acknowledge", args=[alarm.pk]), headers={"referer": "http://testserver/desk/"}
    )
    assert response.url == "/desk/"


def test_own_words_are_kept_when_the_answer_is_refused(signed_in, alarm):
    client = signed_in("guard")
    address = reverse("alerts:answer", args=[alarm.pk])
    assert client.post(address, {"note": ""}).status_code == 409
    assert client.post(address, {"note": "已到场查看，二人已分开"}).status_code == 302
    late = client.post(address, {"note": "第二次处置"})
    assert (late.status_code, "第二次处置" in late.content.decode()) == (409, True)


def test_shelving_from_the_page(centre, signed_in):
    alarm = raised(centre, "clock.near")
    until = f"{local(NOON + timedelta(hours=1)):%Y-%m-%dT%H:%M}"
    response = signed_in("custody").post(
        reverse("alerts:shelve", args=[alarm.pk]), {"until": until, "reason": "正在释放"}
    )
    alarm.refresh_from_db()
    assert (response.status_code, alarm.service) == (302, Service.SHELVED)
    assert alarm.shelved_until == NOON + timedelta(hours=1)


def test_a_separation_alarm_says_why_it_cannot_be_quiet(signed_in, alarm):
    page = signed_in("custody").get(alarm.get_absolute_url()).content.decode()
    assert "不能搁置或停用" in page


@pytest.mark.parametrize("name", ["alerts:alarm", "alerts:answer", "alerts:shelve"])
def test_another_countys_alarm_does_not_exist(signed_in, alarm, name):
    assert signed_in("neighbour").get(reverse(name, args=[alarm.pk])).status_code == 404


def test_handing_over_names_the_open_alarms(centre, signed_in, alarm):
    client = signed_in("custody")
    assert client.post(reverse("alerts:hand_over"), {"to": centre.people["legal"].pk, "note": ""}).status_code == 302
    entry = Entry.objects.with_content().latest("id")
    assert (entry.tag, entry.body["alarms"], entry.body["to"]) == ("alerts.alarm.handed_over", [str(alarm.pk)], "legal")


def test_the_list_costs_the_same_for_many(centre, signed_in, django_assert_max_num_queries):
    for n in range(30):
        raised(centre, subject=f"s{n}")
    client = signed_in("custody")
    client.get(reverse("alerts:alarms"))
    with django_assert_max_num_queries(16):
        client.get(reverse("alerts:alarms"))


def test_the_list_can_be_filtered_and_saved(centre, signed_in, alarm):
    raised(centre, "duty.overdue")
    client = signed_in("custody")
    rows = client.get(reverse("alerts:alarms"), {"as": "csv", "family": "separation"}).content.decode()
    assert len(rows.strip().splitlines()) == 2
    assert Alarm.objects.count() == 2


def test_who_only_brings_people_to_a_centre_does_not_read_its_alarms(signed_in, alarm):
    """A head of a department below works at the county's centre too; its people are not his."""
    address = alarm.get_absolute_url()
    assert address in signed_in("guard").get(reverse("alerts:open")).content.decode()
    below = signed_in("head")
    for name in ("alerts:open", "alerts:alarms"):
        page = below.get(reverse(name))
        assert (page.status_code, address in page.content.decode()) == (200, False)


@pytest.mark.parametrize("days", ["²", "9" * 5000, "-1", "0", "x"])
def test_figures_of_a_strange_number_of_days(signed_in, alarm, days):
    assert signed_in("custody").get(reverse("alerts:figures"), {"days": days}).status_code == 200
