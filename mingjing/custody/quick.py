"""Stays in the quick search, as the reason of a look, on the pages of the people they concern, and in their clocks."""

from collections.abc import Iterable, Iterator
from itertools import chain
from uuid import UUID

from mingjing.custody.models import Stay
from mingjing.custody.seeing import address, shown_name
from mingjing.custody.selectors import desk
from mingjing.custody.vocab import Role, StayState
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.persons import concerned, elsewhere, grounds
from mingjing.persons.finding import find
from mingjing.persons.models import Person
from mingjing.webkit import search

STAYS = Text("在区记录", "Stays")
MOST_OFFERED = 60


def typed(officer: Officer, words: str) -> Iterator[search.Hit]:
    """By number, vest or case, then by whatever finds the person."""
    people = [m.person.pk for m in find(words, Person.objects.visible_to(officer), most=search.MOST_HITS)]
    named = Stay.objects.visible_to(officer).filter(person__in=people).named().order_by("-arrived_at")
    for stay in dict.fromkeys(chain(desk.search(words, officer, search.MOST_HITS), named[: search.MOST_HITS])):
        note = " ".join(str(part) for part in (stay.number, StayState(stay.state).text, stay.vest) if part)
        yield search.Hit(shown_name(stay.person), address(stay), note)


def offered(officer: Officer) -> Iterable[tuple[Ref, str]]:
    """People here now, whom a look may serve."""
    rows = Stay.objects.visible_to(officer).present().named().order_by("-arrived_at")
    return [(stay.ref, f"{shown_name(stay.person)} {stay.number}") for stay in rows[:MOST_OFFERED]]


def of_persons(officer: Officer, persons: set[UUID]) -> Iterator[elsewhere.Mention]:
    rows = Stay.objects.visible_to(officer).filter(person__in=persons).named().order_by("-arrived_at")
    for stay in rows:
        yield elsewhere.Mention(f"{stay.number} {stay.site.text}", address(stay), Role(stay.role).text, stay.arrived_at)


def open_of_person(ident: str) -> list[concerned.Hanging]:
    return [concerned.Hanging(stay.ref, stay.arrived_at) for stay in Stay.objects.present().filter(person_id=ident)]


def open_of_case(ident: str) -> list[concerned.Hanging]:
    return [concerned.Hanging(stay.ref, stay.arrived_at) for stay in Stay.objects.present().filter(case_id=ident)]


search.provider(STAYS, "person", typed, order=10)  # who is here comes before who was ever registered
grounds.add("stay", STAYS, offered)
elsewhere.add("custody", STAYS, of_persons)
concerned.by("person", open_of_person)
concerned.by("case", open_of_case)
