"""The portrait of a stay, as the floor that takes portraits names it once at start-up:

    likeness.told_by(accepted)

`accepted(stays)` answers, for each of these stays that has one, the picture in use. It is shown where it lies: on the
pages of its stay, and among the photographs of the person for whoever may see that stay. Nothing is copied.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.custody.models import Stay
from mingjing.custody.vocab import StayState
from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.persons import photographs
from mingjing.persons.models import Person
from mingjing.persons.photographs import Photograph

PORTRAIT = Text("在区人像", "Portrait of a stay")


@dataclass(frozen=True, slots=True)
class Picture:
    """`sha256` in the store of bytes."""

    sha256: str
    taken_at: datetime


Accepted = Callable[[Collection[UUID]], Mapping[UUID, Picture]]
_asked: list[Accepted] = []


def told_by(accepted: Accepted) -> None:
    _asked.append(accepted)


def of(stay: Stay) -> Picture | None:
    """The portrait in use of this stay."""
    return _found([stay.pk]).get(stay.pk)


def of_person(officer: Officer, person: Person) -> Iterable[Photograph]:
    """The portraits of those stays of a person that the officer may see, but for those recorded in error."""
    seen = Stay.objects.visible_to(officer).filter(person=person).exclude(state=StayState.IN_ERROR)
    found = _found(seen.values_list("pk", flat=True)).values()
    return [Photograph(PORTRAIT, one.sha256, one.taken_at, front=True) for one in found]


def _found(stays: Collection[UUID]) -> dict[UUID, Picture]:
    return {pk: picture for accepted in _asked for pk, picture in accepted(stays).items()}


photographs.add("stays", of_person)
