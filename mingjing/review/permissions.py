"""Who may do what with a review: as with its case, and a reviewer is never one of those whose work he reviews."""

from mingjing.cases.models import Case, CaseOfficer
from mingjing.cases.permissions import may_act_on
from mingjing.cases.vocab import OfficerRole
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.review.machine import ANSWER, DECIDE, HOLD, MEETINGS, SUBMIT
from mingjing.review.models import Correction, Meeting, Resolution, Review

UNKNOWN = no("record.unknown", "找不到这件审核。", "There is no such review.")
LEAD = no("review.submit.lead", "由本案主办民警提交。", "For the lead investigator of the case.")
OWN = no(
    "review.decide.own_case", "办理本案的民警不得审核本案。", "Whoever works or worked on the case does not review it."
)
ANOTHER = no("review.decide.reviewer", "由接手审核的民警办理。", "For the officer who took the review.")
NAMED = no("review.correction.named", "由被交办的民警反馈。", "For the officer it was given to.")


def shown(by: Actor, review: Review) -> Verdict:
    """Whoever does not see a review learns no more of it than that there is none for him."""
    if by.kind == "machine":
        return OK
    officer = Officer.objects.get(pk=by.id)
    return OK if Review.objects.visible_to(officer).filter(pk=review.pk).exists() else UNKNOWN


def may_submit(by: Actor, case: Case) -> Verdict:
    """The lead investigator of the case."""
    granted = may_act_on(by, SUBMIT, case)
    return granted if not granted or by.kind == "machine" or _leads(by, case) else LEAD


def may_review(by: Actor, review: Review) -> Verdict:
    """A legal officer above the case's unit who never worked on the case himself; a recused one never."""
    granted = may_act_on(by, DECIDE, review.case)
    return granted if not granted or by.kind == "machine" or not _worked_on(by, review) else OWN


def may_go_on(by: Actor, review: Review) -> Verdict:
    """The one who took it."""
    granted = may_review(by, review)
    return granted if not granted or by.kind == "machine" or str(review.taken_by_id) == by.id else ANOTHER


def may_answer(by: Actor, correction: Correction) -> Verdict:
    """The officer it was given to, as long as he may act on the case."""
    granted = may_act_on(by, ANSWER, correction.review.case)
    return granted if not granted or by.kind == "machine" or str(correction.officer_id) == by.id else NAMED


def may_hold(by: Actor, meeting: Meeting) -> Verdict:
    """Whoever calls meetings of that unit."""
    return may(by, HOLD, unit=meeting.unit)


def may_finish(by: Actor, resolution: Resolution) -> Verdict:
    """The officer it was given to, or whoever holds the meetings."""
    if str(resolution.officer_id) == by.id:
        return may(by, MEETINGS)
    return may_hold(by, resolution.meeting)


def _leads(by: Actor, case: Case) -> bool:
    lead = {"case": case, "officer_id": by.id, "role": OfficerRole.LEAD_INVESTIGATOR}
    return CaseOfficer.objects.in_force().filter(**lead).exists()


def _worked_on(by: Actor, review: Review) -> bool:
    """Ever, in any role but that of the reviewer; or he submitted it."""
    rows = CaseOfficer.objects.filter(case=review.case, officer_id=by.id).exclude(role=OfficerRole.LEGAL_REVIEWER)
    return str(review.submitted_by_id) == by.id or rows.exists()
