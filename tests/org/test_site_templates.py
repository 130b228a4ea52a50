"""Templates and the prefecture are data: complete, coded by one scheme, the same everywhere."""

import re

import pytest

from mingjing.kernel.text import Text
from mingjing.org.prefectures import prefecture
from mingjing.org.site_templates import names, plan, room_codes, room_text
from mingjing.org.vocab import RoomKind, UnitKind

HANYIN = {"unit_code": "610921000000", "unit_name": Text("汉阴县公安局", "Hanyin County Public Security Bureau")}


@pytest.mark.parametrize("template", names())
def test_room_codes_follow_the_scheme_and_never_repeat(template):
    rooms = plan(template, **HANYIN).rooms
    assert all(re.fullmatch(room_codes()[r.kind] + r"\d\d", r.code) for r in rooms)
    assert len({r.code for r in rooms}) == len(rooms)
    assert len({r.name.zh for r in rooms}) == len(rooms)
    assert len({r.name.en for r in rooms}) == len(rooms)


def test_every_kind_of_room_has_letters_of_its_own():
    assert set(room_codes()) == set(RoomKind.values())
    assert len(set(room_codes().values())) == len(room_codes())


@pytest.mark.parametrize("template", names())
def test_women_and_men_can_be_kept_apart_everywhere(template):
    holding = [r for r in plan(template, **HANYIN).rooms if r.kind == RoomKind.HOLDING_ROOM]
    assert {"male", "female"} <= {r.sex for r in holding}


@pytest.mark.parametrize("template", ["county_centre", "city_centre"])
def test_a_centre_has_every_kind_of_room_and_zone(template):
    made = plan(template, **HANYIN)
    assert {r.kind for r in made.rooms} == set(RoomKind)
    assert any(r.juvenile for r in made.rooms)
    assert any(r.special_care for r in made.rooms)


def test_codes_and_names_come_from_the_unit():
    made = plan("county_centre", **HANYIN)
    assert (made.code, made.name.zh) == ("610921-centre", "汉阴县公安局执法办案管理中心")
    assert plan("station_area", unit_code="610921530000", unit_name=Text("某所", "S")).code == "610921-s53"


def test_an_unknown_template_is_refused():
    with pytest.raises(KeyError):
        plan("palace", **HANYIN)


def test_ankang_has_one_city_ten_counties_and_a_station_for_every_town():
    units = list(prefecture("ankang"))
    kinds = [u.kind for u in units]
    assert (kinds.count(UnitKind.CITY_BUREAU), kinds.count(UnitKind.COUNTY_BUREAU)) == (1, 10)
    assert kinds.count(UnitKind.STATION) == 139
    assert kinds.count(UnitKind.DEPARTMENT) == 44
    assert len({u.code for u in units}) == len(units)
    assert all(re.fullmatch(r"\d{12}", u.code) for u in units)
    assert all(u.name.zh and u.name.en for u in units)


def test_stations_can_be_limited():
    kinds = [u.kind for u in prefecture("ankang", stations=2)]
    assert kinds.count(UnitKind.STATION) == 20


@pytest.mark.parametrize("template", names())
def test_the_name_an_entry_kept_is_read_in_both_languages(template):
    """Rooms of every template, back from the Chinese name alone."""
    for room in plan(template, unit_code="610921000000", unit_name=Text("县", "County")).rooms:
        assert room_text(room.name.zh) == room.name


def test_a_room_with_a_name_of_its_own_stays_as_it_is():
    for name in ("", "东头小屋", "讯问室甲", "203"):
        assert room_text(name) == Text(name, name)
