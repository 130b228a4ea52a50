"""Questioning and its recording: the bare facts an interview hangs on."""

from collections.abc import Sequence
from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.custody import beforehand, entering
from mingjing.custody.actions.placement import occupy
from mingjing.custody.entering import chosen, in_order, not_before, officers, opened, opened_for, room_of, said
from mingjing.custody.entries.questioning import (
    QuestioningEnded,
    QuestioningStarted,
    RecordingEnded,
    RecordingFailed,
    RecordingStarted,
)
from mingjing.custody.models import Questioning, RecordingSpan, Stay
from mingjing.custody.rules.intervals import Span, minus
from mingjing.custody.selectors.asking import records, told_of
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import QuestioningKind
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.models import Room

ALARM = "recording.missing"
RECORDING = Text("录音录像记录", "the recording")


def start(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    room_id: object,
    officer_ids: Sequence[object],
    record: bool = True,
    remote: bool = False,
    device: str = "",
) -> Questioning:
    """Begin: he is brought into the room if he is elsewhere, and recording starts in the same moment when `record`.
    The law's gates judge officers, room, helpers, rights, recording and limits."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "question")
        it.permit(*in_order(stay, "question", it.at), chosen(QuestioningKind, kind, "kind"), _none_open(stay, it.at))
        beforehand.heed(it, stay, "question")
        room, asking = it.lock(Room, room_of(stay, room_id).pk), officers(officer_ids, of=stay)
        first = not stay.questionings.filter(kind=kind, voided=False).exists()
        told = told_of(stay, room, asking, kind, it.at, recording=record and records(room), remote=remote, first=first)
        it.gate("custody.question", told)
        if stay.room_id != room.pk:
            occupy(it, stay, room, asking)
        row = Questioning.objects.create(stay=stay, kind=kind, room=room, started_at=it.at, first=first, remote=remote)
        row.officers.set(asking)
        body = QuestioningStarted(kind, str(room), [o.name for o in asking], first, remote)
        once = {name: value for name, value in told.items() if name.startswith("questioning.")}
        entering.enter(it, stay, Tag.QUESTIONING_STARTED, body, row.ref, room.ref, *(o.ref for o in asking), facts=once)
        if told["questioning.recording_on"]:
            _record(it, stay, row, device)
        return row


def end(questioning_id: object, *, by: Actor, at: datetime, note: str = "") -> Entry:
    """End it, and its recording if that still runs."""
    with act(by=by, at=at) as it:
        row, stay = _opened(it, questioning_id)
        running = _running(row)
        if running:
            _stop(it, stay, row, running)
        whole = _whole(row, it.at)
        it.gate(
            "custody.end_questioning",
            {"questioning.recording_on": row.recordings.exists(), "questioning.recording_whole": whole},
        )
        row.ended_at = it.at
        row.save(update_fields=["ended_at"])
        clear(ALARM, stay.ref, by=by, at=at, cause=str(row.pk))
        facts = {"questioning.recording_whole": whole} if row.recordings.exists() else None
        return entering.enter(it, stay, Tag.QUESTIONING_ENDED, QuestioningEnded(row.kind, note), row.ref, facts=facts)


def recording_started(questioning_id: object, *, by: Actor, at: datetime, device: str = "") -> Entry:
    """Recording runs (again)."""
    with act(by=by, at=at) as it:
        row, stay = _opened(it, questioning_id)
        it.permit(no("custody.recording.runs", "正在录音录像。", "Recording runs already.") if _running(row) else OK)
        clear(ALARM, stay.ref, by=by, at=at, cause=str(row.pk))
        return _record(it, stay, row, device)


def recording_failed(questioning_id: object, *, by: Actor, at: datetime, reason: str) -> Entry:
    """Recording broke off: the gap begins, the alarm goes out."""
    with act(by=by, at=at) as it:
        row, stay = _opened(it, questioning_id)
        running = _must_run(row)
        it.permit(said(reason, "reason", "原因", "the reason"))
        running.until, running.failure = it.at, reason
        running.save()
        raise_alarm(
            by=by, at=at, log=stay.site.code, site=stay.site, rule=ALARM, subject=stay.ref, cause=str(row.pk),
            refs=[stay.person.ref, row.ref, row.room.ref],
        )  # fmt: skip
        return entering.enter(
            it, stay, Tag.RECORDING_FAILED, RecordingFailed(str(row.room), reason), running.ref, row.ref
        )


def recording_ended(questioning_id: object, *, by: Actor, at: datetime) -> Entry:
    """Recording was stopped as planned."""
    with act(by=by, at=at) as it:
        row, stay = _opened(it, questioning_id)
        running = _must_run(row)
        return _stop(it, stay, row, running)


def _opened(it: Act, questioning_id: object) -> tuple[Questioning, Stay]:
    return opened_for(it, Questioning, questioning_id, "end_questioning", lambda row: _under_way(row, it.at))


def _record(it: Act, stay: Stay, row: Questioning, device: str) -> Entry:
    span = RecordingSpan.objects.create(stay=stay, questioning=row, since=it.at, device=device)
    body = RecordingStarted(str(row.room), device)
    return entering.enter(it, stay, Tag.RECORDING_STARTED, body, span.ref, row.ref, row.room.ref)


def _stop(it: Act, stay: Stay, row: Questioning, running: RecordingSpan) -> Entry:
    running.until = it.at
    running.save(update_fields=["until"])
    return entering.enter(
        it, stay, Tag.RECORDING_ENDED, RecordingEnded(str(row.room)), running.ref, row.ref, row.room.ref
    )


def _running(row: Questioning) -> RecordingSpan | None:
    return row.recordings.filter(until__isnull=True, voided=False).first()


def _whole(row: Questioning, end: datetime) -> bool:
    """Recorded from the first to the last moment, without a gap."""
    spans = [Span(s.since, s.until or end) for s in row.recordings.filter(voided=False)]
    return not minus([Span(row.started_at, end)], spans)


def _none_open(stay: Stay, at: datetime) -> Verdict:
    """None under way, and none that had not ended by then."""
    rows = stay.questionings.filter(voided=False)
    if rows.filter(ended_at__isnull=True).exists():
        return no("custody.questioning.open", "讯问询问正在进行。", "He is being questioned already.")
    last = rows.filter(ended_at__gt=at).order_by("ended_at").last()
    return not_before(at, Tag.QUESTIONING_ENDED.text, last.ended_at) if last else OK


def _under_way(row: Questioning, at: datetime) -> list[Verdict]:
    """It has begun and not ended, and its recording neither began nor ended later than that."""
    spans = row.recordings.filter(voided=False)
    known = [when for span in spans for when in (span.since, span.until) if when]
    if row.ended_at is None and at >= row.started_at:
        return [not_before(at, RECORDING, max(known, default=None))]
    return [no("custody.questioning.over", "讯问询问未开始或已结束。", "The questioning is not under way.")]


def _must_run(row: Questioning) -> RecordingSpan:
    """Raises Refusal when nothing is being recorded."""
    running = _running(row)
    if running is None:
        raise Refusal(no("custody.recording.not_running", "没有正在录音录像。", "Nothing is being recorded."))
    return running
