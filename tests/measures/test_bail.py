"""Bail: a guarantor or a deposit, breaches that are counted, forfeiture, and the way back of the money."""

from decimal import Decimal

import pytest

from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.measures import facts as known
from mingjing.measures.actions import bail, happening, item, measure, payment
from mingjing.measures.models import Bail, Measure
from tests.measures.test_moving import codes

pytestmark = pytest.mark.django_db

DECIDED = {"bail_report": "1", "bail_decision": "2"}
GROUND = {"bail.ground": "no_danger", "bail.excluded_person": False}


def terms(row, lead, **told):
    return bail.set_terms(row.pk, by=lead.acting(), at=now(), **told)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"way": "deposit", "deposit": 5000, "guarantor": "张父"}, "measures.bail.both"),
        ({"way": "guarantor", "deposit": 5000, "guarantor": "张父"}, "measures.bail.both"),
        ({"way": "deposit"}, "measures.bail.deposit"),
        ({"way": "guarantor"}, "measures.missing"),
        ({"way": "promise"}, "measures.choice"),
    ],
)
def test_a_guarantor_or_a_deposit_never_both(measure_of, lead, told, code):
    row = measure_of("bail")
    with pytest.raises(Refusal) as refused:
        terms(row, lead, **told)
    assert code in codes(refused)
    assert not Bail.objects.exists()


def test_the_terms_become_facts_and_are_not_asked_again(measure_of, lead):
    row = measure_of("bail")
    terms(row, lead, way="guarantor", guarantor="张父", relation="父子")
    told = known.of(row, now())
    assert (told["bail.security"], told["bail.deposit"]) == ("guarantor", 0)
    terms(row, lead, way="deposit", deposit=3000)
    told = known.of(Measure.objects.get(pk=row.pk), now())
    assert (told["bail.security"], told["bail.deposit"], told["bail.security_given"]) == ("deposit", 3000, False)


@pytest.fixture
def on_bail(measure_of, lead, step, chief):
    row = measure_of("bail")
    terms(row, lead, way="deposit", deposit=3000)
    step(row, "decide", ranked=chief, facts=GROUND, numbers=DECIDED)
    payment.pay(row.pk, by=lead.acting(), at=now(), kind="bond", amount=Decimal(3000), receipt="B1")
    step(row, "execute")
    return row


def test_breaches_are_counted_and_each_is_a_line(on_bail, step, later):
    for n, kind in enumerate(("left", "no_show", "left")):
        with later(hours=n + 1):
            step(on_bail, "breach", facts={"bail.breach": kind}, remark="未经批准去外地")
            step(on_bail, "admonish")
    told = known.of(on_bail, now())
    assert (told["bail.departures"], told["bail.no_shows"], told["bail.breaches"]) == (2, 1, 3)
    assert on_bail.happenings.filter(kind="breach").count() == 3


def test_a_breach_is_no_note(on_bail, lead):
    with pytest.raises(Refusal) as refused:
        happening.note(on_bail.pk, by=lead.acting(), at=now(), kind="breach", said_words="x")
    assert codes(refused) == {"measures.note.breach"}


def test_money_goes_back_or_is_forfeited_and_never_twice(on_bail, lead):
    by = lead.acting()
    payment.pay(on_bail.pk, by=by, at=now(), kind="bond_forfeited", amount=Decimal(1000), receipt="F1")
    with pytest.raises(Refusal) as refused:
        payment.pay(on_bail.pk, by=by, at=now(), kind="bond_back", amount=Decimal(2001), receipt="R1")
    assert codes(refused) == {"measures.payment.too_much"}
    payment.pay(on_bail.pk, by=by, at=now(), kind="bond_back", amount=Decimal(2000), receipt="R1")


def test_things_are_listed_and_dealt_with_once(measure_of, lead, case_of, register):
    from mingjing.cases.actions import case as cases

    case, witness, by = case_of("public_order"), register("王芳", by=lead), lead.acting()
    cases.add_person(case.pk, by=by, at=now(), person_id=witness.pk, role="witness")
    kept = measure.propose(
        by=by, at=now(), case_id=case.pk, person_id=witness.pk, kind="evidence_preservation", reason="作为证据"
    )
    first = item.preserve(kept.pk, by=by, at=now(), name="手机", quantity="1 部")
    assert (first.number, item.preserve(kept.pk, by=by, at=now(), name="刀", quantity="1 把").number) == (1, 2)
    item.dispose(first.pk, by=by, at=now(), disposal="returned")
    with pytest.raises(Refusal) as refused:
        item.dispose(first.pk, by=by, at=now(), disposal="seized")
    assert codes(refused) == {"measures.item.gone"}
