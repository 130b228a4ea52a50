"""Interviews on the page of a case and in the quick search."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.cases import slots
from mingjing.cases.models import Case
from mingjing.interviews.machine import VIEW
from mingjing.interviews.models import Interview
from mingjing.interviews.seeing import address
from mingjing.kernel.text import Text
from mingjing.org.access import holds
from mingjing.org.models import Officer
from mingjing.webkit import search

INTERVIEWS = Text("讯问询问", "Interviews")


def panel(officer: Officer, case: Case) -> str:
    return reverse("interviews:of_case", args=[case.pk]) if holds(officer, VIEW) else ""


def typed(officer: Officer, words: str) -> Iterator[search.Hit]:
    rows = Interview.objects.visible_to(officer).filter(number__startswith=words.strip().upper())
    rows = rows.select_related("case", "person")
    for one in rows[: search.MOST_HITS]:
        yield search.Hit(one.number, address(one), f"{one.person.shown_name} {one.case.number}")


slots.panel(INTERVIEWS, panel)
search.provider(INTERVIEWS, "edit", typed)
