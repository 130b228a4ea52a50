"""What other floors ask of custody: may this officer see that stay, and which people he sees because they stay here."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from mingjing.custody.models import Stay
from mingjing.org.models import Officer
from mingjing.org.seeing import sees
from mingjing.persons import scopes


@sees("stay")
def stays_seen(officer: Officer, ids: list[str]) -> Iterable[object]:
    return Stay.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)


def persons_of_stays(officer: Officer) -> "QuerySet[Any, Any]":
    return Stay.objects.visible_to(officer).values("person")


scopes.add("stays", persons_of_stays)
