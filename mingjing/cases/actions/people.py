"""Officers and persons on a case: assigned and relieved, recused, added and removed."""

from collections.abc import Iterable
from datetime import datetime

from mingjing.cases.entries import Assigned, PersonAdded, PersonRemoved, RecusalLifted, Recused, Relieved
from mingjing.cases.machine import CASE
from mingjing.cases.models import Case, CaseOfficer, CasePerson, Recusal
from mingjing.cases.permissions import may_act_on
from mingjing.cases.vocab import OfficerRole, PersonRole, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import Act, act
from mingjing.org.models import Officer
from mingjing.persons.models import Person
from mingjing.persons.permissions import may_name

SWORN = frozenset({OfficerRole.LEAD_INVESTIGATOR, OfficerRole.CASE_OFFICER, OfficerRole.LEGAL_REVIEWER})


def assign(case_id: object, *, by: Actor, at: datetime, officer_id: object, role: str) -> CaseOfficer:
    """Put an officer on the case; a new lead relieves the one before. Raises Refusal when he is recused, an auxiliary
    in a role for police officers, or holds the role already."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:officer:assign", case))
        it.move(CASE, "change", case.state)
        return seat(it, case, it.lock(Officer, officer_id), OfficerRole(role))


def seat(it: Act, case: Case, officer: Officer, role: OfficerRole) -> CaseOfficer:
    """Assign inside the action under way."""
    _may_be_seated(case, officer, role)
    ending = CaseOfficer.objects.in_force().filter(case=case, officer=officer)
    if role == OfficerRole.LEAD_INVESTIGATOR:
        ending = ending | CaseOfficer.objects.in_force().filter(case=case, role=role)
    for row in ending:
        _end(it, case, row)
    row = CaseOfficer.objects.create(case=case, officer=officer, role=role.value, since=it.at)
    body = Assigned(officer.name, officer.number, role.value)
    it.enter(Tag.OFFICER_ASSIGNED, log=case.log, subject=case.ref, body=body, refs=[officer.ref])
    return row


def relieve(case_id: object, *, by: Actor, at: datetime, officer_id: object, reason: str = "") -> CaseOfficer:
    """Take an officer off the case. Raises Refusal when he is not on it."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:officer:assign", case))
        row = CaseOfficer.objects.in_force().filter(case=case, officer_id=officer_id).first()
        if row is None:
            raise Refusal(no("cases.officer.absent", "该民警不在本案。", "The officer is not on the case."))
        return _end(it, case, row, reason)


def recuse(case_id: object, *, by: Actor, at: datetime, officer_id: object, reason: str) -> Recusal:
    """Keep an officer from the case, whatever his posts; an assignment of his ends. Raises Refusal."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:officer:recuse", case))
        officer = it.lock(Officer, officer_id)
        if not reason.strip():
            raise Refusal(no("cases.reason.missing", "请写明回避理由。", "Say why he is recused.", field="reason"))
        return bar(it, case, officer, reason)


def bar(it: Act, case: Case, officer: Officer, reason: str) -> Recusal:
    """Recuse inside the action under way."""
    if Recusal.objects.in_force().filter(case=case, officer=officer).exists():
        raise Refusal(no("cases.recused.again", "该民警已经回避。", "The officer is recused already."))
    for row in CaseOfficer.objects.in_force().filter(case=case, officer=officer):
        _end(it, case, row)
    made = Recusal.objects.create(case=case, officer=officer, reason=reason.strip(), since=it.at)
    body = Recused(officer.name, officer.number)
    it.enter(Tag.OFFICER_RECUSED, log=case.log, subject=case.ref, body=body, refs=[officer.ref], reason=made.reason)
    return made


def lift_recusal(case_id: object, *, by: Actor, at: datetime, officer_id: object, reason: str) -> Recusal:
    """Let a recused officer near the case again. Raises Refusal; nobody lifts his own."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:officer:recuse", case))
        row = Recusal.objects.in_force().filter(case=case, officer_id=officer_id).select_related("officer").first()
        if row is None:
            raise Refusal(no("cases.recused.absent", "该民警没有回避。", "The officer is not recused."))
        row.until = it.at
        row.save()
        body = RecusalLifted(row.officer.name, row.officer.number)
        it.enter(Tag.RECUSAL_LIFTED, log=case.log, subject=case.ref, body=body, refs=[row.officer.ref], reason=reason)
        return row


def add_person(
    case_id: object, *, by: Actor, at: datetime, person_id: object, role: str, refs: Iterable[Ref] = ()
) -> CasePerson:
    """Name a person on the case in a role. Raises Refusal when he already is."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:person:add", case))
        it.move(CASE, "change", case.state)
        person = it.lock(Person, person_id)
        it.permit(may_name(by, person))
        if CasePerson.objects.in_force().filter(case=case, person=person, role=role).exists():
            raise Refusal(no("cases.person.again", "此人已列入本案。", "The person is on the case already."))
        row = CasePerson.objects.create(case=case, person=person, role=PersonRole(role).value, since=it.at)
        body = PersonAdded(person.shown_name, row.role)
        it.enter(Tag.PERSON_ADDED, log=case.log, subject=case.ref, body=body, refs=[person.ref, *refs])
        return row


def remove_person(case_person_id: object, *, by: Actor, at: datetime, reason: str) -> CasePerson:
    """End a person's role on the case; the history stays. Raises Refusal."""
    with act(by=by, at=at) as it:
        row = it.lock(CasePerson, case_person_id)
        it.permit(may_act_on(by, "cases:person:add", row.case))
        if row.until or not reason.strip():
            raise Refusal(no("cases.reason.missing", "请写明理由。", "Say why.", field="reason"))
        row.until = it.at
        row.save()
        body = PersonRemoved(row.person.shown_name, row.role)
        it.enter(
            Tag.PERSON_REMOVED, log=row.case.log, subject=row.case.ref, body=body, refs=[row.person.ref], reason=reason
        )
        return row


def _may_be_seated(case: Case, officer: Officer, role: OfficerRole) -> None:
    if officer.auxiliary and role in SWORN:
        raise Refusal(no("cases.officer.auxiliary", "辅警不得任此角色。", "Not for auxiliaries.", field="role"))
    if Recusal.objects.in_force().filter(case=case, officer=officer).exists():
        raise Refusal(no("cases.officer.recused", "该民警已回避本案。", "The officer is recused.", field="officer"))
    if CaseOfficer.objects.in_force().filter(case=case, officer=officer, role=role).exists():
        raise Refusal(no("cases.officer.again", "该民警已在本案任此角色。", "He has this role.", field="officer"))


def relieve_row(it: Act, case: Case, row: CaseOfficer, reason: str = "") -> CaseOfficer:
    """Relieve inside the action under way."""
    return _end(it, case, row, reason)


def _end(it: Act, case: Case, row: CaseOfficer, reason: str = "") -> CaseOfficer:
    row.until = it.at
    row.save()
    body = Relieved(row.officer.name, row.officer.number, row.role)
    it.enter(Tag.OFFICER_RELIEVED, log=case.log, subject=case.ref, body=body, refs=[row.officer.ref], reason=reason)
    return row
