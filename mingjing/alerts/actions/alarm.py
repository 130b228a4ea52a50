"""Raise, see again, clear, acknowledge, answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from mingjing.alerts import entries
from mingjing.alerts.calls import call, next_call
from mingjing.alerts.machine import LIFE, PRESENT, acknowledging, answering, clearing
from mingjing.alerts.models import Alarm, AlarmQuerySet, named_refs
from mingjing.alerts.permissions import not_recused
from mingjing.alerts.rules import Rule, ladder, rules
from mingjing.alerts.vocab import AlarmState, Grade, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.holding import followed
from mingjing.org.access import may
from mingjing.org.models import Site


def raise_alarm(
    *,
    by: Actor,
    at: datetime,
    log: str,
    site: Site,
    rule: str,
    subject: Ref,
    grade: Grade | None = None,
    text: Text | None = None,
    basis: str = "",
    refs: Iterable[Ref] = (),
    cause: str = "",
) -> Alarm:
    """Say that something is wrong. Idempotent per rule, subject and `cause` until the alarm is closed: a repeat is a
    sighting, and within a few minutes (escalation.yaml) of the last one not even that. `grade` and `text` default to
    the catalogue's. What happened long ago is kept as late and calls nobody. Raises KeyError for an unknown rule.
    """
    known = rules()[rule]
    named = [subject, *refs]
    with act(by=by, at=at) as it:
        it.hold(subject, *_held_too(named))
        present = _open(rule, subject, cause)
        if present is None:
            try:
                with transaction.atomic():
                    return _raised(it, known, site, log, named, grade or known.grade, text or known.text, basis, cause)
            except IntegrityError:  # somebody else raised the same alarm a moment ago
                present = _open(rule, subject, cause)
                if present is None:
                    raise
        return _seen_again(it, present, grade or known.grade, named)


def clear(
    rule: str, subject: Ref, *, by: Actor, at: datetime, cause: str = "", refs: Iterable[Ref] = (), untrue: bool = False
) -> Alarm | None:
    """The cause is gone, or (`untrue`) never was. A rule that latches stays until answered, any other closes. None when
    nothing was active."""
    refs = list(refs)
    with act(by=by, at=at) as it:
        it.hold(subject, *_held_too(refs))
        alarm = _open(rule, subject, cause)
        if alarm is None or not alarm.active:
            return None
        alarm.state = it.move(LIFE, clearing(alarm.state, latch=alarm.known_rule.latch), alarm.state)
        alarm.cleared_at, alarm.untrue = it.at, untrue
        _close_if_done(it, alarm)
        alarm.save()
        body = entries.Cleared(rule, str(subject), alarm.state == AlarmState.CLOSED)
        it.enter(Tag.CLEARED, log=alarm.log, subject=alarm.ref, body=body, refs=[subject, alarm.site.ref, *refs])
        return alarm


def clear_all(several: AlarmQuerySet, *, by: Actor, at: datetime, refs: Iterable[Ref] = ()) -> list[Alarm]:
    """The causes of all these are gone at `at`, or as soon as they were there: of each that is active, as `clear`."""
    with act(by=by, at=at) as it:
        # all held and locked before the first is entered: whoever answers one meanwhile waits for the log
        it.hold(*(Ref(*about) for about in several.values_list("subject_kind", "subject_id")))
        rows = list(several.filter(state__in=PRESENT).select_for_update(of=("self",)).order_by("pk"))
        cleared = [clear(a.rule, a.subject, by=by, at=max(at, a.raised_at), cause=a.cause, refs=refs) for a in rows]
        return [alarm for alarm in cleared if alarm is not None]


def acknowledge(alarm_id: object, *, by: Actor, at: datetime) -> Alarm:
    """I have seen it. Raises Refusal when the post may not, or when it was seen before."""
    with act(by=by, at=at) as it:
        alarm = held(it, alarm_id)
        it.permit(may(by, "alerts:alarm:acknowledge", unit=alarm.site.unit))
        alarm.state = it.move(LIFE, acknowledging(alarm.state), alarm.state)
        _note_acknowledged(it, alarm)
        alarm.call_at = next_call(it, alarm)
        alarm.save()
        body = entries.Acknowledged(alarm.rule, str(alarm.subject))
        it.enter(Tag.ACKNOWLEDGED, log=alarm.log, subject=alarm.ref, body=body, refs=[alarm.subject, alarm.site.ref])
        return alarm


def answer(alarm_id: object, *, by: Actor, at: datetime, answer: str = "", note: str = "") -> Alarm:
    """What was found and done: a ready answer of the rule, own words, or both. Acknowledges as well. Raises Refusal
    when nothing is said, the answer is not one of the rule's, the post may not, or it was answered before."""
    with act(by=by, at=at) as it:
        alarm = held(it, alarm_id)
        it.permit(may(by, "alerts:alarm:answer", unit=alarm.site.unit), not_recused(alarm, by))
        _require_answer(alarm, answer, note)
        if not alarm.acknowledged:
            _note_acknowledged(it, alarm)
        alarm.state = it.move(LIFE, answering(alarm.state), alarm.state)
        alarm.answered_at, alarm.answered_by, alarm.answered_name = it.at, by.id, by.name
        alarm.answer, alarm.answer_note, alarm.call_at = answer, note, None
        _close_if_done(it, alarm)
        alarm.save()
        body = entries.Answered(alarm.rule, str(alarm.subject), answer, note)
        it.enter(Tag.ANSWERED, log=alarm.log, subject=alarm.ref, body=body, refs=[alarm.subject, alarm.site.ref])
        return alarm


