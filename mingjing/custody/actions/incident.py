"""Illness, injury, self-harm, escape, death: what happened, what was done, to whom it was reported."""

from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.custody import entering
from mingjing.custody.entering import chosen, locked, not_before, opened, opened_for, said
from mingjing.custody.entries.control import Happened, IncidentClosed, Reported
from mingjing.custody.late import explained
from mingjing.custody.models import Incident, Stay
from mingjing.custody.permissions import may_act
from mingjing.custody.rules.withholding import NOT_BODILY
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import IncidentKind, ReportTo
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.ledger.models import Entry

ALARM = "incident.reported"


def report(stay_id: object, *, by: Actor, at: datetime, kind: str, what: str, measures: str = "") -> Incident:
    """Something happened. The alarm goes out at once; the law's duties (treat, report, tell the family) begin."""
    with act(by=by, at=at) as it:
        stay = opened(it, stay_id, "incident")
        it.permit(chosen(IncidentKind, kind, "kind"), said(what, "what", "经过", "what happened"))
        row = Incident.objects.create(stay=stay, kind=kind, at=it.at, what=what, measures=measures)
        entering.enter(it, stay, Tag.INCIDENT, Happened(kind, what, measures), row.ref, facts={"incident.kind": kind})
        raise_alarm(
            by=by, at=at, log=stay.site.code, site=stay.site, rule=ALARM, subject=stay.ref, cause=str(row.pk),
            text=_told(kind, what),
            refs=[stay.person.ref, row.ref],
        )  # fmt: skip
        return row


def _told(kind: str, what: str) -> Text:
    """What the alarm says to everybody it reaches: of somebody's health only the kind; the words are in the record."""
    named = IncidentKind(kind).text
    if kind not in NOT_BODILY:
        return Text("{kind}，经过见在区记录", "{kind}; what happened is in the custody record").format(kind=named)
    return Text("{kind}：{what}", "{kind}: {what}").format(kind=named, what=what[:120])


def tell(incident_id: object, *, by: Actor, at: datetime, to: str, note: str = "") -> Entry:
    """It was reported to those the law names."""
    with act(by=by, at=at) as it:
        row, stay = locked(it, Incident, incident_id)  # also after the stay
        it.permit(
            may_act(by, "incident", stay), chosen(ReportTo, to, "to"), explained(it, "incident"),
            not_before(it.at, IncidentKind(row.kind).text, row.at),
        )  # fmt: skip
        return entering.enter(it, stay, Tag.REPORTED, Reported(row.kind, to, note), row.ref, facts={"report.to": to})


def close(incident_id: object, *, by: Actor, at: datetime, outcome: str) -> Entry:
    """How it ended; its alarm has no cause any more. Raises Refusal when it was closed before."""
    with act(by=by, at=at) as it:
        row, stay = opened_for(
            it, Incident, incident_id, "close_incident",
            lambda row: [_open(row, it.at), said(outcome, "outcome", "处置结果", "how it ended")],
        )  # fmt: skip
        return _close(it, stay, row, outcome)


def close_all(it: Act, stay: Stay) -> None:
    """Within an action under way: he leaves, and whatever is still open ends with the stay."""
    for row in stay.incidents.filter(closed_at=None, voided=False):
        _close(it, stay, row, outcome="")


def _close(it: Act, stay: Stay, row: Incident, outcome: str) -> Entry:
    row.closed_at, row.outcome = it.at, outcome
    row.save(update_fields=["closed_at", "outcome"])
    clear(ALARM, stay.ref, by=it.by, at=it.at, cause=str(row.pk), refs=[row.ref])
    return entering.enter(it, stay, Tag.INCIDENT_CLOSED, IncidentClosed(row.kind, outcome), row.ref)


def _open(row: Incident, at: datetime) -> Verdict:
    if row.closed_at is None and at >= row.at:
        return OK
    return no("custody.incident.closed", "该情况已处置完毕，或者结束时间早于发生时间。",
              "It is closed already, or would end before it began.", field="at")  # fmt: skip
