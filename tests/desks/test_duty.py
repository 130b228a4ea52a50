"""The duty desk and the wall: who is shown, what a tap enters, and that a full house costs no more queries."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.custody.models import CareAct, Check
from mingjing.custody.policy import policy
from mingjing.custody.vocab import CareKind
from mingjing.desks.lines import shown_colour
from mingjing.kernel.time import frozen
from mingjing.ledger.models import Entry
from tests.custody.walk import calm, placed, settled

HAN = re.compile(r"[\u4e00-\u9fff]")
PANELS = ["people", "rooms", "alarms", "queue", "roster", "wall"]
MOST_QUERIES = 12


def queries(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_three_people_and_twelve_cost_the_same_few_queries(desk):
    client = desk.sign_in("custody_officer")
    desk.centre.received(minutes=0)
    client.get("/")  # the first page of a session also notes when it began
    for minute in range(1, 3):
        desk.centre.received(minutes=minute)
    few = queries(client, "/")
    for minute in range(3, 12):
        desk.centre.received(minutes=minute)
    assert queries(client, "/") == few <= MOST_QUERIES
    assert queries(client, "/") < few, "nothing was entered since: what was read is shared"
    desk.centre.received(minutes=12)
    assert queries(client, "/wall/") <= MOST_QUERIES


def test_what_is_due_first_stands_first(desk):
    client = desk.sign_in("custody_guard")
    names = [desk.centre.received(minutes=minute).person.name for minute in (60, 0, 30)]
    with frozen(desk.centre.at(90)):
        page = client.get("/desk/people").content.decode()
    assert sorted(names, key=page.index) == [names[1], names[2], names[0]]


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_panel_draws_full_and_empty(desk, name, language):
    client = desk.sign_in("custody_officer", language)
    assert client.get(f"/desk/{name}").status_code == 200
    stay = desk.centre.received(case_id=desk.centre.case().pk)
    placed(desk.centre, stay, settled(desk.centre, stay, calm()))
    desk.centre.received(minutes=5)
    assert client.get(f"/desk/{name}").status_code == 200


def test_an_unknown_panel_does_not_exist(desk):
    assert desk.sign_in("custody_officer").get("/desk/nothing").status_code == 404


def test_a_tap_enters_a_look_and_what_was_offered(desk):
    stay = desk.centre.received()
    client = desk.sign_in("custody_guard")
    for what in ("check", "drink", "meal"):
        answer = client.post("/stays/tap/", {"what": what, "stay": stay.pk}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Trigger"]) == (200, "bell"), what
    assert Check.objects.filter(stay=stay).count() == 1
    kinds = CareAct.objects.filter(stay=stay).values_list("kind", flat=True)
    assert set(kinds) == {CareKind.DRINK, CareKind.MEAL}
    assert Entry.objects.about(stay.ref).filter(actor_name=desk.centre.officer("custody_guard").name).count() == 3


def test_a_tap_without_a_script_comes_back_to_the_desk(desk):
    stay = desk.centre.received()
    client = desk.sign_in("custody_guard")
    form = re.search(r'<form class="desk-taps".*?</form>', client.get("/").content.decode()).group()
    said = dict(re.findall(r'name="(next|stay)" value="(.*?)"', form))
    answer = client.post("/stays/tap/", {"what": "check", **said})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert Check.objects.filter(stay=stay).count() == 1


def test_everybody_has_a_tick_for_the_acts_of_several(desk):
    stays = [desk.centre.received(minutes=minute) for minute in range(3)]
    page = desk.sign_in("custody_guard").get("/desk/people").content.decode()
    ticked = re.findall(r'class="desk-tick" type="checkbox" name="stay" value="(.*?)" form="several"', page)
    assert sorted(ticked) == sorted(str(stay.pk) for stay in stays)
    bar = page[page.index('<form id="several"') :].partition("</form>")[0]
    assert re.findall(r'name="what" value="(.*?)"', bar) == ["check", "drink", "meal"]


def test_who_may_not_look_after_people_has_no_buttons_and_reads_why(desk):
    stay = desk.centre.received()
    page = desk.sign_in("inspector").get("/").content.decode()
    assert stay.person.name in page
    assert "/tap" not in page
    assert "desk-tick" not in page
    assert "须由" in page
    said = {"what": "check", "stay": stay.pk}
    assert desk.sign_in("inspector").post("/stays/tap/", said).status_code == 403


def test_the_wall_names_nobody_in_full_and_has_nothing_to_press(desk):
    stay = desk.centre.received(desk.centre.person(name="欧阳震"))
    page = desk.sign_in("custody_officer").get("/wall/").content.decode()
    content = page[page.index("wall-head") : page.index("print-foot")]
    assert stay.person.name not in page
    assert "欧某某" in content
    assert "<button" not in content
    assert "<a " not in content


def test_the_wall_says_what_kind_of_alarm_and_nothing_that_was_written_of_anybody(desk, monkeypatch):
    monkeypatch.setattr("mingjing.custody.late.policy", policy)  # as real centres have it: an evening is late
    desk.centre.received(late_reason="司马某某的家属送来病历")
    page = desk.sign_in("custody_officer").get("/wall/").content.decode()
    content = page[page.index("wall-head") : page.index("print-foot")]
    assert "事后补录" in content
    assert "病历" not in content


def test_a_name_of_a_protected_person_is_masked_on_the_desk(desk):
    young = desk.centre.received(desk.centre.person(name="司马小童", born=date(2012, 1, 2)))
    page = desk.sign_in("custody_officer").get("/desk/people").content.decode()
    assert young.person.protected
    assert "司马小童" not in page


def test_an_administrator_gets_his_own_screens_and_no_names(desk):
    stay = desk.centre.received()
    answer = desk.sign_in("administrator").get("/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert stay.person.name not in page
    assert "home-card" in page


def test_people_of_another_county_are_not_shown(desk):
    stay = desk.centre.received()
    stranger = desk.centre.officer("custody_guard", name="外县", where=desk.centre.beside)
    client = desk.sign_in("custody_guard")
    client.force_login(stranger)
    assert stay.person.name not in client.get("/").content.decode()
    assert client.post("/stays/tap/", {"what": "check", "stay": stay.pk}).status_code == 404


def test_english_pages_hold_no_chinese_but_names(desk):
    ivan, case = desk.centre.person(name="Ivan Petrov"), desk.centre.case()
    stay = desk.centre.received(ivan, case_id=case.pk, late_reason="queue")
    placed(desk.centre, stay, settled(desk.centre, stay, calm()))
    client = desk.sign_in("custody_officer", "en")
    for name in ("people", "rooms", "queue", "wall"):
        page = client.get(f"/desk/{name}").content.decode()
        assert not HAN.search(page), page[HAN.search(page).start() - 80 :][:160]


def test_every_control_colour_has_a_sign():
    assert [shown_colour(c) for c in ("red", "yellow", "green", "")] == ["red", "amber", "green", ""]


def test_names_cannot_become_markup(desk):
    desk.centre.received(desk.centre.person(name="<b>Evil</b>"))
    client = desk.sign_in("custody_officer")
    for address in ("/", "/desk/people", "/desk/queue"):
        page = client.get(address).content.decode()
        assert "<b>Evil</b>" not in page
        assert "&lt;b&gt;Evil&lt;/b&gt;" in page
