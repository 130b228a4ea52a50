"""What the screens of reviews are filled with."""

from dataclasses import dataclass
from typing import Any

from mingjing.cases import papers
from mingjing.cases.models import Case
from mingjing.cases.vocab import PersonRole
from mingjing.clocks import panels as clocks
from mingjing.clocks.selectors import next_due
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.measures.models import Measure
from mingjing.org.models import Officer
from mingjing.persons.history import events_about
from mingjing.review import checks
from mingjing.review.machine import CORRECTION, REVIEW
from mingjing.review.models import Correction, Mark, Review
from mingjing.review.passed import stands
from mingjing.review.permissions import may_answer, may_go_on, may_review, may_submit
from mingjing.review.vocab import Answer, CorrectionState, ReviewState, Severity, Tag
from mingjing.webkit.parts import Deadline, Event

MOST_CHANGES = 40
SIGNED = {"open": "", "ok": "green", "defect": "red", "not_applicable": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the page draws it; `again`: it was a defect at the look before."""

    mark: Mark
    text: Text
    basis: str
    severity: Text
    blocking: bool
    answer: Text
    colour: str
    again: bool
    correction: Correction | None
    late: bool


def lines(review: Review) -> list[Line]:
    """Every item in the order of the book, three queries however many."""
    rows = list(review.marks.select_related("marked_by"))
    held = {c.mark_id: c for c in review.corrections.select_related("officer").order_by("given_at")}
    for row in rows:
        row.review = review
    return [_line(row, held.get(row.pk)) for row in rows]


def _line(mark: Mark, held: Correction | None) -> Line:
    asked = mark.asked
    return Line(
        mark, mark.text, asked.basis if asked else "", Severity(mark.severity).text, bool(asked and asked.blocking),
        Answer(mark.answer).text, SIGNED[mark.answer], mark.before == Answer.DEFECT, held, bool(held and held.late),
    )  # fmt: skip


def page(officer: Officer, by: Actor, review: Review) -> dict[str, Any]:
    """Everything the page of one review shows, the case beside it."""
    several = lines(review)
    again = review.round > 1
    open_now = [one for one in several if one.mark.answer == Answer.OPEN]
    return {
        "review": review, "state": ReviewState(review.state).text, "case": review.case, "lapsed": not stands(review),
        "lines": [one for one in several if one.again] if again else several,
        "rest": [one for one in several if not one.again] if again else [],
        "again": again, "changes": changes(officer, review) if again else [],
        "answered": len(several) - len(open_now), "total": len(several),
        "may": verdicts(by, review), "hinders": checks.ready(review), "marking": bool(may_mark(by, review)),
        "beside": beside(review.case), "due": due_of(review.case), "events": events_about(officer, review.ref),
    }  # fmt: skip


def beside(case: Case) -> dict[str, Any]:
    """The case, as far as a reviewer needs it in sight."""
    people = case.people.in_force().select_related("person")
    return {
        "people": [(PersonRole(p.role).text, p.person) for p in people],
        "papers": papers.in_file(case.ref),
        "officers": [o for o in case.officers.select_related("officer") if o.until is None],
    }


def due_of(case: Case) -> Deadline | None:
    """The first clock of the case or of a measure in it."""
    measures = [Ref("measure", str(pk)) for pk in Measure.objects.filter(case=case).values_list("pk", flat=True)]
    several = [row for rows in next_due([case.ref, *measures]).values() for row in rows]
    first = min(several, key=lambda row: row.due_at or row.started_at, default=None)
    return clocks.deadline(first) if first else None


def changes(officer: Officer, review: Review) -> list[Event]:
    """What was entered about the case since the look before ended, but for the review itself; the newest first."""
    if review.concluded_at is None:
        return []
    happened = events_about(officer, review.case.ref, without=Tag.values())
    return [e for e in happened if e.occurred_at >= review.concluded_at][:MOST_CHANGES]


def verdicts(by: Actor, review: Review) -> dict[str, list[Verdict]]:
    """Who may and what the state allows, for every button."""
    mine, goes_on, lead = may_review(by, review), may_go_on(by, review), may_submit(by, review.case)
    who = {"take": mine, "give_back": goes_on, "return": goes_on, "pass": goes_on, "resubmit": lead, "withdraw": lead}
    told = {verb: [permit, REVIEW.allows(verb, review.state)] for verb, permit in who.items()}
    told["return"].append(checks.has_defect(review))
    told["pass"] += checks.ready(review)
    return told


def may_mark(by: Actor, review: Review) -> Verdict:
    granted = may_go_on(by, review)
    return REVIEW.allows("mark", review.state) if granted else granted


def correction_page(officer: Officer, by: Actor, row: Correction) -> dict[str, Any]:
    mine, judge = may_answer(by, row), may_review(by, row.review)
    who = {"answer": mine, "send_back": judge, "close": judge}
    return {
        "row": row, "state": CorrectionState(row.state).text, "late": row.late,
        "may": {verb: [permit, CORRECTION.allows(verb, row.state)] for verb, permit in who.items()},
        "events": events_about(officer, row.ref),
    }  # fmt: skip


def of_case(by: Actor, case: Case) -> dict[str, Any]:
    """The panel on the page of a case."""
    rows = list(Review.objects.filter(case=case).named().order_by("-submitted_at"))
    told = [_told(row) for row in rows]
    return {"case": case, "reviews": told, "submit": may_submit(by, case)}


def _told(row: Review) -> tuple[Review, Text, str]:
    """State and colour of a line; one that lapsed says so instead."""
    if not stands(row):
        return row, LAPSED, "amber"
    return row, ReviewState(row.state).text, SHADE.get(ReviewState(row.state), "")


LAPSED = Text("已失效：处罚意见或者听证在后", "Lapsed: the penalty or a hearing came later")
SHADE = {
    ReviewState.PASSED: "green",
    ReviewState.ADVISED: "green",
    ReviewState.RETURNED: "red",
    ReviewState.TAKEN: "amber",
}
