"""Marks on the body: on arrival and on leaving, each with what it is and, where one was taken, its photograph."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mingjing.custody.actions import departure
from mingjing.custody.models import Stay
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db
ONE_PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def picture(content=ONE_PIXEL, kind="image/png"):
    return SimpleUploadedFile("mark.png", content, kind)


def drawn(*marks):
    usual = {"region": "left_hand_front", "x": 214, "y": 1010, "note": "破皮", "kind": "graze"}
    return json.dumps([{**usual, **mark} for mark in marks])


def arriving(centre, **more):
    return {
        "name": "测试甲", "sex": "male", "birth_date": "1990-05-17", "role": "suspect", "ground": "oral_summons",
        "mode": "brought", "brought_by": centre.officer("case_officer").pk, "directly": "yes", **more,
    }  # fmt: skip


def test_each_mark_on_arrival_has_its_kind_and_its_own_photograph(centre, web):
    marks = drawn({"photo": "1"}, {"region": "face_front", "kind": "bruise", "note": "", "photo": "2"})
    answer = web("reception").post("/stays/receive/", arriving(centre, marks=marks, marks_photo_2=picture()))
    assert answer.status_code == 302
    found = {one.region: one for one in Stay.objects.get().injuries.all()}
    assert {region: (one.kind, one.note) for region, one in found.items()} == {
        "left_hand": ("graze", "左手（正面）：破皮"), "face": ("bruise", "面部"),
    }  # fmt: skip
    assert (found["left_hand"].photo, len(found["face"].photo)) == ("", 64)
    assert web("custody_officer").get(f"/media/{found['face'].photo}").status_code == 200


@pytest.mark.parametrize(
    ("marks", "photo", "said"),
    [
        (drawn({}, {"kind": ""}), picture(), "请选择第 2 处的伤情种类。"),
        (drawn({"kind": "scratchy"}), picture(), "请选择第 1 处的伤情种类。"),
        (drawn({"photo": "1"}), picture(b"%PDF-1.7"), "JPEG"),
    ],
)
def test_a_mark_without_kind_or_picture_is_refused_and_stays_on_the_map(centre, web, entered, marks, photo, said):
    before = entered()
    answer = web("reception").post("/stays/receive/", arriving(centre, marks=marks, marks_photo_1=photo))
    shown = answer.context["form"]
    assert answer.status_code == 422
    assert said in " ".join(shown.errors["marks"])
    assert shown["marks"].value() == marks
    assert (entered(), Stay.objects.count()) == (before, 0)


@pytest.fixture
def leaving(centre):
    one = centre.received(case_id=centre.case().pk)
    placed(centre, one, settled(centre, one, calm()) + 1)
    departure.prepare(one.pk, by=centre.by("case_officer"), at=centre.at(50), kind="released", outcome="no_case")
    return one


@pytest.mark.parametrize(
    ("told", "at"),
    [({}, "unchanged"), ({"unchanged": "no"}, "marks"), ({"unchanged": "yes", "marks": drawn({})}, "unchanged")],
)
def test_before_he_leaves_it_is_said_whether_there_is_a_new_mark_and_where(web, entered, leaving, told, at):
    before = entered()
    answer = web("medic").post(f"/stays/{leaving.pk}/do/recheck", told | {"remark": "写过的话"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {at})
    assert "写过的话" in answer.content.decode()
    assert entered() == before


def test_a_new_mark_before_he_leaves_is_one_of_leaving(web, leaving):
    told = {"unchanged": "no", "marks": drawn({"photo": "1"}), "marks_photo_1": picture()}
    assert web("medic").post(f"/stays/{leaving.pk}/do/recheck", told).status_code == 302
    new = leaving.injuries.get(occasion="exit")
    assert (new.region, new.kind, len(new.photo)) == ("left_hand", "graze", 64)
