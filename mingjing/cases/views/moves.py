"""Screens of the way of a case: the graph, the law of another day, proposing a move and carrying it out."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.cases import running
from mingjing.cases import way as ways
from mingjing.cases.actions import move as actions
from mingjing.cases.forms import CarryForm, FactsForm, ProposeForm
from mingjing.cases.going import facts_of, subject_of
from mingjing.cases.models import Case
from mingjing.cases.panels import address
from mingjing.cases.permissions import standing
from mingjing.cases.views.cases import visible
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.views import answer

PROPOSED, DONE = Text("已呈请或起草。", "Proposed, or drafted."), Text("已办理。", "Done.")


@needs("cases:case:view")
@require_GET
def way(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The way of the case as the law of the day in the address draws it, and its clocks by that law."""
    case = visible(request, case_id)
    on = _day(request.GET.get("on", ""))
    context: dict[str, Any] = {"case": case, **ways.way(request.actor, case, standing(request.actor, case), on)}
    context["rows"] = ways.replayed(case, on) if on else []
    return render(request, "cases/way.html", context)


@needs("cases:case:move")
@require_http_methods(["GET", "POST"])
def propose(request: OfficerRequest, case_id: UUID, move: str) -> HttpResponse:
    """Put a move to the rank the law names, or draft what it makes."""
    return _answer(request, case_id, move, ProposeForm, actions.propose)


@needs("cases:case:move")
@require_http_methods(["GET", "POST"])
def carry_out(request: OfficerRequest, case_id: UUID, move: str) -> HttpResponse:
    """Make a move."""
    return _answer(request, case_id, move, CarryForm, actions.carry_out)


def _answer(
    request: OfficerRequest, case_id: UUID, move: str, kind: type[FactsForm], do: Callable[..., Case]
) -> HttpResponse:
    case = visible(request, case_id)
    offer = running.offer(subject_of(case, request.actor), move, now())
    if offer is None or case.stage not in offer.move.sources:
        raise Http404
    form = kind(request.POST or None, asks=offer.move.asks, known=facts_of(case))
    proposes = kind is ProposeForm
    stands = [v for v in (offer.proposable if proposes else offer.verdicts) if not v.ok]
    return answer(
        request, form,
        lambda told: do(
            case.pk, by=request.actor, at=now(), move=move, told=form.told, **{kind.last: told[kind.last]}
        ),
        to=address(case), said=PROPOSED if proposes else DONE, template="cases/move.html",
        context={"case": case, "offer": offer, "proposes": proposes, "stands": stands},
    )  # fmt: skip


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
