"""Registering, changing, closing and sealing cases; officers and persons on them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from mingjing.approvals.actions.sealing import shut
from mingjing.cases.actions.people import add_person, assign, lift_recusal, recuse, relieve, remove_person, seat
from mingjing.cases.entries import Characterised, Closed, Registered, Reopened, Sealed, Unsealed
from mingjing.cases.machine import CASE
from mingjing.cases.models import Case
from mingjing.cases.numbering import acceptable, free, next_number
from mingjing.cases.permissions import lean, may_act_on
from mingjing.cases.rules import START, beginning
from mingjing.cases.vocab import CaseKind, Circumstance, OfficerRole, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.org.access import may
from mingjing.org.models import Officer, Unit
from mingjing.persons.concerned import refs_of

__all__ = [
    "add_person", "assign", "change", "close", "lift_recusal", "recuse", "register", "relieve", "remove_person",
    "reopen", "seal", "unseal",
]  # fmt: skip


def register(
    *,
    by: Actor,
    at: datetime,
    log: str,
    kind: str,
    cause: str,
    unit: Unit,
    number: str = "",
    summary: str = "",
    place: str = "",
    happened_at: datetime | None = None,
    circumstances: Mapping[str, bool] | None = None,
    lead_id: object = None,
    refs: Iterable[Ref] = (),
) -> Case:
    """Open a case of `unit`. Without `number` the next one of the unit and month is given. The officer who registers it
    leads it when his post is one that sees only assigned cases and `lead_id` names nobody else. Raises Refusal."""
    with act(by=by, at=at) as it:
        it.permit(_may_register(by, unit))
        if number:
            it.permit(acceptable(number), free(number))
        case = begin(
            it, log=log, kind=kind, cause=cause, unit=unit, number=number, summary=summary, place=place,
            happened_at=happened_at, circumstances=circumstances, refs=refs,
        )  # fmt: skip
        _seat_lead(it, case, lead_id)
        return case


def begin(
    it: Act, *, log: str, kind: str, cause: str, unit: Unit, number: str, summary: str, place: str,
    happened_at: datetime | None, circumstances: Mapping[str, bool] | None = None, refs: Iterable[Ref] = (),
    standing: str = START,
) -> Case:  # fmt: skip
    """Open a case inside the action under way. `standing`: the stage its entry tells of, where it is not the start."""
    _check(kind, cause, circumstances or {})
    case = Case.objects.create(
        number=number or next_number(unit, it.at),
        kind=kind,
        cause=cause.strip(),
        summary=summary.strip(),
        place=place.strip(),
        happened_at=happened_at,
        unit=unit,
        circumstances=dict(circumstances or {}),
        opened_at=it.at,
        procedure=beginning(kind),
        stage_since=it.at,
        log=log,
    )
    body = Registered(
        case.number, kind, case.cause, unit.name, case.summary, case.circumstances, case.place, happened_at
    )
    told = {**case.facts(), "case.stage": standing}
    it.enter(Tag.CASE_REGISTERED, log=log, subject=case.ref, body=body, refs=[unit.ref, *refs], facts=told)
    return case


def change(
    case_id: object,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    kind: str = "",
    cause: str = "",
    circumstances: Mapping[str, bool] | None = None,
    refs: Iterable[Ref] = (),
) -> Case:
    """Change kind, cause or circumstances, on which clocks hang; circumstances given add to those stated before."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:case:change", case))
        it.move(CASE, "change", case.state)
        _demand(reason)
        _check(kind or case.kind, cause or case.cause, circumstances or {})
        it.permit(_same_way(case, kind or case.kind))
        case.procedure = beginning(kind or case.kind)
        case.kind, case.cause = kind or case.kind, cause.strip() or case.cause
        case.circumstances = {**case.circumstances, **(circumstances or {})}
        case.save()
        body = Characterised(case.kind, case.cause, case.circumstances)
        it.enter(
            Tag.CASE_CHARACTERISED, log=case.log, subject=case.ref, body=body,
            refs=[*_people(case), *refs_of(case.ref), *refs],
            facts=case.facts(), reason=reason,
        )  # fmt: skip
        return case


