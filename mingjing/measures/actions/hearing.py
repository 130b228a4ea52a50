"""A hearing before a penalty: answered, called, held, reported (PSL 117; APR 123-153). That it is asked for, or the
wish withdrawn, is a move of the graph."""

from datetime import datetime
from typing import Any

from mingjing.kernel.actor import Actor
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.measures import papers
from mingjing.measures.checks import not_before, opened, said
from mingjing.measures.entering import enter
from mingjing.measures.entries import HearingSet
from mingjing.measures.models import Hearing, Measure, facts_of
from mingjing.measures.permissions import ANSWER
from mingjing.measures.telling import along
from mingjing.measures.vocab import Tag

ANSWERED = no("measures.hearing.answered", "听证要求已经答复。", "It has been answered already.")
NOT_ACCEPTED = no("measures.hearing.not_accepted", "听证要求尚未受理。", "It has not been accepted.")
INVESTIGATOR = no(
    "measures.hearing.investigator",
    "本案调查人员不得主持或者参与组成听证。",
    "Whoever investigates the case does not conduct the hearing.",
    basis="APR 127",
    field="chair",
)


def reply(measure_id: object, *, by: Actor, at: datetime, accepted: bool, words: str = "") -> Hearing:
    """Accept or refuse to hold one; a refusal gives its reasons. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure = opened(it, measure_id, ANSWER)
        row = _row(measure)
        it.permit(OK if row.answered_at is None else ANSWERED, not_before(it.at, row.asked_at))
        it.permit(OK if accepted else said(words, "words", "不予受理的理由", "why it is refused"))
        row.accepted, row.answered_at, row.answer = accepted, it.at, words.strip()
        row.save()
        _tell(it, measure, "accepted" if accepted else "refused", row.answer, accepted=accepted)
        papers.begin(it, measure, [] if accepted else ["hearing_refusal_notice"])
        return row


def call(
    measure_id: object,
    *,
    by: Actor,
    at: datetime,
    planned_at: datetime,
    place: str,
    closed_doors: bool,
    chair: str,
    members: str,
    clerk: str,
) -> Hearing:
    """Tell the parties when and where, and who conducts it: none of them an officer on the case. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure = opened(it, measure_id, ANSWER)
        row = _row(measure)
        it.permit(
            OK if row.accepted else NOT_ACCEPTED,
            said(place, "place", "地点", "the place"),
            said(chair, "chair", "主持人", "the chair"),
            said(clerk, "clerk", "记录员", "the clerk"),
            _apart(measure, chair, members, clerk),
            not_before(planned_at, it.at),
        )
        it.gate("measure.call_hearing", {**_about(it, measure), "hearing.closed": closed_doors})
        row.notified_at, row.planned_at, row.closed_doors = it.at, planned_at, closed_doors
        row.place, row.chair, row.members, row.clerk = place.strip(), chair.strip(), members.strip(), clerk.strip()
        row.save()
        _tell(it, measure, "called", f"{local(planned_at):%Y-%m-%d %H:%M} {row.place} {row.chair}")
        papers.begin(it, measure, ["hearing_notice"])
        along(it, measure)
        return row


def hold(measure_id: object, *, by: Actor, at: datetime, ended_at: datetime, report: str, course: str = "") -> Hearing:
    """It was held from `at` to `ended_at`; `course`: what was said, for the record (without it the report counts);
    `report`: facts, opinions and what is proposed. Record and report are begun in the file. Raises Refusal."""
    with act(by=by, at=at) as it:
        measure = opened(it, measure_id, ANSWER)
        row = _row(measure)
        called = (
            OK if row.notified_at else no("measures.hearing.not_called", "尚未通知举行听证。", "It was not called.")
        )
        it.permit(called, said(report, "report", "听证报告", "the report"), not_before(ended_at, it.at))
        row.held_at, row.ended_at, row.report = it.at, ended_at, report.strip()
        row.course = course.strip()
        row.save()
        _tell(it, measure, "held", row.report)
        papers.begin(it, measure, ["hearing_record", "hearing_report"])
        return row


def _row(measure: Measure) -> Hearing:
    row = Hearing.objects.filter(measure=measure, withdrawn_at__isnull=True).first()
    if row is None:
        raise Refusal(no("measures.hearing.none", "没有听证要求。", "No hearing was asked for."))
    return row


def _about(it: Act, measure: Measure) -> dict[str, Any]:
    return {**facts_of(measure), **measure.person.facts_on(it.at)}


def _apart(measure: Measure, *names: str) -> Verdict:
    on_case = {o.officer.name for o in measure.case.officers.select_related("officer") if o.until is None}
    told = {one.strip() for several in names for one in several.replace("、", ",").replace("，", ",").split(",")}
    return INVESTIGATOR if told & on_case else OK


def _tell(it: Act, measure: Measure, step: str, words: str, accepted: bool | None = None) -> None:
    facts = {"hearing.step": step, "hearing.accepted": accepted, "hearing.reported": True if step == "held" else None}
    told = {name: value for name, value in facts.items() if value is not None}
    enter(it, measure, Tag.HEARING_SET, HearingSet(step, words), facts=told)
