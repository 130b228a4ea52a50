"""What instruments may say of a report, and whose instruments an officer sees: those of reports he sees. A reporter
kept secret is named by none of them."""

from typing import Any

from mingjing.documents import scopes, sources
from mingjing.intake.entries import NAMELESS, SECRET
from mingjing.intake.models import Report
from mingjing.intake.vocab import Category, Channel, Disposition


def told(ident: str) -> dict[str, Any]:
    report = Report.objects.select_related("unit", "received_by", "person", "case").get(pk=ident)
    secret = report.identity_secret
    return {
        "number": report.number,
        "channel": Channel(report.channel).text.zh,
        "category": Category(report.category).text.zh,
        "received_at": report.received_at,
        "received_by": report.received_by.name,
        "reporter": reporter(report),
        "reporter_phone": "" if secret else report.reporter_phone,
        "secret": "是" if secret else "否",
        "matter": report.what,
        "place": report.place,
        "occurred_at": report.happened_from,
        "happened_until": report.happened_until,
        "unit": report.unit.name,
        "agency": report.agency,
        "disposition": Disposition(report.disposition).text.zh if report.disposition else "",
        "reason": report.reason,
        "decision": f"{Disposition(report.disposition).text.zh}。{report.reason}" if report.disposition else "",
        "to": report.to_unit.name if report.to_unit else report.to_agency,
        "evidence": [
            {"place": row.place, "name": row.name, "quantity": row.quantity, "features": row.features,
             "handed_by": "" if secret else row.handed_by}
            for row in report.evidence.all()
        ],
    }  # fmt: skip


def reporter(report: Report) -> str:
    """The reporter in the words of a Chinese form."""
    if report.identity_secret:
        return SECRET.zh
    if report.anonymous:
        return NAMELESS.zh
    return report.person.shown_name if report.person else report.reporter_name or report.agency


sources.register("report", told)
scopes.add("report", lambda officer: Report.objects.visible_to(officer).values("pk"))
