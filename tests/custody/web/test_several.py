"""A frequent act for one person or for several: an entry each, whoever refuses is named, the others are done."""

import re
from datetime import date

import pytest

from mingjing.cases.actions import people
from mingjing.custody import several
from mingjing.custody.actions import temp_exit
from mingjing.custody.models import CareAct, Check
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry

pytestmark = pytest.mark.django_db
TAP, FRAGMENT = "/stays/tap/", {"HX-Request": "true"}


@pytest.fixture
def three(centre):
    """Two in the area and one who is out: a look is impossible at him."""
    here = [centre.received(minutes=minute) for minute in range(3)]
    leave(centre, here[2])
    return here


def leave(centre, stay):
    row = temp_exit.ask(
        stay.pk, by=centre.by("case_officer"), at=centre.at(10), purpose="medical", place="县医院", reason="腹痛",
        due_back=centre.at(90), escort_ids=[centre.officer("case_officer", name=n).pk for n in ("甲", "乙")],
    )  # fmt: skip
    temp_exit.depart(row.pk, by=centre.by("custody_officer"), at=centre.at(12))


def ticked(stays, what="check", **more):
    return {"what": what, "stay": [one.pk for one in stays], **more}


def test_an_entry_each_and_who_is_ticked_twice_once(centre, three):
    done = several.each(
        [three[0].pk, three[1].pk, three[0].pk], by=centre.by("custody_guard"), at=centre.at(20), what="meal"
    )
    assert [entry.subject for entry in done.entries] == [three[0].ref, three[1].ref]
    assert (CareAct.objects.count(), done.refused) == (2, ())


def test_nobody_named_is_refused(centre, entered):
    before = entered()
    with pytest.raises(Refusal, match=r"several\.nobody"):
        several.each([], by=centre.by("custody_guard"), at=centre.at(20), what="meal")
    assert entered() == before


SAID = [("zh-hans", "巡查：已登记 2 人"), ("en", "Check: entered for 2 people")]


@pytest.mark.parametrize(("language", "said"), SAID)
def test_who_refuses_is_named_and_the_others_are_done(web, three, entered, language, said):
    client, before = web("custody_guard"), entered()
    client.cookies["mingjing_language"] = language
    answer = client.post(TAP, ticked(three), headers=FRAGMENT)
    drawn = answer.content.decode()
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "bell")
    assert said in drawn
    assert "nothing has changed" not in drawn
    assert "什么都没有改变" not in drawn
    assert three[2].person.name in drawn
    assert three[0].person.name not in drawn
    assert (entered(), Check.objects.count()) == (before + 2, 2)


def test_for_one_he_is_named_and_the_act_too(web, three):
    drawn = web("custody_guard").post(TAP, ticked(three[:1], "drink"), headers=FRAGMENT).content.decode()
    assert f"饮水：已登记 {three[0].person.name}" in drawn


def test_the_same_reason_is_said_once_with_the_names_of_all(centre, web, three):
    gone = centre.received(minutes=3)
    leave(centre, gone)
    drawn = web("custody_guard").post(TAP, ticked([*three, gone]), headers=FRAGMENT).content.decode()
    assert "2 人没有办成" in drawn
    assert f"{three[2].person.name}、{gone.person.name}：" in drawn
    assert drawn.count("<li>") == 1


def test_opened_like_a_page_it_leads_back_and_says_that_nothing_was_done(web, three, entered):
    client, before = web("custody_guard"), entered()
    page = client.get(TAP, follow=True)
    assert page.redirect_chain == [("/stays/", 302)]
    assert "没有办理" in page.content.decode()
    assert entered() == before


def test_every_other_address_of_buttons_says_so_in_a_page_of_ours(web):
    client = web("custody_guard")
    answer = client.get("/appearance", headers={"Accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "只接收页面上的按钮和表单" in answer.content.decode()
    assert client.get("/appearance", headers={"Accept": "application/json"}).content == b""


def test_where_he_is_is_said_alike_on_the_desk_and_on_his_page(centre, web, three):
    client = web("custody_officer")
    for one, place in ((three[0], "接待区"), (three[2], "临时离区")):
        assert place in client.get("/").content.decode()
        strip = re.search(r"<dt>位置</dt><dd>([^<]*)", client.get(f"/stays/{one.pk}/").content.decode())
        assert strip[1].strip() == place


def test_without_a_script_both_are_said_on_the_page_he_came_from(web, three):
    page = web("custody_guard").post(TAP, ticked(three, next="/stays/"), follow=True)
    assert page.redirect_chain == [("/stays/", 302)]
    told = [str(one) for one in page.context["messages"]]
    assert len(told) == 2
    assert told[0].startswith(three[2].person.name)


def test_when_all_refuse_it_is_a_refusal(web, three, entered):
    client, before = web("custody_guard"), entered()
    assert client.post(TAP, ticked(three[2:])).status_code == 409
    answer = client.post(TAP, ticked(three[2:]), headers=FRAGMENT)
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#notices")
    assert client.post(TAP, {"what": "check"}).status_code == 409
    assert entered() == before


@pytest.mark.parametrize("what", ["release", "", "medication"])
def test_an_unknown_act_or_a_stay_he_cannot_see_does_nothing_at_all(centre, web, three, entered, what):
    client, before = web("custody_guard"), entered()
    assert client.post(TAP, ticked(three, what)).status_code == 404
    assert client.post(TAP, {"what": "check", "stay": [three[0].pk, "x"]}).status_code == 404
    stranger = web("custody_guard", name="邻县", where=centre.beside)
    assert stranger.post(TAP, ticked(three)).status_code == 404
    assert entered() == before


def test_who_is_recused_does_nothing_to_those_he_does_not_see(centre, web):
    case = centre.case()
    young = centre.received(centre.person(name="司马小童", born=date(2012, 1, 2)), case_id=case.pk)
    other = centre.received(minutes=1)
    guard = centre.officer("custody_guard")
    head = centre.officer("station_head", where=centre.station).acting()
    people.recuse(case.pk, by=head, at=centre.at(5), officer_id=guard.pk, reason="亲属")
    answer = web("custody_guard").post(TAP, ticked([young, other], "drink"), headers=FRAGMENT)
    assert answer.status_code == 404
    assert "司马小童" not in answer.content.decode()
    assert not CareAct.objects.exists()
    assert Entry.objects.about(young.ref).filter(tag="custody.stay.drink").count() == 0
