"""Fixtures: a county with a case and its suspect, in the small world of tests/small_world.py."""

from datetime import UTC, datetime, timedelta

import pytest

from mingjing.approvals.actions import request as requests
from mingjing.cases.actions import case as cases
from mingjing.demo.measures import SAID
from mingjing.kernel.time import frozen, now
from mingjing.measures import graph
from mingjing.measures.actions import measure as measures
from mingjing.measures.actions import moving
from mingjing.measures.models import Measure
from mingjing.measures.panels import unasked

EVENING = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening():
    with frozen(EVENING):
        yield


@pytest.fixture
def lead(staff):
    return staff("case_officer", "east")


@pytest.fixture
def chief(staff):
    return staff("county_chief")


@pytest.fixture
def case_of(lead, bureau):
    """case_of(kind): a case of the east station, led by its case officer; a criminal one is filed."""

    def make(kind="criminal", cause="盗窃", stage="filed"):
        told = {"kind": kind, "cause": cause, "unit": bureau["east"]}
        case = cases.register(by=lead.acting(), at=now(), log="610921-org", **told)
        if kind == "criminal":
            case.stage = stage
            case.save(update_fields=["stage"])
        return case

    return make


@pytest.fixture
def suspect_of(lead, register):
    """suspect_of(case, **particulars): a suspect on the case."""

    def make(case, name="张伟", **particulars):
        person = register(name, by=lead, **particulars)
        cases.add_person(case.pk, by=lead.acting(), at=now(), person_id=person.pk, role="suspect")
        return person

    return make


@pytest.fixture
def measure_of(lead, case_of, suspect_of):
    """measure_of(kind): one put forward against a suspect of a case of the kind it needs."""

    def make(kind, case=None, person=None, **told):
        case = case or case_of("public_order" if kind in {"penalty", "admin_summons"} else "criminal")
        person = person or suspect_of(case)
        return measures.propose(
            by=lead.acting(), at=now(), case_id=case.pk, person_id=person.pk, kind=kind, reason="涉嫌盗窃", **told
        )

    return make


@pytest.fixture
def step(lead):
    """step(measure, move, by=None, ranked=None, **told): asks `ranked` when given, then carries the move out."""

    def make(measure, move, *, by=None, ranked=None, facts=None, numbers=None, remark=""):
        officer = by or lead
        one = graph.of(measure.kind, measure.proposed_at).moves.get(move)
        facts = {
            **({name: SAID.get(name, True) for name in unasked(_now(measure), one)} if one else {}),
            **(facts or {}),
        }
        if ranked:
            asked = moving.ask(measure.pk, by=officer.acting(), at=now(), move=move, reason="请批准", facts=facts)
            requests.decide(asked.pk, by=ranked.acting(), at=now(), granted=True, reason="同意")
        return moving.carry_out(
            measure.pk, by=officer.acting(), at=now(), move=move, facts=facts, numbers=numbers, remark=remark
        )

    return make


def _now(measure):
    return Measure.objects.get(pk=measure.pk)


@pytest.fixture
def later():
    """with later(hours=3): the clock stands that much later."""
    return lambda **told: frozen(EVENING + timedelta(**told))
