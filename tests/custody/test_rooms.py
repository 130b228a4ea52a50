"""Placement by real rows: ranking, overrides with their alarm, and two officers at the last bed."""

import threading
from datetime import date

import pytest
from django.db import connection

from mingjing.alerts.models import Alarm
from mingjing.custody import watching
from mingjing.custody.actions import placement
from mingjing.custody.models import Occupancy, PlacementOverride
from mingjing.custody.selectors.rooms import occupants, options
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.actions import room
from mingjing.org.models import Room
from mingjing.org.vocab import RoomKind
from tests.custody.conftest import START, build
from tests.custody.walk import listed, searched
from tests.refusals import refusal


def ready(centre, minutes=0, **kw):
    """Searched and listed: may be placed."""
    begun = centre.received(minutes=minutes, **kw)
    searched(centre, begun, minutes + 2)
    listed(centre, begun, minutes + 3, things=[])
    return begun


def place(centre, stay, room, minutes, **kw):
    return placement.place(stay.pk, by=centre.by("custody_guard"), at=centre.at(minutes), room_id=room.pk, **kw)


@pytest.mark.django_db
def test_the_ranking_explains_every_room(centre):
    case = centre.case()
    first = ready(centre, case_id=case.pk)
    man = centre.room(RoomKind.HOLDING_ROOM, sex="male")
    place(centre, first, man, 10)
    second = ready(centre, 12, case_id=case.pk)
    found = options(second, centre.at(20))
    best = found[0]
    assert best.allowed
    assert best.place.sex in ("male", "any")
    assert not best.place.occupants
    with_accomplice = next(o for o in found if o.place.id == str(man.pk))
    assert "cn.place.co_suspects_apart" in {v.code for v in with_accomplice.against}
    of_women = next(o for o in found if o.place.sex == "female")
    assert "custody.place.room_sex" in {v.code for v in of_women.blocking}


@pytest.mark.django_db
def test_a_minor_is_offered_the_minors_room_first(centre):
    child = ready(centre, person=centre.person(born=date(2010, 3, 1)))
    best = options(child, centre.at(20))[0]
    assert best.place.juvenile
    assert best.allowed


@pytest.mark.django_db
def test_infeasibility_is_explained(centre):
    Room.objects.filter(site=centre.site).update(out_of_service_since=START, out_of_service_reason="停电")
    found = options(ready_without_rooms(centre), centre.at(20))
    assert found
    assert not any(o.allowed for o in found)
    assert all("custody.place.out_of_service" in {v.code for v in o.blocking} for o in found)


def ready_without_rooms(centre):
    return centre.received()


@pytest.mark.django_db
def test_moving_ends_one_occupancy_and_begins_the_next(centre):
    stay = ready(centre)
    one, two = centre.room(RoomKind.HOLDING_ROOM, sex="male"), centre.room(RoomKind.WASHROOM, sex="male")
    guard = centre.officer("custody_guard")
    place(centre, stay, one, 10)
    entry = place(centre, stay, two, 30, escort_ids=[guard.pk])
    assert entry.tag == "custody.stay.moved"
    first, second = Occupancy.objects.filter(stay=stay).order_by("since")
    assert (first.until, second.since, second.until) == (centre.at(30), centre.at(30), None)
    assert list(second.escorts.all()) == [guard]
    named = {(r.kind, r.ref_id) for r in entry.refs.all()}
    assert {("room", str(one.pk)), ("room", str(two.pk)), ("officer", str(guard.pk))} <= named
    assert refusal(place, centre, stay, one, 20) == ["custody.place.earlier"]


@pytest.mark.django_db
def test_an_override_takes_two_people_and_its_alarm_stays_on(centre):
    stay, room = ready(centre), centre.room(RoomKind.HOLDING_ROOM, sex="female")
    assert "custody.place.room_sex" in refusal(place, centre, stay, room, 10)
    asked = {"by": centre.by("custody_guard"), "room_id": room.pk, "reason": "男性房间全部停用"}
    override = placement.ask_override(stay.pk, at=centre.at(11), expires_at=centre.at(120), **asked)
    assert "custody.place.room_sex" in refusal(place, centre, stay, room, 12)
    told = {"granted": True, "reason": "情况属实"}
    guard = centre.by("custody_guard")
    assert refusal(placement.decide_override, override.pk, by=guard, at=centre.at(12), **told) == [
        "access.post", "custody.second_person"
    ]  # fmt: skip
    placement.decide_override(override.pk, by=centre.by("custody_officer"), at=centre.at(13), **told)
    entry = place(centre, stay, room, 14)
    assert entry.body["overridden"] == override.codes
    assert "custody.place.room_sex" in {w["code"] for w in entry.fields["warnings"]}
    alarm = Alarm.objects.get(rule="separation.forbidden_room")
    assert (alarm.subject, alarm.closed_at) == (stay.ref, None)
    place(centre, stay, centre.room(RoomKind.HOLDING_ROOM, sex="male"), 30)
    alarm.refresh_from_db()
    assert alarm.cleared_at == centre.at(30)
    assert alarm.closed_at is None  # latched until somebody answers
    assert "custody.place.room_sex" in refusal(place, centre, stay, room, 130)


