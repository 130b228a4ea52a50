"""The cameras of a site, their error curves, and the threshold somebody chooses."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.faces import curve_panels
from mingjing.faces.actions import camera as acting
from mingjing.faces.actions.camera import CHOOSE, SET_UP
from mingjing.faces.forms import CameraForm, ThresholdForm
from mingjing.faces.models import VIEW_CAMERAS, Camera
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.shell import current_site
from mingjing.webkit.tables import Table
from mingjing.webkit.views import answer

REGISTER = Text("登记核验相机", "Register a camera")


@needs(VIEW_CAMERAS)
@require_GET
def cameras(request: OfficerRequest) -> HttpResponse:
    """Every camera of the site with its threshold."""
    site = current_site(request)
    rows = Camera.objects.visible_to(request.user).filter(site=site)
    table = Table(request, rows, curve_panels.COLUMNS, search=["code", "name"], order="code")
    if table.wants_csv:
        return table.csv("cameras")
    context = {
        "table": table,
        "models": curve_panels.models(),
        "register": curve_panels.may_set_up(request.actor, site),
    }
    return render(request, "faces/cameras.html", context)


@needs(SET_UP)
@require_http_methods(["GET", "POST"])
def register(request: OfficerRequest) -> HttpResponse:
    """A new camera of the site."""
    site = current_site(request)
    if site is None:
        raise Http404
    form = CameraForm(request.POST if request.method == "POST" else None)
    return answer(
        request, form, lambda told: acting.set_up(by=request.actor, at=now(), site_id=site.pk, **told),
        to=lambda made: reverse("faces:camera", args=[made.pk]), said=Text("已登记。", "Registered."),
        template="faces/do.html", context={"title": REGISTER, "back": reverse("faces:cameras")},
    )  # fmt: skip


@needs(VIEW_CAMERAS)
@require_GET
def camera(request: OfficerRequest, camera_id: UUID) -> HttpResponse:
    """What was measured with a camera, drawn and in numbers."""
    found = find(request, camera_id)
    return render(request, "faces/camera.html", curve_panels.page(found, request.user, request.actor))


@needs(CHOOSE)
@require_http_methods(["GET", "POST"])
def choose(request: OfficerRequest, camera_id: UUID) -> HttpResponse:
    """Choose the threshold from the latest measurement."""
    found = find(request, camera_id)
    latest = found.measurements.first()
    if latest is None:
        raise Http404
    form = ThresholdForm(request.POST if request.method == "POST" else None, scores=latest.scores)
    return answer(
        request, form,
        lambda told: acting.choose(found.pk, by=request.actor, at=now(), measurement_id=latest.pk, **told),
        to=reverse("faces:camera", args=[found.pk]), said=Text("阈值已选定。", "The threshold is chosen."),
        template="faces/choose.html", context=curve_panels.page(found, request.user, request.actor),
    )  # fmt: skip


def find(request: OfficerRequest, camera_id: UUID) -> Camera:
    """The camera, when the officer may see it; anything else is not found."""
    return get_object_or_404(Camera.objects.visible_to(request.user).select_related("site__unit"), pk=camera_id)
