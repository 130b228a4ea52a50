"""Procedures: graphs as data. A graph that cannot be walked is refused with the rule's name; the shipped ones can."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from mingjing.law import books
from mingjing.law.books import BookError
from mingjing.law.cli import main
from mingjing.law.procedure import Procedure, Proceeding, reachable
from mingjing.law.shelf import SHIPPED

TODAY = date(2026, 11, 23)
CASES = ("criminal", "public_order", "administrative")
MEASURES = ("summons", "forced_summons", "continued_questioning", "detention", "arrest", "bail",
            "residential_surveillance", "admin_summons", "penalty", "evidence_preservation")  # fmt: skip
SHIPPED_RULES = [r for r in books.current().rules.values() if isinstance(r, Proceeding)]
GRAPHS = [pytest.param(g, id=f"{r.id}-{day}") for r in SHIPPED_RULES for day, g in r.graphs.entries]
FRAME = ["book", "laws", "ranks", "facts", "tags", "instruments"]
RULE = """
concept: {zh: 试, en: trial}
domain: trial
rules:
  - kind: procedure
    id: cn.procedure.trial
    facts: []
    subject: measure
    title: {zh: 试, en: trial}
    certainty: article_read
    explain: {zh: 试, en: trial}
    values:
      2020-01-01:
        basis: CPR 125
        start: proposed
        states:
          proposed: {zh: 拟, en: proposed}
          decided: {zh: 定, en: decided}
          ended: {zh: 终, en: ended, final: true}
        moves:
          decide:
            {zh: 批, en: decide, from: [proposed], to: decided, who: [case_officer], rank: county_chief,
             instruments: [detention_warrant], asks: [detention.ground], basis: CPR 125}
          release:
            {zh: 放, en: release, from: [decided], to: ended, who: [case_officer], when: person.age < 18,
             basis: CPR 128}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    for name in FRAME:
        shutil.copy(SHIPPED / f"{name}.yaml", tmp_path)
    (tmp_path / "trial").mkdir()
    (tmp_path / "trial" / "one.yaml").write_text(RULE)
    return tmp_path


def test_every_procedure_of_the_house_is_there():
    names = {r.id for r in SHIPPED_RULES}
    assert names == {f"cn.procedure.{n}" for n in CASES} | {f"cn.measure.{n}" for n in MEASURES}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("start: proposed", "start: nowhere", "starts at nowhere"),
        ("from: [decided]", "from: [gone]", "gone is no state"),
        ("to: ended", "to: gone", "gone is no state"),
        ("rank: county_chief", "rank: king", "no rank is called king"),
        ("[detention_warrant]", "[royal_seal]", "no instrument is called royal_seal"),
        ("[detention.ground]", "[detention.mood]", "no fact is called detention.mood"),
        ("person.age < 18", "person.height < 18", "no fact is called person.height"),
        ("person.age < 18", 'person.age == "18"', "cannot equal"),
        ("basis: CPR 128", "basis: XYZ 128", "no law is called XYZ"),
        ("en: ended, final: true", "en: ended", "nothing leads on from ended"),
        ("from: [decided]", "from: [decided, ended]", "without saying that it reopens"),
        ("who: [case_officer], when", "who: [case_officer], reopens: true, when", "leads on from nothing final"),
        ("from: [proposed], to: decided", "from: [proposed], to: ended", "nothing leads to decided"),
        ("          release:", "          dance:", "dance is no value of the fact measure.move"),
        ("who: [case_officer], rank", "rank", "'who' is a required property"),
        ("subject: measure", "subject: stay", "is not one of"),
    ],
)
def test_a_fault_of_the_graph_is_refused_with_the_rule(shelf: Path, old: str, new: str, why: str):
    text = (shelf / "trial" / "one.yaml").read_text()
    assert old in text
    (shelf / "trial" / "one.yaml").write_text(text.replace(old, new))
    with pytest.raises(BookError) as error:
        books.load(shelf)
    assert why in str(error.value)
    assert "trial/one.yaml" in str(error.value)


def test_the_trial_procedure_itself_is_fine(shelf: Path):
    loaded = books.load(shelf)
    graph = loaded.procedure("cn.procedure.trial", TODAY)
    assert (graph.start, list(graph.states), list(graph.moves)) == (
        "proposed", ["proposed", "decided", "ended"], ["decide", "release"],
    )  # fmt: skip
    assert loaded.rules["cn.procedure.trial"].asks == {"detention.ground", "person.age"}


def test_a_move_is_offered_while_its_condition_holds_or_is_unknown(shelf: Path):
    graph = books.load(shelf).procedure("cn.procedure.trial", TODAY)
    assert [m.id for m in graph.offered("decided", {"person.age": 17})] == ["release"]
    assert [m.id for m in graph.offered("decided", {})] == ["release"]
    assert graph.offered("decided", {"person.age": 18}) == []
    with pytest.raises(KeyError):
        graph.offered("nowhere", {})


def test_a_procedure_outside_its_days_or_of_another_kind_is_an_error():
    with pytest.raises(KeyError):
        books.current().procedure("cn.procedure.criminal", date(2000, 1, 1))
    with pytest.raises(KeyError):
        books.current().procedure("cn.minors.age")
    assert books.current().procedure("cn.procedure.criminal").start == "accepted"


