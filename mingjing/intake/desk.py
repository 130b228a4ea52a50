"""What the single window has before it now: what waits, what is to be handed out, reviewed, taken over, completed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from mingjing.alerts.naming import Named, names
from mingjing.clocks.models import Timed
from mingjing.clocks.panels import deadline
from mingjing.clocks.rules import TOO_LATE
from mingjing.clocks.selectors import next_due
from mingjing.clocks.vocab import Phase
from mingjing.intake.funnel import limits
from mingjing.intake.models import Report, ReportQuerySet
from mingjing.intake.panels import reporter, short
from mingjing.intake.seeing import address
from mingjing.intake.vocab import Channel, ReceiptState, ReportState, ReviewState
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI, local, midnight
from mingjing.org.access import may
from mingjing.org.models import Officer
from mingjing.org.seeing import seen_by
from mingjing.webkit.parts import Deadline

MOST = 50
WATCHED = 400
WAITING = Q(state=ReportState.RECEIVED)


@dataclass(frozen=True, slots=True)
class Line:
    """One report in a queue, with what is due first on it."""

    report: Report
    url: str
    what: str
    reporter: Text | str
    channel: Text
    due: Deadline | None


@dataclass(frozen=True, slots=True)
class Queue:
    """`total` of which `lines` are shown, the first due first."""

    code: str
    text: Text
    lines: Sequence[Line]
    total: int
    verb: Text
    to: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """One open limit of the law on a report or case: what of, and until when."""

    about: Named
    due: Deadline
    late: bool


def patrol(officer: Officer) -> list[Watched]:
    """Open limits of reports and of filing, and of the remedies against it, on what the reader sees, the first due
    first."""
    wanted = Q()
    for beginning in limits()["patrol"]:
        wanted |= Q(rule__startswith=beginning)
    about = {"subject_kind__in": ["report", "case"]}
    rows = (
        Timed.objects.open()
        .filter(wanted, due_at__isnull=False, **about)
        .exclude(state=Phase.PAUSED)
        .by_due()[:WATCHED]
    )
    seen = seen_by(officer, {row.subject for row in rows})
    mine = [row for row in rows if row.subject in seen][:MOST]
    called = names(row.subject for row in mine)
    chips = [(row, deadline(row)) for row in mine]
    return [Watched(called[row.subject], due, row.state in TOO_LATE) for row, due in chips if due]


def window(officer: Officer, by: Actor, at: datetime) -> dict[str, Any]:
    """Queues and figures of the reader's window."""
    mine = Report.objects.visible_to(officer)
    today = midnight(local(at).date())
    posted = [
        ("waiting", Text("待处理", "Waiting for a disposition"), WAITING, Text("处理", "Decide"), ""),
        (
            "receipts", Text("待出具回执", "Receipts to hand over"),
            Q(state=ReportState.ACCEPTED, receipt=ReceiptState.NONE), Text("登记回执", "Enter the receipt"),
            "give_receipt",
        ),
        (
            "missing", Text("移送材料待补齐", "Material to be completed"),
            Q(missing_told_at__isnull=False, completed_at=None, state=ReportState.RECEIVED),
            Text("登记补齐", "Enter"), "complete",
        ),
        (
            "transferred", Text("其他单位移送来", "Transferred here"),
            Q(state=ReportState.TRANSFERRED, to_unit=officer.unit, sent_on=None), Text("登记接收", "Take over"),
            "take_over",
        ),
    ]  # fmt: skip
    if may(by, "intake:report:review"):
        unreviewed = ~Q(state=ReportState.RECEIVED) & Q(review=ReviewState.PENDING) & ~Q(decided_by=officer)
        posted.append(("reviews", Text("待审查", "To be reviewed"), unreviewed, Text("审查", "Review"), "review"))
    queues = [_queue(mine, *told) for told in posted]
    return {
        "queues": [q for q in queues if q.total or q.code == "waiting"],
        "channels": [(c.value, c.text, n) for n, c in enumerate(Channel, 1)],
        "today": mine.filter(received_at__gte=today).count(),
        "answered": mine.filter(received_at__gte=today).exclude(state=ReportState.RECEIVED).count(),
        "officer": officer,
        "patrol": patrol(officer),
    }


def _queue(mine: ReportQuerySet, code: str, text: Text, which: Q, verb: Text, to: str) -> Queue:
    rows = mine.filter(which)
    total = rows.count()
    several = list(rows.select_related("unit", "person", "case").order_by("-urgent", "received_at")[:MOST])
    due = next_due([r.ref for r in several]) if several else {}
    lines = [_line(r, next((t for t in due.get(r.ref, [])), None)) for r in several]
    far = datetime.max.replace(tzinfo=SHANGHAI)
    lines.sort(key=lambda n: (not n.report.urgent, n.due.due_at if n.due else far, n.report.received_at))
    return Queue(code, text, lines, total, verb, to)


def _line(report: Report, timed: Any) -> Line:
    due = deadline(timed) if timed else None
    return Line(report, address(report), short(report), reporter(report), Channel(report.channel).text, due)
