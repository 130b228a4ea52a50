"""What an act on a review asks first, besides who may: the row, where the case stands, words where words are due."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml

from mingjing.cases.models import Case, CaseOfficer, CasePerson, Recusal
from mingjing.cases.vocab import PersonRole
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act
from mingjing.review.models import Review
from mingjing.review.permissions import shown
from mingjing.review.rules.checklist import Item, hinders
from mingjing.review.vocab import OPEN, Answer, CorrectionState, ReviewKind

CHOOSE = no("review.kind", "请选择审核事项。", "Choose what is to be reviewed.", field="kind")
NOT_HERE = Text(
    "案件当前阶段为“{s}”，不能提交这项审核。", "The case stands at: {s}; this review is not asked for here."
)
WRONG_KIND = no(
    "review.submit.case_kind", "这类案件没有这项审核。", "A case of this kind has no such review.", field="kind"
)
PERSON = no("review.submit.person", "请选择本案嫌疑人。", "Choose a suspect of the case.", field="person")
AGAIN = no("review.submit.open", "同一事项已有审核在办。", "A review of the same is open already.")
NO_DEFECT = no("review.return.no_defect", "没有标记任何问题，不能退回。", "Nothing is marked as a defect.")
UNSEEN = Text("尚未审核：{t}", "Not looked at: {t}")
DEFECT = Text("问题未解决：{t}", "A defect remains: {t}")


def opened(it: Act, review_id: object) -> Review:
    """The review, locked, when the actor sees it. Raises Refusal."""
    review = it.lock(Review, review_id)
    it.permit(shown(it.by, review))
    return review


def said(words: str, field: str) -> Verdict:
    return OK if words.strip() else no("review.words.missing", "请填写。", "Say it.", field=field)


def fits(case: Case, kind: str) -> Verdict:
    """Whether the case is of the kind, and stands where this way out begins (`exits.yaml`)."""
    told = exits().get(kind)
    if told is None:
        return CHOOSE
    if case.kind not in told["kinds"]:
        return WRONG_KIND
    if case.stage in told["stages"]:
        return OK
    return Verdict(False, "review.submit.stage", NOT_HERE.format(s=case.stage_text), field="kind")


def concerns(case: Case, kind: str, person_id: object) -> Verdict:
    """A suspect of the case where the way out concerns one person, nobody where it concerns the case."""
    if kind == ReviewKind.PROSECUTION:
        return OK if not person_id else PERSON
    rows = CasePerson.objects.in_force().filter(case=case, role=PersonRole.SUSPECT)
    return OK if str(person_id) in map(str, rows.values_list("person", flat=True)) else PERSON


def once(case: Case, kind: str, person_id: object) -> Verdict:
    rows = Review.objects.filter(case=case, kind=kind, state__in=OPEN)
    rows = rows.filter(person_id=str(person_id)) if person_id else rows.filter(person=None)
    return AGAIN if rows.exists() else OK


def has_defect(review: Review) -> Verdict:
    return OK if review.marks.filter(answer=Answer.DEFECT).exists() else NO_DEFECT


def ready(review: Review) -> list[Verdict]:
    """What keeps it from passing; every reason at once."""
    asked = [(one, mark) for mark in review.marks.select_related("review") if (one := mark.asked)]
    unseen, defects = hinders((one, mark.answer) for one, mark in asked)
    found = [*_each("review.pass.unseen", UNSEEN, unseen), *_each("review.pass.defect", DEFECT, defects)]
    blocking = {mark.pk for one, mark in asked if one.blocking}
    rows = review.corrections.exclude(state=CorrectionState.CLOSED).filter(mark__in=blocking).exists()
    return [
        *found,
        *([no("review.pass.corrections", "还有未销号的整改。", "Corrections are still open.")] if rows else []),
    ]


def answerable(review: Review, officer_id: object) -> Verdict:
    """Whether a correction may be given to the officer: he is on the case and not kept from it."""
    on_it = CaseOfficer.objects.in_force().filter(case=review.case).values_list("officer", flat=True)
    kept = Recusal.objects.in_force().filter(case=review.case).values_list("officer", flat=True)
    if str(officer_id) in set(map(str, on_it)) - set(map(str, kept)):
        return OK
    return no("review.correction.officer", "请选择本案办案人员。", "Choose an officer of the case.", field="officer")


def ahead(due_at: datetime | None, at: datetime) -> Verdict:
    if due_at is not None and due_at > at:
        return OK
    return no("review.correction.due", "期限须晚于现在。", "It must be due later than now.", field="due_at")


@cache
def exits() -> dict[str, dict[str, list[str]]]:
    """Kind of review → kinds of case and stages of the case from which it is asked for."""
    return dict(yaml.safe_load(Path(__file__).with_name("exits.yaml").read_text(encoding="utf-8")))


def _each(code: str, said_of: Text, items: Iterable[Item]) -> list[Verdict]:
    return [Verdict(False, code, said_of.format(t=one.text), one.basis) for one in items]
