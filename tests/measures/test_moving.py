"""A measure is put forward, decided by the rank the law names, carried out, and ended."""

import pytest

from mingjing.approvals.actions import request as requests
from mingjing.documents.actions import instrument
from mingjing.documents.models import Instrument
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.measures.actions import measure as measures
from mingjing.measures.actions import moving
from mingjing.measures.models import Measure
from mingjing.measures.panels import ways

pytestmark = pytest.mark.django_db

WARRANT = {"detention_report": "公拘报〔2026〕1号", "detention_warrant": "公拘字〔2026〕1号"}
NOTICE = {"detention_notice": "公拘通字〔2026〕1号"}
GROUND = {"detention.ground": "caught"}


def codes(refused):
    return {v.code for v in refused.value.verdicts}


def test_a_detention_from_the_proposal_to_its_execution(measure_of, step, chief, later):
    detention = measure_of("detention")
    assert detention.state == "proposed"
    decided = step(detention, "decide", ranked=chief, facts=GROUND, numbers=WARRANT)
    assert (decided.state, decided.decided_at, decided.instrument) == ("decided", now(), "公拘字〔2026〕1号")
    with later(hours=1):
        executed = step(detention, "execute", numbers=NOTICE)
        assert (executed.state, executed.executed_at, executed.ended_at) == ("executed", now(), None)
    assert executed.instruments == WARRANT | NOTICE
    assert executed.facts["detention.ground"] == "caught"


def test_nothing_is_carried_out_that_the_rank_has_not_granted(measure_of, lead):
    detention = measure_of("detention")
    with pytest.raises(Refusal) as refused:
        moving.carry_out(detention.pk, by=lead.acting(), at=now(), move="decide", facts=GROUND, numbers=WARRANT)
    assert codes(refused) == {"measures.move.rank"}
    assert Measure.objects.get().state == "proposed"


def test_a_grant_of_an_earlier_step_is_not_one_of_this(measure_of, step, lead, chief, later):
    """`ask_extension` twice: the second needs a grant of its own."""
    arrest = measure_of("arrest")
    told = {"arrest.ground": True, "arrest.social_danger_stated": True, "arrest.legally_reviewed": True}
    step(arrest, "request", ranked=chief, facts=told, numbers={"arrest_request": "1"})
    with later(hours=1):
        step(arrest, "approve")
        step(arrest, "execute", ranked=chief, numbers={"arrest_warrant": "2", "arrest_notice": "3"})
    with later(hours=2):
        step(arrest, "ask_extension", ranked=chief, numbers={"custody_extension_opinion": "4"})
    with later(hours=3), pytest.raises(Refusal) as refused:
        moving.carry_out(
            arrest.pk, by=lead.acting(), at=now(), move="ask_extension", numbers={"custody_extension_opinion": "5"}
        )
    assert codes(refused) == {"measures.move.rank"}


def test_instruments_drafted_with_the_proposal_are_made_final_by_the_step(measure_of, step, chief):
    detention = measure_of("detention")
    made = step(detention, "decide", ranked=chief, facts=GROUND)
    papers = {p.template: p for p in Instrument.objects.about(detention.ref)}
    assert {name: p.state for name, p in papers.items()} == dict.fromkeys(WARRANT, "final")
    assert made.instruments["detention_warrant"] == papers["detention_warrant"].number == made.instrument
    assert papers["detention_warrant"].sha256
    assert papers["detention_warrant"].data["ground"] == "预备、实行犯罪或者犯罪后即时被发觉"


def test_an_instrument_neither_drafted_nor_numbered_stops_the_step(measure_of, step, lead, chief):
    detention = measure_of("detention")
    step(detention, "decide", ranked=chief, facts=GROUND, numbers=WARRANT)
    with pytest.raises(Refusal) as refused:
        step(detention, "execute", numbers={})
    assert [(v.code, v.field) for v in refused.value.verdicts] == [
        ("measures.move.instrument", "number_detention_notice")
    ]
    assert len(moving.prepare(detention.pk, by=lead.acting(), at=now(), move="execute")) == 1
    assert moving.prepare(detention.pk, by=lead.acting(), at=now(), move="execute") == []


@pytest.mark.parametrize("move", ["execute", "release", "nonsense"])
def test_what_the_graph_does_not_offer_here_is_refused(measure_of, lead, move):
    detention = measure_of("detention")
    with pytest.raises(Refusal) as refused:
        moving.carry_out(detention.pk, by=lead.acting(), at=now(), move=move, numbers={})
    assert codes(refused) & {"measures.move.not_now", "measures.move.unknown"}


def test_only_officers_on_the_case_move_it(measure_of, staff):
    detention = measure_of("detention")
    with pytest.raises(Refusal) as refused:
        moving.carry_out(detention.pk, by=staff("case_officer", "west").acting(), at=now(), move="refuse")
    assert refused.value.code == "record.unknown"
    with pytest.raises(Refusal) as refused:
        moving.carry_out(detention.pk, by=staff("legal_officer").acting(), at=now(), move="refuse")
    assert codes(refused) == {"measures.move.who"}


def test_the_asking_side_does_not_decide(measure_of, lead, staff, step):
    """The lead asks; a chief who is on the case himself stands on the asking side."""
    from mingjing.approvals.actions import request as requests
    from mingjing.cases.actions import case as cases

    chief = staff("county_chief")
    detention = measure_of("detention")
    cases.assign(detention.case.pk, by=chief.acting(), at=now(), officer_id=chief.pk, role="case_officer")
    asked = moving.ask(detention.pk, by=lead.acting(), at=now(), move="decide", reason="请批准", facts=GROUND)
    with pytest.raises(Refusal) as refused:
        requests.decide(asked.pk, by=chief.acting(), at=now(), granted=True, reason="同意")
    assert refused.value.code == "approvals.same_side"


