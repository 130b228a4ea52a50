"""What the screens of intake are filled with."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from mingjing.approvals import panels as approvals
from mingjing.approvals.selectors import granted, waiting
from mingjing.clocks import panels as clocks
from mingjing.intake.actions.disposition import TRANSFER
from mingjing.intake.entries import NAMELESS, SECRET
from mingjing.intake.finding import narrowed
from mingjing.intake.machine import DECIDE, REPORT
from mingjing.intake.models import Exchange, Report
from mingjing.intake.papers import receipt_of
from mingjing.intake.permissions import may_act_on, may_review
from mingjing.intake.repeats import candidates
from mingjing.intake.seeing import address
from mingjing.intake.vocab import (
    Category,
    Channel,
    Disposition,
    ReceiptState,
    RecordingKind,
    ReporterRole,
    ReportState,
    ReviewState,
)
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Verdict
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.org.models import Officer
from mingjing.persons.history import events_about
from mingjing.webkit.tables import Column, Filter

NOT_YET = Text("待处理", "waiting")


def _choice(name: str, zh: str, en: str, vocab: Any) -> Filter:
    return Filter(name, Text(zh, en), [(v.value, v.text) for v in vocab], lambda v: Q(**{name: v}))


def short(report: Report) -> str:
    return report.what if len(report.what) <= 40 else f"{report.what[:39]}…"


def reporter(report: Report) -> Text | str:
    """The reporter as lists show him."""
    if report.identity_secret:
        return SECRET
    if report.anonymous:
        return NAMELESS
    return report.person.shown_name if report.person else report.reporter_name or report.agency


def review_state(report: Report) -> Text | None:
    return ReviewState(report.review).text if report.disposition else None


COLUMNS = [
    Column("number", Text("编号", "Number"), lambda r: r.number, sort="number", url=address),
    Column("received", Text("接报时间", "Received"), lambda r: r.received_at, sort="received_at"),
    Column("channel", Text("来源", "How it came"), lambda r: Channel(r.channel).text, sort="channel"),
    Column("category", Text("类别", "Category"), lambda r: Category(r.category).text, sort="category"),
    Column("what", Text("内容", "What"), short),
    Column("place", Text("地点", "Place"), lambda r: r.place, sort="place"),
    Column("reporter", Text("报案人", "Reporter"), reporter),
    Column("unit", Text("接报单位", "Unit"), lambda r: r.unit.text, sort="unit__path", shown=False),
    Column("handler", Text("处警民警", "Officer"), lambda r: r.handler, sort="handler__name"),
    Column("state", Text("状态", "State"), lambda r: ReportState(r.state).text, sort="state"),
    Column("case", Text("案件", "Case"), lambda r: r.case.number if r.case else None, shown=False),
    Column("receipt", Text("回执", "Receipt"), lambda r: ReceiptState(r.receipt).text if r.case else None, shown=False),
    Column("review", Text("审查", "Review"), review_state, sort="review", shown=False),
]


FILTERS = [
    _choice("state", "状态", "State", ReportState),
    _choice("channel", "来源", "How it came", Channel),
    _choice("category", "类别", "Category", Category),
    _choice("review", "审查", "Review", ReviewState),
]
FIND = narrowed


def page(officer: Officer, by: Actor, report: Report) -> dict[str, Any]:
    """Everything the page of a report shows."""
    return {
        "report": report,
        "state": ReportState(report.state).text,
        "channel": Channel(report.channel).text,
        "facts": facts(report),
        "handling": handling(report),
        "decided": decided(report),
        "evidence": list(report.evidence.select_related("photo")),
        "recordings": [(RecordingKind(r.kind).text, r) for r in report.recordings.all()],
        "clocks": clocks.of(report.ref),
        "events": events_about(officer, report.ref),
        "may": verdicts(by, report),
        "decides": may_act_on(by, DECIDE, report),
        "buttons": [
            (d.text, may_decide(by, report, d.value), reverse(f"intake:{d.value}", args=[report.pk]))
            for d in Disposition
        ],
        "secret": report.identity_secret,
        "requests": approvals.about(report.ref),
        "asks_leave": _asks_leave(by, report),
        "paper": receipt_of(report.case) if report.case else None,
        "exchanges": list(Exchange.objects.visible_to(officer).filter(report=report)),
        "from_agency": report.channel == Channel.TRANSFERRED,
        "open": report.state == ReportState.RECEIVED,
        "repeats": candidates(officer, report) if report.state == ReportState.RECEIVED else [],
    }


def _asks_leave(by: Actor, report: Report) -> list[Verdict] | None:
    """The verdicts of asking for leave to transfer where the books want it; None where they do not, or it was given."""
    told = {**report.facts(), "report.transfer_approved": granted(report.ref, TRANSFER) is not None}
    against = [v for v in check(books.current(), "intake.transfer", told, now()) if not v.ok]
    if not against or report.state != ReportState.RECEIVED or waiting(report.ref):
        return None
    return may_decide(by, report, "transfer")


def facts(report: Report) -> list[tuple[Text, Any]]:
    return [
        (Text("接报时间", "Received"), report.received_at),
        (Text("接报单位", "Unit"), report.unit.text),
        (Text("接报人", "Received by"), report.received_by),
        (Text("处警民警", "Officer"), report.handler),
        (Text("类别", "Category"), Category(report.category).text),
        (Text("发案时间", "Happened"), report.happened_from),
        (Text("至", "until"), report.happened_until),
        (Text("地点", "Place"), report.place),
        (Text("报案人", "Reporter"), reporter(report)),
        (Text("身份", "As"), ReporterRole(report.reporter_role).text),
        (Text("电话", "Telephone"), None if report.identity_secret else report.reporter_phone or None),
        (Text("移送机关", "Agency"), " ".join(filter(None, [report.agency, report.agency_paper])) or None),
        (Text("移送来自", "Sent on from"), report.origin.number if report.origin else None),
    ]


def handling(report: Report) -> list[tuple[Text, Any]]:
    return [
        (Text("派警", "Sent"), report.dispatched_at),
        (Text("派往", "Who"), report.dispatched_to or None),
        (Text("到达", "Arrived"), report.arrived_at),
        (Text("现场情况", "Found"), report.found or None),
    ]


def decided(report: Report) -> list[tuple[Text, Any]]:
    if not report.disposition:
        return []
    to = report.to_unit.text if report.to_unit else report.to_agency
    return [
        (Text("处理", "Disposition"), Disposition(report.disposition).text),
        (Text("时间", "When"), report.decided_at),
        (Text("决定人", "By"), report.decided_by),
        (Text("理由", "Reason"), report.reason or None),
        *([(Text("去向", "To"), to)] if to else []),
        *([(Text("原警情", "Repeats"), report.repeat_of.number)] if report.repeat_of else []),
    ]


VERBS = {
    "correct": "intake:report:handle",
    "dispatch": "intake:report:handle",
    "arrive": "intake:report:handle",
    "mark_difficult": "intake:report:decide",
    "tell_missing": "intake:report:handle",
    "complete": "intake:report:handle",
    "take_evidence": "intake:report:handle",
    "link_recording": "intake:report:handle",
    "reopen": "intake:report:decide",
    "give_receipt": "intake:report:handle",
}


def verdicts(by: Actor, report: Report) -> dict[str, list[Verdict]]:
    """Who may and what the state allows, for every button beside the dispositions."""
    told = {verb: [may_act_on(by, code, report), REPORT.allows(verb, report.state)] for verb, code in VERBS.items()}
    return {**told, "review": [may_review(by, report), REPORT.allows("review", report.state)]}


def may_decide(by: Actor, report: Report, verb: str) -> list[Verdict]:
    return [may_act_on(by, "intake:report:decide", report), REPORT.allows(verb, report.state)]
