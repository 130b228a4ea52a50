"""The board of bands and devices, the page of one, and the steps of its life."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.custody.models import Stay
from mingjing.custody.seeing import address
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.presence import forms, panels
from mingjing.presence.actions import binding, device
from mingjing.presence.machine import DEVICE, ISSUE, KEEP, SETUP
from mingjing.presence.models import Device
from mingjing.presence.models.device import VIEW
from mingjing.webkit.shell import current_site
from mingjing.webkit.tables import Table
from mingjing.webkit.views import answer

ENTERED = Text("已登记。", "Entered.")


@dataclass(frozen=True, slots=True)
class Step:
    """`do(device id, by, at, cleaned data)` is the one action."""

    form: type[Any]
    do: Callable[..., Any]


def _plain(verb: str) -> Step:
    form = forms.WhyForm if verb in device.WITH_REASON else forms.PlainForm
    return Step(form, lambda pk, *, by, at, **told: device.step(pk, by=by, at=at, verb=verb, **told))


def _card(pk: object, *, by: Any, at: Any, officer: Any) -> Any:
    return binding.issue(pk, by=by, at=at, holder=Ref("officer", str(officer.pk)))


STEPS = {
    **{verb: _plain(verb) for verb in ("charge", "uncharge", "find", "send", "repaired", "retire")},
    "mount": Step(forms.MountForm, device.mount),
    "issue": Step(forms.CardForm, _card),
    "fit": Step(forms.PlainForm, binding.fit),
    "take_back": Step(forms.ReturnForm, binding.take_back),
    "exchange": Step(forms.ExchangeForm, binding.exchange),
    "lose": Step(forms.WhyForm, binding.lose),
}


@needs(VIEW)
@require_GET
def devices(request: OfficerRequest) -> HttpResponse:
    """Stock, batteries, and every device the officer may see."""
    site = current_site(request)
    rows = Device.objects.visible_to(request.user).standing().select_related("room", "heard").filter(site=site)
    table = Table(request, rows, panels.COLUMNS, search=["number"], filters=panels.FILTERS, order="number")
    if table.wants_csv:
        return table.csv("devices")
    context = {"site": site, "table": table, "register": [may(request.actor, SETUP)]}
    return render(request, "presence/devices.html", context | (panels.board(site, request.user) if site else {}))


@needs(SETUP)
@require_http_methods(["GET", "POST"])
def register(request: OfficerRequest) -> HttpResponse:
    """New devices, many at once."""
    site = current_site(request)
    if site is None:
        raise Http404
    form = forms.RegisterForm(request.POST if request.method == "POST" else None, site=site)
    return answer(
        request, form, lambda told: device.register(by=request.actor, at=now(), site_id=site.pk, **told),
        to=reverse("presence:devices"), said=ENTERED, template="presence/do.html",
        context={"title": Text("登记设备", "Register devices"), "back": reverse("presence:devices")},
    )  # fmt: skip


@needs(VIEW)
@require_GET
def one(request: OfficerRequest, device_id: UUID) -> HttpResponse:
    return render(request, "presence/device.html", panels.page(find(request, device_id), request.user, request.actor))


@needs(SETUP, KEEP, ISSUE)
@require_http_methods(["GET", "POST"])
def do(request: OfficerRequest, device_id: UUID, verb: str) -> HttpResponse:
    """One step of a device; who may and whether its state allows it is decided by the action."""
    if verb not in STEPS:
        raise Http404
    found, step = find(request, device_id), STEPS[verb]
    extra = {"officer": request.user} if step.form is forms.ExchangeForm else {}
    form = step.form(request.POST if request.method == "POST" else None, device=found, **extra)
    return answer(
        request, form, lambda told: step.do(found.pk, by=request.actor, at=now(), **told), to=found.url, said=ENTERED,
        template="presence/do.html", context={"title": DEVICE[verb].text, "device": found, "back": found.url},
    )  # fmt: skip


@needs(ISSUE)
@require_http_methods(["GET", "POST"])
def issue(request: OfficerRequest, stay_id: UUID) -> HttpResponse:
    """A band for somebody in custody."""
    stay = get_object_or_404(Stay.objects.visible_to(request.user).named(), pk=stay_id)
    form = forms.IssueForm(request.POST if request.method == "POST" else None, stay=stay, officer=request.user)
    return answer(
        request, form,
        lambda told: binding.issue(told["device_id"], by=request.actor, at=now(), holder=stay.ref),
        to=address(stay), said=ENTERED, template="presence/do.html",
        context={"title": Text("发放手环", "Issue a wristband"), "stay": stay, "back": address(stay)},
    )  # fmt: skip


def find(request: OfficerRequest, device_id: UUID) -> Device:
    """The device, when the officer may see it; anything else is not found."""
    rows = Device.objects.visible_to(request.user).select_related("site__unit", "room", "heard")
    return get_object_or_404(rows, pk=device_id)
