"""A whole stay through the forms: in at the door, step by step into a room, and out again."""

import json

import pytest

from mingjing.custody.models import Locker, Stay
from mingjing.org.vocab import RoomKind
from tests.custody.walk import calm

pytestmark = pytest.mark.django_db
SIGNED = json.dumps({"strokes": [[[10, 10, 0, 0.5], [40, 30, 20, 0.5], [80, 12, 40, 0.5]]]})


MARK = {"region": "left_upper_arm_front", "x": 500, "y": 120, "note": "约二厘米", "kind": "graze"}


def fill(client, stay, task, **said):
    answer = client.post(f"/stays/{stay.pk}/do/{task}", said)
    why = [str(v) for v in answer.context["form"].errors.values()] if answer.context else []
    assert answer.status_code == 302, (task, answer.status_code, why)


def test_booking_in_and_leaving(centre, web):
    c = centre
    pair = [c.officer("search_officer", name=name).pk for name in ("检甲", "检乙")]
    guard = c.officer("custody_guard")
    door, hand, desk, crime = web("reception"), web("search_officer", name="检甲"), web(), web("case_officer")
    answer = door.post("/stays/receive/", {
        "name": "张晓明", "sex": "male", "birth_date": "1990-05-17", "role": "suspect", "ground": "oral_summons",
        "mode": "brought", "brought_by": c.officer("case_officer").pk, "directly": "yes", "condition": "神志清醒",
        "case_id": "", "marks": json.dumps([MARK]),
    })  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    stay = Stay.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/stays/{stay.pk}/")
    [mark] = stay.injuries.all()
    assert (mark.region, mark.kind, mark.note) == ("left_arm", "graze", "左上臂（正面）：约二厘米")

    fill(door, stay, "identify", method="查验居民身份证")
    fill(hand, stay, "search", officer_ids=pair, room_id=c.room(RoomKind.SEARCH_ROOM).pk, on_camera="yes")
    fill(hand, stay, "belongings", item_1="手机", item_2="现金", quantity_2=300, unit_2="元", bag_2="B1",
         locker_id=Locker.objects.first().pk, signature=SIGNED)  # fmt: skip
    fill(desk, stay, "assess", **{f"q_{name}": value for name, value in calm().items()})
    fill(desk, stay, "rights", language="汉语", understood="yes", signature=SIGNED)
    collected = dict.fromkeys(["photo", "fingerprints"], "done")
    usual = hand.get(f"/stays/{stay.pk}/do/collect").context["form"].fields
    left = {name: "not_needed" for name in usual if usual[name].initial == "not_needed"}
    fill(hand, stay, "collect", officer_ids=pair, on_camera="yes", approved="yes", **collected, **left)
    fill(door, stay, "vest", number="V01")
    room = c.room(RoomKind.HOLDING_ROOM, sex__in=["male", "any"], juvenile=False)
    fill(web("custody_guard"), stay, "place", room_id=room.pk, escort_ids=[guard.pk])
    assert desk.post("/stays/tap/", {"what": "check", "stay": stay.pk}).status_code == 302

    fill(crime, stay, "prepare-exit", kind="released", outcome="warning_fine")
    refused = desk.post(f"/stays/{stay.pk}/do/depart", {"signature": SIGNED})
    assert refused.status_code == 409
    assert "未具备" in refused.content.decode()
    fill(door, stay, "return-belongings", state="returned", signature=SIGNED)
    fill(web("medic"), stay, "recheck", unchanged="yes", remark="与入区时相符")
    fill(desk, stay, "sign-centre")
    fill(crime, stay, "sign-case")
    fill(desk, stay, "depart", signature=SIGNED)
    stay.refresh_from_db()
    assert stay.state == "departed"
    assert stay.belongings.filter(item="现金", quantity=300, unit="元").exists()
