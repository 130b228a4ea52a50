"""The form offers whom and what the case allows, and says why not the rest; a last day is the law's or earlier."""

import pytest

from mingjing.cases.actions import case as cases
from mingjing.clocks.following import follow
from mingjing.documents.actions import instrument
from mingjing.documents.models import Instrument
from mingjing.documents.selectors import values_of
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.measures import offering
from mingjing.measures.actions import moving
from mingjing.measures.vocab import CRIMINAL, MeasureKind

pytestmark = pytest.mark.django_db


def test_a_criminal_case_offers_its_measures_and_before_filing_none_that_compels(case_of):
    found, others = offering.offered(case_of(), now())
    assert set(found) == CRIMINAL | offering.ANYWHERE
    assert {one.kind for one in others} == set(MeasureKind) - set(found)
    found, others = offering.offered(case_of(stage="accepted"), now())
    assert set(found) == {MeasureKind.SUMMONS, *offering.ANYWHERE}
    why = {one.kind: one for one in others}
    assert why[MeasureKind.DETENTION].basis == "CPR 174"
    assert "尚未立案" in why[MeasureKind.DETENTION].why.zh
    assert why[MeasureKind.ARREST].basis == "CPR 174"


def test_a_public_order_case_offers_no_measure_of_crimes(case_of):
    found, others = offering.offered(case_of("public_order"), now())
    assert not set(found) & CRIMINAL
    assert MeasureKind.PENALTY in found
    assert all(str(one.why) for one in others)


def test_the_form_names_suspects_and_others_only_where_things_are_preserved(
    client, case_of, suspect_of, register, lead
):
    client.force_login(lead)
    for kind, seen in (("criminal", False), ("public_order", True)):
        case = case_of(kind)
        suspect = suspect_of(case, "张伟")
        victim = register("李四", by=lead)
        cases.add_person(case.pk, by=lead.acting(), at=now(), person_id=victim.pk, role="victim")
        shown = client.get(f"/measures/propose/{case.pk}").content.decode()
        assert str(suspect.pk) in shown
        assert (str(victim.pk) in shown) == seen
        assert "本案现在不能呈请的" in shown
    wrong = {"person": str(suspect.pk), "kind": "detention", "reason": "现场抓获"}
    answer = client.post(f"/measures/propose/{case.pk}", wrong)
    assert answer.status_code == 422
    assert "现场抓获" in answer.content.decode()


def test_the_last_day_is_that_of_the_limit_and_no_hand_writes_a_later_one(monkeypatch, measure_of, step, chief, lead):
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: (follow,))
    held = measure_of("detention")
    step(held, "decide", ranked=chief, numbers={"detention_report": "1", "detention_warrant": "2"})
    step(held, "execute", numbers={"detention_notice": "3"})
    [paper] = moving.prepare(held.pk, by=lead.acting(), at=now(), move="extend")
    assert f"{values_of(Instrument.objects.get(pk=paper.id))['until']}" == "2026-11-26"
    told = {"by": lead.acting(), "at": now()}
    with pytest.raises(Refusal) as refused:
        instrument.complete(paper.id, **told, values={"until": "2026-11-27"})
    [verdict] = refused.value.verdicts
    assert (verdict.code, verdict.field) == ("documents.beyond", "until")
    assert values_of(instrument.complete(paper.id, **told, values={"until": "2026-11-25"}))["until"] == "2026-11-25"
