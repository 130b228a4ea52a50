"""The reviewer's answer to one item; a defect is given to an officer of the case with a date."""

from datetime import datetime

from mingjing.kernel.actor import Actor
from mingjing.kernel.time import trim
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.org.models import Officer
from mingjing.review import checks, entries
from mingjing.review.actions.correction import quiet
from mingjing.review.entering import enter
from mingjing.review.machine import REVIEW
from mingjing.review.models import Correction, Mark, Review
from mingjing.review.permissions import may_go_on
from mingjing.review.vocab import Answer, CorrectionState, Tag

NO_ITEM = no("review.mark.item", "审核清单中没有这一项。", "The checklist has no such item.")
CHOOSE = no("review.mark.answer", "请选择审核结果。", "Choose the answer.", field="answer")
GIVEN = (Answer.OK, Answer.DEFECT, Answer.NOT_APPLICABLE)


def mark(
    review_id: object,
    *,
    by: Actor,
    at: datetime,
    item: str,
    answer: str,
    place: str = "",
    words: str = "",
    officer_id: object = None,
    due_at: datetime | None = None,
) -> Mark:
    """Answer one item. A defect says where and what, who of the case corrects it and until when; answered otherwise
    later, its correction is closed with `words`. Raises Refusal."""
    with act(by=by, at=at) as it:
        review = checks.opened(it, review_id)
        it.permit(may_go_on(it.by, review))
        it.move(REVIEW, "mark", review.state)
        row = _row(review, item)
        it.permit(*_complete(it, review, answer, place, words, officer_id, due_at))
        it.permit(_closes(row, answer, words))
        row.answer, row.place, row.words, row.round = answer, place.strip(), words.strip(), review.round
        row.ever_defect = row.ever_defect or answer == Answer.DEFECT
        row.marked_at, row.marked_by = it.at, review.taken_by
        row.save()
        enter(it, Tag.MARKED, review, entries.Marked(item, answer, review.book, review.round, row.place, row.words))
        _correction(it, review, row, officer_id, due_at)
        return row


def _row(review: Review, item: str) -> Mark:
    row = Mark.objects.select_for_update().filter(review=review, item=item).first()
    if row is None:
        raise Refusal(NO_ITEM)
    return row


def _complete(
    it: Act, review: Review, answer: str, place: str, words: str, officer_id: object, due_at: datetime | None
) -> list[Verdict]:
    if answer not in GIVEN:
        return [CHOOSE]
    if answer != Answer.DEFECT:
        return [OK]
    return [
        checks.said(place, "place"), checks.said(words, "words"), checks.answerable(review, officer_id),
        checks.ahead(due_at, it.at),
    ]  # fmt: skip


def _closes(row: Mark, answer: str, words: str) -> Verdict:
    """What closes a correction says how it was put right."""
    waiting = answer != Answer.DEFECT and row.corrections.exclude(state=CorrectionState.CLOSED).exists()
    return checks.said(words, "words") if waiting else OK


def _correction(it: Act, review: Review, row: Mark, officer_id: object, due_at: datetime | None) -> None:
    """Give it, give it anew, or close it, as the answer has it."""
    held = Correction.objects.select_for_update().filter(mark=row).exclude(state=CorrectionState.CLOSED).first()
    if row.answer == Answer.DEFECT and due_at is not None:
        officer = it.lock(Officer, officer_id)
        made = held or Correction(review=review, mark=row)
        made.officer, made.place, made.words, made.due_at = officer, row.place, row.words, trim(due_at)
        quiet(it, made)
        made.state, made.given_at, made.given_by = CorrectionState.OPEN, it.at, row.marked_by
        made.save()
        body = entries.CorrectionGiven(officer.name, row.item, review.book, made.place, made.words, made.due_at)
        enter(it, Tag.CORRECTION_GIVEN, review, body, refs=[made.ref, officer.ref])
    elif held:
        quiet(it, held)
        held.state, held.closing, held.closed_at = CorrectionState.CLOSED, row.words, it.at
        held.save()
        closed = entries.CorrectionClosed(row.item, review.book, held.closing)
        enter(it, Tag.CORRECTION_CLOSED, review, closed, refs=[held.ref, held.officer.ref])
