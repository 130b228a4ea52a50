"""From the plan of an interview to its end: planned, opened under the gates, paused, resumed, broken off."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mingjing.cases.models import Case
from mingjing.custody.actions import questioning
from mingjing.custody.entering import officers
from mingjing.custody.models import RecordingSpan, Stay
from mingjing.custody.vocab import QuestioningKind, Role
from mingjing.interviews import entries, gates, sets
from mingjing.interviews.entering import enter
from mingjing.interviews.filling import head_of, opening_lines
from mingjing.interviews.gates import STATED
from mingjing.interviews.machine import HOLD, INTERVIEW, PLAN
from mingjing.interviews.models import Asker, Helper, Interview, Pause, Record
from mingjing.interviews.numbering import next_number
from mingjing.interviews.permissions import may_act_on, may_plan
from mingjing.interviews.vocab import HelperKind, InterviewTag, Part, RecorderState, Where, Why
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import Act, act
from mingjing.org.models import Officer, Room
from mingjing.persons.models import Person


def plan(
    *,
    by: Actor,
    at: datetime,
    case_id: object,
    person_id: object,
    role: str,
    kind: str,
    officer_ids: Sequence[object],
    planned_for: datetime | None = None,
    stay_id: object = None,
    where: str = "centre",
    place: str = "",
    room_id: object = None,
    remote: bool = False,
    question_set: str = "",
    told: Mapping[str, bool] | None = None,
) -> Interview:
    """Plan an interview of a person in a case, `planned_for` when it is to begin (None: now). With a stay it is held at
    the stay's centre and custody's record is used; else `told` states the facts of the law books that nobody else
    knows. The first officer asks, the last of several writes. Raises Refusal."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_plan(by, PLAN, case))
        person, stay = it.lock(Person, person_id), it.lock(Stay, stay_id) if stay_id else None
        it.permit(
            _listed(Role, role, "role"), _listed(QuestioningKind, kind, "kind"), _listed(Where, where, "where"),
            _of_case(case, person), _of_person(stay, person, case), _known(told), _placed(where, place, room_id, stay),
            _lasting(case),
        )  # fmt: skip
        asking, room = officers(officer_ids, field="officers"), _room(room_id, stay)
        it.permit(*sets.usable(question_set or sets.default(role, kind, case), kind), _free_of(case, asking))
        it.permit(
            no("interviews.officers", "至少一名民警。", "At least one officer.", field="officers") if not asking else OK
        )
        row = Interview.objects.create(
            number=next_number(case.unit, it.at), case=case, person=person, stay=stay, role=role, kind=kind,
            unit=case.unit, log=stay.site.code if stay else case.log, where=Where.CENTRE if stay else where,
            place=place.strip(), room=room, remote=remote, told=dict(told or {}),
            question_set=question_set or sets.default(role, kind, case), planned_for=planned_for or it.at,
            planned_by_id=by.id if by.kind == "officer" else None,
        )  # fmt: skip
        for n, officer in enumerate(asking):
            last = n == len(asking) - 1 and n > 0
            Asker.objects.create(interview=row, officer=officer, part=Part.WRITING if last else Part.ASKING)
        body = entries.Planned(
            row.number, kind, row.where, [o.name for o in asking], row.question_set, remote, dict(told or {})
        )
        enter(it, InterviewTag.PLANNED, row, body, refs=[o.ref for o in asking])
        return row


def call_off(interview_id: object, *, by: Actor, at: datetime, reason: str) -> Interview:
    """It will not take place. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "call_off")
        it.permit(_said(reason))
        row.state, row.reason = INTERVIEW["call_off"].target or "", reason.strip()
        row.save()
        enter(it, InterviewTag.CALLED_OFF, row, entries.CalledOff(row.reason))
        return row


def add_helper(
    interview_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    name: str,
    relation: str = "",
    employer: str = "",
    contact: str = "",
) -> Helper:
    """Somebody is there for the person: guardian, interpreter, female staff (CPR 204, 323; APR 76). Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "add_helper")
        it.permit(_listed(HelperKind, kind, "kind"), _said(name, "name"))
        if row.helpers.filter(kind=kind, name=name.strip()).exists():
            raise Refusal(no("interviews.helper.twice", "已经登记。", "Named already.", field="name"))
        helper = Helper.objects.create(
            interview=row, kind=kind, name=name.strip(), relation=relation.strip(), employer=employer.strip(),
            contact=contact.strip(),
        )  # fmt: skip
        body = entries.HelperNamed(kind, helper.name, helper.relation, helper.employer, helper.contact)
        enter(it, InterviewTag.HELPER, row, body)
        return helper


