"""Outcomes and verdicts as plain JSON, in the shape of `evaluate-output.schema.json`."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.time import iso
from mingjing.kernel.verdict import Verdict
from mingjing.law.outcome import Outcome
from mingjing.law.shelf import Books


def outcome_json(books: Books, outcome: Outcome, now: datetime, gates: Sequence[Verdict] = ()) -> dict[str, Any]:
    """The whole answer; instants in RFC 3339 UTC, texts as `{zh, en}`."""
    return {
        "book": books.version,
        "digest": books.digest,
        "now": iso(now),
        "clocks": _all(outcome.clocks),
        "duties": _all(outcome.duties),
        "gates": _all(gates),
        "unknown": _all(outcome.unknown),
        "facts": dict(outcome.facts),
    }


def _all(things: Iterable[Any]) -> list[Any]:
    return [_json(thing) for thing in things]


def _json(value: Any) -> Any:
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, tuple):
        return _all(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _json(getattr(value, f.name)) for f in fields(value)}
    return str(value) if isinstance(value, str) else value
