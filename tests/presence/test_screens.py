"""The screens of bands: the board, a device, its steps, the panel on the page of a stay."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from mingjing.custody.models import Stay
from mingjing.presence import selectors
from mingjing.presence.actions import binding, device
from mingjing.presence.models import Binding, Device, Heard
from tests.custody.conftest import SETUP
from tests.looking import asked

pytestmark = pytest.mark.django_db


def test_the_board_counts_and_shows_weak_batteries_first(centre, bands, web):
    for band, percent in zip(bands, (80, 12, 55, 90, 30), strict=True):
        Heard.objects.create(device=band, at=centre.at(0), battery=percent)
    page = web(centre.officer("reception")).get("/devices/")
    assert [c.device.number for c in page.context["charges"]][:2] == ["B002", "B005"]
    assert page.context["charges"][0].low
    assert "需充电" in page.content.decode()
    [(kind, counts), (card, none)] = page.context["shelves"]
    assert (kind, dict(counts)["stock"]) == ("band", 5)
    assert (card, sum(dict(none).values())) == ("card", 0)


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


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "手环与定位卡库存"), ("en", "Bands and cards by state")])
def test_both_languages(centre, bands, web, language, word):
    client = web(centre.officer("reception"))
    client.cookies["mingjing_language"] = language
    assert word in client.get("/devices/").content.decode()


@pytest.fixture
def house(centre, bands):
    """One of each kind: anchors in a room, in another, nowhere; a gateway; a card."""
    here, there = centre.site.rooms.order_by("name")[:2]
    told = {"by": SETUP, "at": centre.at(-60), "site_id": centre.site.pk}
    device.register(**told, kind="anchor", numbers=["A1"], room_id=here.pk)
    [moved] = device.register(**told, kind="door", numbers=["D1"])
    device.register(**told, kind="sensor", numbers=["S1"])
    [sent] = device.register(**told, kind="gateway", numbers=["G1"], room_id=here.pk)
    device.register(**told, kind="card", numbers=["C1"])
    device.mount(moved.pk, by=SETUP, at=centre.at(-30), room_id=there.pk)
    device.step(sent.pk, by=SETUP, at=centre.at(-20), verb="send", why="坏")
    return here, there


SAID = {
    "zh-hans": ("安装于{}", "未安装", "送修", "在库"),
    "en": ("Installed in {}", "Not installed yet", "Under repair", "In stock"),
}


@pytest.mark.parametrize("language", SAID)
def test_what_is_fixed_to_a_place_is_installed_not_in_stock(centre, house, web, language):
    installed, loose, repair, stock = SAID[language]
    client = web(centre.officer("custody_officer"))
    client.cookies["mingjing_language"] = language
    rows = list(csv.reader(io.StringIO(client.get("/devices/?as=csv").content.decode("utf-8-sig"))))
    with translation.override(language):
        where = {number: installed.format(str(room.text)) for number, room in zip(("A1", "D1"), house, strict=True)}
    assert {row[0]: row[2] for row in rows[1:]} == {
        **where, "S1": loose, "G1": repair, "C1": stock, **{f"B00{n}": stock for n in range(1, 6)},
    }  # fmt: skip
    one = client.get(Device.objects.get(number="A1").url).content.decode()
    assert where["A1"] in one
    assert stock not in one


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("state=mounted", ["A1", "D1"]),
        ("state=unmounted", ["S1"]),
        ("state=stock", ["B001", "B002", "B003", "B004", "B005", "C1"]),
        ("state=repair", ["G1"]),
        ("kind=anchor&state=mounted", ["A1"]),
        ("q=d1", ["D1"]),
        ("kind=door&state=stock", []),
    ],
)
def test_the_list_is_filtered_by_the_words_it_shows(centre, house, web, question, numbers):
    page = asked(web(centre.officer("custody_officer")), f"/devices/?{question}")
    assert [d.number for d in page.context["table"].page] == numbers
    assert ("没有符合条件的记录" in page.content.decode()) == (not numbers)


@pytest.mark.parametrize("column", ["number", "kind", "state", "since", "room", "battery", "heard"])
def test_the_list_is_sorted_by_every_column(centre, house, web, column):
    client = web(centre.officer("custody_officer"))
    Heard.objects.create(device=Device.objects.get(number="B002"), at=centre.at(0), battery=40)
    up, down = ([d.number for d in client.get(f"/devices/?sort={s}{column}").context["table"].page] for s in ("", "-"))
    assert sorted(up) == sorted(down)
    assert up != down


@pytest.mark.parametrize("verb", ["charge", "uncharge", "find", "issue", "fit", "take_back", "exchange", "lose"])
def test_nobody_charges_wears_or_loses_what_is_fixed(centre, house, web, verb):
    fixed = Device.objects.get(number="A1")
    client = web(centre.officer("custody_officer"))
    assert f"/do/{verb}" not in client.get(fixed.url).content.decode()
    told = {"why": "因", "officer": centre.officer("custody_officer").number, "condition": "good", "new_id": fixed.pk}
    answer = client.post(f"/devices/{fixed.pk}/do/{verb}", told)
    assert answer.status_code in {409, 422}
    fixed.refresh_from_db()
    assert (fixed.state, fixed.state_since) == ("stock", centre.at(-60))


def test_many_devices_are_shown_page_by_page(centre, web):
    numbers = [f"P{n}" for n in range(60)]
    device.register(by=SETUP, at=centre.at(-60), site_id=centre.site.pk, kind="band", numbers=numbers)
    page = web(centre.officer("custody_officer")).get("/devices/?page=2")
    assert len(page.context["table"].page) == 10
