"""How much two reports look like one matter told twice, and why. Pure: plain values in, reasons out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.text import Text

_NOISE = re.compile(r"[\W_]+")
SAME_PERSON, SAME_PHONE = Text("同一报案人", "same reporter"), Text("同一电话", "same telephone")
SAME_NAME, NEAR_PLACE = Text("报案人同名", "same name"), Text("地点相近", "like place")
NEAR_TIME, LIKE_TEXT = Text("时间相近", "near in time"), Text("内容相似", "like words")


@dataclass(frozen=True, slots=True)
class Told:
    """What of a report is compared. `persons`: ids of all records held to be the reporter; of a reporter kept secret
    neither person, name nor telephone is given. `at`: when it happened, else when it was told."""

    place: str
    what: str
    at: datetime
    persons: frozenset[str] = frozenset()
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    text: Text
    points: int


def reasons(one: Told, other: Told) -> tuple[Reason, ...]:
    """Why they may be one matter; empty when nothing speaks for it."""
    points = rules()["points"]
    return tuple(Reason(text, points[kind]) for kind, text in _found(one, other))


def score(told: tuple[Reason, ...]) -> int:
    return min(100, sum(r.points for r in told))


def worth_showing(told: tuple[Reason, ...]) -> bool:
    return score(told) >= int(rules()["worth"])


def window() -> timedelta:
    return timedelta(days=rules()["window_days"])


def near() -> timedelta:
    return timedelta(days=rules()["compared_days"])


def most() -> int:
    return int(rules()["most"])


def _found(one: Told, other: Told) -> Iterator[tuple[str, Text]]:
    alike = rules()["alike"]
    if one.persons & other.persons:
        yield "person", SAME_PERSON
    elif one.name and one.name == other.name:
        yield "name", SAME_NAME
    if one.phone and one.phone == other.phone:
        yield "phone", SAME_PHONE
    if share(one.place, other.place) >= alike["place"]:
        yield "place", NEAR_PLACE
    if abs(one.at - other.at) <= timedelta(hours=rules()["near_hours"]):
        yield "time", NEAR_TIME
    if share(one.what, other.what) >= alike["text"]:
        yield "text", LIKE_TEXT


def share(one: str, other: str) -> float:
    """The part of the shorter text's pairs of characters that the longer one has too, from 0 to 1."""
    a, b = _pairs(one), _pairs(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _pairs(text: str) -> frozenset[str]:
    plain = _NOISE.sub("", text).lower()
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset({plain} - {""})


@cache
def rules() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("likeness.yaml").read_text(encoding="utf-8")))