def test_the_same_case_reads_differently_under_the_law_of_another_day():
    before = books.current().procedure("cn.procedure.public_order", date(2025, 12, 31))
    after = books.current().procedure("cn.procedure.public_order", date(2026, 1, 1))
    fine = {"penalty.detention_days": 0, "penalty.fine": 800, "penalty.revocation": False, "penalty.closure": False}
    assert before.moves["decide"].rank_for(fine) == "county_chief"
    assert after.moves["decide"].rank_for(fine) == "station_head"
    assert "PSL12" in before.moves["decide"].basis
    assert "PSL12" not in after.moves["decide"].basis


@pytest.mark.parametrize("graph", GRAPHS)
def test_from_every_state_the_end_can_be_reached(graph: Procedure):
    for state in graph.states.values():
        onward = reachable(Procedure("x", graph.title, graph.subject, state.id, graph.states, graph.moves))
        assert any(graph.states[s].final for s in onward), state.id


@pytest.mark.parametrize("graph", GRAPHS)
def test_what_a_move_needs_in_the_file_some_earlier_move_or_the_intake_makes(graph: Procedure):
    made = {one for move in graph.moves.values() for one in move.instruments} | {"acceptance_register"}
    for move in graph.moves.values():
        assert set(move.file) <= made, move.id
        assert graph.missing(move, move.file) == []
        assert graph.missing(move, []) == list(move.file)


@pytest.mark.parametrize("name", ["case.stage", "case.move", "measure.state", "measure.move"])
def test_the_facts_of_procedures_list_what_the_graphs_have_and_no_more(name: str):
    subject, _, what = name.partition(".")
    graphs = [g for r in SHIPPED_RULES if r.subject == subject for _, g in r.graphs.entries]
    had = {word for g in graphs for word in (g.moves if what == "move" else g.states)}
    assert set(books.current().facts[name].values) == had


def test_states_and_moves_others_build_on_are_there():
    graph = books.current().procedure("cn.procedure.criminal", TODAY)
    assert [s.id for s in graph.states.values() if s.final] == ["non_filed", "transferred", "converted", "closed"]
    assert graph.moves.keys() >= {
        "file", "refuse_filing", "transfer", "conclude", "resume", "send_to_prosecution", "return_for_supplement",
        "resend", "indict", "not_prosecute", "judge", "withdraw", "close", "convert", "reopen",
    }  # fmt: skip
    for kind in ("public_order", "administrative"):
        graph = books.current().procedure(f"cn.procedure.{kind}", TODAY)
        assert [s.id for s in graph.states.values() if s.final] == ["transferred", "converted", "closed"]
    for kind in MEASURES:
        graph = books.current().procedure(f"cn.measure.{kind}", TODAY)
        assert {"proposed", "executed", "ended", "refused"} <= graph.states.keys()
        assert kind in books.current().facts["measure.kind"].values


# What the case, the person, or the rows of the measure tell by themselves; every other fact a gate of a move demands is
# asked for by the form of the move, or nobody could ever keep the gate.
TOLD = ("person.", "case.kind", "case.stage", "case.state_security_or_terrorism", "measure.kind", "hearing.")
OF_ROWS = {
    "penalty.noticed_as_is", "penalty.heavier_than_noticed", "penalty.statement_heard", "penalty.guardian_heard",
    "penalty.detention_days", "penalty.fine", "penalty.revocation", "penalty.closure", "penalty.quick",
    "penalty.grave_and_bad_impact", "penalty.twice_within_year", "bail.security", "bail.deposit",
    "case.legally_reviewed", "arrest.legally_reviewed", "penalty.legally_reviewed",  # of the review's, by nobody's word
}  # fmt: skip


@pytest.mark.parametrize("subject", ["case", "measure"])
def test_the_forms_of_moves_ask_what_their_gates_demand(subject: str):
    shipped = books.current()
    graphs = [r.graphs.entries[-1][1] for r in SHIPPED_RULES if r.subject == subject]
    for move in sorted({m for g in graphs for m in g.moves}):
        ways = [m for g in graphs if move in g.moves for m in g.moves.values()]  # what was told before is kept
        asked = {fact for way in ways for fact in way.asks}
        for gate in shipped.gates(f"{subject}.{move}"):
            demand = gate.versions.entries[-1][1].require
            wanted = {n for n in demand.names if not n.startswith(TOLD)} - OF_ROWS
            assert wanted <= asked, (move, gate.id)


def test_explain_and_diff_know_procedures(capsys):
    assert main(["--lang", "en", "explain", "cn.procedure.criminal"]) == 0
    out = capsys.readouterr().out
    assert "Investigation concluded  concluded" in out
    assert "→ Send to the procuratorate (With the procuratorate), approved by police chief at county level" in out
    assert main(["--lang", "en", "diff", "2025-12-31", "2026-01-01"]) == 0
    assert "station_head: penalty.detention_days == 0 && penalty.fine <= 1000" in capsys.readouterr().out
