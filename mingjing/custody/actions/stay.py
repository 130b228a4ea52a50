"""Receiving a person, and on what ground he stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from mingjing.cases.models import Case
from mingjing.cases.selectors import recused_from
from mingjing.cases.vocab import CaseState
from mingjing.custody import entering
from mingjing.custody.actions.incident import close_all
from mingjing.custody.actions.injury import Mark, write_marks
from mingjing.custody.actions.vest import recolour
from mingjing.custody.actions.watching import watched_no_more
from mingjing.custody.entering import chosen, not_before, officers, opened, said, signed
from mingjing.custody.entries.arrival import (
    Arrived,
    CaseAttached,
    DetentionExecuted,
    GroundChanged,
    HeldBefore,
    RecordedInError,
)
from mingjing.custody.facts import declared, hours_since_summons_of, of_arrival, of_ground, of_stay
from mingjing.custody.late import RECEIVE, because, explained
from mingjing.custody.machine import STAY
from mingjing.custody.models import ObservationLevel, Occupancy, Stay
from mingjing.custody.permissions import may_receive
from mingjing.custody.selectors.colour import decided
from mingjing.custody.selectors.record import proofs
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import (
    DETAINED,
    HELD_BEFORE,
    OF_ANYBODY,
    Ground,
    Mode,
    Observation,
    Occasion,
    Role,
    StayState,
)
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, trim
from mingjing.kernel.verdict import OK, Refusal, Verdict, no, require
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer, Site
from mingjing.org.recusal import RECUSED
from mingjing.persons.models import Person


def receive(
    *,
    by: Actor,
    at: datetime,
    site_id: object,
    person_id: object,
    ground: str,
    mode: str,
    role: str = Role.SUSPECT.value,
    case_id: object = None,
    instrument: str = "",
    brought_by: object = None,
    condition: str = "",
    injuries: Sequence[Mark] = (),
    held_since: datetime | None = None,
    late_reason: str = "",
    declared_facts: Mapping[str, Any] | None = None,
) -> Stay:
    """Book a person in: he has arrived, on this ground, brought by that officer. Clocks start at `at`.

    `declared_facts`: what the officer states besides (facts.DECLARABLE["receive"]). `held_since`: when the warrant was
    executed, or he came into the hands of the police, where that was earlier; the clocks of the ground start then. An
    arrival entered later than the house allows wants `late_reason` and raises an alarm. Raises Refusal, also when he is
    here already.
    """
    with act(by=by, at=at) as it:
        site = it.lock(Site, site_id)
        it.permit(
            may_receive(by, site),
            chosen(Ground, ground, "ground"),
            chosen(Mode, mode, "mode"),
            chosen(Role, role, "role"),
            _held_earlier(ground, held_since, it.at),
        )
        person, case, officer = it.lock(Person, person_id), _case(case_id), _officer(brought_by)
        with because(late_reason):
            it.permit(_not_here(person), explained(it, RECEIVE))
        about = {
            **(case.facts() if case else {"case.kind": "none"}), **person.facts_on(it.at), "person.role": role,
            "stay.ground": ground,
        }  # fmt: skip
        told = {
            **about,
            **of_arrival(person, site, it.at),
            **of_ground(ground, instrument),
            **declared("receive", declared_facts),
            "receive.warrant_hour": held_since is not None,
        }
        it.gate("custody.receive", told)
        stay = Stay.objects.create(
            **_number(site, it.at), site=site, person=person, case=case, role=role, ground=ground, ground_since=it.at,
            instrument=instrument, mode=mode, brought_by=officer, brought_unit=officer.unit if officer else None,
            condition=condition, arrived_at=it.at,
            held_since=trim(held_since) if held_since else None,
        )  # fmt: skip
        stay.colour = decided(stay, it.at).colour
        stay.save(update_fields=["colour"])
        ObservationLevel.objects.create(stay=stay, level=Observation.GENERAL, since=it.at)
        _tell_held(it, stay, about)
        body = Arrived(
            stay.number, person.name, site.name, role, ground, mode, instrument, _brought(officer).zh, condition,
            site.text.en, _brought(officer).en,
        )  # fmt: skip
        entering.enter(it, stay, Tag.ARRIVED, body, *_bringers(officer), facts=told)
        write_marks(it, stay, injuries, Occasion.ARRIVAL)
        return stay


def _tell_held(it: Act, stay: Stay, about: Mapping[str, Any]) -> None:
    """An entry of its own at the hour from which the law counts: the arrival stays what it is."""
    if stay.held_since:
        with act(by=it.by, at=stay.held_since) as then:
            entering.enter(then, stay, Tag.HELD_BEFORE, HeldBefore(stay.ground, stay.instrument), facts=about)


def attach_case(stay_id: object, *, by: Actor, at: datetime, case_id: object, reason: str = "") -> Entry:
    """Say for which case he is here, of those `by` may see; in place of another only with the reason. Facts of the case
    count from the arrival on, as far as they hold throughout."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "attach_case")
        case = it.lock(Case, case_id)
        it.permit(RECUSED if recused_from(case, [by.id]) else OK, _shown(by, case), _attachable(stay, case))
        if stay.case is not None:
            it.permit(said(reason, "reason", "换案理由", "why another case"))
        shown = decided(stay, it.at)
        stay.case = case
        stay.save(update_fields=["case"])
        body = CaseAttached(case.number, str(case.pk), reason)
        written = entering.enter(it, stay, Tag.CASE_ATTACHED, body, facts=case.facts())
        recolour(it, stay, shown)
        return written


