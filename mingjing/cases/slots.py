"""Places on the page of a case that apps above fill: what is said beside each person, and panels of their own.

    slots.beside_people(lambda officer, case, ids: {person: [Beside(Text("取保候审", "Bail"), "/measures/…")]})
    slots.panel(Text("物品", "Items"), lambda officer, case: reverse("property:of_case", args=[case.pk]))

A panel is one address that answers its inside; the page fetches it, through that address's own permission check.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from mingjing.cases.models import Case
from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.webkit.parts import SIGNS, Colour, Deadline


@dataclass(frozen=True, slots=True)
class Beside:
    """A short word beside a person: a measure he is under, and what is due first."""

    text: Text
    url: str = ""
    colour: Colour = ""
    due: Deadline | None = None

    @property
    def sign(self) -> str:
        return SIGNS[self.colour]


BesidePeople = Callable[[Officer, Case, Collection[UUID]], Mapping[UUID, list[Beside]]]
Address = Callable[[Officer, Case], str]

_beside: list[BesidePeople] = []
_panels: list[tuple[Text, Address]] = []


def beside_people(of: BesidePeople) -> None:
    """Name, once at start-up, what is said beside the people of a case, in few queries for all of them."""
    _beside.append(of)


def panel(heading: Text, address: Address) -> None:
    """Name, once at start-up, a panel; an empty address draws none for this officer."""
    _panels.append((heading, address))


def said_beside(officer: Officer, case: Case, people: Collection[UUID]) -> dict[UUID, list[Beside]]:
    """Everything said beside each of these people."""
    found: dict[UUID, list[Beside]] = defaultdict(list)
    for of in _beside:
        for person, several in of(officer, case, people).items():
            found[person] += several
    return found


def panels_of(officer: Officer, case: Case) -> list[tuple[Text, str]]:
    """Heading and address of each panel this officer is shown."""
    several = ((heading, address(officer, case)) for heading, address in _panels)
    return [(heading, url) for heading, url in several if url]
