"""Questions and what answers mean."""

from dataclasses import replace

import pytest

from mingjing.custody.questions import HERE, newest, question_set, read
from mingjing.custody.rules.assessment import Meaning, Question, QuestionSet, faults, judge, lower
from mingjing.custody.vocab import Need, Risk
from mingjing.kernel.text import Text
from mingjing.law import books
from tests.custody.walk import calm

SET = newest("arrival")


def test_somebody_well_is_of_low_risk_and_tells_the_law_so():
    found = judge(SET, calm(), "male")
    assert (found.risk, found.needs) == ("low", ())
    assert found.facts["person.intoxicated"] is False
    assert "person.pregnant" not in found.facts


@pytest.mark.parametrize(
    ("changed", "risk", "need", "fact"),
    [
        ({"self_harm_now": "yes"}, "high", "self_harm_watch", "person.dangerous"),
        ({"ill": "yes", "illness_which": "哮喘"}, "medium", "medic", "person.seriously_ill"),
        ({"medicine": "yes", "medicine_next": "降压药 20:00"}, "medium", "medication", None),
        ({"seen_drunk": "yes"}, "high", "sobering", "person.intoxicated"),
        ({"disabled": "yes", "deaf": "yes", "blind": "no"}, "medium", "sign_helper", "person.deaf_mute"),
        ({"language": "no"}, "low", "interpreter", "person.foreign_language"),
        ({"dependants": "yes"}, "low", "dependants", "person.dependants_uncared"),
        ({"mental": "yes"}, "high", "special_room", "person.mentally_ill"),
    ],
)
def test_answers_raise_risk_needs_and_facts(changed, risk, need, fact):
    answers = calm(**changed)
    assert faults(SET, answers, "male") == []
    found = judge(SET, answers, "male")
    assert found.risk == risk
    assert need in found.needs
    assert fact is None or found.facts[fact] is True


def test_women_are_asked_what_men_are_not():
    assert {q.id for q in SET.asked(calm("female"), "female")} - {q.id for q in SET.asked(calm(), "male")} == {
        "pregnant", "nursing"
    }  # fmt: skip
    assert judge(SET, calm("female", pregnant="yes"), "female").facts["person.pregnant"] is True


def test_what_he_refuses_to_say_stays_unknown():
    answers = calm(self_harm_now="refused", mental="refused")
    found = judge(SET, answers, "male")
    assert (found.risk, found.needs) == ("medium", ("self_harm_watch",))
    assert "person.mentally_ill" not in found.facts


def test_a_true_fact_is_not_undone_by_a_later_no():
    """Infectious says seriously ill, the answer about illness said no before."""
    assert judge(SET, calm(infectious="yes"), "male").facts["person.seriously_ill"] is True


def test_every_open_question_is_named():
    answers = calm()
    del answers["pain"], answers["food"]
    assert [f.field for f in faults(SET, answers, "male")] == ["pain", "food"]
    assert [f.field for f in faults(SET, calm() | {"pain": "maybe"}, "male")] == ["pain"]
    assert [f.field for f in faults(SET, calm() | {"pregnant": "yes"}, "male")] == ["pregnant"]
    assert [f.field for f in faults(SET, calm(medicine="yes") | {"medicine_next": ""}, "male")] == ["medicine_next"]


@pytest.mark.parametrize("name", sorted(p.stem for p in HERE.glob("*.yaml")))
def test_every_set_is_well_formed(name):
    questions = question_set(name)
    assert questions.name == name
    assert len({q.id for q in questions.questions}) == len(questions.questions)
    for q in questions.questions:
        assert q.ask.zh
        assert q.ask.en
        assert q.kind in {"yes_no", "seen", "text"}
        for meaning in (q.yes, q.no, q.unsure):
            assert set(meaning.needs) <= set(Need.values())
            for fact, value in meaning.facts.items():
                books.current().facts[fact].checked(value)


def test_unknown_sets_and_broken_ones_are_refused():
    with pytest.raises(KeyError):
        question_set("../policy")
    with pytest.raises(KeyError):
        read({"id": "x", "version": 1, "title": {"zh": "x", "en": "x"}, "sections": [{
            "id": "s", "title": {"zh": "x", "en": "x"},
            "questions": [{"id": "q", "kind": "text", "ask": {"zh": "?", "en": "?"}, "when": {"nothing": "yes"}}],
        }]})  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "less"), [("low", "medium", True), ("medium", "medium", False), ("high", "low", False)]
)
def test_which_risk_is_lower(one, other, less):
    assert lower(Risk(one), Risk(other)) is less


SICK = Meaning(facts={"person.seriously_ill": True})
WELL = Meaning(facts={"person.seriously_ill": False})
ILL = Question("ill", "health", "yes_no", Text("病", "Ill"), yes=SICK, no=WELL)
PREGNANT = Question("pregnant", "health", "yes_no", Text("孕", "Pregnant"), sex="female")
WHICH = Question("which", "health", "text", Text("何病", "Which"), when={"ill": "yes"})
SMALL = QuestionSet("small", 1, Text("小", "Small"), (), (ILL, replace(ILL, id="again"), PREGNANT, WHICH))


def test_who_tells_no_sex_is_asked_what_women_are():
    assert [q.id for q in SMALL.asked({}, "unknown")] == ["ill", "again", "pregnant"]
    assert [q.id for q in SMALL.asked({"ill": "yes"}, "male")] == ["ill", "again", "which"]


def test_a_yes_is_kept_whichever_answer_comes_first():
    for answers in ({"ill": "yes", "again": "no"}, {"ill": "no", "again": "yes"}):
        assert judge(SMALL, answers, "male").facts == {"person.seriously_ill": True}


def test_an_empty_answer_to_what_was_not_asked_is_none():
    answers = {"ill": "no", "again": "no", "which": "", "pregnant": ""}
    assert faults(SMALL, answers, "male") == []
    assert [v.field for v in faults(SMALL, {**answers, "which": "哮喘"}, "male")] == ["which"]
