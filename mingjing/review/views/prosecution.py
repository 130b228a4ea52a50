"""The page of a case with the procuratorate, its forms, and the rates."""

import csv
import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.cases.models import Case
from mingjing.cases.views.cases import units_of
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Refusal
from mingjing.org.guard import OfficerRequest, needs
from mingjing.review import rates as figures
from mingjing.review import returning
from mingjing.review.actions import prosecution as actions
from mingjing.review.forms import OutcomeForm, ReceiptForm, SendForm
from mingjing.review.machine import FEED, PROSECUTION, RATES, SEND
from mingjing.review.models import Transfer
from mingjing.review.permissions import UNKNOWN
from mingjing.review.views.reviews import case_before
from mingjing.webkit.views import answer

ENTERED = Text("已登记。", "Entered.")
PERIOD = timedelta(days=90)


@needs(PROSECUTION)
@require_GET
def prosecution(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """What went over of a case, and what came back."""
    case = case_before(request, case_id)
    return render(request, "review/prosecution.html", returning.page(request.user, request.actor, case))


@needs(SEND)
@require_http_methods(["GET", "POST"])
def send(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The list of what goes over."""
    case = case_before(request, case_id)
    return _answer(
        request, case, SendForm(request.POST or None, case=case), Text("登记移送", "Enter what goes over"),
        lambda told: actions.send(case.pk, by=request.actor, at=now(), **told),
    )  # fmt: skip


@needs(SEND)
@require_http_methods(["GET", "POST"])
def receive(request: OfficerRequest, transfer_id: UUID) -> HttpResponse:
    """The receipt of the procuratorate."""
    row = Transfer.objects.visible_to(request.user).select_related("case").filter(pk=transfer_id).first()
    if row is None:
        raise Refusal(UNKNOWN)
    return _answer(
        request, row.case, ReceiptForm(request.POST or None), Text("登记签收", "Enter the receipt"),
        lambda told: actions.receive(row.pk, by=request.actor, at=now(), **told),
    )  # fmt: skip


@needs(FEED)
@require_http_methods(["GET", "POST"])
def feed_back(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """What came back, and with it the step of the case."""
    case = case_before(request, case_id)
    form = OutcomeForm(request.POST or None, case=case)
    return _answer(
        request, case, form, Text("登记诉讼结果", "Enter an outcome"),
        lambda _: actions.feed_back(case.pk, by=request.actor, at=now(), told=form.facts, **form.told),
    )  # fmt: skip


@needs(RATES)
@require_GET
def rates(request: OfficerRequest) -> HttpResponse:
    """The figures of a period and a unit, with the cases of one of them when asked."""
    today = local(now()).date()
    first, last = _day(request.GET.get("from"), today - PERIOD), _day(request.GET.get("to"), today)
    units = list(units_of(request))
    chosen = next((u for u in units if str(u.pk) == request.GET.get("unit")), None)
    when = figures.Period(first, last, chosen.path if chosen else "")
    found, items = figures.rates(request.user, when), figures.defects(request.user, when)
    if request.GET.get("as") == "csv":
        return _csv(found, items)
    opened = next((r for r in found if r.code == request.GET.get("rate")), None)
    context = {
        "rates": found, "defects": items, "first": first, "last": last, "units": units, "chosen": chosen,
        "opened": opened, "cases": figures.cases_of(request.user, opened) if opened else [],
    }  # fmt: skip
    return render(request, "review/rates.html", context)


def _answer(request: OfficerRequest, case: Case, form: Any, title: Text, do: Any) -> HttpResponse:
    to = reverse("review:prosecution", args=[case.pk])
    return answer(
        request, form, do, to=to, said=ENTERED, template="review/goes.html",
        context={"case": case, "title": title, "back": to},
    )  # fmt: skip


def _csv(found: list[figures.Rate], items: list[tuple[Text, str, int, int]]) -> HttpResponse:
    """Figures, their classes and the defects, one line each, as spreadsheets read them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(h) for h in HEADS])
    for rate in found:
        writer.writerow([str(rate.text), "", rate.n, rate.of])
        writer.writerows([str(rate.text), str(part.text), part.n, rate.n] for part in rate.parts)
    writer.writerows([str(DEFECTS), str(text), bad, asked] for text, _, bad, asked in items)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="review-rates.csv"'
    return response


HEADS = (Text("指标", "Figure"), Text("类别", "Class"), Text("分子", "Numerator"), Text("分母", "Denominator"))
DEFECTS = Text("审核问题", "Defects by item")


def _day(typed: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        return otherwise
