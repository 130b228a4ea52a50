"""What apps above know of a case, or of somebody in it, that the law asks: told by their records, by nobody's word.

    telling.add({"case.legally_reviewed"}, lambda case, person: {"case.legally_reviewed": True})

A fact that is told here is nowhere taken from a form: whoever makes a move cannot state it himself.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from mingjing.cases.models import Case

Telling = Callable[["Case", UUID | None], Mapping[str, Any]]

_telling: list[Telling] = []
_names: set[str] = set()


def add(names: Collection[str], of: Telling) -> None:
    """Name, once at start-up, who tells these facts of a case (person None) or of a person in it."""
    _telling.append(of)
    _names.update(names)


def told(case: "Case", person: UUID | None = None) -> dict[str, Any]:
    """Everything the records above know of it now."""
    found: dict[str, Any] = {}
    for of in _telling:
        found |= of(case, person)
    return found


def stated(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody stated, without what the records alone tell."""
    return {name: value for name, value in facts.items() if name not in _names}
