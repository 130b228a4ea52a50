"""A prefecture as data: the bureaus of a city and its counties, their departments and stations."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.text import Text
from mingjing.org.vocab import UnitKind

DATA = Path(__file__).with_name("templates_data")
FIRST_STATION = 51  # digits 7 and 8 of a unit code: 00 the bureau, 01-49 departments, from here on stations


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit to be, with those below it."""

    code: str
    name: Text
    kind: UnitKind
    below: tuple["UnitPlan", ...] = field(default=())

    def __iter__(self) -> Iterator["UnitPlan"]:
        """This unit and all below, parents first."""
        yield self
        for unit in self.below:
            yield from unit


def prefecture(name: str, *, stations: int | None = None) -> UnitPlan:
    """The tree of `templates_data/<name>.yaml`; `stations` limits how many each county gets (None: one per town)."""
    read = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    departments = read["departments"]
    counties = tuple(_county(row, departments, stations) for row in read["counties"])
    bureau = Text(read["bureau"]["zh"], read["bureau"]["en"])
    below = _departments(read["division"], bureau, departments, "city") + counties
    return UnitPlan(_code(read["division"]), bureau, UnitKind.CITY_BUREAU, below)


def _county(row: dict[str, Any], departments: list[dict[str, str]], stations: int | None) -> UnitPlan:
    bureau = Text(row["bureau"]["zh"], row["bureau"]["en"])
    below = _departments(row["division"], bureau, departments, "county")
    below += tuple(
        UnitPlan(
            _code(row["division"], str(FIRST_STATION + n)),
            Text(f"{bureau.zh}{town['zh']}派出所", f"{town['en']} Police Station, {row['name']['en']}"),
            UnitKind.STATION,
        )
        for n, town in enumerate(row["towns"][:stations])
    )
    return UnitPlan(_code(row["division"]), bureau, UnitKind.COUNTY_BUREAU, below)


def _departments(division: str, bureau: Text, rows: list[dict[str, str]], level: str) -> tuple[UnitPlan, ...]:
    return tuple(
        UnitPlan(
            _code(division, row["number"]),
            Text(f"{bureau.zh}{row[level]}", f"{row['en']}, {bureau.en}"),
            UnitKind.DEPARTMENT,
        )
        for row in rows
    )


def _code(division: str, number: str = "00") -> str:
    return f"{division}{number}0000"
