"""People in the quick search (Ctrl-K): within the officer's scope; protected ones by their masked name."""

from collections.abc import Iterator

from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.persons import panels
from mingjing.persons.finding import find
from mingjing.persons.models import Person
from mingjing.webkit import search


def people(officer: Officer, typed: str) -> Iterator[search.Hit]:
    for match in find(typed, Person.objects.visible_to(officer), most=search.MOST_HITS):
        who = panels.line(match.person)
        note = " ".join(str(part) for part in (who.sex, who.age, match.reasons[0].text) if part is not None)
        yield search.Hit(str(who.name), who.url, note)


search.provider(Text("人员", "Persons"), "person", people)
