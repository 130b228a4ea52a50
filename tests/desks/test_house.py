"""Boards of equal scope share one reckoning; nobody is shown what he may not see, or what is over."""

import re
from threading import Thread

import pytest

from mingjing.custody.actions import watching
from mingjing.custody.selectors import desk as selectors
from mingjing.desks import house as houses
from mingjing.desks.house import TOKEN, house
from mingjing.kernel.time import frozen
from tests.custody.walk import calm, placed, settled

TAP = re.compile(r'class="desk-taps".*?value="(\w+)"')


@pytest.fixture(autouse=True)
def _empty():
    houses._kept.clear()


@pytest.fixture
def read(monkeypatch):
    """How often everybody was read from the database."""
    seen = []
    real = selectors.everybody
    monkeypatch.setattr(selectors, "everybody", lambda *given: (seen.append(given), real(*given))[1])
    return seen


def test_two_officers_who_see_the_whole_site_share_what_was_read(desk, read):
    desk.centre.received()
    pages = [desk.sign_in(post).get("/desk/people").content.decode() for post in ("custody_officer", "custody_guard")]
    assert len(read) == 1
    assert all("desk-taps" in page for page in pages)


def test_whoever_sees_a_part_reads_for_himself(desk, read):
    mine, other = desk.centre.received(), desk.centre.received(minutes=3)
    desk.sign_in("custody_officer").get("/desk/people")
    officer = desk.centre.officer("case_officer", name="某外勤", where=desk.centre.beside)
    assert not selectors.sees_everybody(desk.centre.site, officer)
    type(mine).objects.filter(pk=mine.pk).update(brought_by=officer)
    rows = house(desk.centre.site, officer, desk.centre.at(5)).rows
    assert [row.stay for row in rows] == [mine]
    assert other not in [row.stay for row in rows]
    assert len(read) == 1


def test_a_stranger_sees_nobody_though_others_have_drawn(desk):
    stay = desk.centre.received()
    client = desk.sign_in("custody_officer")
    assert stay.person.name in client.get("/").content.decode()
    client.force_login(desk.centre.officer("custody_guard", name="外县", where=desk.centre.beside))
    assert stay.person.name not in client.get("/").content.decode()


def test_every_reader_has_his_own_token_and_buttons(desk):
    desk.centre.received()
    several = {}
    for post in ("custody_officer", "custody_guard", "inspector"):
        page = desk.sign_in(post).get("/desk/people").content.decode()
        assert TOKEN not in page
        several[post] = set(TAP.findall(page))
    assert several["inspector"] == set()
    assert several["custody_officer"]
    assert several["custody_guard"]
    assert not several["custody_officer"] & several["custody_guard"]


def test_each_language_is_drawn_for_itself(desk):
    desk.centre.received()
    zh, en = (desk.sign_in("custody_officer", lang).get("/desk/people").content.decode() for lang in ("zh-hans", "en"))
    assert "已巡查" in zh
    assert "Checked" in en
    assert "已巡查" not in en


def test_an_entry_or_another_minute_is_read_anew(desk, read):
    stay = desk.centre.received()
    client = desk.sign_in("custody_officer")
    with frozen(desk.centre.at(40)):
        before = client.get("/desk/people").content.decode()
        watching.check(stay.pk, by=desk.centre.by("custody_guard"), at=desk.centre.at(40))
        after = client.get("/desk/people").content.decode()
    assert before != after
    assert len(read) == 2
    with frozen(desk.centre.at(41)):
        client.get("/desk/people")
    assert len(read) == 3


def test_who_was_moved_stands_in_his_new_room(desk):
    stay = desk.centre.received(case_id=desk.centre.case().pk)
    client = desk.sign_in("custody_officer")
    client.get("/desk/rooms")
    placed(desk.centre, stay, settled(desk.centre, stay, calm()))
    stay.refresh_from_db()
    assert str(stay.room.text) in client.get("/desk/people").content.decode()
    assert stay.person.name in client.get("/desk/rooms").content.decode()


def test_many_threads_at_once_read_once(desk, read):
    desk.centre.received()
    shared = house(desk.centre.site, desk.centre.officer("custody_officer"), desk.centre.at(5))
    shared._read = lambda: (read.append("rows"), [])[1]
    threads = [Thread(target=lambda: shared.rows) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert read == ["rows"]


def test_old_houses_are_forgotten(desk):
    officer = desk.centre.officer("custody_officer")
    for minute in range(houses.MOST + 5):
        house(desk.centre.site, officer, desk.centre.at(minute))
    assert len(houses._kept) == houses.MOST
