"""Versions of a floor plan: drawn, put in force, replaced, each an entry; who may; the screens and their queries."""

import json
from io import BytesIO

import pytest
from django.urls import reverse

from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.org.models import Site
from mingjing.presence.actions import floor_plan
from mingjing.presence.drawing import to_svg
from mingjing.presence.machine import FLOOR_PLAN
from mingjing.presence.models import FloorPlan
from mingjing.presence.plan import write
from mingjing.presence.standard_plans import standard_plan
from tests.diagrams import committed, drawn

CONTENT = write(standard_plan("county_centre"))


def without(code):
    return CONTENT | {
        "spaces": [s for s in CONTENT["spaces"] if s["code"] != code],
        "doors": [d for d in CONTENT["doors"] if code not in (d["first"], d["second"])],
    }


@pytest.fixture
def draw(centre):
    def make(content=CONTENT, minutes=0, post="custody_officer", note=""):
        told = {"site_id": centre.site.pk, "content": content, "note": note}
        return floor_plan.draw(by=centre.by(post), at=centre.at(minutes), **told)

    return make


def test_a_version_is_drawn_put_in_force_and_replaced(centre, draw):
    first = draw()
    floor_plan.adopt(first.pk, by=centre.by("custody_officer"), at=centre.at(1))
    moved = CONTENT | {"anchors": CONTENT["anchors"][1:]}
    second = draw(moved, 2, note="撤一个基站")
    floor_plan.adopt(second.pk, by=centre.by("custody_officer"), at=centre.at(3))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.version) == ("replaced", "in_force", 2)
    assert first.in_force_until == second.in_force_since == centre.at(3)
    told = [e for e in Entry.objects.with_content().order_by("id") if e.tag.startswith("presence.plan")]
    assert [e.tag.rpartition(".")[2] for e in told] == ["drawn", "adopted", "drawn", "adopted"]
    assert told[3].body["replaces"] == 1
    assert "第 2 版" in sentence(told[3].tag, told[3].body).zh


def test_a_draft_may_have_faults_but_is_not_put_in_force(centre, draw):
    drawn_ = draw(without("HW01"))
    with pytest.raises(Refusal) as refusal:
        floor_plan.adopt(drawn_.pk, by=centre.by("custody_officer"), at=centre.at(1))
    assert [v.code for v in refusal.value.verdicts] == ["plan.missing_room"]
    drawn_.refresh_from_db()
    assert drawn_.state == "drawn"


def test_a_room_set_up_since_keeps_an_old_draft_from_being_put_in_force(centre, draw):
    drawn_ = draw()
    centre.site.rooms.create(zone=centre.site.zones.first(), code="HW99", name="候问室99", kind="holding_room")
    with pytest.raises(Refusal) as refusal:
        floor_plan.adopt(drawn_.pk, by=centre.by("custody_officer"), at=centre.at(1))
    assert refusal.value.code == "plan.missing_room"


def test_the_same_drawing_again_is_no_new_version(draw):
    draw()
    with pytest.raises(Refusal) as refusal:
        draw(minutes=1)
    assert refusal.value.code == "plan.unchanged"
    assert FloorPlan.objects.count() == 1


@pytest.mark.parametrize("post", ["case_officer", "custody_guard", "inspector"])
def test_who_may_not_draw(draw, post):
    with pytest.raises(Refusal) as refusal:
        draw(post=post)
    assert refusal.value.code.startswith("access.")


def test_an_administrator_draws_but_does_not_put_in_force(centre, draw):
    drawn_ = draw(post="administrator")
    with pytest.raises(Refusal):
        floor_plan.adopt(drawn_.pk, by=centre.by("administrator"), at=centre.at(1))


def test_a_discarded_draft_stays_discarded(centre, draw):
    drawn_ = draw()
    floor_plan.discard(drawn_.pk, by=centre.by("custody_officer"), at=centre.at(1))
    with pytest.raises(Refusal) as refusal:
        floor_plan.adopt(drawn_.pk, by=centre.by("custody_officer"), at=centre.at(2))
    assert refusal.value.code == "floor_plan.state.adopt"
    assert draw(minutes=3).version == 2


def test_the_standard_plan_of_the_template(centre):
    made = floor_plan.adopt_standard(by=centre.by("custody_officer"), at=centre.at(0), site_id=centre.site.pk)
    assert FloorPlan.objects.in_force().get() == made
    Site.objects.filter(pk=centre.site.pk).update(template="")
    with pytest.raises(Refusal):
        floor_plan.adopt_standard(by=centre.by("custody_officer"), at=centre.at(0), site_id=centre.site.pk)


def test_the_diagram_in_the_documents_is_the_present_one():
    assert committed(FLOOR_PLAN) == drawn(FLOOR_PLAN), "python -m tests.diagrams"


def test_the_screens(centre, draw, web, django_assert_max_num_queries):
    client = web(centre.officer("custody_officer"))
    assert "标准图" in client.get(reverse("places:plans")).content.decode()
    bad = draw(without("HW01"))
    page = client.get(reverse("places:plan", args=[bad.pk])).content.decode()
    assert "HW01" in page
    assert "没有画出" in page
    with django_assert_max_num_queries(12):
        client.get(reverse("places:plan", args=[bad.pk]))
    answer = client.get(reverse("places:plan_svg", args=[bad.pk]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "attachment" in answer["Content-Disposition"]


def test_the_editor_keeps_what_was_drawn_and_refuses_clearly(centre, web):
    client = web(centre.officer("custody_officer"))
    url = reverse("places:plan_edit")
    assert "data-plan-editor" in client.get(url).content.decode()
    refused = client.post(url, {"content": '{"width": "far"}', "note": "说明"})
    assert refused.status_code == 409
    assert "说明" in refused.content.decode()
    assert client.post(url, {"content": "{", "note": "说明"}).status_code == 422
    kept = client.post(url, {"content": json.dumps(CONTENT), "note": "第一版"})
    assert kept.status_code == 302
    assert kept["Location"] == reverse("places:plan", args=[FloorPlan.objects.get().pk])
    client.post(reverse("places:plan_adopt", args=[FloorPlan.objects.get().pk]))
    assert FloorPlan.objects.get().state == "in_force"


def test_checking_and_reading_in_keep_nothing(centre, web):
    client = web(centre.officer("administrator"))
    told = client.post(reverse("places:plan_check"), {"content": json.dumps(without("HW01"))}).json()
    assert [f["spaces"] for f in told["faults"]] == [["HW01"]]
    file = BytesIO(to_svg(standard_plan("county_centre")).encode())
    read = client.post(reverse("places:plan_import"), {"file": file, "metres": "1"})
    assert read.json() == {"plan": CONTENT, "faults": []}
    bad = client.post(reverse("places:plan_import"), {"file": BytesIO(b"<svg/>"), "metres": "nan"})
    assert bad.status_code == 422
    assert bad.json()["faults"]
    assert not FloorPlan.objects.exists()
