"""Floor plans: every version of a site, one version, the editor, reading an SVG drawing, checking what is drawn."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Site
from mingjing.presence import drawing
from mingjing.presence.actions import floor_plan as actions
from mingjing.presence.drawn import drawn, names_of
from mingjing.presence.forms import ImportForm, PlanForm
from mingjing.presence.machine import FLOOR_PLAN
from mingjing.presence.models import FloorPlan
from mingjing.presence.plan import Plan, read, write
from mingjing.presence.plan_faults import check
from mingjing.presence.selectors import faults_of
from mingjing.presence.standard_plans import standard_plan
from mingjing.webkit.shell import current_site
from mingjing.webkit.views import BAD_INPUT, act, answer

VIEW, DRAW = "presence:plan:view", "presence:plan:draw"
EMPTY = Plan(40.0, 25.0)
NUMBERS = (
    ("x", Text("左 米", "Left, m")),
    ("y", Text("上 米", "Top, m")),
    ("w", Text("宽 米", "Width, m")),
    ("h", Text("深 米", "Depth, m")),
)


@needs(VIEW)
def index(request: OfficerRequest) -> HttpResponse:
    """Every version of the site's plan, the newest first."""
    site = _site(request)
    versions = FloorPlan.objects.visible_to(request.user).filter(site=site).select_related("drawn_by")
    context = {"site": site, "versions": list(versions), "may_draw": may(request.actor, DRAW, unit=site.unit)}
    return render(request, "presence/plans.html", context)


@needs(VIEW)
def page(request: OfficerRequest, plan_id: UUID) -> HttpResponse:
    """One version: the drawing, what is wrong with it, putting it in force."""
    found = _find(request, plan_id)
    by = request.actor
    context = {
        "version": found,
        "site": found.site,
        "plan": drawn(found.plan, names_of(found.site)),
        "faults": faults_of(found),
        "adopt": (may(by, "presence:plan:adopt", unit=found.site.unit), FLOOR_PLAN.allows("adopt", found.state)),
        "discard": (may(by, DRAW, unit=found.site.unit), FLOOR_PLAN.allows("discard", found.state)),
        "draw": may(by, DRAW, unit=found.site.unit),
    }
    return render(request, "presence/plan.html", context)


@needs(VIEW)
def svg(request: OfficerRequest, plan_id: UUID) -> HttpResponse:
    """The drawing as a file, to be changed in another program and read back."""
    found = _find(request, plan_id)
    response = HttpResponse(drawing.to_svg(found.plan), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{found.site.code}-plan-{found.version}.svg"'
    return response


@needs("presence:plan:adopt")
def adopt(request: OfficerRequest, plan_id: UUID) -> HttpResponse:
    found = _find(request, plan_id)
    said = Text("平面图已启用。", "The floor plan is in force.")
    return act(request, lambda: actions.adopt(found.pk, by=request.actor, at=now()), to=_url(found), said=said)


@needs(DRAW)
def discard(request: OfficerRequest, plan_id: UUID) -> HttpResponse:
    found = _find(request, plan_id)
    said = Text("草图已弃用。", "The draft is discarded.")
    return act(request, lambda: actions.discard(found.pk, by=request.actor, at=now()), to=_url(found), said=said)


@needs(DRAW)
def edit(request: OfficerRequest) -> HttpResponse:
    """The editor, beginning with the newest version, the standard plan of the template, or an empty sheet."""
    site = _site(request)
    form = PlanForm(request.POST or None, initial={"content": json.dumps(write(_first(request, site)))})
    context = {
        "site": site,
        "rooms": list(site.rooms.select_related("zone")),
        "import_form": ImportForm(),
        "numbers": NUMBERS,
    }

    def do(said: dict[str, Any]) -> FloorPlan:
        return actions.draw(by=request.actor, at=now(), site_id=site.pk, **said)

    said = Text("已存为新版本。", "Kept as a new version.")
    return answer(request, form, do, to=_url, template="presence/plan_edit.html", said=said, context=context)


@needs(DRAW)
@require_POST
def checked(request: OfficerRequest) -> HttpResponse:
    """What is wrong with the drawing in the editor, each thing with the place to mark. Nothing is kept."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _faulty(str(form.errors.get("content", [""])[0]))
    try:
        plan = read(form.cleaned_data["content"])
    except Refusal as why:
        return _faulty(*(str(v.text) for v in why.verdicts))
    return _answered(_site(request), plan)


@needs(DRAW)
@require_POST
def imported(request: OfficerRequest) -> HttpResponse:
    """An SVG drawing read into the editor, with what is wrong with it. Nothing is kept."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _faulty(*(str(one) for several in form.errors.values() for one in several))
    told = form.cleaned_data
    try:
        plan = drawing.from_svg(told["file"].read(drawing.LARGEST_FILE + 1), metres=told["metres"])
    except Refusal as why:
        return _faulty(*(str(v.text) for v in why.verdicts))
    return _answered(_site(request), plan)


def _answered(site: Site, plan: Plan) -> JsonResponse:
    faults = check(plan, [room.code for room in site.rooms.all()])
    told = [{"text": str(f.text), "spaces": f.spaces, "at": _cm(f.at)} for f in faults]
    return JsonResponse({"plan": write(plan), "faults": told})


def _faulty(*said: str) -> JsonResponse:
    return JsonResponse({"faults": [{"text": one, "spaces": [], "at": None} for one in said]}, status=BAD_INPUT)


def _cm(at: tuple[float, float] | None) -> list[int] | None:
    return [round(c * 100) for c in at] if at else None


def _first(request: OfficerRequest, site: Site) -> Plan:
    mine = FloorPlan.objects.visible_to(request.user).filter(site=site)
    asked = request.GET.get("from", "")
    if asked == "standard":
        return standard_plan(site.template) or EMPTY
    found = mine.filter(version=asked).first() if asked.isdigit() and len(asked) < 9 else None
    found = found or mine.exclude(state="discarded").first()
    return found.plan if found else standard_plan(site.template) or EMPTY


def _site(request: OfficerRequest) -> Site:
    site = current_site(request)
    if site is None:
        raise Http404
    return site


def _find(request: OfficerRequest, plan_id: UUID) -> FloorPlan:
    mine = FloorPlan.objects.visible_to(request.user).select_related("site__unit", "drawn_by")
    return get_object_or_404(mine, pk=plan_id)


def _url(found: FloorPlan) -> str:
    return reverse("places:plan", args=[found.pk])
