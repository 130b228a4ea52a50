"""What cannot be done to somebody now says so before anything is typed, with the act that would make it possible."""

from datetime import timedelta

import pytest

from mingjing.custody.actions import departure, placement
from mingjing.custody.actions import stay as stays
from mingjing.custody.panels import step_list
from mingjing.custody.tasks import FIRST, FORMS
from mingjing.kernel.time import now
from mingjing.org.vocab import RoomKind
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db
NEEDY = sorted((task, form.matter) for task, form in FORMS.items() if form.matter)


@pytest.fixture
def stay(centre):
    one = centre.received(case_id=centre.case().pk)
    placed(centre, one, settled(centre, one, calm()) + 1)
    return one


def sends(page):
    return '<form method="post" enctype' in page.content.decode()


@pytest.mark.parametrize(("task", "matter"), [one for one in NEEDY if one[1] != "belongings_kept"])
def test_an_act_with_nothing_to_act_on_shows_the_way_instead_of_a_form(web, stay, task, matter):
    page = web().get(f"/stays/{stay.pk}/do/{task}")
    assert not sends(page)
    assert f'/stays/{stay.pk}/do/{FIRST[matter]}"' in page.content.decode()


def test_with_something_to_act_on_the_form_is_there(web, stay):
    assert sends(web().get(f"/stays/{stay.pk}/do/return-belongings"))


def test_after_the_end_nothing_is_asked_and_a_page_left_open_still_gets_its_reasons(centre, web, stay):
    departure.prepare(stay.pk, by=centre.by("case_officer"), at=centre.at(50), kind="released", outcome="no_case")
    client = web()
    leaving = client.get(f"/stays/{stay.pk}/do/place")
    assert not sends(leaving)
    assert "待出区" in leaving.content.decode()
    late = client.post(f"/stays/{stay.pk}/do/place", {"room_id": stay.room_id or ""})
    assert late.status_code in {409, 422}
    assert sends(late)


def test_steps_of_one_who_has_gone_are_not_said_to_go_on(centre):
    begun = centre.received()
    assert [one.state for one in step_list(begun)].count("now") == 1
    stays.void(begun.pk, by=centre.by("custody_officer"), at=centre.at(5), reason="登记两次")
    begun.refresh_from_db()
    after = step_list(begun)
    assert {one.state for one in after} <= {"done", "missed", "skipped"}
    assert "missed" in {one.state for one in after}
    assert not any(one.url for one in after if one.state == "missed")


def test_who_may_decide_on_an_override_is_led_to_it_from_the_page(centre, web, stay):
    """A legal officer may decide and not ask: he read of the request in the record and found no way to answer it."""
    room = centre.room(RoomKind.HOLDING_ROOM, sex="female")
    until, why = now() + timedelta(hours=1), "男性房间全部停用"
    asked = {"by": centre.by("custody_guard"), "at": now(), "room_id": room.pk, "reason": why}
    officer, page = web("legal_officer"), f"/stays/{stay.pk}/"
    way = f"{page}do/decide-override"
    assert "等待另一人办理" not in officer.get(page).content.decode()
    placement.ask_override(stay.pk, expires_at=until, **asked)
    told = officer.get(page).content.decode()
    assert "等待另一人办理" in told
    assert f'href="{way}"' in told
    assert f'href="{way}"' not in web("custody_guard").get(page).content.decode()
    row = stay.overrides.get()
    done = officer.post(way, {"row": row.pk, "granted": "yes", "reason": "情况属实"})
    assert done.status_code == 302, [str(e) for e in done.context["form"].errors.values()]
    row.refresh_from_db()
    assert row.granted is True
    assert "等待另一人办理" not in officer.get(page).content.decode()
