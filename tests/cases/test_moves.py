"""A case goes its way: what is offered, proposing, the grant, carrying out, and the entry that says it."""

import pytest

from mingjing.approvals.actions.request import decide
from mingjing.approvals.models import Request
from mingjing.cases import running
from mingjing.cases.actions import case as cases
from mingjing.cases.actions import move as moves
from mingjing.cases.going import subject_of
from mingjing.cases.models import Case
from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.law import books
from mingjing.ledger.models import Entry, EntryRef

pytestmark = pytest.mark.django_db
LOG = "610921-centre"
ROBOT = machine("test")


@pytest.fixture
def opened(staff, bureau):
    def make(kind="criminal", unit="east"):
        by = staff("case_officer", unit)
        return cases.register(by=by.acting(), at=now(), log=LOG, kind=kind, cause="盗窃", unit=bureau[unit])

    return make


def offered(case, by):
    return {o.move.id: o for o in running.offers(subject_of(case, by.acting()), now())}


def codes(verdicts):
    return {v.code for v in verdicts if not v.ok}


def test_a_case_begins_accepted_in_the_graph_of_its_kind(opened):
    assert {(opened(kind).procedure, opened(kind).stage) for kind in ("criminal", "none", "public_order")} == {
        ("cn.procedure.criminal", "accepted"),
        ("cn.procedure.public_order", "accepted"),
    }
    assert Entry.objects.get(subject_id=str(opened().pk), tag="cases.case.registered").facts["case.stage"] == "accepted"


def test_what_is_offered_says_what_stands_in_the_way(opened, staff, file):
    case = opened()
    offers = offered(case, staff("case_officer", "east"))
    assert set(offers) == {m.id for m in case.graph(now()).moves_from("accepted")}
    filing = offers["file"]
    assert (filing.rank, filing.lacking, filing.proposes) == ("county_chief", ("acceptance_register",), True)
    assert {"cases.move.rank", "cases.move.file"} <= codes(filing.verdicts)
    assert not codes(filing.proposable)
    file("acceptance_register")
    assert offered(case, staff("case_officer", "east"))["file"].lacking == ()


def test_only_those_the_graph_names_may_move_it(opened, staff, file):
    case = opened()
    for other in (staff("case_officer", "west"), staff("legal_officer")):
        assert "cases.move.who" in codes(offered(case, other)["file"].proposable)
        with pytest.raises(Refusal):
            moves.propose(case.pk, by=other.acting(), at=now(), move="file", reason="有犯罪事实")


def test_a_move_is_proposed_granted_and_carried_out(opened, staff, file):
    case, lead, chief = opened(), staff("case_officer", "east"), staff("county_chief")
    file("acceptance_register")
    told = {"case.fact_of_crime": True, "case.own_jurisdiction": True}
    moves.propose(case.pk, by=lead.acting(), at=now(), move="file", reason="有犯罪事实", told=told)
    request = Request.objects.get()
    assert (request.kind, request.rank, request.facts, request.subject) == ("case.file", "county_chief", told, case.ref)
    with pytest.raises(Refusal) as refused:
        moves.propose(case.pk, by=lead.acting(), at=now(), move="file", reason="再次")
    assert refused.value.code == "cases.move.waiting"
    with pytest.raises(Refusal) as refused:
        moves.carry_out(case.pk, by=lead.acting(), at=now(), move="file")
    assert "cases.move.rank" in codes(refused.value.verdicts)
    decide(request.pk, by=chief.acting(), at=now(), granted=True, reason="同意")
    made = moves.carry_out(case.pk, by=lead.acting(), at=now(), move="file")
    assert (made.stage, made.state, made.told) == ("filed", "open", told)
    entry = Entry.objects.get(tag="cases.case.moved")
    assert (entry.facts["case.move"], entry.facts["case.stage"]) == ("file", "filed")
    assert EntryRef.objects.filter(entry=entry, kind="request", ref_id=str(request.pk)).exists()
    assert "立案" in entry.body["move_zh"]


def test_a_grant_is_spent_by_the_move_it_was_for(opened, staff, file):
    case, lead, chief = opened(), staff("case_officer", "east"), staff("county_chief")
    file("acceptance_register")
    moves.propose(case.pk, by=lead.acting(), at=now(), move="file", reason="有犯罪事实")
    decide(Request.objects.get().pk, by=chief.acting(), at=now(), granted=True, reason="同意")
    moves.carry_out(case.pk, by=lead.acting(), at=now(), move="file", told=FILED)
    Case.objects.update(stage="accepted", stage_since=now())
    case.refresh_from_db()
    assert not offered(case, lead)["file"].granted


def test_a_move_that_leads_nowhere_else_spends_its_own_grant_and_no_other(opened, staff, file):
    case, lead, chief = opened(), staff("case_officer", "east"), staff("county_chief")
    file("acceptance_register")
    stays = next(m.id for m in case.graph(now()).moves_from("accepted") if m.to == "accepted")
    since = case.stage_since
    moves.propose(case.pk, by=lead.acting(), at=now(), move="file", reason="有犯罪事实", told=FILED)
    request = Request.objects.get()
    decide(request.pk, by=chief.acting(), at=now(), granted=True, reason="同意")
    made = moves.carry_out(case.pk, by=lead.acting(), at=now(), move=stays)
    assert (made.stage, made.stage_since) == ("accepted", since)
    assert offered(made, lead)["file"].granted, "another step takes nothing from it"
    moves.carry_out(case.pk, by=lead.acting(), at=now(), move="file", told=FILED)
    Case.objects.update(stage="accepted", stage_since=since)
    case.refresh_from_db()
    assert not offered(case, lead)["file"].granted, "what was used once is not used again"


