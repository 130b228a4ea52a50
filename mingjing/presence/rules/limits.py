"""The limits of the house, read from the policy book beside the package. Times are milliseconds here."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import yaml

BOOK = Path(__file__).parents[1] / "limits.yaml"


class Limits(msgspec.Struct, frozen=True):
    """One field for each line of limits.yaml, which says what it means. `version` is the digest of the book."""

    pulse_high: float
    pulse_high_readings: int
    pulse_low: float
    pulse_low_readings: int
    oxygen_low: float
    oxygen_low_readings: int
    fever: float
    fever_readings: int
    off_readings: int
    fall_peak: float
    fall_calm: float
    fall_calm_readings: int
    fall_within: int
    battery_low: float
    battery_again: float
    silent_after: int
    forbidden_zones: frozenset[str]
    lateness: int
    future: int
    drift: int
    gateway_silent_after: int
    sense_stalled_after: int
    message_bytes: int
    gateway_rate: int
    refused_kept: int
    together_in_room: int
    together_in_passage: int
    gathering: int
    crowded_after: int
    unattended_after: int
    unattended_close_after: int
    unescorted_after: int
    officers_missing_after: int
    wrong_room_after: int
    shut_after: int
    against_after: int
    post_empty_after: int
    left_after: int
    lost_after: int
    stock_low: int = 3
    refused_bytes: int = 1 << 18  # books kept from before the line was there say nothing of it
    version: str = ""


def read(book: Path, lacking: Path | None = None) -> Limits:
    """The limits written in a book; lines it has not stand in the book `lacking`. Raises ValueError naming a line that
    is missing, unknown or of the wrong kind."""
    raw = book.read_bytes()
    lines: dict[str, Any] = (yaml.safe_load(lacking.read_bytes()) if lacking else {}) | yaml.safe_load(raw)
    values = {name: _value(line) for name, line in lines.items()}
    unknown = sorted(values.keys() - set(Limits.__struct_fields__) | {"version"} & values.keys())
    if unknown:
        raise ValueError(f"{book.name}: unknown lines {', '.join(unknown)}")
    try:
        return msgspec.convert(values | {"version": sha256(raw).hexdigest()[:12]}, Limits)
    except msgspec.ValidationError as why:
        raise ValueError(f"{book.name}: {why}") from why


@cache
def limits() -> Limits:
    """Those of this installation."""
    return read(BOOK)


def keep(folder: Path, book: Path = BOOK) -> None:
    """Put the book beside the readings it judges, under its version: what is changed later can still be looked up."""
    kept = folder / f"limits-{read(book).version}.yaml"
    if not kept.exists():
        draft = kept.with_suffix(".part")
        draft.write_bytes(book.read_bytes())
        draft.rename(kept)


def kept(folder: Path) -> list[tuple[datetime, Limits]]:
    """Every version there has been with its first day, the newest first. A line that came later has its present value;
    a version whose lines are no longer known is left out."""
    found = []
    for path in folder.glob("limits-*.yaml"):
        with suppress(ValueError):
            found.append((datetime.fromtimestamp(path.stat().st_mtime, UTC), read(path, BOOK)))
    return sorted(found, key=lambda one: one[0], reverse=True)


def _value(line: dict[str, Any]) -> Any:
    value = line["value"]
    return int(value * 1000) if line["unit"].startswith("秒") else value