def begin(
    interview_id: object, *, by: Actor, at: datetime, record: bool = True, told: Mapping[str, bool] | None = None
) -> Interview:
    """Begin: every gate of the law is asked, with a stay also those of custody, and refuses with every reason. With a
    stay its questioning begins in the custody record and, when `record`, the recording of the room; elsewhere the
    recorder is told by `tell_recorder`. `told`: more facts stated at the door (card shown, notice shown). Raises
    Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "begin")
        it.permit(_known(told), _free_of(row.case, gates.askers(row)))
        row.told = {**row.told, **(told or {})}
        recording = record and gates.records_there(row) if row.stay else row.recorder == RecorderState.HEALTHY
        judged = gates.verdicts(row, it.at, recording=recording)
        it.permit(*judged)
        it.gate(gates.OPEN, gates.facts(row, it.at, recording=recording))
        it.warnings += [v for v in judged if not v.ok and v not in it.warnings]
        asking = gates.askers(row)
        row.ordinal = _ordinal(row, it.at)
        if row.stay and row.room:
            row.questioning = questioning.start(
                row.stay_id, by=by, at=at, kind=row.kind, room_id=row.room_id, officer_ids=[o.pk for o in asking],
                record=record, remote=row.remote,
            )  # fmt: skip
        row.state, row.opened_at = INTERVIEW["begin"].target or "", it.at
        row.save()
        found = sets.current(row.question_set)
        Record.objects.create(
            interview=row, set_version=found.version, head=head_of(row), lines=opening_lines(row, found, it.at)
        )
        body = entries.Opened(
            row.kind, row.where, row.ordinal, [o.name for o in asking], gates.recorder(row).value, row.place
        )
        things = [row.questioning.ref] if row.questioning else []
        enter(it, InterviewTag.OPENED, row, body, refs=[*things, *(o.ref for o in asking)])
        return row


def pause(interview_id: object, *, by: Actor, at: datetime, why: str, note: str = "") -> Pause:
    """Nobody asks for a while: a break, a meal, a failure. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "pause")
        it.permit(_listed(Why, why, "why"), _not_before(it.at, row))
        return _pause(it, row, why, note)


def resume(interview_id: object, *, by: Actor, at: datetime) -> Interview:
    """Questioning goes on, under the gates: recording where it is mandatory, no meal or rest. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "resume")
        it.permit(_not_before(it.at, row))
        standing = row.pauses.filter(until__isnull=True).first()
        recording = gates.recorder(row) == RecorderState.HEALTHY
        told = gates.facts(row, it.at, recording=recording)
        mandatory = gates.recording_mandatory(row, it.at)
        it.gate(gates.RESUME, {**told, "interview.recording_mandatory": mandatory, "interview.resting": False})
        if standing:
            standing.until = it.at
            standing.save()
        row.state = INTERVIEW["resume"].target or ""
        row.save()
        enter(it, InterviewTag.RESUMED, row, entries.Resumed(str(row.room or "")))
        return row


def tell_recorder(
    interview_id: object, *, by: Actor, at: datetime, state: str, device: str = "", note: str = ""
) -> Interview:
    """What the recorder does, by a machine or by who sees it. A failure pauses the questioning; with a stay the spans
    of the custody record are begun and ended. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "tell_recorder")
        it.permit(_listed(RecorderState, state, "state"), _failed_why(state, note), _not_before(it.at, row))
        if row.questioning:
            _tell_custody(row, state, by=by, at=at, device=device, note=note)
        row.recorder, row.recorder_note = state, note.strip()
        row.save()
        enter(it, InterviewTag.RECORDER, row, entries.RecorderTold(state, device, row.recorder_note))
        if state == RecorderState.FAILED and row.state == "open":
            _pause(it, row, Why.RECORDER, note)
        return row


