"""“Go there” of every refusal leads to a page, and every reason stands at a field that exists or on top."""

import re
from pathlib import Path

import pytest

import mingjing.custody
from mingjing.custody.actions import belongings, departure, incident
from mingjing.custody.forms.arriving import ReceiveForm
from mingjing.custody.rules.exits import ATTACH, CRITERIA
from mingjing.custody.tasks import FORMS
from mingjing.custody.vocab import StepKind
from mingjing.custody.ways import FIELDS, ON_THE_PAGE, TASKS
from tests.custody.walk import calm, listed, placed, searched, settled

pytestmark = pytest.mark.django_db
GO_THERE = re.compile(r'<a href="([^"]*)">去办理</a>')
SOURCES = Path(mingjing.custody.__file__).parent


def words_used():
    """Every literal way in the sources, every step, every way of the exit gate."""
    found = set(StepKind.values())
    for file in SOURCES.rglob("*.py"):
        found |= set(re.findall(r'\bway="([a-z_]+)"', file.read_text(encoding="utf-8")))
    return found | {ATTACH} | {c.way for c in CRITERIA if isinstance(c.way, str) and c.way}


def test_every_word_has_a_place():
    assert words_used() <= {*TASKS, *ON_THE_PAGE}


def test_every_translated_field_stands_in_a_form(centre):
    one, officer = centre.received(), centre.officer("custody_officer")
    forms = [ReceiveForm(site=centre.site, officer=officer), *(f(stay=one, officer=officer) for f in FORMS.values())]
    named = {name for form in forms for name in form.fields}
    assert set(FIELDS.values()) <= named


def just_arrived(centre):
    return centre.received(case_id=centre.case().pk)


def hardly_booked_in(centre):
    """In a room, not yet asked about his health."""
    one = just_arrived(centre)
    searched(centre, one, 5)
    listed(centre, one, 8)
    placed(centre, one, 10)
    return one


def in_a_room(centre):
    one = centre.received(case_id=centre.case().pk)
    placed(centre, one, settled(centre, one, calm()) + 1)
    return one


def leaving(centre):
    one = in_a_room(centre)
    incident.report(one.pk, by=centre.by("custody_guard"), at=centre.at(40), kind="other", what="情绪激动")
    departure.prepare(
        one.pk, by=centre.by("case_officer"), at=centre.at(50), kind="detention_centre", outcome="detention",
        destination="看守所",
    )  # fmt: skip
    return one


def some_choice(field):
    values = [value for value, _ in getattr(field, "choices", []) if value]
    return values[:1] or ["1"]


@pytest.mark.parametrize(
    ("made", "post", "tasks"),
    [
        (just_arrived, "custody_officer", ("collect", "place", "depart", "recheck", "sign-centre")),
        (hardly_booked_in, "case_officer", ("question",)),
        (leaving, "custody_officer", ("depart",)),
    ],
)
def test_every_link_of_every_refusal_opens(centre, web, made, post, tasks):
    """Of those acts whose refusals lead somewhere (test_every_word_has_a_place finds a new one)."""
    one, client, seen = made(centre), web(post), set()
    for task in tasks:
        address = f"/stays/{one.pk}/do/{task}"
        fields = client.get(address).context["form"].fields
        said = {name: some_choice(field) for name, field in fields.items() if name not in {"at", "signature"}}
        seen |= set(GO_THERE.findall(client.post(address, said).content.decode()))
    for link in seen:
        assert client.get(link).status_code == 200, link
    if post == "case_officer":
        assert f"/stays/{one.pk}/do/assess" in seen


def test_the_exit_checklist_leads_to_what_is_missing(centre, web):
    one = leaving(centre)
    drawn = web().get(f"/stays/{one.pk}/do/depart").content.decode()
    links = {link.rpartition("/")[2] for link in GO_THERE.findall(drawn)}
    assert {"return-belongings", "recheck", "sign-case", "close-incident"} <= links
    for link in GO_THERE.findall(drawn):
        assert web().get(link).status_code == 200, link


@pytest.mark.parametrize(
    ("language", "tag", "told", "never"),
    [("zh-hans", "由本表办理", "本人在本表签名，或注明未签名的原因。", "本人未签名"),
     ("en", "on this form", "He signs on this form, or it is noted why not.", "Neither his signature")],
)  # fmt: skip
def test_what_the_form_of_leaving_gives_itself_is_not_shown_as_missing(centre, web, language, tag, told, never):
    one = leaving(centre)
    client = web()
    client.cookies["mingjing_language"] = language
    drawn = client.get(f"/stays/{one.pk}/do/depart").content.decode()
    assert tag in drawn
    assert told in drawn
    assert never not in drawn
    refused = client.post(f"/stays/{one.pk}/do/depart", {})
    assert never in refused.content.decode(), "once it was sent without, it is missing"


def test_an_act_with_nothing_to_act_on_is_shut_with_the_reason(centre, web):
    one = in_a_room(centre)
    drawn = web().get(f"/stays/{one.pk}/").content.decode()
    assert f'href="/stays/{one.pk}/do/end-visit"' not in drawn
    assert "没有正在进行的会见" in drawn
    assert f'href="/stays/{one.pk}/do/return-belongings"' in drawn
    belongings.return_belongings(one.pk, by=centre.by("reception"), at=centre.at(60), signature="a" * 64)
    assert f'href="/stays/{one.pk}/do/return-belongings"' not in web().get(f"/stays/{one.pk}/").content.decode()


def test_a_follow_up_hidden_again_is_not_put(centre, web):
    one = just_arrived(centre)
    told = {f"q_{name}": value for name, value in calm().items()} | {"q_illness_which": "写了又改"}
    assert web().post(f"/stays/{one.pk}/do/assess", told).status_code == 302
    assert "illness_which" not in one.assessments.get().answers


def test_who_belongs_to_no_case_may_leave_and_the_gate_leads_to_attaching_one(centre, web):
    one = centre.received(brought_by=None)
    departure.prepare(one.pk, by=centre.by("custody_officer"), at=centre.at(5), kind="released", outcome="no_case")
    answer = web().get(f"/stays/{one.pk}/do/depart")
    assert answer.status_code == 200
    assert f"/stays/{one.pk}/do/case" in GO_THERE.findall(answer.content.decode())
    assert web().get(f"/stays/{one.pk}/do/case").status_code == 200
