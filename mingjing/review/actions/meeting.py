"""Joint meetings: called, given an agenda, held with minutes; what was decided is followed until it is done."""

from collections.abc import Collection
from datetime import datetime

from mingjing.cases.models import Case
from mingjing.kernel.actor import Actor
from mingjing.kernel.time import trim
from mingjing.kernel.verdict import OK, no
from mingjing.ledger.act import act
from mingjing.org.access import may
from mingjing.org.models import Officer, Unit
from mingjing.review import checks, entries
from mingjing.review.known import seen
from mingjing.review.machine import HOLD
from mingjing.review.models import AgendaItem, Meeting, Resolution
from mingjing.review.permissions import may_finish, may_hold
from mingjing.review.vocab import MeetingState, ResolutionState, Tag

HELD = no("review.meeting.held", "会议已经召开。", "The meeting was held already.")
NOT_HELD = no("review.meeting.not_held", "会议尚未召开。", "The meeting was not held yet.")
NOBODY = no("review.meeting.nobody", "请填写到会人员。", "Say who was there.", field="attendance")
DONE = no("review.resolution.done", "已经落实。", "It is done already.")


def call(*, by: Actor, at: datetime, unit: Unit, log: str, title: str, place: str, planned_at: datetime) -> Meeting:
    """Call a meeting of the unit with the procuratorate. Raises Refusal."""
    with act(by=by, at=at) as it:
        it.permit(may(it.by, HOLD, unit=unit))
        it.permit(checks.said(title, "title"), checks.said(place, "place"))
        row = Meeting.objects.create(
            unit=unit, log=log, title=title.strip(), place=place.strip(), planned_at=trim(planned_at)
        )
        body = entries.MeetingCalled(row.title, row.place, row.planned_at)
        it.enter(Tag.MEETING_CALLED, log=log, subject=row.ref, body=body, refs=[unit.ref])
        return row


def put(meeting_id: object, *, by: Actor, at: datetime, topic: str, case_id: object = None) -> AgendaItem:
    """Put something on the agenda, with a case the actor sees. Raises Refusal."""
    with act(by=by, at=at) as it:
        meeting = it.lock(Meeting, meeting_id)
        it.permit(may_hold(it.by, meeting), checks.said(topic, "topic"))
        case = it.lock(Case, case_id) if case_id else None
        it.permit(seen(it.by, case) if case else OK)
        row = AgendaItem.objects.create(meeting=meeting, topic=topic.strip(), case=case)
        refs = [case.ref] if case else []
        it.enter(Tag.MEETING_TOPIC, log=meeting.log, subject=meeting.ref, body=entries.TopicPut(row.topic), refs=refs)
        return row


def hold(meeting_id: object, *, by: Actor, at: datetime, attendance: Collection[str], minutes: str) -> Meeting:
    """It was held: who was there, and the minutes. Once. Raises Refusal."""
    with act(by=by, at=at) as it:
        meeting = it.lock(Meeting, meeting_id)
        it.permit(may_hold(it.by, meeting))
        it.permit(
            OK if meeting.state == MeetingState.CALLED else HELD, OK if attendance else NOBODY,
            checks.said(minutes, "minutes"),
        )  # fmt: skip
        meeting.state, meeting.held_at = MeetingState.HELD, it.at
        meeting.attendance, meeting.minutes = list(attendance), minutes.strip()
        meeting.save()
        body = entries.MeetingHeld(meeting.attendance, meeting.minutes)
        it.enter(Tag.MEETING_HELD, log=meeting.log, subject=meeting.ref, body=body)
        return meeting


def resolve(
    meeting_id: object, *, by: Actor, at: datetime, decision: str, officer_id: object, due_at: datetime
) -> Resolution:
    """What was decided there, who does it, and until when. Raises Refusal."""
    with act(by=by, at=at) as it:
        meeting = it.lock(Meeting, meeting_id)
        it.permit(may_hold(it.by, meeting))
        it.permit(
            OK if meeting.state == MeetingState.HELD else NOT_HELD, checks.said(decision, "decision"),
            checks.ahead(due_at, it.at),
        )  # fmt: skip
        officer = it.lock(Officer, officer_id)
        row = Resolution.objects.create(meeting=meeting, words=decision.strip(), officer=officer, due_at=trim(due_at))
        body = entries.Resolved(row.words, officer.name, row.due_at)
        it.enter(Tag.RESOLVED, log=meeting.log, subject=meeting.ref, body=body, refs=[row.ref, officer.ref])
        return row


def finish(resolution_id: object, *, by: Actor, at: datetime, result: str) -> Resolution:
    """It is done, with this result: by whom it was given to, or whoever holds the meetings. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = it.lock(Resolution, resolution_id)
        it.permit(may_finish(it.by, row), checks.said(result, "result"))
        it.permit(OK if row.state == ResolutionState.OPEN else DONE)
        row.state, row.result, row.done_at = ResolutionState.DONE, result.strip(), it.at
        row.save()
        body = entries.ResolutionDone(row.officer.name, row.result)
        it.enter(Tag.RESOLUTION_DONE, log=row.meeting.log, subject=row.meeting.ref, body=body, refs=[row.ref])
        return row