def test_it_is_not_carried_out_before_the_step_before(measure_of, step, chief, later):
    detention = measure_of("detention")
    with later(hours=2):
        step(detention, "decide", ranked=chief, facts=GROUND, numbers=WARRANT)
    with pytest.raises(Refusal) as refused:
        step(detention, "execute", numbers=NOTICE)
    assert codes(refused) == {"measures.order"}


def test_one_of_a_kind_at_a_time(measure_of):
    detention = measure_of("detention")
    with pytest.raises(Refusal) as refused:
        measure_of("detention", case=detention.case, person=detention.person)
    assert codes(refused) == {"measures.again"}


def test_only_against_a_suspect_of_the_case(case_of, register, lead):
    with pytest.raises(Refusal) as refused:
        measures.propose(
            by=lead.acting(),
            at=now(),
            case_id=case_of().pk,
            person_id=register("王芳", by=lead).pk,
            kind="bail",
            reason="x",
        )
    assert codes(refused) == {"measures.stranger"}


def test_each_entry_names_case_and_person_and_says_what_the_law_asks(measure_of, step, chief):
    detention = measure_of("detention")
    step(detention, "decide", ranked=chief, facts=GROUND, numbers=WARRANT)
    entry = Entry.objects.filter(tag="measures.measure.moved").with_content().get()
    assert set(entry.fields["refs"]) == {str(detention.case.ref), str(detention.person.ref)}
    told = {name: entry.fields[f"fact.{name}"] for name in ("measure.kind", "measure.move", "measure.state")}
    assert told == {"measure.kind": "detention", "measure.move": "decide", "measure.state": "decided"}
    assert entry.fields["fact.measure.instrument"] == "公拘报〔2026〕1号、公拘字〔2026〕1号"
    assert entry.body["move_zh"] == "批准拘留"


@pytest.mark.parametrize("kind", ["forced_summons", "detention", "bail", "residential_surveillance", "arrest"])
def test_no_compulsory_measure_before_the_case_is_filed(kind, measure_of, case_of, lead):
    """CPR 174; whatever else is missing is said as well."""
    move = "request" if kind == "arrest" else "decide"
    for stage, refused in (("accepted", True), ("filed", False)):
        made = measure_of(kind, case=case_of(stage=stage))
        said = {v.code for way in ways(made, lead.acting()) if way.move.id == move for v in way.verdicts}
        assert ("cn.measure.not_before_filing" in said) is refused
    early = measure_of(kind, case=case_of(stage="accepted"))
    with pytest.raises(Refusal) as why:
        moving.ask(early.pk, by=lead.acting(), at=now(), move=move, reason="x")
    assert "cn.measure.not_before_filing" in codes(why)


def test_a_summons_may_precede_the_filing(measure_of, case_of, lead):
    made = measure_of("summons", case=case_of(stage="accepted"))
    assert not [
        v for way in ways(made, lead.acting()) for v in way.verdicts if v.code == "cn.measure.not_before_filing"
    ]


def test_a_refused_arrest_is_asked_for_again_and_is_in_force_then(measure_of, step, chief):
    arrest = measure_of("arrest")
    step(arrest, "request", ranked=chief, numbers={"arrest_request": "1"})
    refused = step(arrest, "refuse", facts={"arrest.refusal_reason": "insufficient_evidence"})
    assert refused.ended_at is not None
    again = step(arrest, "request_again", ranked=chief, numbers={"arrest_request": "2"})
    assert (again.state, again.ended_at) == ("requested", None)


def test_what_has_ended_takes_no_step_that_does_not_reopen_it(measure_of, step, lead):
    summons = measure_of("summons")
    step(summons, "refuse")
    with pytest.raises(Refusal) as why:
        moving.ask(summons.pk, by=lead.acting(), at=now(), move="decide", reason="请批准")
    assert "measures.ended" in {v.code for v in why.value.verdicts}


def test_an_extension_leaves_the_time_of_the_execution(measure_of, step, chief, later):
    held = measure_of("detention")
    step(held, "decide", ranked=chief, numbers={"detention_report": "1", "detention_warrant": "2"})
    done = step(held, "execute", numbers={"detention_notice": "3"})
    with later(hours=30):
        longer = step(held, "extend", numbers={"detention_extension_report": "4"})
    assert longer.executed_at == done.executed_at


def test_an_instrument_of_a_step_that_names_no_rank_is_made_final_without_one(measure_of, step, lead, chief):
    held = measure_of("detention")
    step(held, "decide", ranked=chief, numbers={"detention_report": "1", "detention_warrant": "2"})
    step(held, "execute", numbers={"detention_notice": "3"})
    step(held, "request_arrest")
    paper = moving.prepare(held.pk, by=lead.acting(), at=now(), move="release_refused")[0]
    instrument.complete(paper.id, by=lead.acting(), at=now(), values={"reason": "检察院不批准逮捕"})
    released = step(held, "release_refused")
    assert (released.state, Instrument.objects.get(pk=paper.id).state) == ("ended", "final")


def test_how_it_was_carried_out_is_not_asked_with_the_approval(measure_of, step, lead, chief):
    arrest = measure_of("arrest")
    step(arrest, "request", ranked=chief, numbers={"arrest_request": "1"})
    step(arrest, "approve")
    asked = moving.ask(arrest.pk, by=lead.acting(), at=now(), move="execute", reason="检察院已批准")
    requests.decide(asked.pk, by=chief.acting(), at=now(), granted=True, reason="同意")
    with pytest.raises(Refusal):
        numbers = {"arrest_warrant": "2", "arrest_notice": "3"}
        moving.carry_out(arrest.pk, by=lead.acting(), at=now(), move="execute", numbers=numbers)
