"""A review from the lead investigator's desk to the gate it opens: who may, in which state, and what it leaves."""

from datetime import timedelta

import pytest

from mingjing.cases import going, running
from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.posts import grants, posts
from mingjing.review.actions import mark as marking
from mingjing.review.actions import review as reviews
from mingjing.review.machine import DECIDE, REVIEW, SUBMIT
from mingjing.review.models import Mark, Review
from mingjing.review.vocab import ReviewState
from tests.review.conftest import EVENING, STAGES

pytestmark = pytest.mark.django_db
WHY = {
    "take": {}, "give_back": {"why": "x"}, "return": {"reasons": "x"}, "pass": {}, "advise": {"suggestions": "x"},
    "resubmit": {"note": "x"}, "withdraw": {"why": "x"}, "mark": {"item": "file_in_order", "answer": "ok"},
}  # fmt: skip
DOES = {
    "take": reviews.take, "give_back": reviews.give_back, "return": reviews.return_, "pass": reviews.conclude,
    "advise": reviews.conclude, "resubmit": reviews.resubmit, "withdraw": reviews.withdraw, "mark": marking.mark,
}  # fmt: skip


def put(review, state):
    """The review as it stands in that state, everything in order but one hint."""
    Mark.objects.filter(review=review).update(answer="ok")
    Mark.objects.filter(review=review, item="file_in_order").update(answer="defect")
    Review.objects.filter(pk=review.pk).update(state=state)


@pytest.mark.parametrize("verb", [m.verb for m in REVIEW])
def test_every_state_and_move(verb, taken, lead, legal):
    review = taken()
    who = lead if REVIEW[verb].permission == SUBMIT else legal
    for state in ReviewState:
        put(review, state)
        allowed = state in REVIEW[verb].sources
        if allowed:
            done = DOES[verb](review.pk, by=who.acting(), at=now(), **WHY[verb])
            if verb != "mark":
                assert done.state == REVIEW.after(verb, state)
            Review.objects.filter(pk=review.pk).update(taken_by=legal, round=1)
        else:
            before = Entry.objects.count()
            with pytest.raises(Refusal) as why:
                DOES[verb](review.pk, by=who.acting(), at=now(), **WHY[verb])
            assert f"review.state.{verb}" in {v.code for v in why.value.verdicts} | {why.value.code}
            assert Entry.objects.count() == before


@pytest.mark.parametrize("post", sorted(posts()))
def test_every_post_and_permission(post, submitted, staff, lead):
    """The lead investigator submits, a legal officer above reviews; nobody else, at whatever post."""
    review = submitted()
    officer = staff(post, "county", "甲")
    decides = post in grants()[DECIDE].posts
    assert decides == (post == "legal_officer")
    for verb, allowed in (("take", decides), ("withdraw", False)):
        if allowed:
            assert DOES[verb](review.pk, by=officer.acting(), at=now(), **WHY[verb]).taken_by == officer
        else:
            with pytest.raises(Refusal) as why:
                DOES[verb](review.pk, by=officer.acting(), at=now(), **WHY[verb])
            assert why.value.code in {"access.post", "access.elsewhere", "record.unknown", "review.submit.lead"}


def test_only_the_lead_investigator_submits(case_at, staff, lead, bureau):
    case, helper = case_at(), staff("case_officer", "east", "乙")
    cases.assign(case.pk, by=lead.acting(), at=now(), officer_id=helper.pk, role="case_officer")
    with pytest.raises(Refusal) as why:
        reviews.submit(case.pk, by=helper.acting(), at=now(), kind="prosecution")
    assert why.value.code == "review.submit.lead"


@pytest.mark.parametrize("kind", STAGES)
def test_a_review_is_asked_for_where_the_way_out_begins_and_once(kind, submitted, case_at, lead):
    review = submitted(kind)
    person = review.person_id
    with pytest.raises(Refusal) as why:
        reviews.submit(review.case_id, by=lead.acting(), at=now(), kind=kind, person_id=person)
    assert why.value.code == "review.submit.open"
    Case.objects.filter(pk=review.case_id).update(stage="accepted")
    with pytest.raises(Refusal) as why:
        reviews.submit(review.case_id, by=lead.acting(), at=now(), kind=kind, person_id=person)
    assert "review.submit.stage" in {v.code for v in why.value.verdicts}


@pytest.mark.parametrize(("kind", "person"), [("arrest", False), ("penalty", False), ("prosecution", True)])
def test_it_concerns_a_suspect_or_the_case_as_its_kind_has_it(kind, person, case_at, lead):
    case = case_at(STAGES[kind], "public_order" if kind == "penalty" else "criminal")
    who = case.people.get().person_id if person else None
    with pytest.raises(Refusal) as why:
        reviews.submit(case.pk, by=lead.acting(), at=now(), kind=kind, person_id=who)
    assert why.value.code == "review.submit.person"


