"""Answers, lists of belongings and collections are put right field by field; both values stand in the record."""

import pytest

from mingjing.custody.actions import belongings
from mingjing.custody.actions.amendment import amend
from mingjing.custody.facts import health
from mingjing.custody.selectors.timeline import line
from mingjing.kernel.time import local
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.custody.walk import SIGNED, calm, listed, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(centre):
    one = centre.received()
    settled(centre, one, calm())
    return one


def entry_of(stay, tag):
    return Entry.objects.about(stay.ref).with_content().filter(tag=f"custody.stay.{tag}").latest("pk")


def address(stay, entry):
    return f"/stays/{stay.pk}/amend/{entry.seq}"


def as_shown(client, stay, entry):
    """What the form would send when nothing is changed."""
    form = client.get(address(stay, entry)).context["form"]
    said = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    said = {name: value for name, value in said.items() if value not in (None, "")}
    return said | {"occurred_at": f"{local(entry.occurred_at):%Y-%m-%dT%H:%M}", "reason": "录入有误"}


@pytest.mark.parametrize("tag", ["assessed", "belongings_listed", "collected"])
def test_what_is_sent_back_as_it_stands_is_no_amendment(web, stay, entered, tag):
    client, entry, before = web(), entry_of(stay, tag), entered()
    answer = client.post(address(stay, entry), as_shown(client, stay, entry))
    assert answer.status_code == 409
    assert "请写明更正内容" in answer.content.decode()
    assert entered() == before


def test_an_answer_is_put_right_and_risk_needs_and_facts_follow(web, centre, stay):
    client, entry = web("custody_officer"), entry_of(stay, "assessed")
    assert health(stay).get("person.seriously_ill") is False
    said = as_shown(client, stay, entry) | {"q_ill": "yes", "q_illness_which": "肺结核活动期"}
    answer = client.post(address(stay, entry), said)
    assert answer.status_code == 302, answer.context["form"].errors
    row = stay.assessments.get()
    assert (row.answers["ill"], row.answers["illness_which"]) == ("yes", "肺结核活动期")
    later = entry_of(stay, "amended")
    assert later.body["changes"]["answers"][0]["ill"] == "no"
    assert later.body["changes"]["answers"][1]["ill"] == "yes"
    assert later.facts == {**later.facts, **row.facts}
    assert health(stay) == row.facts
    answers = {name: value for name, value in row.answers.items() if name != "illness_which"} | {"ill": "refused"}
    amend(entry, by=centre.by("custody_officer"), at=centre.at(61), reason="又改", changes={"answers": answers})
    assert "person.seriously_ill" not in health(stay), "what is not established any more is unknown again"
    for post in ("custody_officer", "custody_guard"):
        for page in ("", "record/"):
            assert "肺结核" not in web(post).get(f"/stays/{stay.pk}/{page}").content.decode(), (post, page)


def test_the_highest_risk_of_the_answers_stands_unless_it_is_lowered_with_a_reason(centre, stay):
    entry, by = entry_of(stay, "assessed"), centre.by("custody_officer")
    answers = {**stay.assessments.get().answers, "self_harm_now": "yes"}
    amend(entry, by=by, at=centre.at(60), reason="漏问", changes={"answers": answers})
    row = stay.assessments.get()
    stay.refresh_from_db()
    assert (row.risk, stay.colour) == ("high", "red")
    with pytest.raises(Refusal) as refused:
        amend(entry_of(stay, "assessed"), by=by, at=centre.at(61), reason="改", changes={"risk": "low"})
    assert refused.value.code == "custody.missing.note"


def test_only_who_may_know_health_or_who_asked_amends_answers(web, stay):
    entry = entry_of(stay, "assessed")
    assert web("custody_officer").get(address(stay, entry)).status_code == 200
    assert web("legal_officer").get(address(stay, entry)).status_code == 404
    assert web("custody_guard").get(address(stay, entry)).status_code == 404


def test_a_line_of_belongings_is_put_right_and_one_that_was_never_there_struck(web, centre, stay):
    client, entry = web(), entry_of(stay, "belongings_listed")
    said = as_shown(client, stay, entry) | {"description_1": "白色，屏幕碎裂", "value_1": "800", "quantity_2": "0"}
    assert client.post(address(stay, entry), said).status_code == 302
    phone, cash = stay.belongings.all()
    assert (phone.description, phone.value, cash.voided) == ("白色，屏幕碎裂", 80000, True)
    assert "登记随身财物 1 件" in line(Entry.objects.with_content().get(pk=entry.pk)).text.zh
    shown = client.get(f"/stays/{stay.pk}/").content.decode()
    assert "手机×1件 黑色" in shown
    assert "手机×1件 ¥800.00 白色，屏幕碎裂" in shown
    again = as_shown(client, stay, entry) | {"quantity_2": "200"}
    assert client.post(address(stay, entry), again).status_code == 302
    cash.refresh_from_db()
    assert (cash.quantity, cash.voided) == (200, False)


def test_valuables_keep_their_bag_and_what_was_given_out_does_not_vanish(web, centre, stay, entered):
    client, entry = web(), entry_of(stay, "belongings_listed")
    said = as_shown(client, stay, entry)
    assert client.post(address(stay, entry), said | {"bag_2": ""}).status_code == 409
    belongings.return_belongings(stay.pk, by=centre.by("reception"), at=centre.at(70), signature=SIGNED)
    before = entered()
    assert "不能更改数量" in client.post(address(stay, entry), said | {"quantity_1": "0"}).content.decode()
    assert entered() == before
    assert client.post(address(stay, entry), said | {"item_1": "智能手机"}).status_code == 302


def test_the_time_of_an_empty_list_moves(web, centre, stay):
    entry = listed(centre, stay, 50, things=[])
    client = web()
    said = as_shown(client, stay, entry) | {"occurred_at": f"{local(centre.at(48)):%Y-%m-%dT%H:%M}"}
    assert client.post(address(stay, entry), said).status_code == 302
    assert line(Entry.objects.with_content().get(pk=entry.pk)).happened_at == centre.at(48)


@pytest.mark.parametrize(
    ("said", "status"),
    [({"i_dna": "done"}, 409), ({"i_dna": "done", "b_dna": "刑诉法132条"}, 302), ({"i_dna": "x"}, 422)],
)
def test_a_collection_is_put_right_and_a_biological_sample_keeps_its_basis(web, centre, said, status):
    one = centre.received()
    settled(centre, one, calm())
    amend_items(centre, one)
    client, entry = web(), entry_of(one, "collected")
    answer = client.post(address(one, entry), as_shown(client, one, entry) | said)
    assert answer.status_code == status
    if status == 302:
        assert one.collections.get().items["dna"] == {"outcome": "done", "basis": "刑诉法132条", "note": ""}
        assert entry_of(one, "amended").facts["collect.biological"] is True


def amend_items(centre, stay):
    """The walk lists two items only: the browser's form lists all."""
    row, entry = stay.collections.get(), entry_of(stay, "collected")
    items = {**row.items, "dna": {"outcome": "not_needed", "basis": "", "note": ""}}
    amend(entry, by=centre.by("custody_officer"), at=centre.at(50), reason="补", changes={"items": items})


def test_answers_that_contradict_are_refused_and_nothing_is_written(centre, stay, entered):
    entry, before = entry_of(stay, "assessed"), entered()
    for answers in ({}, {**stay.assessments.get().answers, "ill": "maybe"}):
        with pytest.raises(Refusal):
            amend(entry, by=centre.by("custody_officer"), at=centre.at(60), reason="改", changes={"answers": answers})
    assert entered() == before
