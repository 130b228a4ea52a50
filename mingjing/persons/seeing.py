"""Answers "may this officer see that person": reach, and for sealed records a purpose stated a moment ago."""

from collections.abc import Iterable

from mingjing.org.models import Officer
from mingjing.org.seeing import sees
from mingjing.persons.models import Person
from mingjing.persons.opening import stands_open


@sees("person")
def persons_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    reached = Person.objects.in_reach_of(officer).filter(pk__in=ids)
    by = officer.acting()
    return [p.pk for p in reached if not p.hidden or stands_open(by, p)]
