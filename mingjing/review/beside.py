"""Reviews on the page of a case: a panel with how they stand, and the way to a new one."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.cases import slots
from mingjing.cases.models import Case
from mingjing.kernel.text import Text
from mingjing.org.access import holds
from mingjing.org.models import Officer
from mingjing.review.machine import VIEW
from mingjing.review.models import Review
from mingjing.review.seeing import address
from mingjing.webkit import search

REVIEWS = Text("法制审核", "Legal review")


def panel(officer: Officer, case: Case) -> str:
    return reverse("review:of_case", args=[case.pk]) if holds(officer, VIEW) else ""


def typed(officer: Officer, words: str) -> Iterator[search.Hit]:
    rows = Review.objects.visible_to(officer).filter(number__icontains=words).named()
    for one in rows[: search.MOST_HITS]:
        yield search.Hit(one.number, address(one), f"{one.title} {one.case.number}")


slots.panel(REVIEWS, panel)
search.provider(REVIEWS, "check", typed)
