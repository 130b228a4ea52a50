"""Who may decide on an override of a forbidden placement finds it in his inbox, and is called."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mingjing.alerts.models import Alarm
from mingjing.alerts.selectors import bell
from mingjing.custody import watching
from mingjing.custody.actions import placement
from mingjing.custody.selectors.overrides import waiting_for
from mingjing.kernel.time import frozen, now
from mingjing.org.models import Room
from mingjing.org.vocab import RoomKind
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db
WHY = "男性房间全部停用"
INBOX = reverse("approvals:inbox")


@pytest.fixture
def stay(centre):
    one = centre.received(case_id=centre.case().pk)
    placed(centre, one, settled(centre, one, calm()) + 1)
    return one


@pytest.fixture
def asked(centre, stay):
    room = centre.room(RoomKind.HOLDING_ROOM, sex="female")
    told = {"by": centre.by("custody_officer"), "at": now(), "room_id": room.pk, "reason": WHY}
    return placement.ask_override(stay.pk, expires_at=now() + timedelta(hours=1), **told)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_stands_in_the_inbox_and_leads_to_the_decision(centre, web, asked, language):
    client = web("legal_officer")
    client.cookies["mingjing_language"] = language
    page = client.get(INBOX).content.decode()
    assert WHY in page
    assert f'href="/stays/{asked.stay_id}/do/decide-override"' in page
    assert ("Placement override" in page) is (language == "en")
    form = client.get(f"/stays/{asked.stay_id}/do/decide-override").content.decode()
    assert ("规则不允许" in form, "the rules forbid it" in form) == (language != "en", language == "en")
    assert ("没有等待您审批" in page, "Nothing waits for your decision" in page) == (False, False)


def test_by_post_and_by_place(centre, web, asked):
    """Another who holds the post, and the legal officer; not who asked, nor a guard, nor the next county."""
    away = centre.officer("legal_officer", name="邻县", where=centre.beside)
    able = {
        "second": centre.officer("custody_officer", name="另一人"), "legal": centre.officer("legal_officer"),
        "asker": asked.asked_by, "guard": centre.officer("custody_guard"), "away": away,
    }  # fmt: skip
    assert {name for name, one in able.items() if waiting_for(one, now())} == {"second", "legal"}
    assert web("inspector").get(INBOX).content.decode().count(WHY) == 0


def test_the_bell_rings_until_it_is_decided(centre, web, asked):
    legal, alarms = centre.officer("legal_officer"), Alarm.objects.filter(rule="approval.placement")
    assert alarms.get().active
    assert bell(legal)["count"] == 1
    watching.tick(now())
    assert alarms.get().active
    placement.decide_override(asked.pk, by=legal.acting(), at=now(), granted=False, reason="有房")
    assert not alarms.get().active
    assert bell(legal)["count"] == 0
    assert WHY not in web("legal_officer").get(INBOX).content.decode()
    watching.tick(now())
    assert not alarms.get().active


def test_what_has_lapsed_waits_for_nobody(centre, web, asked):
    legal, client = centre.officer("legal_officer"), web("legal_officer")
    page = f"/stays/{asked.stay_id}/"
    assert "等待另一人办理" in client.get(page).content.decode()
    with frozen(asked.expires_at):
        watching.tick(now())
        assert not Alarm.objects.get(rule="approval.placement").active
        assert not waiting_for(legal, now())
        assert "等待另一人办理" not in client.get(page).content.decode()


def test_only_rooms_that_leave_could_open_are_offered(centre, web, stay):
    """A full room and one out of service are refused whoever decides."""
    women = centre.room(RoomKind.HOLDING_ROOM, sex="female")
    client, form = web("custody_officer"), f"/stays/{stay.pk}/do/ask-override"
    offered = f'value="{women.pk}"'
    assert offered in client.get(form).content.decode()
    Room.objects.filter(pk=women.pk).update(out_of_service_since=now(), out_of_service_reason="停电")
    assert offered not in client.get(form).content.decode()
