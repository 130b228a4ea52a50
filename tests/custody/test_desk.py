"""The desk: what it shows and how few queries it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.custody.actions import placement, watching
from mingjing.custody.selectors import desk
from mingjing.custody.vocab import StepKind
from mingjing.org.vocab import RoomKind
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db


def queries(work):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        work()
    return len(seen)


def test_the_number_of_queries_does_not_grow(centre):
    guard = centre.officer("custody_guard")
    centre.received()
    one = queries(lambda: desk.present(centre.site, guard, centre.at(5)))
    for minute in range(3):
        centre.received(minutes=minute)
    rows = desk.present(centre.site, guard, centre.at(5))
    assert len(rows) == 4
    assert queries(lambda: desk.present(centre.site, guard, centre.at(5))) == one <= 6
    assert queries(lambda: desk.rooms(centre.site)) == 2


def test_a_line_tells_what_is_open_and_due(centre):
    stay = centre.received(case_id=centre.case().pk)
    guard = centre.officer("custody_guard")
    [row] = desk.present(centre.site, guard, centre.at(3))
    assert row.open_steps == tuple(StepKind)
    assert row.due is not None
    assert desk.queue([row]) == [row]
    now = settled(centre, stay, calm())
    placed(centre, stay, now)
    watching.check(stay.pk, by=centre.by("custody_guard"), at=centre.at(40))
    [row] = desk.present(centre.site, guard, centre.at(45))
    assert row.open_steps == ()
    assert (row.look.started_at, row.look.due_at) == (centre.at(40), centre.at(70))
    assert row.first_due <= centre.at(70)
    assert desk.queue([row]) == []
    assert (row.risk, row.stay.colour, row.minor) == ("low", "green", False)


def test_rooms_show_who_is_inside(centre):
    stay = centre.received()
    now = settled(centre, stay, calm())
    room = centre.room(RoomKind.HOLDING_ROOM, sex="male")
    placed(centre, stay, now, room)
    tiles = {t.room.pk: t for t in desk.rooms(centre.site)}
    assert tiles[room.pk].stays == (stay,)
    assert tiles[room.pk].free == room.capacity - 1
    washroom = centre.room(RoomKind.WASHROOM, sex="male")
    placement.place(stay.pk, by=centre.by("custody_guard"), at=centre.at(50), room_id=washroom.pk)
    tiles = {t.room.pk: t for t in desk.rooms(centre.site)}
    assert (tiles[room.pk].stays, tiles[washroom.pk].stays) == ((), (stay,))


def test_search_finds_by_name_number_and_vest(centre):
    guard = centre.officer("custody_guard")
    stay = centre.received(centre.person(name="欧阳震"))
    for text in ("欧阳", "ouyang", "oyz", stay.number, stay.number.partition("-centre-")[2]):
        assert desk.search(text, guard) == [stay], text
    assert desk.search("无此人", guard) == []
    assert desk.search("", guard) == []


def test_nobody_sees_the_stays_of_another_county(centre):
    stay = centre.received()
    stranger = centre.officer("custody_guard", name="外县", where=centre.beside)
    assert desk.present(centre.site, stranger, centre.at(1)) == []
    assert desk.search(stay.number, stranger) == []
    assert list(desk.history(stay.person_id, stranger)) == []
    assert list(desk.history(stay.person_id, centre.officer("inspector"))) == [stay]