def change_ground(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    ground: str,
    instrument: str = "",
    reason: str,
    declared_facts: Mapping[str, Any] | None = None,
) -> Entry:
    """From now on he stays on another ground, or on the same by another instrument (a summons of a case that turned
    criminal): the clocks of the old one end, those of the new one begin. A witness or victim held on a ground of
    suspects is a suspect from now on, with all that is owed to one."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "change_ground")
        it.permit(chosen(Ground, ground, "ground"), _another(stay, ground, instrument), _after_the_present(stay, it.at))
        it.permit(said(reason, "reason", "理由", "the reason"))
        shown = decided(stay, it.at)
        before, facts = stay.ground, of_stay(stay, it.at, proofs(stay)) | of_ground(ground, instrument)
        stated = declared("change_ground", declared_facts)
        told = {"stay.ground_before": before, "stay.earlier_summons_hours": hours_since_summons_of(stay, it.at)}
        it.gate("custody.change_ground", facts | told | stated)
        _set_ground(stay, it, ground, instrument)
        suspected = _becomes_suspect(stay, ground)
        body = GroundChanged(before, ground, instrument, reason, stay.role if suspected else "")
        told = {**stated, "stay.ground": ground, "person.role": stay.role}
        written = entering.enter(it, stay, Tag.GROUND_CHANGED, body, facts=told)
        recolour(it, stay, shown)
        return written


def execute_detention(
    stay_id: object,
    *,
    by: Actor,
    at: datetime,
    ground: str,
    instrument: str,
    signature: str = "",
    refused_to_sign: str = "",
) -> Entry:
    """The detention or arrest decided upon is announced: the warrant is shown, he signs or it is noted why not."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "execute_detention")
        it.permit(
            OK if ground in DETAINED else no("custody.ground.not_detention", "须为拘留或逮捕。", "Not a detention."),
            said(instrument, "instrument", "文书编号", "the number of the instrument"),
            _after_the_present(stay, it.at),
            signed(signature, refused_to_sign),
        )
        it.gate("custody.execute_detention", of_stay(stay, it.at, proofs(stay)) | of_ground(ground, instrument))
        shown = decided(stay, it.at)
        _set_ground(stay, it, ground, instrument)
        _becomes_suspect(stay, ground)
        body = DetentionExecuted(ground, instrument, signature, refused_to_sign)
        facts = {"stay.ground": ground, "custody.in_custody": True, "person.role": stay.role}
        written = entering.enter(it, stay, Tag.DETENTION_EXECUTED, body, facts=facts)
        recolour(it, stay, shown)
        return written


