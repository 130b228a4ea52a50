"""What the words of a table mean: headers, kinds, stages, days. Pure; the lists are fields.yaml and stages.yaml."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI, trim

HERE = Path(__file__).parents[1]
SEVERAL = re.compile(r"[;；、,，/\n]+")
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s*T?\s*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?[秒分]?)?"
)
_TIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_EARLIEST = 1949


@dataclass(frozen=True, slots=True)
class Field:
    """One word of a case: what it is called, and headers by which its column is known."""

    name: str
    text: Text
    required: bool
    headers: frozenset[str]


@cache
def fields() -> dict[str, Field]:
    """Every field, in the order of the page."""
    told = _yaml("fields.yaml")
    return {
        name: Field(name, Text(one["zh"], one["en"]), one["required"], frozenset(map(folded, one["headers"])))
        for name, one in told.items()
    }


def guessed(columns: Sequence[str]) -> dict[str, int]:
    """Field → column, by the headers; each column once, the field that lists its header first."""
    known = [folded(one) for one in columns]
    found: dict[str, int] = {}
    for field in fields().values():
        taken = found.values()
        at = next((n for n, one in enumerate(known) if one in field.headers and n not in taken), None)
        if at is not None:
            found[field.name] = at
    return found


def by_header(columns: Sequence[str], kept: Mapping[str, str]) -> dict[str, int]:
    """Field → column, as a kept matching names the headers; what this table does not have is left out."""
    at = {folded(one): n for n, one in reversed(list(enumerate(columns)))}
    return {name: at[folded(header)] for name, header in kept.items() if folded(header) in at and name in fields()}


def folded(words: str) -> str:
    """As headers and words are compared: letters and digits alone, small, of one width."""
    return "".join(c for c in unicodedata.normalize("NFKC", words).lower() if c.isalnum())


def kind_of(words: str) -> str:
    """The kind of case a word means; empty when it means none."""
    return _kinds().get(folded(words), "")


def steps() -> Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]:
    """Kind → stage a case may come over at → (move, date of the row) that is told to the clocks."""
    told: Mapping[str, Mapping[str, Sequence[tuple[str, str]]]] = _yaml("stages.yaml")["steps"]
    return told


def stage_of(kind: str, words: str, called: Mapping[str, Text]) -> str:
    """The stage of this kind of case a word means; `called` is what the law books call the stages."""
    asked = folded(words)
    for stage in steps().get(kind, {}):
        title = called.get(stage)
        if asked == stage or (title and asked in {folded(title.zh), folded(title.en)}):
            return stage
    other = _stages().get(asked, "")
    return other if other in steps().get(kind, {}) else ""


def moment(words: str) -> datetime | None:
    """The instant a date says, at Asia/Shanghai; a day without an hour is its noon, so that it stays the same day
    wherever it is read. None when it is no date."""
    match = _DAY.fullmatch(words.strip()) or _TIGHT.fullmatch(words.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(one) if one else None for one in match.groups())
    try:
        at = datetime(
            year or 0, month or 0, day or 0, 12 if hour is None else hour, minute or 0, second or 0, tzinfo=SHANGHAI
        )
    except ValueError:
        return None
    return trim(at) if at.year >= _EARLIEST else None


def is_day(words: str) -> bool:
    """Whether a date tells the day alone."""
    match = _DAY.fullmatch(words.strip()) or _TIGHT.fullmatch(words.strip())
    return match is not None and match.group(4) is None


def several(words: str) -> list[str]:
    """The names or numbers of one cell."""
    return [one.strip() for one in SEVERAL.split(words) if one.strip()]


def not_before(at: datetime, other: datetime) -> bool:
    """Whether `at` is not earlier; hours of one day do not contradict: a table may tell one and not the other."""
    return at >= other or at.astimezone(SHANGHAI).date() == other.astimezone(SHANGHAI).date()


def later(at: datetime, other: datetime) -> datetime:
    """`at`, but not before the other: on one day hours that nobody told are put in order."""
    return at if at >= other else other + timedelta(milliseconds=1)


@cache
def _kinds() -> dict[str, str]:
    return _turned(_yaml("stages.yaml")["kinds"])


@cache
def _stages() -> dict[str, str]:
    return _turned(_yaml("stages.yaml")["words"])


def _turned(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {folded(one): meaning for meaning, several in words.items() for one in (meaning, *several)}


@cache
def _yaml(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / name).read_text(encoding="utf-8")))
