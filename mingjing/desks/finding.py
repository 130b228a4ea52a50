"""What the quick search finds besides cases and persons: stays and rules of law; and who may hear of a stay."""

from collections.abc import Iterator

from django.urls import reverse

from mingjing.custody.selectors import desk
from mingjing.custody.vocab import StayState
from mingjing.desks import rulebook
from mingjing.desks.lines import stay_url
from mingjing.kernel.text import Text
from mingjing.live import topics
from mingjing.org.models import Officer
from mingjing.org.seeing import may_see
from mingjing.webkit import search


def stays(officer: Officer, typed: str) -> Iterator[search.Hit]:
    """Those present first."""
    for one in desk.search(typed, officer, search.MOST_HITS):
        yield search.Hit(one.person.shown_name, stay_url(one), f"{one.number} · {StayState(one.state).text}")


def rules(officer: Officer, typed: str) -> Iterator[search.Hit]:  # noqa: ARG001 - the law is open to every officer
    for one in rulebook.rows(q=typed)[: search.MOST_HITS]:
        yield search.Hit(str(one.rule.title), reverse("desks:rule", args=[one.rule.id]), str(one.basis))


search.provider(Text("在区人员", "People in custody"), "person", stays)
search.provider(Text("法规", "Law"), "law", rules)
topics.register("stay", may_see)