def close(case_id: object, *, by: Actor, at: datetime, outcome: str) -> Case:
    """Close a case that never went its way (`lean`), with the outcome in words. Raises Refusal for any other: that is
    closed by a move of its procedure."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:case:close", case), lean(case))
        _demand(outcome, field="outcome")
        case.state = it.move(CASE, "close", case.state)
        case.closed_at = it.at
        case.save()
        it.enter(Tag.CASE_CLOSED, log=case.log, subject=case.ref, body=Closed(outcome.strip()), refs=_people(case))
        return case


def reopen(case_id: object, *, by: Actor, at: datetime, why: str) -> Case:
    """Take a case up again that was closed before it went its way. Raises Refusal."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:case:close", case), lean(case))
        _demand(why, field="why")
        case.state = it.move(CASE, "reopen", case.state)
        case.closed_at = None
        case.save()
        it.enter(Tag.CASE_REOPENED, log=case.log, subject=case.ref, body=Reopened(why.strip()), refs=_people(case))
        return case


def seal(case_id: object, *, by: Actor, at: datetime, basis: str) -> Case:
    """Close the record of a case by default everywhere (CPL 286). Raises Refusal."""
    return _set_seal(case_id, by=by, at=at, basis=basis, sealed=True)


def unseal(case_id: object, *, by: Actor, at: datetime, basis: str) -> Case:
    """Lift the seal. Raises Refusal."""
    return _set_seal(case_id, by=by, at=at, basis=basis, sealed=False)


def _set_seal(case_id: object, *, by: Actor, at: datetime, basis: str, sealed: bool) -> Case:
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, "cases:case:seal", case))
        _demand(basis, field="basis")
        if case.sealed == sealed:
            raise Refusal(no("cases.seal.unchanged", "案件的封存状态没有变化。", "The seal is as it was."))
        case.sealed, case.sealed_basis = sealed, basis.strip() if sealed else ""
        case.save()
        shut(it, case.ref, sealed=sealed)
        tag, body = (Tag.CASE_SEALED, Sealed(basis)) if sealed else (Tag.CASE_UNSEALED, Unsealed(basis))
        it.enter(tag, log=case.log, subject=case.ref, body=body)
        return case


def _same_way(case: Case, kind: str) -> Verdict:
    """Before anything is decided a case may be characterised anew; afterwards it is converted, by decision."""
    if beginning(kind) == case.procedure or case.stage == START:
        return OK
    return no(
        "cases.kind.convert", "案件已进入办理流程，改变性质须办理转案。",
        "The case is under way; its kind changes by converting it.", field="kind",
    )  # fmt: skip


def _may_register(by: Actor, unit: Unit) -> Verdict:
    """At the unit itself; officers who see only assigned cases register for the unit their post is held at."""
    own = by.kind == "officer" and Officer.objects.filter(pk=by.id, postings__unit=unit).exists()
    return may(by, "cases:case:register", unit=unit, assigned=own)


def _seat_lead(it: Act, case: Case, lead_id: object) -> None:
    leads = lead_id or (it.by.id if it.by.kind == "officer" and _leads_himself(it.by, case) else None)
    if leads:
        seat(it, case, Officer.objects.get(pk=leads), OfficerRole.LEAD_INVESTIGATOR)


def _leads_himself(by: Actor, case: Case) -> bool:
    return bool(may(by, "cases:case:change", unit=case.unit, assigned=True)) and not may(
        by, "cases:case:view", unit=case.unit
    )


def _check(kind: str, cause: str, circumstances: Mapping[str, bool]) -> None:
    if kind not in CaseKind.values():
        raise Refusal(no("cases.kind.missing", "请选择案件性质。", "Choose the kind of case.", field="kind"))
    if not cause.strip():
        raise Refusal(no("cases.cause.missing", "请填写案由。", "Give the cause.", field="cause"))
    unknown = circumstances.keys() - set(Circumstance.values())
    if unknown:
        raise TypeError(f"not circumstances: {sorted(unknown)}")


def _demand(words: str, field: str = "reason") -> None:
    if not words.strip():
        raise Refusal(no("cases.reason.missing", "请写明理由或依据。", "Say why, or on what basis.", field=field))


def _people(case: Case) -> list[Ref]:
    return [Ref("person", str(pk)) for pk in case.people.in_force().values_list("person", flat=True)]
