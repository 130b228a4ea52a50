"""The screens of bands: the board, a device, its steps, the panel on the page of a stay."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.custody.models import Stay
from mingjing.presence import selectors
from mingjing.presence.actions import binding
from mingjing.presence.models import Binding, Device, Heard

pytestmark = pytest.mark.django_db


def test_the_board_counts_and_shows_weak_batteries_first(centre, bands, web):
    for band, percent in zip(bands, (80, 12, 55, 90, 30), strict=True):
        Heard.objects.create(device=band, at=centre.at(0), battery=percent)
    page = web(centre.officer("reception")).get("/devices/")
    assert [c.device.number for c in page.context["charges"]][:2] == ["B002", "B005"]
    assert page.context["charges"][0].low
    assert "需充电" in page.content.decode()
    assert dict(page.context["shelf"])["stock"] == 5


def test_the_board_asks_few_questions_however_many_bands(centre, bands, web):
    client = web(centre.officer("reception"))
    client.get("/devices/")
    with CaptureQueriesContext(connection) as few:
        client.get("/devices/")
    assert len(few) <= 14


def test_issue_from_the_page_of_a_stay(centre, bands, web):
    stay = centre.received()
    client = web(centre.officer("reception"))
    assert f"/devices/issue/{stay.pk}" in client.get(f"/stays/{stay.pk}/").content.decode()
    form = client.get(f"/devices/issue/{stay.pk}")
    assert form.status_code == 200
    done = client.post(f"/devices/issue/{stay.pk}", {"device_id": str(bands[2].pk)})
    assert done.status_code == 302
    assert Stay.objects.get(pk=stay.pk).band == "B003"
    page = client.get(f"/stays/{stay.pk}/").content.decode()
    assert "B003" in page
    assert f"/devices/{bands[2].pk}/do/take_back" in page


def test_the_wearer_is_named_to_those_alone_who_may_see_him(centre, bands):
    stay = centre.received()
    binding.issue(bands[0].pk, by=centre.by("reception"), at=centre.at(5), holder=stay.ref)
    stranger = centre.officer("custody_officer", name="邻县", where=centre.beside)
    assert selectors.holders(bands, stranger)[str(bands[0].pk)] == ""
    named = selectors.holders(bands, centre.officer("reception"))[str(bands[0].pk)]
    assert named == f"{stay.person.name} {stay.number}"


def test_a_refused_step_keeps_what_was_typed(centre, bands, web):
    stay = centre.received()
    binding.issue(bands[0].pk, by=centre.by("reception"), at=centre.at(5), holder=stay.ref)
    client = web(centre.officer("reception"))
    answer = client.post(f"/devices/{bands[0].pk}/do/exchange", {"new_id": str(bands[0].pk), "why": "电量低"})
    assert answer.status_code == 422
    assert "电量低" in answer.content.decode()
    assert Binding.objects.count() == 1


@pytest.mark.parametrize("path", ["", "do/charge", "do/take_back"])
def test_devices_of_another_county_are_not_found(centre, bands, web, path):
    client = web(centre.officer("custody_officer", name="邻县", where=centre.beside))
    assert client.get(f"/devices/{bands[0].pk}/{path}").status_code == 404
    assert client.post(f"/devices/{bands[0].pk}/{path}").status_code in {404, 405}
    assert Device.objects.get(pk=bands[0].pk).state == "stock"


def test_registering_many_at_once(centre, web):
    client = web(centre.officer("custody_officer"))
    answer = client.post("/devices/register", {"kind": "band", "numbers": "X1\n X2 \n\nX3", "room_id": ""})
    assert answer.status_code == 302
    assert set(Device.objects.values_list("number", flat=True)) == {"X1", "X2", "X3"}


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "手环库存"), ("en", "Wristbands by state")])
def test_both_languages(centre, bands, web, language, word):
    client = web(centre.officer("reception"))
    client.cookies["mingjing_language"] = language
    assert word in client.get("/devices/").content.decode()
