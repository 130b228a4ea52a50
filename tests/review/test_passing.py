"""No case passes without every blocking item answered and in order, whatever the reviewer does in whatever order."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.alerts.models import Alarm
from mingjing.cases import telling
from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.measures.actions import measure, penalty
from mingjing.org.models import Site
from mingjing.review import watching
from mingjing.review.actions import correction as correcting
from mingjing.review.actions import mark as marking
from mingjing.review.actions import review as reviews
from mingjing.review.models import Correction, Mark, Review
from mingjing.review.passed import CASE, PENALTIES, PENALTY, stands
from mingjing.review.rules.checklist import applicable, hinders, item, version_on, versions
from mingjing.review.vocab import Answer, ReviewKind, Severity
from tests.small_world import LOG

BOOK = "2026-01-01"
KINDS = ["criminal", "public_order", "administrative"]


@given(st.sampled_from(ReviewKind.values()), st.sampled_from(KINDS), st.booleans(), st.data())
def test_it_passes_only_when_every_blocking_item_is_answered_and_no_defect(review, kind, minors, data):
    items = applicable(BOOK, review, kind, minors=minors)
    answers = [(one, data.draw(st.sampled_from(Answer.values()))) for one in items]
    unseen, defects = hinders(answers)
    blocking = [(one, answer) for one, answer in answers if one.blocking]
    assert (not unseen and not defects) == all(a in {"ok", "not_applicable"} for _, a in blocking)
    assert {o.id for o in unseen} | {o.id for o in defects} == {o.id for o, a in blocking if a in {"open", "defect"}}


def test_hints_and_unconfirmed_items_are_never_in_the_way():
    every = [one for items in versions().values() for one in items.values()]
    assert not [one.id for one in every if one.blocking and (one.severity == Severity.NOTICE or not one.basis)]
    assert all(one.text.zh and one.text.en for one in every)


@pytest.mark.parametrize(("day", "version"), [(date(2026, 11, 23), BOOK), (date(2020, 1, 1), BOOK)])
def test_the_version_of_a_day(day, version):
    assert version_on(day) == version


@pytest.mark.parametrize("minor", [False, True])
@pytest.mark.django_db
def test_what_is_asked_of_a_minor(submitted, minor):
    born = {"birth_date": now().date() - timedelta(days=365 * (15 if minor else 30))}
    asked = set(submitted("arrest", **born).marks.values_list("item", flat=True))
    assert ("minor_adult" in asked) == minor


@pytest.mark.django_db
def test_every_item_left_out_keeps_it_from_passing(taken, marks, legal):
    """One by one: without this item, or with a defect in it, it does not pass; hints alone are not missed."""
    review = marks(taken())
    for row in Mark.objects.filter(review=review):
        for answer in ("open", "defect"):
            Mark.objects.filter(pk=row.pk).update(answer=answer)
            asked = item(review.book, row.item)
            if asked.blocking:
                with pytest.raises(Refusal) as why:
                    reviews.conclude(review.pk, by=legal.acting(), at=now())
                assert str(asked.text) in str(why.value.verdicts[0].text)
                assert why.value.verdicts[0].basis == asked.basis
        Mark.objects.filter(pk=row.pk).update(answer="ok")
    assert reviews.conclude(review.pk, by=legal.acting(), at=now()).state == "passed"


@pytest.mark.parametrize("lacks", ["place", "words", "officer_id", "due_at"])
@pytest.mark.django_db
def test_a_defect_says_everything(taken, legal, lead, lacks):
    review = taken()
    told = {"place": "x", "words": "x", "officer_id": lead.pk, "due_at": now() + timedelta(days=1)}
    told[lacks] = "" if lacks in {"place", "words"} else None
    with pytest.raises(Refusal):
        marking.mark(review.pk, by=legal.acting(), at=now(), item="no_coercion", answer="defect", **told)
    assert not Correction.objects.exists()


@pytest.fixture
def returned(taken, marks, legal):
    review = marks(taken(), but={"times_and_names": "defect"})
    return reviews.return_(review.pk, by=legal.acting(), at=now(), reasons="时间有误")


@pytest.mark.django_db
def test_the_second_look_asks_only_what_was_a_defect(returned, lead, legal):
    correction = Correction.objects.get()
    with pytest.raises(Refusal) as why:
        reviews.resubmit(returned.pk, by=lead.acting(), at=now(), note="已补正")
    assert why.value.code == "review.correction.unanswered"
    correcting.answer(correction.pk, by=lead.acting(), at=now(), reply="已更正时间并说明")
    reviews.resubmit(returned.pk, by=lead.acting(), at=now(), note="已补正")
    again = reviews.take(returned.pk, by=legal.acting(), at=now())
    assert again.round == 2
    assert [m.item for m in again.marks.filter(answer="open")] == ["times_and_names"]
    with pytest.raises(Refusal):
        reviews.conclude(again.pk, by=legal.acting(), at=now())
    with pytest.raises(Refusal) as why:
        marking.mark(again.pk, by=legal.acting(), at=now(), item="times_and_names", answer="ok")
    assert why.value.verdicts[0].field == "words", "closing a correction says how it was put right"
    marking.mark(again.pk, by=legal.acting(), at=now(), item="times_and_names", answer="ok", words="已说明")
    correction.refresh_from_db()
    assert (correction.state, correction.closing) == ("closed", "已说明")
    done = reviews.conclude(again.pk, by=legal.acting(), at=now())
    assert (done.state, done.first_passed) == ("passed", False)
    assert Mark.objects.get(review=done, item="times_and_names").ever_defect


@pytest.mark.django_db
def test_only_the_officer_it_was_given_to_answers_and_only_a_reviewer_closes(returned, lead, legal, staff):
    correction, boss = Correction.objects.get(), staff("station_head", "east")
    with pytest.raises(Refusal) as why:
        correcting.answer(correction.pk, by=boss.acting(), at=now(), reply="x")
    assert why.value.code == "review.correction.named"
    for who in (lead, boss):
        with pytest.raises(Refusal):
            correcting.close(correction.pk, by=who.acting(), at=now(), closing="x")
    correcting.answer(correction.pk, by=lead.acting(), at=now(), reply="x")
    later = now() + timedelta(days=3)
    assert correcting.send_back(correction.pk, by=legal.acting(), at=now(), why="x", due_at=later).state == "open"
    assert correcting.close(correction.pk, by=legal.acting(), at=now(), closing="已补正").state == "closed"


@pytest.fixture
def centre_of(bureau):
    return Site.objects.create(code=LOG, unit=bureau["county"], kind="county_centre", name="中心")


@pytest.mark.django_db
def test_an_overdue_correction_calls_once_and_is_quiet_when_it_is_answered(returned, lead, legal, centre_of):
    row = Correction.objects.get()
    assert watching.tick(now()) == 0
    with frozen(row.due_at + timedelta(minutes=1)):
        assert [watching.tick(now()), watching.tick(now())] == [1, 0]
        alarm = Alarm.objects.get()
        assert (alarm.rule, str(alarm.subject)) == ("duty.overdue", str(returned.case.ref))
        correcting.answer(row.pk, by=lead.acting(), at=now(), reply="已更正")
        assert not Alarm.objects.get().active
        later = now() + timedelta(days=1)
        correcting.send_back(row.pk, by=legal.acting(), at=now(), why="仍有误", due_at=later)
        assert watching.tick(now()) == 0
    with frozen(later + timedelta(minutes=1)):
        assert watching.tick(now()) == 1  # more time was given, and is over too
        assert [one for one in Alarm.objects.all() if one.active]
        reviews.withdraw(returned.pk, by=lead.acting(), at=now(), why="不再提请")
        assert not [one for one in Alarm.objects.all() if one.active]
    tags = [e.tag for e in Entry.objects.about(row.ref).order_by("id")]
    assert tags.count("review.correction.overdue") == 2


@pytest.mark.django_db
def test_withdrawing_closes_what_was_given(returned, lead):
    reviews.withdraw(returned.pk, by=lead.acting(), at=now(), why="不再提请")
    assert Correction.objects.get().state == "closed"
    assert Review.objects.get().state == "withdrawn"


@pytest.mark.django_db
def test_a_penalty_put_forward_anew_voids_the_review_of_the_one_before(case_at, passed, lead):
    case = case_at("filed", "public_order")
    person = case.people.get().person_id
    told = {"by": lead.acting(), "at": now()}
    row = measure.propose(**told, case_id=case.pk, person_id=person, kind="penalty", reason="殴打他人")
    put = {"way": "ordinary", "grade": "51/usual", "detention_days": 7, "fine": 800, "reasons": "事实清楚"}
    penalty.put_forward(row.pk, **told, **put)
    Case.objects.filter(pk=case.pk).update(stage="noticed")
    review = passed("penalty", Case.objects.get(pk=case.pk))
    assert Case.objects.get(pk=case.pk).stage == "reviewed"  # the case goes along
    assert known_of(case, person) == (True, True, 1)
    with frozen(now() + timedelta(minutes=5)):
        penalty.put_forward(row.pk, by=lead.acting(), at=now(), **put | {"detention_days": 9})
    assert known_of(case, person) == (False, False, 0)
    assert not stands(Review.objects.get(pk=review.pk))
    with frozen(now() + timedelta(minutes=10)):
        passed("penalty", Case.objects.get(pk=case.pk))
    assert known_of(case, person) == (True, True, 1)


@pytest.mark.django_db
def test_one_penalty_reviewed_is_not_all_of_them(case_at, passed, lead, register):
    case = case_at("filed", "public_order")
    first, second = case.people.get().person_id, register("李四").pk
    cases.add_person(case.pk, by=lead.acting(), at=now(), person_id=second, role="suspect")
    for person in (first, second):
        measure.propose(
            by=lead.acting(), at=now(), case_id=case.pk, person_id=person, kind="penalty", reason="殴打他人"
        )
    Case.objects.filter(pk=case.pk).update(stage="noticed")
    passed("penalty", Case.objects.get(pk=case.pk), person=first)
    assert known_of(case, first) == (True, False, 1)
    assert known_of(case, second) == (False, False, 1)
    assert Case.objects.get(pk=case.pk).stage == "noticed"
    passed("penalty", Case.objects.get(pk=case.pk), person=second)
    assert known_of(case, second) == (True, True, 2)
    assert Case.objects.get(pk=case.pk).stage == "reviewed"


def known_of(case, person):
    of_case = telling.told(Case.objects.get(pk=case.pk))
    return telling.told(case, person)[PENALTY], of_case[CASE], of_case[PENALTIES]
