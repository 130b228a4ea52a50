"""How an officer comes to see a person: apps above name the ways (his cases, the stays in his area).

scopes.add("cases", lambda officer: CasePerson.objects.of_cases_visible_to(officer).values("person"))
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from mingjing.org.models import Officer

Way = Callable[[Officer], "QuerySet[Any, Any]"]

_ways: dict[str, Way] = {}


def add(name: str, way: Way) -> None:
    """Name a query of person ids an officer sees for one reason. Called once per app at start-up."""
    _ways[name] = way


def reach(officer: Officer) -> Q:
    """Condition on persons: registered by the officer himself, or reached in one of the named ways."""
    wanted = Q(registered_by=str(officer.pk))
    for way in _ways.values():
        wanted |= Q(pk__in=way(officer))
    return wanted
