"""What somebody answers for begins unanswered: no act of a stay is sent with a statement nobody made (ADR 0130)."""

import re

import pytest
from django import forms

from mingjing.custody.actions import departure, incident, questioning, restraint, temp_exit, visit
from mingjing.custody.forms.arriving import ReceiveForm
from mingjing.custody.tasks import FORMS
from mingjing.custody.vocab import CollectionItem
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from mingjing.webkit.forms import AnswerField
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db

RARE = {item.value for item in CollectionItem} - {"photo", "fingerprints"}
BEGINS = {
    ("collect", item): "not_needed" for item in RARE
}  # not a deed: what is rarely taken stands as not taken until somebody says he took it
DECLARED = {
    "receive": {"directly"}, "search": {"on_camera"}, "rights": {"understood"}, "collect": {"on_camera", "approved"},
    "question": {"record"}, "admit-visit": {"papers_shown"}, "restrain": {"lawful"}, "go-out": {"bodycam"},
    "recheck": {"unchanged"},
}  # fmt: skip
"""What is answered yes or no, by whom it concerns, at each act."""


@pytest.fixture
def busy(centre):
    """A stay in which there is something to act on for nearly every act."""
    one = centre.received(case_id=centre.case().pk)
    placed(centre, one, settled(centre, one, calm()) + 1)
    told = {"by": centre.by("custody_officer"), "at": centre.at(40)}
    for name in ("甲", "乙"):
        visit.ask(one.pk, kind="family", name=name, **told)
    running = visit.arrive(one.pk, kind="medic", name="丙", **told)
    assert running.arrived_at
    incident.report(one.pk, kind="other", what="情绪激动", **told)
    restraint.restrain(
        one.pk, device="handcuffs", reason="冲撞他人", declared_facts={"restraint.legal_situation": True}, **told
    )
    team = [centre.officer("case_officer", name=n).pk for n in ("办甲", "办乙")]
    questioning.start(
        one.pk, by=centre.by("case_officer"), at=centre.at(45), kind="questioning", officer_ids=team,
        room_id=centre.room(RoomKind.INTERVIEW_ROOM, juvenile=False).pk,
    )  # fmt: skip
    temp_exit.ask(
        one.pk, by=centre.by("case_officer"), at=centre.at(46), purpose="medical", place="县医院", reason="腹痛",
        due_back=centre.at(400), escort_ids=team,
    )  # fmt: skip
    departure.prepare(one.pk, by=centre.by("case_officer"), at=centre.at(50), kind="released", outcome="no_case")
    return one


def every_form(centre, stay):
    officer = centre.officer("custody_officer")
    yield "receive", ReceiveForm(site=centre.site, officer=officer)
    for task, form in FORMS.items():
        yield task, form(stay=stay, officer=officer)


def test_no_act_begins_with_anything_said(centre, busy):
    said = {}
    for task, form in every_form(centre, busy):
        for bound in form:
            only = isinstance(bound.field, forms.ChoiceField) and len(list(bound.field.choices)) == 1
            if not only and bound.value() not in (None, "", False, []):
                said[task, bound.name] = bound.value()
    assert said == BEGINS


def test_no_box_is_drawn_ticked_and_no_choice_made(centre, busy):
    """As the browser would send it; a list of one begins with that one."""
    for task, form in every_form(centre, busy):
        for bound in form:
            drawn = str(bound)
            assert not re.search(r"\bchecked\b", drawn), (task, bound.name)
            if drawn.startswith("<select") and (task, bound.name) not in BEGINS:
                values = re.findall(r'<option value="([^"]*)"', drawn)
                assert len(values) < 2 or values[0] == "", (task, bound.name)


def test_every_statement_of_the_law_is_answered_yes_or_no(centre, busy):
    found = {}
    for task, form in every_form(centre, busy):
        named = {name for name, field in form.fields.items() if isinstance(field, AnswerField) and field.required}
        found |= {task: named} if named else {}
    assert found == DECLARED


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "请回答“全程录像”：是或否。"), ("en", "Answer “On camera throughout”: yes or no.")],
)
def test_left_open_it_is_refused_and_what_was_typed_stays(centre, web, entered, language, said):
    one = centre.received()
    client, before = web("search_officer"), entered()
    client.cookies["mingjing_language"] = language
    answer = client.post(f"/stays/{one.pk}/do/search", {"findings": "未见违禁品"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "未见违禁品" in answer.content.decode()
    assert entered() == before


def test_not_on_camera_is_an_answer_and_the_law_says_what_it_thinks_of_it(centre, web):
    one = centre.received()
    pair = [centre.officer("search_officer", name=n).pk for n in ("检甲", "检乙")]
    told = {"officer_ids": pair, "room_id": centre.room(RoomKind.SEARCH_ROOM).pk, "on_camera": "no"}
    page = web("search_officer").post(f"/stays/{one.pk}/do/search", told, follow=True)
    assert "请注意" in str(next(iter(page.context["messages"])))
    assert (
        Entry.objects.about(one.ref).with_content().get(tag="custody.stay.searched").facts["search.on_camera"] is False
    )
