"""The photographs of a person: those taken for his record, and those upper floors keep and name here.

    photographs.add("stays", of_person)

A photograph lies once in the store of bytes, whoever shows it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.persons.models import Person
from mingjing.persons.vocab import PhotoKind


@dataclass(frozen=True, slots=True)
class Photograph:
    """`sha256` in the store of bytes; `front`: shows the face, fit for the head of a page."""

    label: Text
    sha256: str
    taken_at: datetime
    front: bool = False

    @property
    def url(self) -> str:
        return reverse("media:whole", args=[self.sha256])

    @property
    def small(self) -> str:
        return reverse("media:small", args=[self.sha256])


Find = Callable[[Officer, Person], Iterable[Photograph]]
_finders: dict[str, Find] = {}


def add(name: str, find: Find) -> None:
    """Name, once at start-up, a function from officer and person to the photographs the officer may see."""
    _finders[name] = find


def of(officer: Officer, person: Person) -> list[Photograph]:
    """Every photograph of an opened record, the newest first, each picture once."""
    told = [*_taken(person), *(one for find in _finders.values() for one in find(officer, person))]
    newest = sorted(told, key=lambda one: one.taken_at, reverse=True)
    return list({one.sha256: one for one in reversed(newest)}.values())[::-1]


def head(shown: Iterable[Photograph]) -> str:
    """The address of the newest that shows the face, reduced; empty when there is none."""
    return next((one.small for one in shown if one.front), "")


def _taken(person: Person) -> Iterator[Photograph]:
    for row in person.photos.all():
        kind = PhotoKind(row.kind)
        yield Photograph(kind.text, row.blob_id, row.taken_at, front=kind == PhotoKind.PORTRAIT)
