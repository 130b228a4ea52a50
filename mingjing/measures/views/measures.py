"""The list of measures, the page of one, proposing one, and moving it on."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.cases.models import Case
from mingjing.cases.permissions import may_act_on
from mingjing.cases.vocab import PersonRole
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.measures import forms, offering, panels, selectors, tables
from mingjing.measures.actions import measure as measures_of
from mingjing.measures.actions import moving
from mingjing.measures.models import Measure
from mingjing.measures.papers import drafted
from mingjing.measures.permissions import PROPOSE, UNKNOWN
from mingjing.measures.seeing import address
from mingjing.measures.steps import approved, move_of
from mingjing.measures.vocab import MeasureKind
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.tables import Table
from mingjing.webkit.views import act, answer

NO_CASE = no("record.unknown", "找不到这个案件。", "There is no such case.")


@needs("measures:measure:view")
@require_GET
def measures(request: OfficerRequest) -> HttpResponse:
    """Those in force, the first due first; all others by the filter of states."""
    table = Table(
        request,
        panels.visible(request.user),
        tables.COLUMNS,
        search=tables.SEARCHED,
        filters=tables.filters(request.user),
    )
    if table.wants_csv:
        return table.csv("measures")
    return render(request, "measures/measures.html", {"table": table})


@needs("measures:measure:view")
@require_GET
def measure(request: OfficerRequest, measure_id: UUID) -> HttpResponse:
    found = visible(request, measure_id)
    return render(request, "measures/measure.html", panels.page(request.user, request.actor, found))


@needs("measures:measure:view")
@require_GET
def of_case(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The panel on the page of a case: its measures, what is due, and the steps that lead on."""
    case = Case.objects.visible_to(request.user).filter(pk=case_id).first()
    if case is None:
        raise Refusal(NO_CASE)
    lines = [panels.line(m, request.actor) for m in selectors.of_case(request.user, case)]
    can = may_act_on(request.actor, PROPOSE, case)
    return render(request, "measures/_case.html", {"lines": lines, "case": case, "propose": can})


@needs("measures:measure:propose")
@require_http_methods(["GET", "POST"])
def propose(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Put a measure forward against somebody on the case."""
    case = Case.objects.visible_to(request.user).filter(pk=case_id).first()
    if case is None:
        raise Refusal(NO_CASE)
    kinds, withheld = offering.offered(case, now())
    people = _people(case, kinds)
    form = forms.ProposeForm(
        request.POST or None, people=people, kinds=[(k.value, k.text) for k in kinds],
        replacing=_replaceable(request, case, people), initial=_first(request),
    )  # fmt: skip
    return answer(
        request,
        form,
        lambda told: measures_of.propose(
            by=request.actor, at=now(), case_id=case_id, person_id=told["person"], kind=told["kind"],
            reason=told["reason"], place=told["place"], replaces=told["replaces"] or None,
        ),
        to=address,
        said=Text("已登记，请按流程办理。", "Entered; carry it on along its steps."),
        template="measures/propose.html",
        context={"case": case, "withheld": withheld},
    )  # fmt: skip


@needs("measures:measure:move")
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, measure_id: UUID, move: str) -> HttpResponse:
    """One step: its approval is asked for while the rank has not granted it, then it is carried out."""
    found = visible(request, measure_id)
    one = move_of(found, move)
    way = next((w for w in panels.ways(found, request.actor) if w.move.id == move), None)
    asks = way is not None and way.asks_rank is not None and approved(found, one) is None
    have = drafted(found, one)
    form = forms.MoveForm(
        request.POST or None,
        asks=panels.unasked(found, one),
        drops=("at", "place", "remark") if asks else ("reason",),
        numbers=() if asks else one.instruments,
        have=have,
    )
    return answer(
        request,
        form,
        lambda told: _asked(request, found, move, form, told) if asks else _done(request, found, move, form, told),
        to=address(found),
        said=Text("已呈请审批。", "Approval asked for.") if asks else Text("已登记。", "Entered."),
        template="measures/move.html",
        context={
            "measure": found,
            "move": one,
            "way": way,
            "asks": asks,
            "papers": have.values(),
            "undrafted": not asks and any(name not in have for name in one.instruments),
        },
    )


@needs("measures:measure:move")
@require_POST
def draft(request: OfficerRequest, measure_id: UUID, move: str) -> HttpResponse:
    """Begin the instruments of a step in the file."""
    found = visible(request, measure_id)
    return act(
        request,
        lambda: moving.prepare(found.pk, by=request.actor, at=now(), move=move),
        to=reverse("measures:move", args=[found.pk, move]),
        said=lambda made: Text("已起草 {n} 份文书。", "{n} instruments drafted.").format(n=len(made)),
    )


def _asked(request: OfficerRequest, found: Measure, name: str, form: forms.MoveForm, told: dict[str, Any]) -> object:
    return moving.ask(
        found.pk, by=request.actor, at=now(), move=name, reason=told["reason"], facts=form.facts(),
        due_at=panels.nearest(found),
    )  # fmt: skip


def _done(request: OfficerRequest, found: Measure, name: str, form: forms.MoveForm, told: dict[str, Any]) -> object:
    return moving.carry_out(
        found.pk,
        by=request.actor,
        at=told["at"],
        move=name,
        facts=form.facts(),
        place=told["place"],
        remark=told["remark"],
        numbers=form.numbers(),
    )


def visible(request: OfficerRequest, measure_id: UUID) -> Measure:
    """The measure, if it is the reader's to see. Raises Refusal, the same whether it exists or not."""
    found = Measure.objects.visible_to(request.user).named().filter(pk=measure_id).first()
    if found is None:
        raise Refusal(UNKNOWN)
    return found


def _people(case: Case, kinds: Iterable[MeasureKind]) -> list[tuple[str, Any]]:
    several = offering.concerned(case, kinds)
    return [(str(row.person_id), f"{row.person.shown_name}（{PersonRole(row.role).text}）") for row in several]


def _replaceable(request: OfficerRequest, case: Case, people: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    named = [UUID(ident) for ident, _ in people]
    rows = Measure.objects.visible_to(request.user).in_force().filter(case=case, person__in=named).named()
    return [(str(m.pk), m.title) for m in rows]


def _first(request: OfficerRequest) -> dict[str, Any]:
    """Chosen on the page that led here."""
    return {name: request.GET[name] for name in ("person", "kind", "replaces") if name in request.GET}
