"""Rows and values as they are sent: instants in UTC, words in both languages, things by kind and id."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso
from mingjing.kernel.vocab import Vocab


def shown(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """These attributes of the row; `person.shown_name` is sent as `person_shown_name`, a row as its id."""
    return {name.replace(".", "_"): plain(_at(row, name)) for name in names}


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    for kinds, write in WRITTEN:
        if isinstance(value, kinds):
            return write(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


def _several(value: Any) -> list[Any]:
    return [plain(one) for one in value]


def _named(value: Any) -> dict[str, Any]:
    return {str(plain(k)): plain(v) for k, v in value.items()}


WRITTEN: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Text, lambda text: {"zh": text.zh, "en": text.en}),
    (datetime, iso),
    (Model, lambda row: str(row.pk)),
    ((Ref, UUID, Vocab, date), str),
    (dict, _named),
    ((list, tuple, set, frozenset), _several),
)


def _at(row: Any, name: str) -> Any:
    for part in name.split("."):
        row = getattr(row, part) if row is not None else None
    return row
