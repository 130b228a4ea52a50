"""How an officer comes to see a person: apps above name the ways (his cases, the stays in his area).

scopes.add("cases", lambda officer: CasePerson.objects.of_cases_visible_to(officer).values("person"))
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from mingjing.org.models import Officer
from mingjing.org.recusal import kept_from

Way = Callable[[Officer], "QuerySet[Any, Any]"]

_ways: dict[str, Way] = {}


def add(name: str, way: Way) -> None:
    """Name a query of person ids an officer sees for one reason. Called once per app at start-up."""
    _ways[name] = way


def reach(officer: Officer) -> Q:
    """Condition on persons: registered by the officer himself and not of a case he is recused from, or reached in one
    of the named ways."""
    kept = kept_from(officer.pk).ids.get("person", ())
    wanted = Q(registered_by=str(officer.pk)) & ~Q(pk__in=kept)
    for way in _ways.values():
        wanted |= Q(pk__in=way(officer))
    return wanted
