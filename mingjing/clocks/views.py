"""Screens of clocks and duties: what is due at a site, and one clock explained."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mingjing.alerts.naming import names
from mingjing.alerts.panels import history
from mingjing.clocks import panels, selectors
from mingjing.clocks.hearing import STAY
from mingjing.clocks.models import Timed
from mingjing.law import books
from mingjing.org import sight
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.shell import current_site


@needs("clocks:clock:view")
def due(request: OfficerRequest) -> HttpResponse:
    """Everything that runs at the site, what is due first standing first."""
    return render(request, "clocks/due.html", _due(request))


@needs("clocks:clock:view")
def due_panel(request: OfficerRequest) -> HttpResponse:
    return render(request, "clocks/_due.html", _due(request))


@needs("clocks:clock:view")
def timed(request: OfficerRequest, timed_id: UUID) -> HttpResponse:
    """One clock or duty: its article in words, how it was reckoned, what was announced, ways to a longer limit."""
    row = selectors.visible(request.user, timed_id)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "line": panels.line(row),
        "subject": names([row.subject])[row.subject],
        "citation": books.current().citation(row.basis),
        "longer": reverse("approvals:extensions", args=[row.pk]) if row.extensions else "",
        "events": history(row.ref),
    }
    return render(request, "clocks/timed.html", context)


def _due(request: OfficerRequest) -> dict[str, object]:
    """People are those of the site; cases, measures and reports those before the officer, wherever they are."""
    site = current_site(request)
    chosen = request.GET.get("of", STAY)
    offered = [kind for kind in (STAY, *sight.kinds()) if kind in panels.ABOUT]
    of = chosen if chosen in offered else STAY
    if of == STAY:
        rows = selectors.due_at_site(site) if site else []
        seen = {row.pk for row in Timed.objects.visible_to(request.user).filter(pk__in=[r.pk for r in rows])}
        rows = [row for row in rows if row.pk in seen]
    else:
        rows = selectors.due_before(request.user, of)
    known = names(row.subject for row in rows)
    kinds = [(kind, panels.ABOUT[kind]) for kind in offered]
    lines = [(panels.line(row), known[row.subject]) for row in rows]
    return {"site": site, "rows": lines, "of": of, "kinds": kinds, "panel": f"{reverse('clocks:due_panel')}?of={of}"}
