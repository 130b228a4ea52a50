"""What instruments say of the unit that issues them and of the officers named on them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.documents import sources
from mingjing.org.models import Officer, Unit

BUREAUS = frozenset({"county_bureau", "city_bureau"})


def bureau_of(unit: Unit) -> Unit:
    """The bureau a unit belongs to: itself, or the nearest above it; the unit when there is none."""
    above: Unit | None = unit
    while above is not None and above.kind not in BUREAUS:
        above = above.parent
    return above or unit


def unit(ident: str) -> dict[str, Any]:
    found = Unit.objects.select_related("parent__parent").get(pk=ident)
    bureau = bureau_of(found)
    return {"name": found.name, "bureau": bureau.name, **house(bureau.code)}


def officer(ident: str) -> dict[str, Any]:
    found = Officer.objects.select_related("unit").get(pk=ident)
    return {"name": found.name, "number": found.number, "unit": found.unit.name}


def house(code: str) -> dict[str, Any]:
    """Names of the courts, governments and houses a bureau's instruments refer to, by the digits of its place."""
    told = _houses()
    return {**told.get("any", {}), **told.get(code[:4], {}), **told.get(code[:6], {})}


@cache
def _houses() -> dict[str, dict[str, str]]:
    place = Path(__file__).with_name("houses.yaml")
    return dict(yaml.safe_load(place.read_text(encoding="utf-8")))


sources.register("unit", unit)
sources.register("officer", officer)
