"""How a maker's messages become readings: mapping tables in profiles/*.yaml, read once. Pure.

The profile `mingjing-1` is our own and needs no table: docs/reference/device-profile.md.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from mingjing.presence.reading import Reading

FOLDER = Path(__file__).parent / "profiles"
OWN = "mingjing-1"
UNITS = {"ms": 1, "s": 1000, "us": 0.001}
Item = Mapping[str, Any]
Read = Callable[[Item, int], Any]


class Profile(msgspec.Struct, frozen=True):
    """One table. `readings` is the path to the list in a message ("" : the message is the list, or one reading).
    `only` names a value that must stand at a path, else the item is no reading. `fields` maps each field of a Reading
    to where it stands, in what unit, and what its words mean."""

    zh: str
    en: str
    readings: str
    fields: dict[str, dict[str, Any]]
    only: dict[str, Any] = {}


class Unreadable(ValueError):
    """The message is not of this profile."""


@cache
def profiles() -> Mapping[str, Profile]:
    """Name → table. Raises ValidationError for a table that cannot be read."""
    return {p.stem: msgspec.convert(yaml.safe_load(p.read_text("utf-8")), Profile) for p in FOLDER.glob("*.yaml")}


def items(raw: bytes, profile: str) -> list[Item]:
    """The readings of a maker's message as they stand in it. Raises Unreadable."""
    table = profiles()[profile]
    try:
        message = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        raise Unreadable(str(why)) from why
    inside = _at(message, table.readings) if table.readings else message
    listed = inside if isinstance(inside, list) else [inside]
    return [i for i in listed if isinstance(i, dict) and all(_at(i, k) == v for k, v in table.only.items())]


def reading(item: Item, profile: str, received_at: int) -> Reading:
    """One item as a Reading; `received_at` is its time when the maker's device has no clock. Raises Unreadable."""
    try:
        fields = {name: read(item, received_at) for name, read in _readers(profile).items()}
        return msgspec.convert({k: v for k, v in fields.items() if v is not None}, Reading, strict=False)
    except (msgspec.ValidationError, TypeError, ValueError, OverflowError) as why:
        raise Unreadable(str(why)) from why


@cache
def _readers(profile: str) -> Mapping[str, Read]:
    return {name: _reader(name, line) for name, line in profiles()[profile].fields.items()}


def _reader(name: str, line: dict[str, Any]) -> Read:
    """Where a field stands (`path`), times `scale` or in a `unit` of time, its words by `words`; `of` the parts of a
    list of pairs; `received: true` for the time of arrival."""
    path, scale, words = (
        line.get("path", ""),
        line.get("scale", UNITS.get(line.get("unit", ""))),
        line.get("words"),
    )

    def read(item: Item, received_at: int) -> Any:
        if line.get("received"):
            return received_at
        value = _at(item, path)
        if value is None:
            return None
        if words is not None:
            return words.get(str(value))
        if "of" in line:
            return _pairs(value, line["of"])
        if scale is not None:
            value = _number(value) * scale
        return round(value) if name == "at" else value

    return read


def _pairs(value: Any, of: list[str]) -> list[tuple[Any, Any]]:
    if not isinstance(value, list):
        raise Unreadable("a list was expected")
    return [(str(_at(v, of[0])), _number(_at(v, of[1]))) for v in value if _at(v, of[1]) is not None]


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError) as why:
        raise Unreadable(f"{value!r} is not a number") from why
    if not abs(number) < 1e18:  # also what is not a number at all
        raise Unreadable("not a number")
    return number


def _at(item: Any, path: str) -> Any:
    for step in path.split("."):
        if not isinstance(item, dict):
            return None
        item = item.get(step)
    return item
