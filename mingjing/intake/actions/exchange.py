"""What the single window exchanges with agencies, courts and the procuratorate."""

from datetime import datetime

from mingjing.cases.models import Case
from mingjing.intake import entries
from mingjing.intake.entering import enter
from mingjing.intake.machine import HANDLE, REPORT
from mingjing.intake.models import Exchange, Report
from mingjing.intake.permissions import may_act_on, serves_at
from mingjing.intake.vocab import Channel, Direction, Party, Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.org.access import may
from mingjing.org.models import Unit
from mingjing.org.recusal import barred


def log_exchange(
    *,
    by: Actor,
    at: datetime,
    log: str,
    unit: Unit,
    direction: str,
    party: str,
    party_name: str,
    what: str,
    handed_by: str,
    taken_by: str,
    paper: str = "",
    copies: int = 1,
    case: Case | None = None,
    report: Report | None = None,
    note: str = "",
) -> Exchange:
    """Papers changed hands at the window: who gave, who took, when. Raises Refusal."""
    with act(by=by, at=at) as it:
        it.permit(may(by, HANDLE, unit=unit, assigned=serves_at(by, unit)))
        it.permit(*(barred(by, one.ref) for one in (case, report) if one))
        it.permit(
            _given(party_name, "party_name"), _given(what, "what"), _given(handed_by, "handed_by"),
            _given(taken_by, "taken_by"), _listed(direction, party),
        )  # fmt: skip
        row = Exchange.objects.create(
            unit=unit, log=log, direction=direction, party=party, party_name=party_name.strip(), what=what.strip(),
            paper=paper.strip(), copies=copies, handed_by=handed_by.strip(), taken_by=taken_by.strip(), at=it.at,
            entered_by_id=by.id, case=case, report=report, note=note.strip(),
        )  # fmt: skip
        body = entries.Exchanged(
            direction, party, row.party_name, row.what, row.paper, copies, row.handed_by, row.taken_by, row.note
        )
        refs = [unit.ref, *(one.ref for one in (case, report) if one)]
        it.enter(Tag.EXCHANGED, log=log, subject=row.ref, body=body, refs=refs)
        return row


def tell_missing(report_id: object, *, by: Actor, at: datetime, missing: str) -> Report:
    """The agency that transferred the matter is told what is missing; it is not refused for that (CPR 180). Raises
    Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "tell_missing")
        it.permit(_given(missing, "missing"), _from_agency(report))
        report.missing, report.missing_told_at, report.completed_at = missing.strip(), it.at, None
        report.save()
        enter(it, Tag.INCOMPLETE, report, entries.Incomplete(report.agency, report.missing))
        return report


def complete(report_id: object, *, by: Actor, at: datetime, note: str) -> Report:
    """The agency handed in what was missing. Raises Refusal."""
    with act(by=by, at=at) as it:
        report = _open(it, report_id, "complete")
        it.permit(_given(note, "note"), _asked(report))
        report.completed_at = it.at
        report.save()
        enter(it, Tag.COMPLETED, report, entries.Completed(report.agency, note.strip()))
        return report


def _open(it: Act, report_id: object, verb: str) -> Report:
    report = it.lock(Report, report_id)
    it.permit(may_act_on(it.by, HANDLE, report))
    it.move(REPORT, verb, report.state)
    return report


def _given(words: str, field: str) -> Verdict:
    return OK if words.strip() else no(f"intake.{field}.missing", "请填写。", "Please fill this in.", field=field)


def _listed(direction: str, party: str) -> Verdict:
    if direction in Direction.values() and party in Party.values():
        return OK
    return no("intake.party.missing", "请从列表中选择。", "Choose from the list.", field="party")


def _from_agency(report: Report) -> Verdict:
    if report.channel == Channel.TRANSFERRED:
        return OK
    return no(
        "intake.missing.channel", "只用于其他机关移送的。", "Only of what an agency transferred.", field="missing"
    )


def _asked(report: Report) -> Verdict:
    if report.missing_told_at and not report.completed_at:
        return OK
    return no("intake.complete.unasked", "没有待补齐的材料。", "Nothing is to be completed.", field="note")
