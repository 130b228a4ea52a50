"""What the quick search finds here: rules of law."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.desks import rulebook
from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.webkit import search


def rules(officer: Officer, typed: str) -> Iterator[search.Hit]:  # noqa: ARG001 - the law is open to every officer
    for one in rulebook.rows(q=typed)[: search.MOST_HITS]:
        yield search.Hit(str(one.rule.title), reverse("desks:rule", args=[one.rule.id]), str(one.basis))


search.provider(Text("法规", "Law"), "law", rules)
