"""What becomes of a report: accepted, referred, transferred, explained, told elsewhere, settled on the spot."""

from collections.abc import Mapping
from datetime import datetime
from secrets import choice

from mingjing.approvals.actions import request as requests
from mingjing.approvals.models import Request
from mingjing.approvals.selectors import granted
from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case
from mingjing.cases.vocab import CaseKind, PersonRole
from mingjing.intake import entries, papers
from mingjing.intake.entering import enter
from mingjing.intake.machine import DECIDE, REPORT
from mingjing.intake.models import Report
from mingjing.intake.permissions import may_act_on, may_review
from mingjing.intake.vocab import Disposition, ReceiptState, ReportState, ReviewState, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.law import books
from mingjing.ledger.act import Act, act
from mingjing.org.models import Unit

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # read aloud over a telephone, none is taken for another
CODE_LENGTH = 10
TRANSFER = "report.transfer"
LEAVE = "cn.report.transfer_approved"  # the gate of the law that asks for leave, and names who gives it


def accept(
    report_id: object,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    cause: str,
    lead_id: object = None,
    circumstances: Mapping[str, bool] | None = None,
    reason: str = "",
    unit: Unit | None = None,
) -> Report:
    """Accept the report as a case (CPR 171, APR 61) of `unit`, which is the report's or lies below it; of the report's
    when none is named. The case is registered, each knows the other, and the receipt's verification code is drawn.
    Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "accept")
        it.permit(_below(report, unit))
        case = _case(it, report, kind, cause, lead_id, circumstances, unit)
        body = entries.Accepted(case.number, kind, case.cause, reason.strip())
        return _accepted(it, report, case, Disposition.ACCEPT, Tag.ACCEPTED, body, reason)


def refer(
    report_id: object, *, by: Actor, at: datetime, kind: str, cause: str, reason: str, lead_id: object = None,
    unit: Unit | None = None,
) -> Report:  # fmt: skip
    """Accept it under administrative procedure, because it is not clear yet whether it is a crime (APR 65); if it turns
    out to be one the case is converted. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "refer")
        it.permit(_given(reason), _administrative(kind), _below(report, unit))
        case = _case(it, report, kind, cause, lead_id, None, unit)
        body = entries.Referred(case.number, kind, case.cause, reason.strip())
        return _accepted(it, report, case, Disposition.REFER, Tag.REFERRED, body, reason)


def transfer(
    report_id: object,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    to_unit: Unit | None = None,
    to_agency: str = "",
    paper: str = "",
) -> Report:
    """Hand it to who has jurisdiction, a police unit or another agency, and tell the reporter. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "transfer")
        it.permit(_given(reason), _somewhere(report, to_unit, to_agency))
        to = to_unit.name if to_unit else to_agency.strip()
        approved = {"report.transfer_approved": granted(report.ref, TRANSFER) is not None}
        it.gate("intake.transfer", {**report.facts(), **approved})
        _decide(it, report, "transfer", Disposition.TRANSFER, reason)
        report.to_unit, report.to_agency = to_unit, to_agency.strip()
        report.save()
        refs = [to_unit.ref] if to_unit else []
        enter(it, Tag.TRANSFERRED, report, entries.Transferred(to, report.reason, paper.strip()), refs=refs)
        return report


def ask_transfer(report_id: object, *, by: Actor, at: datetime, reason: str) -> Request:
    """Ask the rank the books name for leave to transfer a criminal report (CPR 175). Raises Refusal."""
    with act(by=by, at=at) as it:
        report = it.lock(Report, report_id)
        it.permit(may_act_on(by, DECIDE, report))
        it.permit(REPORT.allows("transfer", report.state))
        rank, basis = books.current().leave(LEAVE, local(it.at).date())
        title = Text("移送管辖：{n}", "Transfer of report {n}").format(n=report.number)
        return requests.ask(
            by=by, at=it.at, log=report.log, subject=report.ref, kind=TRANSFER, rank=rank, unit=report.unit,
            reason=reason, facts={}, basis=basis, title=title,
        )  # fmt: skip


def explain(report_id: object, *, by: Actor, at: datetime, repeat_of_id: object, reason: str) -> Report:
    """It repeats another report and brings nothing new: that was explained (CPR 175, APR 60). An officer says so, never
    the program. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "explain")
        first = it.lock(Report, repeat_of_id)
        it.permit(_given(reason), _another(report, first))
        _decide(it, report, "explain", Disposition.EXPLAIN, reason)
        report.repeat_of = first
        report.save()
        enter(it, Tag.EXPLAINED, report, entries.Explained(first.number, report.reason), refs=[first.ref])
        return report


