"""The desk of the legal review, the page of one, the corrections, and the panel on the page of a case."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.cases.models import Case
from mingjing.cases.opening import UNKNOWN as NO_CASE
from mingjing.kernel.verdict import Refusal
from mingjing.org.guard import OfficerRequest, needs
from mingjing.review import panels, tables
from mingjing.review.machine import VIEW
from mingjing.review.models import Correction, Review
from mingjing.review.permissions import UNKNOWN
from mingjing.webkit.tables import Table


@needs(VIEW)
@require_GET
def desk(request: OfficerRequest) -> HttpResponse:
    """Every review before the officer, the case whose clock runs out first on top."""
    rows = tables.with_due(Review.objects.visible_to(request.user)).named()
    table = Table(request, rows, tables.COLUMNS, search=tables.SEARCHED, filters=tables.filters(request.user))
    if table.wants_csv:
        return table.csv("reviews")
    return render(request, "review/desk.html", {"table": table})


@needs(VIEW)
@require_GET
def review(request: OfficerRequest, review_id: UUID) -> HttpResponse:
    """The checklist with the case beside it."""
    found = visible(request, review_id)
    return render(request, "review/review.html", panels.page(request.user, request.actor, found))


@needs(VIEW)
@require_GET
def of_case(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The panel on the page of a case."""
    case = case_before(request, case_id)
    return render(request, "review/_case.html", panels.of_case(request.actor, case))


@needs(VIEW)
@require_GET
def corrections(request: OfficerRequest) -> HttpResponse:
    """What was given to officers to put right, the first due first."""
    rows = tables.ordered(Correction.objects.visible_to(request.user))
    filters = tables.correction_filters(request.user)
    table = Table(request, rows, tables.CORRECTIONS, search=tables.CORRECTIONS_SEARCHED, filters=filters)
    if table.wants_csv:
        return table.csv("corrections")
    return render(request, "review/corrections.html", {"table": table})


@needs(VIEW)
@require_GET
def correction(request: OfficerRequest, correction_id: UUID) -> HttpResponse:
    found = correction_before(request, correction_id)
    return render(request, "review/correction.html", panels.correction_page(request.user, request.actor, found))


def visible(request: OfficerRequest, review_id: UUID) -> Review:
    """The review, if it is the reader's to see. Raises Refusal, the same whether it exists or not."""
    found = Review.objects.visible_to(request.user).named().filter(pk=review_id).first()
    if found is None:
        raise Refusal(UNKNOWN)
    return found


def correction_before(request: OfficerRequest, correction_id: UUID) -> Correction:
    found = Correction.objects.visible_to(request.user).named().filter(pk=correction_id).first()
    if found is None:
        raise Refusal(UNKNOWN)
    return found


def case_before(request: OfficerRequest, case_id: UUID) -> Case:
    found = Case.objects.visible_to(request.user).select_related("unit").filter(pk=case_id).first()
    if found is None:
        raise Refusal(NO_CASE)
    return found