@pytest.mark.django_db
def test_when_an_override_runs_out_somebody_is_called_again(centre):
    stay, room = ready(centre), centre.room(RoomKind.HOLDING_ROOM, sex="female")
    asked = {"by": centre.by("custody_guard"), "room_id": room.pk, "reason": "男性房间全部停用"}
    override = placement.ask_override(stay.pk, at=centre.at(11), expires_at=centre.at(60), **asked)
    placement.decide_override(
        override.pk, by=centre.by("custody_officer"), at=centre.at(13), granted=True, reason="情况属实"
    )
    place(centre, stay, room, 14)
    over = Alarm.objects.filter(rule="separation.override_over")
    watching.tick(centre.at(59))
    assert not over.exists()
    watching.tick(centre.at(60))
    assert over.get().text_zh == f"例外安置于{room.text.zh}已到期，人仍在该房间"
    place(centre, stay, centre.room(RoomKind.HOLDING_ROOM, sex="male"), 70)
    watching.tick(centre.at(71))
    assert not over.get().active


@pytest.mark.django_db
def test_nobody_grants_his_own_override(centre):
    stay, room = ready(centre), centre.room(RoomKind.HOLDING_ROOM, sex="female")
    by = centre.by("custody_officer")
    override = placement.ask_override(
        stay.pk, by=by, at=centre.at(11), expires_at=centre.at(60), room_id=room.pk, reason="无房"
    )
    told = {"granted": True, "reason": "同意"}
    assert refusal(placement.decide_override, override.pk, by=by, at=centre.at(12), **told) == ["custody.second_person"]
    legal = centre.by("legal_officer")
    for minute in (10, 60):  # before it was asked, and when it would be over
        early = refusal(placement.decide_override, override.pk, by=legal, at=centre.at(minute), **told)
        assert early == ["custody.override.time"]
    placement.decide_override(override.pk, by=legal, at=centre.at(13), granted=False, reason="有房")
    assert "custody.place.room_sex" in refusal(place, centre, stay, room, 14)
    again = refusal(placement.decide_override, override.pk, by=legal, at=centre.at(15), **told)
    assert again == ["custody.override.decided"]


@pytest.mark.django_db
def test_overrides_that_cannot_be_asked(centre):
    stay = ready(centre)
    women, men = (centre.room(RoomKind.HOLDING_ROOM, sex=s) for s in ("female", "male"))
    told = {"by": centre.by("custody_guard"), "at": centre.at(11), "reason": "x"}
    ask = placement.ask_override
    assert refusal(ask, stay.pk, room_id=men.pk, expires_at=centre.at(60), **told) == ["custody.override.needless"]
    tomorrow = centre.at(11 + 24 * 60)
    assert refusal(ask, stay.pk, room_id=women.pk, expires_at=tomorrow, **told) == ["custody.override.life"]
    Room.objects.filter(pk=women.pk).update(out_of_service_since=START, out_of_service_reason="维修")
    assert "custody.place.out_of_service" in refusal(ask, stay.pk, room_id=women.pk, expires_at=centre.at(60), **told)
    assert not PlacementOverride.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_cannot_fill_the_last_place():
    """Both want the last bed in the same moment: one gets it, the other is told that the room is full."""
    centre = build()
    stays = [ready(centre, minutes) for minutes in (0, 5)]
    room = centre.room(RoomKind.HOLDING_ROOM, sex="male")
    Room.objects.filter(pk=room.pk).update(capacity=1)
    # SQLite's test database lies in memory and turns a second writer away instead of letting him wait: they take turns
    at_once = connection.vendor != "sqlite"
    guard, start, told = centre.by("custody_guard"), threading.Barrier(2 if at_once else 1), []

    def attempt(stay):
        try:
            with frozen(centre.at(480)):
                start.wait()
                placement.place(stay.pk, by=guard, at=centre.at(20), room_id=room.pk)
                told.append("placed")
        except Refusal as why:
            told.append(why.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(s,)) for s in stays]
    for thread in threads:
        thread.start()
        if not at_once:
            thread.join()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["custody.place.full", "placed"]
    assert [len(v) for v in occupants(centre.site).values()] == [1]
    numbers = list(Entry.objects.filter(log=centre.site.code).order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(len(numbers)))


@pytest.mark.django_db
def test_a_room_with_somebody_in_it_is_not_closed(centre):
    one = ready(centre)
    first, second = centre.site.rooms.filter(kind=RoomKind.HOLDING_ROOM, juvenile=False).exclude(sex="female")[:2]
    place(centre, one, first, 10)
    told = {"by": centre.by("custody_officer"), "at": centre.at(20), "why": "维修"}
    with pytest.raises(Refusal) as why:
        room.close(first.pk, **told)
    [verdict] = why.value.verdicts
    assert verdict.code == "org.room.occupied"
    assert one.number in verdict.text.zh
    assert one.person.name not in verdict.text.zh
    place(centre, one, second, 21)
    assert room.close(first.pk, **told | {"at": centre.at(25)})