def tell(report_id: object, *, by: Actor, at: datetime, to: str, reason: str, written: bool = False) -> Report:
    """Clearly not police business: the reporter was told where to turn, in writing when he disputes it (APR 61). Raises
    Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "tell")
        it.permit(_given(reason), _given(to, "to"))
        _decide(it, report, "tell", Disposition.TELL, reason)
        report.to_agency = to.strip()
        report.save()
        enter(it, Tag.TOLD, report, entries.Told(report.to_agency, report.reason, written))
        return report


def handle(report_id: object, *, by: Actor, at: datetime, reason: str) -> Report:
    """Help was given or the trouble ended on the spot, nothing is left to investigate. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "handle")
        it.permit(_given(reason))
        _decide(it, report, "handle", Disposition.HANDLE, reason)
        report.save()
        enter(it, Tag.HANDLED, report, entries.Handled(report.reason))
        return report


def mediate(report_id: object, *, by: Actor, at: datetime, reason: str, relation: str, performed: bool) -> Report:
    """A minor dispute was mediated on the spot and performed at once (APR 178). Raises Refusal; what is not performed
    is accepted as a case instead."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "mediate")
        it.permit(_given(reason), _given(relation, "relation"), _performed(performed))
        _decide(it, report, "mediate", Disposition.MEDIATE, reason)
        report.save()
        enter(it, Tag.MEDIATED, report, entries.Mediated(relation.strip(), report.reason, performed))
        return report


def reopen(report_id: object, *, by: Actor, at: datetime, reason: str) -> Report:
    """New facts, or the disposition did not hold: it waits for a disposition again. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "reopen")
        it.permit(_given(reason))
        _wait_again(report)
        report.save()
        enter(it, Tag.REOPENED, report, entries.Reopened(reason.strip()))
        return report