def break_off(interview_id: object, *, by: Actor, at: datetime, reason: str) -> Interview:
    """It ends without a record to sign; the draft stays, its digest is entered. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = opened(it, interview_id, "break_off")
        it.permit(_said(reason), _not_before(it.at, row))
        if row.questioning and row.questioning.ended_at is None:
            questioning.end(row.questioning_id, by=by, at=at, note=reason)
        row.pauses.filter(until__isnull=True).update(until=it.at)
        row.state, row.reason, row.ended_at = INTERVIEW["break_off"].target or "", reason.strip(), it.at
        row.save()
        record = row.record
        body = entries.BrokenOff(row.reason, record.revision, record.digest)
        enter(it, InterviewTag.BROKEN_OFF, row, body)
        return row


def opened(it: Act, interview_id: object, verb: str) -> Interview:
    """Lock the interview, ask who may, and whether its state allows the verb. Raises Refusal."""
    row = it.lock(Interview, interview_id)
    it.permit(may_act_on(it.by, INTERVIEW[verb].permission or HOLD, row), INTERVIEW.allows(verb, row.state))
    return row


def _pause(it: Act, row: Interview, why: str, note: str) -> Pause:
    made = Pause.objects.create(interview=row, why=why, note=note.strip(), since=it.at)
    row.state = INTERVIEW["pause"].target or ""
    row.save()
    enter(it, InterviewTag.PAUSED, row, entries.Paused(why, made.note))
    return made


def _tell_custody(row: Interview, state: str, *, by: Actor, at: datetime, device: str, note: str) -> None:
    """The custody record keeps the spans; the entry is the caller's."""
    running = RecordingSpan.objects.filter(questioning=row.questioning, until__isnull=True, voided=False).exists()
    if state == RecorderState.HEALTHY and not running:
        questioning.recording_started(row.questioning_id, by=by, at=at, device=device)
    if state == RecorderState.FAILED and running:
        questioning.recording_failed(row.questioning_id, by=by, at=at, reason=note)


def _ordinal(row: Interview, at: datetime) -> int:
    before = Interview.objects.filter(case=row.case, person=row.person, kind=row.kind, opened_at__lt=at)
    return before.exclude(pk=row.pk).count() + 1


def _room(room_id: object, stay: Stay | None) -> Room | None:
    rooms = Room.objects.filter(pk=str(room_id)) if room_id else Room.objects.none()
    if stay:
        rooms = rooms.filter(site=stay.site_id)
    found = rooms.first()
    if room_id and found is None:
        raise Refusal(no("custody.room.unknown", "没有这个房间。", "There is no such room here.", field="room"))
    return found


def _placed(where: str, place: str, room_id: object, stay: Stay | None) -> Verdict:
    if stay or where == Where.CENTRE:
        zh, en = "请选择房间。", "Choose a room."
        return OK if room_id else no("interviews.room.missing", zh, en, field="room")
    return OK if place.strip() else no("interviews.place.missing", "请填写地点。", "Say where.", field="place")


def _of_case(case: Case, person: Person) -> Verdict:
    if case.people.filter(person=person, until__isnull=True).exists():
        return OK
    zh, en = "该人不在本案涉案人员中，请先列入。", "He is not among the people of the case; add him first."
    return no("interviews.person.stranger", zh, en, field="person")


def _of_person(stay: Stay | None, person: Person, case: Case) -> Verdict:
    if stay is None or (stay.person_id == person.pk and stay.case_id == case.pk):
        return OK
    zh, en = "入区记录不是该人在本案的。", "The stay is not his in this case."
    return no("interviews.stay.other", zh, en, field="stay")


def _known(told: Mapping[str, bool] | None) -> Verdict:
    strangers = sorted((told or {}).keys() - set(STATED))
    if not strangers:
        return OK
    names = ", ".join(strangers)
    return Verdict(False, "interviews.told.unknown", Text("不能声明：{n}。", "Cannot be stated: {n}.").format(n=names))


def _free_of(case: Case, asking: Sequence[Officer]) -> Verdict:
    """Who is recused from the case asks nobody in it, also when he was named before."""
    recused = case.recusals.in_force().filter(officer__in=asking).select_related("officer")
    names = "、".join(one.officer.name for one in recused)
    if not names:
        return OK
    zh, en = f"{names}已回避本案，不得讯问、询问。", f"{names}: recused from this case, and may ask nobody in it."
    return no("interviews.officers.recused", zh, en, basis="CPR 38", field="officers")


def _lasting(case: Case) -> Verdict:
    if case.state == "open":
        return OK
    return no("interviews.case.closed", "案件已结案。", "The case is closed.")


def _listed(vocab: type[Vocab], value: str, field: str) -> Verdict:
    if value in vocab.values():
        return OK
    return no("interviews.choose", "请从列表中选择。", "Choose from the list.", field=field)


def _said(words: str, field: str = "reason") -> Verdict:
    return OK if words.strip() else no("interviews.said", "请填写。", "Fill this in.", field=field)


def _failed_why(state: str, note: str) -> Verdict:
    return _said(note, "note") if state == RecorderState.FAILED else OK


def _not_before(at: datetime, row: Interview) -> Verdict:
    pauses = [p.until or p.since for p in row.pauses.all()]
    if row.opened_at and at >= max([row.opened_at, *pauses]):
        return OK
    return no("interviews.order", "时间早于上一步。", "Earlier than the step before.", field="at")
