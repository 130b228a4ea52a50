"""Measures on the page of a case: a word beside each person, and a panel with what may be done."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from mingjing.cases import slots
from mingjing.cases.models import Case
from mingjing.kernel.text import Text
from mingjing.measures import panels
from mingjing.measures.graph import state_text
from mingjing.measures.models import VIEW, Measure
from mingjing.measures.seeing import address
from mingjing.measures.selectors import with_due
from mingjing.measures.vocab import MeasureKind
from mingjing.org.access import holds
from mingjing.org.models import Officer


def beside_people(officer: Officer, case: Case, people: Collection[UUID]) -> Mapping[UUID, list[slots.Beside]]:
    """Measures in force against each of them, with what is due first."""
    rows = with_due(Measure.objects.visible_to(officer).in_force().filter(case=case, person__in=people)).named()
    found: dict[UUID, list[slots.Beside]] = defaultdict(list)
    for one in rows:
        text = Text("{k}·{s}", "{k}: {s}").format(k=MeasureKind(one.kind).text, s=state_text(one))
        found[one.person_id].append(slots.Beside(text, address(one), "amber", panels.due_of(one)))
    return found


def panel(officer: Officer, case: Case) -> str:
    return reverse("measures:of_case", args=[case.pk]) if holds(officer, VIEW) else ""


slots.beside_people(beside_people)
slots.panel(Text("措施和处罚", "Measures and penalties"), panel)