FILED = {"case.fact_of_crime": True, "case.own_jurisdiction": True}


def granted(case, by, chief, move, told=None):
    """Propose, have it granted where a rank is named, and carry it out."""
    facts = told or {}
    offer = running.offer(subject_of(Case.objects.get(pk=case.pk), by.acting()), move, now(), facts)
    if offer.proposes:
        moves.propose(case.pk, by=by.acting(), at=now(), move=move, reason="依法办理", told=facts)
    for request in Request.objects.filter(state="asked"):
        decide(request.pk, by=chief.acting(), at=now(), granted=True, reason="同意")
    return moves.carry_out(case.pk, by=by.acting(), at=now(), move=move, told=facts)


def test_a_crime_that_is_none_goes_on_as_a_matter_of_public_order(opened, staff, file):
    case, lead, chief = opened(), staff("case_officer", "east"), staff("county_chief")
    file("acceptance_register")
    made = granted(case, lead, chief, "convert")
    assert (made.kind, made.procedure, made.stage, made.state) == (
        "public_order", "cn.procedure.public_order", "accepted", "open",
    )  # fmt: skip
    tags = [e.tag for e in Entry.objects.about(case.ref).order_by("id")]
    assert tags[-2:] == ["cases.case.moved", "cases.case.characterised"]
    assert Entry.objects.about(case.ref).last().facts["case.kind"] == "public_order"


def test_a_final_stage_closes_the_case_and_what_reopens_opens_it(opened, staff, file):
    case, lead, chief = opened(), staff("case_officer", "east"), staff("county_chief")
    file("acceptance_register")
    made = granted(case, lead, chief, "refuse_filing", {"case.has_complainant": False})
    assert (made.stage, made.state, made.closed_at is not None) == ("non_filed", "closed", True)
    with pytest.raises(Refusal) as refused:
        cases.reopen(case.pk, by=staff("legal_officer").acting(), at=now(), why="x")
    assert refused.value.code == "cases.close.by_move"
    made = granted(case, lead, chief, "reopen")
    assert (made.stage, made.state, made.closed_at) == ("filed", "open", None)


def test_a_case_under_way_is_closed_by_a_move_and_its_kind_by_conversion(opened, staff, file):
    case, lead, chief = opened(), staff("case_officer", "east"), staff("county_chief")
    file("acceptance_register")
    granted(case, lead, chief, "file", FILED)
    with pytest.raises(Refusal) as refused:
        cases.close(case.pk, by=staff("legal_officer").acting(), at=now(), outcome="结案")
    assert refused.value.code == "cases.close.by_move"
    with pytest.raises(Refusal) as refused:
        cases.change(case.pk, by=lead.acting(), at=now(), reason="x", kind="public_order")
    assert refused.value.code == "cases.kind.convert"


def test_before_anything_is_decided_it_is_characterised_anew(opened, staff):
    case = opened("none")
    made = cases.change(
        case.pk, by=staff("case_officer", "east").acting(), at=now(), reason="打架", kind="public_order"
    )
    assert made.procedure == "cn.procedure.public_order"


def test_a_closed_lean_case_offers_nothing(opened, staff, file):
    case = opened()
    cases.close(case.pk, by=ROBOT, at=now(), outcome="不构成")
    case.refresh_from_db()
    assert all("cases.move.shut" in codes(o.verdicts) for o in offered(case, staff("case_officer", "east")).values())


def test_every_graph_of_a_case_is_drawn_with_each_state_once():
    from mingjing.cases.graph import drawn

    for kind in ("criminal", "public_order", "administrative"):
        graph = books.current().procedure(f"cn.procedure.{kind}")
        sheet = drawn(graph, graph.start, [], [], {})
        assert {s.box.state for s in sheet.states} == set(graph.states)
        assert [s.box.state for s in sheet.states if s.standing == "here"] == [graph.start]


def test_the_drawing_tells_where_the_case_has_been_and_where_it_can_go():
    from mingjing.cases.graph import drawn

    graph = books.current().procedure("cn.procedure.criminal")
    sheet = drawn(graph, "filed", [("accepted", "filed")], ["conclude"], {"filed": "2026-11-23"})
    stands = {s.box.state: (s.standing, s.note) for s in sheet.states}
    assert (stands["accepted"], stands["filed"], stands["concluded"], stands["judged"]) == (
        ("done", ""), ("here", "2026-11-23"), ("next", ""), ("ahead", ""),
    )  # fmt: skip
    assert [(w.line.source, w.line.to) for w in sheet.ways if w.gone] == [("accepted", "filed")]
    assert [(w.line.source, w.line.to) for w in sheet.ways if w.offered] == [("filed", "concluded")]
