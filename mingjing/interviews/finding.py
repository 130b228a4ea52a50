"""Finding interviews by what was typed: number, case (as cases are found), person, officer. Every word must fit.

Each word becomes conditions that an index serves: no interview is read to see whether a word stands in it.
"""

from collections.abc import Iterator
from functools import partial, reduce
from operator import or_

from django.db.models import Q, QuerySet

from mingjing.cases import finding as cases
from mingjing.cases.models import Case
from mingjing.interviews.models import Asker, Interview
from mingjing.org import remembered
from mingjing.org.models import Officer
from mingjing.persons.finding import named
from mingjing.webkit.long import Key, Order

MOST_WORDS, MOST_CASES, MOST_PEOPLE, MOST_OFFICERS = 4, 300, 2000, 50
NEWEST = Order("opened_at", down=True)


def keys(rows: "QuerySet[Interview]", typed: str, order: Order, most: int) -> list[Key]:
    """The first keys, in this order, of those among the rows that fit all the words. People whose names are masked are
    found by nobody; of a word that stands in very many cases, only the newest cases count."""
    words = [word for word in typed.split() if len(word) > 1][:MOST_WORDS]
    if not words:
        return []
    for word in words:
        rows = rows.filter(remembered.once("interviews.find", word, partial(_fits, word)))
    return list(rows.order_by(*order.by()).values_list(order.field, "pk")[:most])


def _fits(word: str) -> Q:
    return reduce(or_, _anywhere(word))


def _anywhere(word: str) -> Iterator[Q]:
    yield Q(number__startswith=word.upper())
    of_cases = [pk for _, pk in cases.keys(Case.objects.filter(sealed=False), word, NEWEST, MOST_CASES)]
    if of_cases:
        yield Q(case__in=of_cases)
    people = set(named(word).order_by().values_list("person", flat=True)[:MOST_PEOPLE])
    if people:
        yield Q(person__in=people, person__sealed=False, person__protection="")
    officers = list(Officer.objects.matching(word).values_list("pk", flat=True)[:MOST_OFFICERS])
    if officers:
        yield Q(pk__in=Asker.objects.filter(officer__in=officers).values("interview"))
