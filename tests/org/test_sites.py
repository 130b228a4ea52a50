"""Units, sites and rooms: set up, change, close, certify; each act an entry of the right log."""

from datetime import timedelta

import pytest

from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.org.actions import room, site, unit
from mingjing.org.actions.prefecture import set_up_prefecture
from mingjing.org.models import Room, Site, Unit
from mingjing.org.vocab import RoomKind
from tests.org.conftest import SETUP, refused


def last() -> Entry:
    return Entry.objects.with_content().latest("id")


def told(entry: Entry) -> str:
    return sentence(entry.tag, entry.body).zh


def test_a_site_comes_with_its_rooms_in_one_entry_of_its_own_log(county):
    entry = Entry.objects.with_content().get(log="610921-centre")
    assert (entry.seq, entry.tag) == (0, "org.site.set_up")
    assert entry.body["rooms"] == county.site.rooms.count() == len(entry.body["room_codes"])
    assert county.site.zones.count() == 7


def test_units_are_entered_in_the_log_of_their_bureau(county):
    assert Entry.objects.filter(log="610921-org", tag="org.unit.set_up").count() == 2
    assert Entry.objects.filter(log="610900-org", tag="org.unit.set_up").count() == 1


def test_a_prefecture_stands_in_one_call(db):
    made = set_up_prefecture(by=SETUP, at=now(), stations=1)
    assert len(made.units) == 1 + 4 + 10 * (1 + 4 + 1)
    assert len(made.sites) == 1 + 10 + 10
    assert made.sites["610921-s51"].parent == made.sites["610921-centre"]
    assert made.sites["610921-centre"].parent == made.sites["610900-centre"]
    assert made.units["610921510000"].path == "610900000000/610921000000/610921510000/"


@pytest.mark.parametrize(("code", "refusal"), [("61092", "org.unit.code"), ("610921000000", "org.unit.code_taken")])
def test_a_bad_unit_code_is_refused(county, code, refusal):
    with pytest.raises(Refusal) as why:
        unit.set_up(by=SETUP, at=now(), code=code, name="某局", kind="county_bureau", parent=county.city)
    assert why.value.code == refusal
    assert Unit.objects.count() == 4


def test_a_second_site_of_the_same_code_is_refused(county):
    with refused("org.site.code_taken"):
        site.set_up_from_template(by=SETUP, at=now(), unit=county.unit, template="county_centre")
    assert Site.objects.count() == 1


def test_only_the_administrator_of_that_county_sets_up(county):
    here, beside = county.officer("administrator"), county.officer("administrator", at=county.beside)
    with refused("access.elsewhere"):
        site.set_up_from_template(by=beside.acting(), at=now(), unit=county.station, template="station_area")
    made = site.set_up_from_template(by=here.acting(), at=now(), unit=county.station, template="station_area")
    assert made.code == "610921-s51"


def test_a_new_room_gets_the_next_code(county):
    zone = county.site.zones.get(kind="case_area")
    made = room.set_up(
        by=SETUP,
        at=now(),
        site_id=county.site.pk,
        zone_id=zone.pk,
        kind=RoomKind.HOLDING_ROOM,
        name="候问室9",
        capacity=3,
    )
    before = county.site.rooms.filter(kind=RoomKind.HOLDING_ROOM).count() - 1
    assert (made.code, made.capacity) == (f"HW{before + 1:02}", 3)


def test_changing_a_room_enters_before_and_after(county):
    holding = county.site.rooms.get(code="HW01")
    assert room.change(holding.pk, by=SETUP, at=now(), capacity=holding.capacity) is None
    room.change(holding.pk, by=SETUP, at=now(), capacity=5)
    assert last().body["changes"] == {"capacity": [2, 5]}
    assert Room.objects.get(pk=holding.pk).capacity == 5


def test_a_room_closes_with_a_reason_and_reopens(county):
    holding = county.site.rooms.get(code="HW01")
    with refused("org.room.why"):
        room.close(holding.pk, by=SETUP, at=now(), why=" ")
    room.close(holding.pk, by=SETUP, at=now(), why="门锁损坏")
    assert told(last()) == "停用房间 HW01：门锁损坏"
    assert holding not in Room.objects.in_service()
    with refused("org.room.closed"):
        room.close(holding.pk, by=SETUP, at=now(), why="再停")
    room.reopen(holding.pk, by=SETUP, at=now())
    assert holding in Room.objects.in_service()
    with refused("org.room.open"):
        room.reopen(holding.pk, by=SETUP, at=now())


def test_a_certificate_has_a_number_and_does_not_end_in_the_past(county):
    holding, today = county.site.rooms.get(code="HW01"), local(now()).date()
    for certificate, until, code in [
        ("", today, "org.room.certificate"),
        ("安公验1号", today - timedelta(days=1), "org.room.until"),
    ]:
        with pytest.raises(Refusal, match=code):
            room.certify(holding.pk, by=SETUP, at=now(), certificate=certificate, until=until)
    room.certify(holding.pk, by=SETUP, at=now(), certificate="安公验1号", until=today)
    assert Room.objects.get(pk=holding.pk).certified_until == today


ROOM_ACTS = {
    "change": (lambda pk, by: room.change(pk, by=by, at=now(), capacity=9), {"administrator", "legal_officer"}),
    "close": (
        lambda pk, by: room.close(pk, by=by, at=now(), why="维修"),
        {"administrator", "custody_officer", "legal_officer"},
    ),
    "certify": (
        lambda pk, by: room.certify(pk, by=by, at=now(), certificate="1", until=local(now()).date()),
        {"legal_officer", "city_chief"},
    ),
}


@pytest.mark.parametrize("post", ["administrator", "custody_officer", "legal_officer", "city_chief", "case_officer"])
@pytest.mark.parametrize("verb", ROOM_ACTS)
def test_who_may_act_on_a_room(county, verb, post):
    act_on, allowed = ROOM_ACTS[verb]
    holding, officer = county.site.rooms.get(code="HW01"), county.officer(post)
    before = Entry.objects.count()
    if post in allowed:
        act_on(holding.pk, officer.acting())
        assert Entry.objects.count() == before + 1
    else:
        with refused("access.post"):
            act_on(holding.pk, officer.acting())
        assert Entry.objects.count() == before
