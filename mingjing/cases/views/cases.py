"""The list of cases, the page of one, and registering."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.cases import forms, listing, opening, panels
from mingjing.cases.actions import case as actions
from mingjing.cases.models import Case
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org.access import may, postings_of
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.logs import org_log
from mingjing.org.models import Unit
from mingjing.persons.purpose import purpose_required
from mingjing.webkit.shell import current_site
from mingjing.webkit.views import answer

UNKNOWN = opening.UNKNOWN


@needs("cases:case:view")
@require_GET
def cases(request: OfficerRequest) -> HttpResponse:
    """Every case before the officer."""
    table = listing.table(request)
    if table.wants_file:
        return table.file("cases")
    register = may(request.actor, "cases:case:register")
    return render(request, "cases/cases.html", {"table": table, "register": register})


@needs("cases:case:view")
@require_GET
def find(request: OfficerRequest) -> HttpResponse:
    """A case by its exact number, sealed ones too: its own page asks for the purpose. Nothing else finds these."""
    found = opening.findable(request.user, request.actor, request.GET.get("number", ""))
    if found is None:
        raise Refusal(UNKNOWN)
    return redirect(panels.address(found))


@needs("cases:case:view")
@require_http_methods(["GET", "POST"])
@purpose_required(lambda request, case_id: opening.of_case(request.user, request.actor, case_id))
def case(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The page of one case."""
    found = visible(request, case_id)
    return render(request, "cases/case.html", panels.page(request.user, request.actor, found))


@needs("cases:case:register")
@require_http_methods(["GET", "POST"])
def register(request: OfficerRequest) -> HttpResponse:
    form = forms.RegisterForm(request.POST or None, units=units_of(request), initial={"unit": request.user.unit_id})
    by, log = request.actor, log_of(request)
    return answer(
        request,
        form,
        lambda told: actions.register(by=by, at=now(), log=log, **told),
        to=panels.address,
        said=lambda made: Text("已登记案件 {n}。", "Case {n} registered.").format(n=made.number),
        template="cases/register.html",
    )


def visible(request: OfficerRequest, case_id: UUID) -> Case:
    """The case, if it is the reader's to see and, where that is asked, he has said why. Raises Refusal, the same
    whether it does not exist or is not his."""
    return opening.opened(request.user, request.actor, case_id)


def units_of(request: OfficerRequest) -> "QuerySet[Unit, Any]":
    """The units of the reader's posts and those below them."""
    paths = [path for _, path in postings_of(str(request.user.pk))]
    return Unit.objects.within(*paths).order_by("path")


def log_of(request: OfficerRequest) -> str:
    """The log of the site chosen in the top bar, else that of the reader's bureau."""
    site = current_site(request)
    return site.code if site else org_log(request.user.unit)