def review(report_id: object, *, by: Actor, at: datetime, passed: bool, note: str) -> Report:
    """A legal officer looks at the disposition of another: agrees, or objects with reasons. What led to no case then
    goes back to be decided anew; a case stays one, and the objection stands on it. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = it.lock(Report, report_id)
        it.permit(may_review(by, report))
        it.permit(_given(note, "note"))
        back = not passed and report.state != ReportState.ACCEPTED
        report.state = it.move(REPORT, "send_back" if back else "review", report.state)
        if back:
            _wait_again(report)
        report.review = (ReviewState.PASSED if passed else ReviewState.OBJECTED).value
        report.reviewed_at, report.reviewed_by_id, report.review_note = it.at, by.id, note.strip()
        report.save()
        enter(it, Tag.REVIEWED, report, entries.Reviewed(report.review, report.review_note, back))
        return report


def _open(it: Act, report_id: object, verb: str) -> Report:
    report = it.lock(Report, report_id)
    it.permit(may_act_on(it.by, DECIDE, report))
    it.move(REPORT, verb, report.state)
    return report


def _case(
    it: Act, report: Report, kind: str, cause: str, lead_id: object, circumstances: Mapping[str, bool] | None,
    unit: Unit | None,
) -> Case:  # fmt: skip
    case = cases.register(
        by=it.by, at=it.at, log=report.log, kind=kind, cause=cause, unit=unit or report.unit, summary=report.what,
        place=report.place, happened_at=report.happened_from, circumstances=circumstances, lead_id=lead_id,
        refs=[report.ref],
    )  # fmt: skip
    if report.person and not report.identity_secret:
        role = PersonRole.VICTIM if report.reporter_role == "victim" else PersonRole.REPORTER
        cases.add_person(case.pk, by=it.by, at=it.at, person_id=report.person_id, role=role.value, refs=[report.ref])
    return case


def _accepted(it: Act, report: Report, case: Case, how: Disposition, tag: Tag, body: object, reason: str) -> Report:
    _decide(it, report, how.value, how, reason)
    report.case = case
    paper = papers.of_acceptance(it, report, case)
    report.receipt, report.receipt_code = ReceiptState.NONE.value, (paper.code if paper else "") or _code()
    report.save()
    enter(it, tag, report, body, facts={"case.kind": case.kind})
    return report


def _decide(it: Act, report: Report, verb: str, how: Disposition, reason: str) -> None:
    """The disposition on the row; the entry is the caller's."""
    report.state = it.move(REPORT, verb, report.state)
    report.disposition, report.reason = how.value, reason.strip()
    report.decided_at, report.decided_by_id = it.at, it.by.id
    report.review, report.reviewed_at, report.reviewed_by, report.review_note = (
        ReviewState.PENDING.value,
        None,
        None,
        "",
    )


def _wait_again(report: Report) -> None:
    """The row without its disposition; the entry is the caller's and the ones before keep what it was."""
    report.state = ReportState.RECEIVED.value
    report.disposition, report.reason, report.decided_at, report.decided_by = "", "", None, None
    report.repeat_of, report.to_unit, report.to_agency = None, None, ""
    report.review, report.reviewed_at, report.reviewed_by, report.review_note = (
        ReviewState.PENDING.value,
        None,
        None,
        "",
    )


def _code() -> str:
    return "".join(choice(LETTERS) for _ in range(CODE_LENGTH))


def _given(words: str, field: str = "reason") -> Verdict:
    if words.strip():
        return OK
    return no(f"intake.{field}.missing", "请写明。", "This must be said.", field=field)


def _administrative(kind: str) -> Verdict:
    if kind in {CaseKind.PUBLIC_ORDER, CaseKind.ADMINISTRATIVE}:
        return OK
    return no("intake.refer.kind", "行政程序限治安或者其他行政案件。", "Only of an administrative kind.", field="kind")


def _somewhere(report: Report, to_unit: Unit | None, to_agency: str) -> Verdict:
    if bool(to_unit) == bool(to_agency.strip()):
        return no(
            "intake.transfer.to",
            "请选择移送单位，或填写移送机关。",
            "Choose a unit or name an agency.",
            field="to_unit",
        )
    if to_unit and to_unit.pk == report.unit_id:
        return no("intake.transfer.self", "不能移送本单位。", "It is with that unit already.", field="to_unit")
    return OK


def _below(report: Report, unit: Unit | None) -> Verdict:
    """Another's unit takes a report by transfer only."""
    if unit is None or unit.path.startswith(report.unit.path):
        return OK
    zh = "办案单位须是接报单位或者其下属单位；其他单位请办理移送管辖。"
    en = "The unit is the report's or below it; others take it by transfer."
    return no("intake.unit.elsewhere", zh, en, field="unit")


def _another(report: Report, first: Report) -> Verdict:
    if first.pk == report.pk:
        return no("intake.repeat.self", "不能与自己重复。", "It cannot repeat itself.", field="repeat_of")
    return OK


def _performed(performed: bool) -> Verdict:
    if performed:
        return OK
    return no(
        "intake.mediate.performed",
        "当场未履行的，应当受案处理。",
        "What was not performed on the spot is accepted as a case.",
        basis="APR 178",
        field="performed",
    )
