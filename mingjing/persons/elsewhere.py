"""Where else a person appears: upper floors (cases, custody, property) name their records for the person page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.kernel.text import Text
from mingjing.org.models import Officer


@dataclass(frozen=True, slots=True)
class Mention:
    """One record the person appears in; `note` says as what."""

    title: str
    url: str
    note: Text | str = ""
    at: datetime | None = None


Find = Callable[[Officer, set[UUID]], Iterable[Mention]]

_finders: dict[str, tuple[Text, Find]] = {}


def add(name: str, text: Text, find: Find) -> None:
    """Name, once at start-up, a function from an officer and person ids (records held to be one person) to mentions
    the officer may see, newest first."""
    _finders[name] = (text, find)


def mentions(officer: Officer, persons: set[UUID], *, but: Iterable[str] = ()) -> list[tuple[Text, list[Mention]]]:
    """(heading, mentions) of every floor that has some, except those named in `but`."""
    asked = (_finders[name] for name in _finders if name not in but)
    found = ((text, list(find(officer, persons))) for text, find in asked)
    return [(text, rows) for text, rows in found if rows]
