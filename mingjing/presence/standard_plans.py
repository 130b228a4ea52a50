"""The floor plans of the site templates, as data in `plans_data/`."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.presence.plan import Plan, read

DATA = Path(__file__).with_name("plans_data")


@cache
def standard_plan(template: str) -> Plan | None:
    """The plan of a site template; None for a template without one."""
    place = DATA / f"{template}.yaml"
    return read(_plain(yaml.safe_load(place.read_text(encoding="utf-8")))) if template and place.is_file() else None


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    """The short form of the files, in metres, in the words of a plan."""
    return {
        "width": _cm(told["width"]),
        "height": _cm(told["height"]),
        "spaces": [_space(row) for row in told["spaces"]],
        "doors": [
            {**row, "first": row["joins"][0], "second": row["joins"][1], "at": _spot(row["at"])}
            for row in told["doors"]
        ],
        "anchors": [{**row, "at": _spot(row["at"])} for row in told["anchors"]],
        "storeys": [{**row, "level": _cm(row["level"])} for row in told.get("storeys", ())],
    }


def _space(row: dict[str, Any]) -> dict[str, Any]:
    x, y, w, h = row["box"]
    named = row.get("passage") or {}
    return {
        "code": row["code"],
        "outline": [_spot(p) for p in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))],
        "passage": bool(named),
        "name": named.get("zh", ""),
        "name_en": named.get("en", ""),
        "zone": row.get("zone", ""),
        "storey": row.get("storey", ""),
    }


def _spot(point: Sequence[float]) -> list[int]:
    return [_cm(point[0]), _cm(point[1])]


def _cm(metres: float) -> int:
    return round(metres * 100)
