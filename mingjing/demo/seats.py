"""The posts the demonstration fills, and the staff that fill them: plain data, known without a database."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from mingjing.demo.cast import cast, staff_names
from mingjing.kernel.text import Text

STATIONS = 3
FIRST_NUMBER = 210001


class Seat(NamedTuple):
    """One post to fill: at the centre (in both crews when `crewed`), or at the level `where` says."""

    post: str
    sexes: str
    where: str = "county"
    crewed: bool = False
    auxiliary: bool = False


SEATS = (
    Seat("custody_officer", "mf", crewed=True),
    Seat("reception", "mf", crewed=True, auxiliary=True),
    Seat("custody_guard", "mmff", crewed=True, auxiliary=True),
    Seat("search_officer", "mmff", crewed=True),
    Seat("medic", "f", crewed=True, auxiliary=True),
    Seat("case_officer", "mmf", where="stations"),
    Seat("station_head", "m", where="stations"),
    Seat("case_officer", "mmmf", where="detectives"),
    Seat("department_head", "m", where="detectives"),
    Seat("legal_officer", "mf"),
    Seat("case_file_keeper", "f", auxiliary=True),
    Seat("property_custodian", "m", auxiliary=True),
    Seat("analyst", "f"),
    Seat("county_duty_leader", "m"),
    Seat("county_chief", "m"),
    Seat("inspector", "m", where="city"),
    Seat("city_chief", "f", where="city"),
    Seat("administrator", "m", where="city"),
)


class Row(NamedTuple):
    """One member of staff: `place` counts the units of that level, `turn` is the crew (`day`, `night` or none)."""

    seat: Seat
    place: int
    turn: str
    sex: str
    name: str
    number: str


def roll(units: Mapping[str, int]) -> Iterator[Row]:
    """All staff in the order of enrolment, given how many units each level has."""
    names, number = staff_names(), FIRST_NUMBER
    for seat in SEATS:
        for place in range(units[seat.where]):
            for turn in ("day", "night") if seat.crewed else ("",):
                for sex in seat.sexes:
                    yield Row(seat, place, turn, sex, next(names), str(number))
                    number += 1


def first_of_each() -> dict[str, Row]:
    """Post → the officer who shows it: the first that was enrolled at it."""
    first: dict[str, Row] = {}
    for row in roll({"county": 1, "stations": STATIONS, "detectives": 1, "city": 1}):
        first.setdefault(row.seat.post, row)
    return first


def signins() -> list[list[str]]:
    """Number, name, post and password of one officer for every post, as `mj demo` prints them."""
    labels = yaml.safe_load((Path(__file__).parents[1] / "org" / "posts.yaml").read_text(encoding="utf-8"))["posts"]
    return [
        [r.number, r.name, str(Text(labels[post]["zh"], labels[post]["en"])), cast()["password"]]
        for post, r in first_of_each().items()
    ]
