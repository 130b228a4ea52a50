"""Measures on the pages of the people they concern."""

from collections.abc import Iterator
from uuid import UUID

from mingjing.kernel.text import Text
from mingjing.measures.graph import state_text
from mingjing.measures.models import Measure
from mingjing.measures.seeing import address
from mingjing.measures.vocab import MeasureKind
from mingjing.org.models import Officer
from mingjing.persons import elsewhere

MEASURES = Text("措施和处罚", "Measures and penalties")


def of_persons(officer: Officer, persons: set[UUID]) -> Iterator[elsewhere.Mention]:
    rows = Measure.objects.visible_to(officer).filter(person__in=persons).named().order_by("-proposed_at")
    for one in rows:
        title = f"{MeasureKind(one.kind).text} {one.case.number}"
        yield elsewhere.Mention(title, address(one), state_text(one), one.since)


elsewhere.add("measures", MEASURES, of_persons)
