"""Sites from standard templates: which zones and rooms, by which codes, is data in `templates_data/`."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.text import Text
from mingjing.org.vocab import RoomKind, RoomSex, SiteKind, ZoneKind

DATA = Path(__file__).with_name("templates_data")
JUVENILE = "未成年人"
NAMED = re.compile(rf"(?P<juvenile>{JUVENILE})?(?P<kind>\D+)(?P<number>[1-9]\d?)?")


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room to be: `code` is its kind's two letters and a number counted within the site."""

    code: str
    name: Text
    kind: RoomKind
    capacity: int
    sex: RoomSex
    juvenile: bool
    special_care: bool
    recorded: bool


@dataclass(frozen=True, slots=True)
class ZonePlan:
    kind: ZoneKind
    name: Text
    rooms: tuple[RoomPlan, ...]


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A site to be, with every zone and room: what the preview shows and the set-up writes."""

    template: str
    kind: SiteKind
    code: str
    name: Text
    zones: tuple[ZonePlan, ...]

    @property
    def rooms(self) -> list[RoomPlan]:
        return [room for zone in self.zones for room in zone.rooms]


def names() -> list[str]:
    """Names of the templates, which are the kinds of sites."""
    return SiteKind.values()


def plan(template: str, *, unit_code: str, unit_name: Text) -> SitePlan:
    """The site a template makes of a unit with this 12-digit code. Raises KeyError for an unknown template."""
    read = _template(template)
    numbers = Counter(row["kind"] for zone in read["zones"] for row in zone["rooms"] for _ in range(row["count"]))
    taken: Counter[str] = Counter()
    zones = tuple(
        ZonePlan(
            ZoneKind(zone["kind"]),
            ZoneKind(zone["kind"]).text,
            tuple(
                _room(row, taken, several=numbers[row["kind"]] > 1)
                for row in zone["rooms"]
                for _ in range(row["count"])
            ),
        )
        for zone in read["zones"]
    )
    name = Text(read["name"]["zh"], read["name"]["en"]).format(zh=unit_name, en=unit_name)
    code = read["code"].format(division=unit_code[:6], number=unit_code[6:8])
    return SitePlan(template, SiteKind(read["kind"]), code, name, zones)


@cache
def room_codes() -> dict[str, str]:
    """Kind of room → the two letters of its codes."""
    return _read("room_codes")


def _room(row: dict[str, Any], taken: Counter[str], *, several: bool) -> RoomPlan:
    kind = RoomKind(row["kind"])
    taken[kind] += 1
    number = taken[kind]
    return RoomPlan(
        code=f"{room_codes()[kind]}{number:02}",
        name=_room_name(kind, number if several else 0, juvenile=row.get("juvenile", False)),
        kind=kind,
        capacity=row.get("capacity", 1),
        sex=RoomSex(row.get("sex", RoomSex.ANY)),
        juvenile=row.get("juvenile", False),
        special_care=row.get("special_care", False),
        recorded=row.get("recorded", True),
    )


def _room_name(kind: RoomKind, number: int, *, juvenile: bool) -> Text:
    zh, en = kind.text.zh, kind.text.en
    if juvenile:
        zh, en = f"{JUVENILE}{zh}", f"Juvenile {en.lower()}"
    return Text(f"{zh}{number}", f"{en} {number}") if number else Text(zh, en)


def room_text(name: str) -> Text:
    """A room in both languages from the Chinese name an entry kept, when it is named as templates name rooms; a name of
    its own stays as it is."""
    read = NAMED.fullmatch(name)
    kind = _kinds().get(read["kind"]) if read else None
    if read is None or kind is None:
        return Text(name, name)
    return _room_name(kind, int(read["number"] or 0), juvenile=bool(read["juvenile"]))


@cache
def _kinds() -> dict[str, RoomKind]:
    return {kind.text.zh: kind for kind in RoomKind}


@cache
def _template(name: str) -> dict[str, Any]:
    if name not in names():
        raise KeyError(name)
    return _read(name)


def _read(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")))
