"""Through which things an officer sees instruments: the app that owns a kind of subject names the query.

scopes.add("case", lambda officer: Case.objects.visible_to(officer).values("pk"))
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from mingjing.org.models import Officer

Way = Callable[[Officer], "QuerySet[Any, Any]"]

_ways: dict[str, Way] = {}


def add(kind: str, way: Way) -> None:
    """Name, once at start-up, the query of ids of this kind an officer sees."""
    _ways[kind] = way


def reach(officer: Officer) -> Q:
    """Condition on instruments: their subject is one he sees. A kind nobody answers for is seen by nobody."""
    wanted = Q(pk__in=())
    for kind, way in _ways.items():
        wanted |= Q(subject_kind=kind, subject_id__in=way(officer))
    return wanted