def void(stay_id: object, *, by: Actor, at: datetime, reason: str) -> Entry:
    """The stay was recorded in error. The entries remain; nothing is deleted."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "void")
        it.permit(said(reason, "reason", "理由", "the reason"), _untouched(stay))
        stay.state = it.move(STAY, "void", stay.state)
        stay.room = None
        stay.save()
        watched_no_more(it, stay)
        Occupancy.objects.filter(stay=stay, until__isnull=True).update(until=it.at)
        close_all(it, stay)
        return entering.enter(it, stay, Tag.IN_ERROR, RecordedInError(reason))


def _shown(by: Actor, case: Case) -> Verdict:
    """Whoever does not see a case learns no more of it than that there is none for him."""
    if by.kind == "machine" or Case.objects.visible_to(officers([by.id])[0]).filter(pk=case.pk).exists():
        return OK
    return no("record.unknown", "找不到这个案件。", "There is no such case.", field="row")


def _attachable(stay: Stay, case: Case) -> Verdict:
    if case.pk == stay.case_id:
        return no("custody.case.same", "已关联该案件。", "It is attached to that case already.", field="row")
    if case.state != CaseState.OPEN:
        return no("custody.case.closed", "该案件已办结。", "That case is closed.", field="row")
    return OK


def _set_ground(stay: Stay, it: Act, ground: str, instrument: str) -> None:
    stay.ground, stay.ground_since = ground, it.at
    stay.instrument = instrument or stay.instrument
    stay.save(update_fields=["ground", "ground_since", "instrument"])


def _becomes_suspect(stay: Stay, ground: str) -> bool:
    if stay.role == Role.SUSPECT or ground in OF_ANYBODY:
        return False
    stay.role = Role.SUSPECT
    stay.save(update_fields=["role"])
    return True


def _number(site: Site, at: datetime) -> dict[str, Any]:
    """Day and number of the day; the site's row is locked, so nobody else counts meanwhile."""
    day = local(at).date()
    last = Stay.objects.filter(site=site, day=day).aggregate(last=Max("seq"))["last"] or 0
    return {"day": day, "seq": last + 1}


def _case(case_id: object) -> Case | None:
    if not case_id:
        return None
    found = Case.objects.filter(pk=str(case_id)).first()
    require(OK if found else no("custody.case.unknown", "没有这个案件。", "There is no such case.", field="case"))
    return found


def _officer(officer_id: object) -> Officer | None:
    if not officer_id:
        return None
    found = Officer.objects.filter(pk=str(officer_id)).select_related("unit").first()
    if found is None:
        raise Refusal(no("custody.officer.unknown", "没有这名民警。", "There is no such officer.", field="brought_by"))
    return found


def _brought(officer: Officer | None) -> Text:
    """Who brought him, with his unit."""
    said = Text("{unit} {name}", "{name}, {unit}")
    return said.format(unit=officer.unit.text, name=officer.name) if officer else Text("", "")


def _bringers(officer: Officer | None) -> list[Any]:
    return [officer.ref, officer.unit.ref] if officer else []


def _held_earlier(ground: str, since: datetime | None, at: datetime) -> Verdict:
    """Taken before he came, and on a ground whose limits count from then."""
    if since is None:
        return OK
    if ground not in HELD_BEFORE:
        zh, en = "该依据的时限自到达起算，此项留空。", "Limits of that ground count from the arrival: leave it empty."
        return no("custody.held_since.ground", zh, en, field="held_since")
    if trim(since) <= at:
        return OK
    zh, en = "执行（到案）时间晚于到达时间。", "That was after he arrived."
    return no("custody.held_since.later", zh, en, field="held_since")


def _not_here(person: Person) -> Verdict:
    here = Stay.objects.present().filter(person=person).select_related("site").first()
    if here is None:
        return OK
    return no(
        "custody.already_here",
        f"此人正在{here.site.text.zh}（{here.number}）。",
        f"This person is at {here.site.text.en} ({here.number}).",
        field="person",
    )


def _after_the_present(stay: Stay, at: datetime) -> Verdict:
    """Grounds follow one another."""
    return not_before(at, Ground(stay.ground).text, stay.ground_since)


def _another(stay: Stay, ground: str, instrument: str) -> Verdict:
    """A ground goes on as it is; decided anew by another instrument it is another one."""
    if stay.ground != ground or instrument.strip() not in ("", stay.instrument):
        return OK
    return no(
        "custody.ground.same", "依据和文书都没有变化；重新决定的，请填写新文书编号。",
        "Neither ground nor instrument changes; if it was decided anew, name the new instrument.", field="instrument",
    )  # fmt: skip


def _untouched(stay: Stay) -> Verdict:
    """A stay in which he was questioned or left his things was no error of recording."""
    if stay.state == StayState.ARRIVED or not (stay.questionings.exists() or stay.belongings.exists()):
        return OK
    return no("custody.void.too_late", "已有讯问询问或财物登记，不能作废。", "Too much happened to void the stay.")