def test_who_worked_on_the_case_does_not_review_it_even_when_he_left(submitted, legal, lead):
    review = submitted()
    told = {"by": lead.acting(), "at": now(), "officer_id": legal.pk}
    cases.assign(review.case_id, **told, role="case_officer")
    cases.relieve(review.case_id, **told, reason="x")
    with pytest.raises(Refusal) as why:
        reviews.take(review.pk, by=legal.acting(), at=now())
    assert why.value.code == "review.decide.own_case"


def test_who_was_named_as_reviewer_may_and_who_is_recused_may_not(submitted, legal, lead, staff):
    review, boss = submitted(), staff("station_head", "east")
    cases.assign(review.case_id, by=lead.acting(), at=now(), officer_id=legal.pk, role="legal_reviewer")
    reviews.take(review.pk, by=legal.acting(), at=now())
    reviews.give_back(review.pk, by=legal.acting(), at=now(), why="回避")
    cases.recuse(review.case_id, by=boss.acting(), at=now(), officer_id=legal.pk, reason="亲属")
    with pytest.raises(Refusal) as why:
        reviews.take(review.pk, by=legal.acting(), at=now())
    assert why.value.code == "record.unknown", "he does not even see it"


def test_another_legal_officer_does_not_go_on_with_it(taken, staff):
    other = staff("legal_officer", "county", "丙")
    with pytest.raises(Refusal) as why:
        marking.mark(taken().pk, by=other.acting(), at=now(), item="no_coercion", answer="ok")
    assert why.value.code == "review.decide.reviewer"


def offer(case, move, by):
    case = Case.objects.get(pk=case.pk)
    return running.offer(going.subject_of(case, by.acting()), move, now())


def codes(verdicts):
    return {v.code for v in verdicts if not v.ok}


GATE = "cn.closing.legal_review"


def test_the_move_warns_until_it_has_passed_and_again_at_another_stage(case_at, passed, lead):
    case = case_at()
    assert GATE in codes(offer(case, "send_to_prosecution", lead).verdicts)
    passed(case=case)
    assert GATE not in codes(offer(case, "send_to_prosecution", lead).verdicts)
    later = EVENING + timedelta(days=20)
    with frozen(later):
        Case.objects.filter(pk=case.pk).update(stage="supplementing", stage_since=later)
        assert GATE in codes(offer(case, "resend", lead).verdicts), "a case that came back is reviewed anew"


def test_a_bureau_that_orders_it_refuses(tmp_path):
    """The book only warns, since no article demands it; an order of the bureau makes it refuse."""
    from mingjing.law import books
    from mingjing.law.engine import check
    from mingjing.law.overlay import tightened

    (tmp_path / "exit.yaml").write_text(
        f"tighten:\n  - {{rule: {GATE}, order: 汉公法〔2026〕1号, severity: block}}\n", encoding="utf-8"
    )
    for facts, refuses in (({"case.legally_reviewed": False}, True), ({"case.legally_reviewed": True}, False)):
        found = check(tightened(books.current(), tmp_path), "case.send_to_prosecution", facts, EVENING)
        assert any(v.code == GATE and not v.ok and v.severity == "block" for v in found) == refuses
        assert not any(
            v.severity == "block" and not v.ok
            for v in check(books.current(), "case.send_to_prosecution", facts, EVENING)
        )


def test_nobody_states_by_word_what_the_record_tells(case_at, lead):
    from mingjing.cases.going import known_facts

    case = case_at()
    assert "case.legally_reviewed" not in known_facts({"case.legally_reviewed": True})
    found = running.offer(
        going.subject_of(case, lead.acting()),
        "send_to_prosecution",
        now(),
        known_facts({"case.legally_reviewed": True}),
    )
    assert GATE in codes(found.verdicts)


def test_passing_tells_the_law_and_names_the_case(passed):
    review = passed("arrest")
    entry = Entry.objects.get(tag="review.review.passed")
    assert entry.content.fields["fact.arrest.legally_reviewed"]
    named = set(entry.refs.values_list("kind", "ref_id"))
    assert {("case", str(review.case_id)), ("person", str(review.person_id))} <= named
    assert (review.state, review.first_passed) == ("passed", True)


def test_suggestions_make_another_state(taken, marks, legal):
    review = marks(taken(), but={"file_in_order": "defect"})
    done = reviews.conclude(review.pk, by=legal.acting(), at=now(), suggestions="补齐页码")
    assert done.state == "advised"


@pytest.mark.parametrize("kind", STAGES)
def test_the_database_keeps_a_second_open_review_of_the_same_out(kind, submitted):
    """Also of a case as a whole, where no person is named: on every engine."""
    from django.db import IntegrityError, transaction

    first = submitted(kind)
    told = {name: getattr(first, name) for name in ("case", "person", "kind", "unit", "log", "book", "submitted_at")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(**told, number="S2", waiting_since=first.submitted_at)
