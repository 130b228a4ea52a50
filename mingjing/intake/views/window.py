"""The single window of a centre or station, and where reports got stuck."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.cases.models import Case
from mingjing.cases.views.cases import log_of, units_of
from mingjing.intake import desk, forms
from mingjing.intake import funnel as gates
from mingjing.intake.actions.exchange import log_exchange
from mingjing.intake.models import Exchange
from mingjing.intake.vocab import Direction, Party
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, midnight, now
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.tables import Column, Filter, Table
from mingjing.webkit.views import answer

COLUMNS = [
    Column("at", Text("时间", "When"), lambda x: x.at, sort="at"),
    Column("direction", Text("收发", "Direction"), lambda x: Direction(x.direction).text, sort="direction"),
    Column("party", Text("对方", "With"), lambda x: Party(x.party).text, sort="party"),
    Column("name", Text("对方单位", "Name of the body"), lambda x: x.party_name, sort="party_name"),
    Column("what", Text("材料", "What"), lambda x: x.what),
    Column("paper", Text("文书号", "Document number"), lambda x: x.paper or None),
    Column("copies", Text("份数", "Copies"), lambda x: x.copies, number=True),
    Column("handed", Text("交出人", "Handed over by"), lambda x: x.handed_by),
    Column("taken", Text("接收人", "Taken by"), lambda x: x.taken_by),
    Column("about", Text("案件、接报", "Case or report"), lambda x: (x.case or x.report) and str(x.case or x.report)),
]
FILTERS = [
    Filter("direction", Text("收发", "Direction"), [(d.value, d.text) for d in Direction], lambda v: Q(direction=v)),
    Filter("party", Text("对方", "With"), [(p.value, p.text) for p in Party], lambda v: Q(party=v)),
]


@needs("intake:report:register")
@require_GET
def window(request: OfficerRequest) -> HttpResponse:
    """Everything the window has to do now, and the way to a new report."""
    return render(request, "intake/window.html", desk.window(request.user, request.actor, now()))


@needs("intake:report:register")
@require_GET
def queue(request: OfficerRequest) -> HttpResponse:
    """The queue alone, when it rings."""
    return render(request, "intake/_queue.html", desk.window(request.user, request.actor, now()))


@needs("intake:report:handle")
@require_http_methods(["GET", "POST"])
def exchange(request: OfficerRequest) -> HttpResponse:
    """Papers changed hands."""
    form = forms.ExchangeForm(request.POST or None, officer=request.user)

    def do(told: dict[str, Any]) -> Exchange:
        about = told.pop("about")
        case, report = (about, None) if isinstance(about, Case) else (None, about)
        return log_exchange(
            by=request.actor, at=now(), log=log_of(request), unit=request.user.unit, case=case, report=report, **told
        )

    return answer(
        request, form, do, to=reverse("intake:exchanges"), said=Text("已登记交接。", "Entered."),
        template="intake/exchange.html",
    )  # fmt: skip


@needs("intake:report:view")
@require_GET
def exchanges(request: OfficerRequest) -> HttpResponse:
    """The book of what came in and went out."""
    rows = Exchange.objects.visible_to(request.user).select_related("case", "report")
    search = ["party_name", "what", "paper", "handed_by", "taken_by", "case__number", "report__number"]
    table = Table(request, rows, COLUMNS, search=search, filters=FILTERS)
    if table.wants_csv:
        return table.csv("exchanges")
    enter = may(request.actor, "intake:report:handle")
    return render(request, "intake/exchanges.html", {"table": table, "enter": enter})


@needs("intake:funnel:view")
@require_GET
def funnel(request: OfficerRequest) -> HttpResponse:
    """From call to investigation, for a period and a unit: what came through and what is stuck."""
    at = now()
    today = local(at).date()
    first = _day(request.GET.get("from"), today - timedelta(days=gates.limits()["period_days"]))
    last = _day(request.GET.get("to"), today)
    units = list(units_of(request))
    chosen = next((u for u in units if str(u.pk) == request.GET.get("unit")), None)
    found = gates.gates(
        request.user, midnight(first), midnight(last + timedelta(days=1)), at, chosen.path if chosen else ""
    )
    opened = next((g for g in found if g.code == request.GET.get("gate")), None)
    context = {
        "gates": found, "opened": opened, "first": first, "last": last, "units": units, "chosen": chosen,
        "quiet_days": gates.limits()["quiet_days"], "total": found[0].came,
    }  # fmt: skip
    return render(request, "intake/funnel.html", context)


def _day(typed: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(typed or "")
    except ValueError:
        return otherwise
