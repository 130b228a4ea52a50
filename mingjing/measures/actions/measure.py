"""Proposing a measure. What follows are moves of its graph: `moving`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingjing.cases.models import Case, CasePerson
from mingjing.cases.permissions import may_act_on
from mingjing.cases.vocab import CaseState, PersonRole
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import act
from mingjing.measures import graph
from mingjing.measures.checks import one_of, said
from mingjing.measures.entering import enter
from mingjing.measures.entries import Proposed
from mingjing.measures.models import Measure
from mingjing.measures.permissions import PROPOSE
from mingjing.measures.vocab import MeasureKind, Tag
from mingjing.org.models import Officer
from mingjing.persons.models import Person

AGAIN = no(
    "measures.again", "对此人已有同种措施，尚未结束。", "Such a measure is in force against him already.", field="kind"
)
CLOSED = no("measures.case_closed", "案件已结案。", "The case is closed.")
STRANGER = no("measures.stranger", "此人不是本案的嫌疑人。", "This person is no suspect of the case.", field="person")


def propose(
    *,
    by: Actor,
    at: datetime,
    case_id: object,
    person_id: object,
    kind: str,
    reason: str,
    place: str = "",
    facts: Mapping[str, Any] | None = None,
    replaces: object = None,
) -> Measure:
    """Put a measure against a suspect of the case forward; nothing is decided by it. `facts`: what the officer states,
    by the names of the law. `replaces`: the measure that this one is to follow. Raises Refusal."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(
            may_act_on(by, PROPOSE, case), one_of(MeasureKind, kind, "kind"), said(reason, "reason", "理由", "why")
        )
        person = it.lock(Person, person_id)
        it.permit(
            CLOSED if case.state != CaseState.OPEN else OK, _concerned(case, person, kind), _first(case, person, kind)
        )
        about = {**case.facts(), **person.facts_on(it.at), **dict(facts or {})}
        it.gate("measure.propose", {**about, "measure.kind": kind})
        start = graph.of(kind, it.at).start
        measure = Measure.objects.create(
            case=case, person=person, kind=kind, state=start, since=it.at, unit=case.unit, log=case.log,
            reason=reason.strip(), place=place.strip(), facts=dict(facts or {}), replaces=_replaced(replaces, person),
            proposed_at=it.at, proposed_by=Officer.objects.filter(pk=by.id).first() if by.kind == "officer" else None,
        )  # fmt: skip
        body = Proposed(kind, person.shown_name, case.number, measure.reason, str(replaces or ""))
        enter(it, measure, Tag.PROPOSED, body, facts={**about, "measure.state": start})
        return measure


def _concerned(case: Case, person: Person, kind: str) -> Verdict:
    """A preservation may concern anybody on the case, whoever has the thing; all else only a suspect."""
    rows = CasePerson.objects.in_force().filter(case=case, person=person)
    wanted = rows if kind == MeasureKind.PRESERVATION else rows.filter(role=PersonRole.SUSPECT)
    return OK if wanted.exists() else STRANGER


def _first(case: Case, person: Person, kind: str) -> Verdict:
    """One of a kind at a time; things are preserved as often as they are found."""
    if kind == MeasureKind.PRESERVATION:
        return OK
    return AGAIN if Measure.objects.in_force().filter(case=case, person=person, kind=kind).exists() else OK


def _replaced(measure_id: object, person: Person) -> Measure | None:
    if not measure_id:
        return None
    found = Measure.objects.filter(pk=str(measure_id), person=person).first()
    if found is None:
        raise Refusal(
            no("record.unknown", "找不到要变更的措施。", "There is no such measure to replace.", field="replaces")
        )
    return found
