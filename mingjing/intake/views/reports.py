"""The list of reports, registering one, the page of one, its reporter and its receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.cases.views.cases import log_of, units_of
from mingjing.intake import forms, panels
from mingjing.intake.actions import report as actions
from mingjing.intake.models import Report
from mingjing.intake.permissions import may_open_reporter
from mingjing.intake.seeing import address
from mingjing.intake.vocab import Channel
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.looking import looked_lately
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.persons.opening import Opening
from mingjing.persons.purpose import purpose_required
from mingjing.webkit.tables import Table
from mingjing.webkit.views import answer

UNKNOWN = no("record.unknown", "找不到这条接报案。", "There is no such report.")
WHY_SECRET = Text(
    "报案人要求对身份保密，查阅须说明目的，并留有记录。",
    "The reporter asked to be kept secret; state why you look. The look is entered.",
)
RELATED = (
    "unit", "received_by", "handler", "person", "case", "origin", "repeat_of", "to_unit", "decided_by", "reviewed_by",
)  # fmt: skip


@needs("intake:report:view")
@require_GET
def reports(request: OfficerRequest) -> HttpResponse:
    """Every report before the officer."""
    rows = Report.objects.visible_to(request.user).select_related("unit", "handler", "person", "case")
    table = Table(request, rows, panels.COLUMNS, find=panels.FIND, filters=panels.FILTERS)
    if table.wants_csv:
        return table.csv("reports")
    register = may(request.actor, "intake:report:register")
    return render(request, "intake/reports.html", {"table": table, "register": register})


@needs("intake:report:register")
@require_http_methods(["GET", "POST"])
def receive(request: OfficerRequest) -> HttpResponse:
    """Register a report; `channel` in the address chooses how it came beforehand."""
    first = {"unit": request.user.unit_id, "channel": asked(request)}
    form = forms.ReceiveForm(request.POST or None, units=units_of(request), initial=first)
    return answer(
        request,
        form,
        lambda told: _receive(request, told),
        to=address,
        said=lambda made: Text("已登记接报 {n}。", "Report {n} registered.").format(n=made.number),
        template="intake/receive.html",
    )


@needs("intake:report:register")
@require_GET
def take_over(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """The form of a new report, filled from the one another unit transferred here; a reporter kept secret goes along
    without standing in it."""
    origin = visible(request, report_id)
    names = ("category", "what", "place", "happened_from", "happened_until", "urgent", "reporter_role")
    first = {name: getattr(origin, name) for name in names}
    first |= {"channel": Channel.TRANSFERRED.value, "unit": origin.to_unit_id, "origin": origin.pk}
    first |= {"agency": origin.unit.name, "agency_paper": origin.number, "identity_secret": origin.identity_secret}
    if not origin.identity_secret:
        first |= {"reporter_name": origin.reporter_name, "reporter_phone": origin.reporter_phone}
        first |= {"anonymous": origin.anonymous, "person": origin.person_id}
    form = forms.ReceiveForm(units=units_of(request), initial=first)
    return render(request, "intake/receive.html", {"form": form, "origin": origin})


@needs("intake:report:view")
@require_GET
def report(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """The page of one report."""
    found = visible(request, report_id)
    return render(request, "intake/report.html", panels.page(request.user, request.actor, found))


def opening_of(request: OfficerRequest, report_id: UUID) -> Opening:
    """What stands between the reader and a reporter kept secret."""
    found = visible(request, report_id)
    allowed = may_open_reporter(request.actor, request.user, found)
    asked_why = found.identity_secret and not looked_lately(request.actor, found.ref)
    return Opening(found.ref, Text(found.number, found.number), allowed, asked_why, False, WHY_SECRET)


@needs("intake:reporter:open")
@purpose_required(opening_of)
@require_http_methods(["GET", "POST"])
def reporter(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """Who the reporter is, once the purpose is stated."""
    found = visible(request, report_id)
    response = render(request, "intake/reporter.html", {"report": found})
    response["Cache-Control"] = "no-store"
    return response


@needs("intake:report:view")
@require_GET
def receipt(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    """The acceptance receipt for paper: case, unit, officer, how to ask for progress, verification code."""
    found = visible(request, report_id)
    if found.case is None:
        raise Refusal(no("intake.receipt.none", "尚未受案，没有回执。", "Not accepted; there is no receipt."))
    return render(request, "intake/receipt.html", {"report": found, "case": found.case, "who": panels.reporter(found)})


def visible(request: OfficerRequest, report_id: UUID) -> Report:
    """The report, if it is the reader's to see. Raises Refusal, the same whether it exists or not."""
    found = Report.objects.visible_to(request.user).select_related(*RELATED).filter(pk=report_id).first()
    if found is None:
        raise Refusal(UNKNOWN)
    return found


def asked(request: OfficerRequest) -> str:
    """The channel named in the address, if there is such a one."""
    told = request.GET.get("channel", "")
    return told if told in Channel.values() else ""


def _receive(request: OfficerRequest, told: dict[str, Any]) -> Report:
    at, person, origin = told.pop("received_at"), told.pop("person", None), told.pop("origin", None)
    return actions.receive(by=request.actor, at=at, log=log_of(request), person_id=person, origin_id=origin, **told)
