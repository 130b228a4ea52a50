"""A review: submitted, taken, given back, returned, passed, submitted again, withdrawn."""

from datetime import datetime

from mingjing.cases.actions.along import go_along
from mingjing.cases.models import Case, CasePerson
from mingjing.cases.vocab import PersonRole
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict
from mingjing.ledger.act import act
from mingjing.persons.models import Person
from mingjing.review import checks, entries, passed
from mingjing.review.actions.correction import quiet
from mingjing.review.entering import enter
from mingjing.review.known import officer_of
from mingjing.review.machine import REVIEW
from mingjing.review.models import Correction, Mark, Review
from mingjing.review.numbering import next_number
from mingjing.review.permissions import may_go_on, may_review, may_submit
from mingjing.review.rules.checklist import applicable, version_on
from mingjing.review.vocab import Answer, CorrectionState, ReviewKind, Tag

ITS_FACT = {
    ReviewKind.ARREST: passed.ARREST, ReviewKind.PROSECUTION: passed.CASE, ReviewKind.PENALTY: passed.PENALTY,
}  # fmt: skip


def submit(case_id: object, *, by: Actor, at: datetime, kind: str, person_id: object = None, note: str = "") -> Review:
    """Ask for the legal review of a case before this way out, about `person_id` where it concerns one person (arrest,
    penalty). The checklist of that day is laid beside it. Raises Refusal: not the lead investigator, the case does not
    stand there, a review of the same is open."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_submit(it.by, case))
        it.permit(checks.fits(case, kind), checks.concerns(case, kind, person_id))
        it.permit(checks.once(case, kind, person_id))
        person = Person.objects.filter(pk=str(person_id)).first() if person_id else None
        book = version_on(local(it.at).date())
        items = applicable(book, kind, case.kind, minors=_of_minor(case, person))
        made = Review.objects.create(
            number=next_number(case.unit, it.at), case=case, person=person, kind=kind, unit=case.unit, log=case.log,
            book=book, note=note.strip(), submitted_at=it.at, submitted_by=officer_of(it.by), waiting_since=it.at,
        )  # fmt: skip
        Mark.objects.bulk_create(
            Mark(review=made, item=one.id, severity=one.severity, place_in_book=n) for n, one in enumerate(items, 1)
        )
        enter(it, Tag.SUBMITTED, made, entries.Submitted(made.number, kind, book, [i.id for i in items], made.note))
        return made


def take(review_id: object, *, by: Actor, at: datetime) -> Review:
    """Take it from the queue: a legal officer who never worked on the case. Raises Refusal."""
    with act(by=by, at=at) as it:
        review = checks.opened(it, review_id)
        it.permit(may_review(it.by, review))
        review.state = it.move(REVIEW, "take", review.state)
        review.taken_by, review.taken_at = officer_of(it.by), it.at
        review.save()
        enter(it, Tag.TAKEN, review, entries.Taken(it.by.name, review.round))
        return review


def give_back(review_id: object, *, by: Actor, at: datetime, why: str) -> Review:
    """Back to the queue, what was marked so far stays. Raises Refusal."""
    with act(by=by, at=at) as it:
        review = checks.opened(it, review_id)
        it.permit(may_go_on(it.by, review), checks.said(why, "why"))
        review.state = it.move(REVIEW, "give_back", review.state)
        review.taken_by, review.taken_at = None, None
        review.save()
        enter(it, Tag.GIVEN_BACK, review, entries.GivenBack(it.by.name, why.strip()))
        return review


def return_(review_id: object, *, by: Actor, at: datetime, reasons: str) -> Review:
    """Return it to the lead investigator with reasons. Raises Refusal when nothing is marked as a defect."""
    with act(by=by, at=at) as it:
        review = checks.opened(it, review_id)
        it.permit(may_go_on(it.by, review), checks.said(reasons, "reasons"), checks.has_defect(review))
        review.state = it.move(REVIEW, "return", review.state)
        _concluded(review, reasons, it.at, passed=False)
        defects = list(review.marks.filter(answer=Answer.DEFECT).values_list("item", flat=True))
        body = entries.Returned(review.kind, review.round, review.words, defects)
        enter(it, Tag.RETURNED, review, body, refs=_told(review))
        return review


def conclude(review_id: object, *, by: Actor, at: datetime, suggestions: str = "") -> Review:
    """Pass it, with suggestions where there are some. Raises Refusal naming every blocking item that was not looked at,
    every one with a defect, and every correction still open."""
    with act(by=by, at=at) as it:
        review = checks.opened(it, review_id)
        it.permit(may_go_on(it.by, review))
        it.permit(*checks.ready(review))
        review.state = it.move(REVIEW, "advise" if suggestions.strip() else "pass", review.state)
        _concluded(review, suggestions, it.at, passed=True)
        body = entries.Passed(review.kind, review.round, review.words)
        facts = {ITS_FACT[ReviewKind(review.kind)]: True}
        enter(it, Tag.PASSED, review, body, refs=_told(review), facts=facts)
        if review.kind == ReviewKind.PENALTY:
            go_along(it, review.case_id, [review.ref])
        return review


def resubmit(review_id: object, *, by: Actor, at: datetime, note: str) -> Review:
    """Ask for another look after the correction: only what was a defect is asked again. Raises Refusal when a
    correction has no answer."""
    with act(by=by, at=at) as it:
        review = checks.opened(it, review_id)
        it.permit(may_submit(it.by, review.case), checks.said(note, "note"), *_answered(review))
        review.state = it.move(REVIEW, "resubmit", review.state)
        review.round += 1
        review.waiting_since, review.taken_by, review.taken_at = it.at, None, None
        review.save()
        review.marks.update(before="")
        review.marks.filter(answer=Answer.DEFECT).update(answer=Answer.OPEN, before=Answer.DEFECT, round=review.round)
        enter(it, Tag.RESUBMITTED, review, entries.Resubmitted(review.round, note.strip()))
        return review


def withdraw(review_id: object, *, by: Actor, at: datetime, why: str) -> Review:
    """It is not asked for any more. What was given as correction is closed with it. Raises Refusal."""
    with act(by=by, at=at) as it:
        review = checks.opened(it, review_id)
        it.permit(may_submit(it.by, review.case), checks.said(why, "why"))
        review.state = it.move(REVIEW, "withdraw", review.state)
        review.save()
        rows = review.corrections.exclude(state=CorrectionState.CLOSED)
        for row in rows.filter(told_overdue=True):
            quiet(it, row)
        rows.update(state=CorrectionState.CLOSED, closing=why.strip(), closed_at=it.at, told_overdue=False)
        enter(it, Tag.WITHDRAWN, review, entries.Withdrawn(why.strip()), refs=_told(review))
        return review


def _concluded(review: Review, words: str, at: datetime, *, passed: bool) -> None:
    review.words, review.concluded_at = words.strip(), at
    if review.round == 1:
        review.first_passed, review.first_at = passed, at
    review.save()


def _answered(review: Review) -> list[Verdict]:
    rows = Correction.objects.filter(review=review, state=CorrectionState.OPEN).select_related("officer")
    said = Text("{o}尚未反馈整改：{w}", "{o} has not answered: {w}")
    return [
        Verdict(False, "review.correction.unanswered", said.format(o=row.officer.name, w=row.words[:40]))
        for row in rows
    ] or [OK]


def _told(review: Review) -> list[Ref]:
    return [review.submitted_by.ref] if review.submitted_by else []


def _of_minor(case: Case, person: Person | None) -> bool:
    """Whether the person, or any suspect of the case when none is named, is a minor."""
    rows = CasePerson.objects.in_force().filter(case=case, role=PersonRole.SUSPECT, person__protection="minor")
    return rows.filter(person=person).exists() if person else rows.exists()