def held(it: Act, alarm_id: object) -> Alarm:
    """The alarm, locked after what it is about is held, as every entry about that does. Raises Refusal."""
    about = Alarm.objects.filter(pk=str(alarm_id)).values_list("subject_kind", "subject_id").first()
    it.hold(*([Ref(*about)] if about else []))
    return it.lock(Alarm, alarm_id)


def _held_too(refs: Iterable[Ref]) -> list[Ref]:
    """What the entry of the alarm will hold besides: all at once, or two alarms about the same two would wait for one
    another."""
    return followed(Ref("alarm", ""), refs)


def _open(rule: str, subject: Ref, cause: str) -> Alarm | None:
    rows = Alarm.objects.select_for_update(of=("self",)).select_related("site")
    return rows.filter(
        rule=rule, subject_kind=subject.kind, subject_id=subject.id, cause=cause, closed_at__isnull=True
    ).first()


def _raised(
    it: Act, rule: Rule, site: Site, log: str, named: list[Ref], grade: Grade, text: Text, basis: str, cause: str
) -> Alarm:
    subject = named[0]
    late = it.recorded_at - it.at > ladder().late_after
    alarm = Alarm.objects.create(
        rule=rule.code,
        subject_kind=subject.kind,
        subject_id=subject.id,
        cause=cause,
        site=site,
        log=log,
        grade=grade,
        weight=grade.weight,
        text_zh=text.zh,
        text_en=text.en,
        basis=basis,
        late=late,
        raised_at=it.at,
        last_sighting=it.at,
    )
    alarm.refs.bulk_create(named_refs(alarm, named[1:]))
    called = call(it, alarm)
    alarm.call_at = next_call(it, alarm)
    alarm.save(update_fields=["call_at"])
    body = entries.Raised(rule.code, str(subject), grade, text.zh, text.en, basis, cause, late)
    it.enter(Tag.RAISED, log=log, subject=alarm.ref, body=body, refs=[*named, site.ref, *(o.ref for o in called)])
    return alarm


def _seen_again(it: Act, alarm: Alarm, grade: Grade, named: list[Ref]) -> Alarm:
    worse = grade.weight > alarm.weight
    if alarm.active and not worse and it.at - alarm.last_sighting < ladder().same_sighting:
        return alarm
    verb = "worsen" if worse else "sight" if alarm.active else "recur"
    fresh = verb != "sight"
    alarm.state = it.move(LIFE, verb, alarm.state)
    alarm.sightings += 1
    alarm.last_sighting = max(alarm.last_sighting, it.at)
    if worse:
        alarm.grade, alarm.weight = grade, grade.weight
    if fresh:
        alarm.cleared_at, alarm.level, alarm.untrue = None, 0, False
        alarm.call_at = next_call(it, alarm)
    alarm.save()
    alarm.refs.bulk_create(named_refs(alarm, named[1:]), ignore_conflicts=True)
    body = entries.Sighted(alarm.rule, str(alarm.subject), alarm.sightings, alarm.grade)
    it.enter(Tag.SIGHTED, log=alarm.log, subject=alarm.ref, body=body, refs=[*named, alarm.site.ref])
    return alarm


def _note_acknowledged(it: Act, alarm: Alarm) -> None:
    alarm.acknowledged_at, alarm.acknowledged_by, alarm.acknowledged_name = it.at, it.by.id, it.by.name


def _close_if_done(it: Act, alarm: Alarm) -> None:
    if alarm.state == AlarmState.CLOSED:
        alarm.closed_at, alarm.call_at = it.at, None


def _require_answer(alarm: Alarm, answer: str, note: str) -> None:
    if not answer and not note.strip():
        raise Refusal(no("alarm.answer.empty", "请写明查看和处置情况。", "Say what was found and done.", field="note"))
    if answer and answer not in alarm.known_rule.answers:
        raise Refusal(
            no("alarm.answer.unknown", "这条告警没有这个处置选项。", "This alarm has no such answer.", field="answer")
        )
