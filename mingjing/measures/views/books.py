"""The bail book, the list of penalties, and the calendar of limits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.measures import calendar as months
from mingjing.measures import panels, tables
from mingjing.measures.vocab import MeasureKind
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.tables import Table


@needs("measures:measure:view")
@require_GET
def bail_book(request: OfficerRequest) -> HttpResponse:
    rows = panels.visible(request.user).filter(kind=MeasureKind.BAIL).select_related("bail__station")
    table = Table(request, rows, tables.BAIL, search=tables.SEARCHED, filters=_but_kind(request))
    return table.csv("bail") if table.wants_csv else render(request, "measures/bail_book.html", {"table": table})


@needs("measures:measure:view")
@require_GET
def penalties(request: OfficerRequest) -> HttpResponse:
    """Penalties and how far they are executed. Sealed ones are among them only for whoever is entitled (PSL 136)."""
    rows = panels.visible(request.user).filter(kind=MeasureKind.PENALTY).select_related("penalty")
    table = Table(request, rows, tables.PENALTIES, search=tables.SEARCHED, filters=_but_kind(request))
    return table.csv("penalties") if table.wants_csv else render(request, "measures/penalties.html", {"table": table})


@needs("measures:measure:view")
@require_GET
def calendar(request: OfficerRequest) -> HttpResponse:
    """What falls due on which day of a month or week, of a unit or of an officer."""
    return render(request, "measures/calendar.html", months.page(request.user, request.GET))


def _but_kind(request: OfficerRequest) -> list[tables.Filter]:
    return [f for f in tables.filters(request.user) if f.name != "kind"]
