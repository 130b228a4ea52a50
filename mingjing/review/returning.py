"""What the page of a case with the procuratorate is filled with."""

from dataclasses import dataclass
from typing import Any

from mingjing.cases.models import Case
from mingjing.cases.permissions import may_act_on
from mingjing.documents.models import Instrument
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.measures.graph import state_text
from mingjing.measures.models import Measure
from mingjing.measures.seeing import address
from mingjing.measures.vocab import MeasureKind
from mingjing.org.models import Officer
from mingjing.persons.models import Person
from mingjing.review.machine import FEED, SEND
from mingjing.review.models import Outcome, Transfer
from mingjing.review.rates import REASON
from mingjing.review.vocab import Goes, NonProsecution, OutcomeKind, ReturnReason


@dataclass(frozen=True, slots=True)
class Line:
    """One transfer with everything on its list that the reader may see; `hidden` counts what he may not."""

    row: Transfer
    goes: Text
    people: list[Person]
    papers: list[Instrument]
    hidden: int


@dataclass(frozen=True, slots=True)
class Arrest:
    """How the request of one arrest stands; its steps are those of the measure."""

    measure: Measure
    state: Text
    reason: Text | None
    url: str


def page(officer: Officer, by: Actor, case: Case) -> dict[str, Any]:
    """Transfers, arrest requests and outcomes of the case, a few queries each."""
    return {
        "case": case, "transfers": transfers(officer, case), "arrests": arrests(officer, case),
        "outcomes": [(row, OutcomeKind(row.kind).text, said(row)) for row in Outcome.objects.filter(case=case)],
        "may": {"send": may_act_on(by, SEND, case), "feed": may_act_on(by, FEED, case)},
    }  # fmt: skip


def transfers(officer: Officer, case: Case) -> list[Line]:
    rows = list(Transfer.objects.filter(case=case))
    ids = {one for row in rows for one in row.persons}
    people = {str(p.pk): p for p in Person.objects.visible_to(officer).filter(pk__in=ids)}
    ids = {one for row in rows for one in row.instruments}
    papers = {str(i.pk): i for i in Instrument.objects.visible_to(officer).filter(pk__in=ids)}
    found = []
    for row in rows:
        mine = [people[one] for one in row.persons if one in people]
        lists = [papers[one] for one in row.instruments if one in papers]
        hidden = len(row.persons) + len(row.instruments) - len(mine) - len(lists)
        found.append(Line(row, Goes(row.goes).text, mine, lists, hidden))
    return found


def arrests(officer: Officer, case: Case) -> list[Arrest]:
    rows = Measure.objects.visible_to(officer).filter(case=case, kind=MeasureKind.ARREST).named()
    classes = books.current().facts[REASON].values
    return [Arrest(m, state_text(m), classes.get(str(m.facts.get(REASON))), address(m)) for m in rows]


def said(row: Outcome) -> Text | None:
    """The class of a return, the kind of a non-prosecution."""
    return next((m.text for v in (ReturnReason, NonProsecution) for m in v if m.value == row.reason), None)
