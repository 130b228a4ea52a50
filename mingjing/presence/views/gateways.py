"""Gateways: who is let in, how they do, what was refused; and why a rule found what it found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.access import holds
from mingjing.org.guard import OfficerRequest, needs
from mingjing.presence import forms, gateway_panels
from mingjing.presence.actions import gateway
from mingjing.presence.machine import SETUP
from mingjing.presence.models import Device, Finding, Refused
from mingjing.presence.models.device import VIEW
from mingjing.presence.models.finding import VIEW as FOUND
from mingjing.presence.replay import explain
from mingjing.presence.rules.limits import limits
from mingjing.presence.views.devices import find
from mingjing.presence.vocab import DeviceKind
from mingjing.webkit.shell import current_site
from mingjing.webkit.tables import Table
from mingjing.webkit.views import answer

BEFORE_MS = 300_000
TITLES = {
    "connect": Text("接入网关", "Connect the gateway"),
    "rotate": Text("更换密钥", "Exchange the secret"),
    "confirm": Text("停用旧密钥", "Drop the old secret"),
    "cut_off": Text("断开网关", "Cut the gateway off"),
}
FORMS: dict[str, type[Any]] = {"connect": forms.ConnectForm, "cut_off": forms.WhyForm}
DO: dict[str, Callable[..., str | None]] = {
    "connect": gateway.connect, "rotate": gateway.rotate, "confirm": gateway.confirm, "cut_off": gateway.cut_off,
}  # fmt: skip


@needs(VIEW)
@require_GET
def gateways(request: OfficerRequest) -> HttpResponse:
    """Every gateway of the site with its health, and what was refused."""
    site = current_site(request)
    rows = Device.objects.visible_to(request.user).filter(site=site, kind=DeviceKind.GATEWAY)
    refused = Refused.objects.visible_to(request.user).filter(site=site)
    table = Table(
        request, refused, gateway_panels.REFUSED, search=["gateway"], filters=gateway_panels.WHYS, order="-minute"
    )
    if table.wants_csv:
        return table.csv("refused")
    lines = gateway_panels.lines(
        rows.select_related("connection", "pulse", "site__unit").order_by("number"), request.actor
    )
    context = {"site": site, "lines": lines, "table": table, "findings": holds(request.user, FOUND)}
    return render(request, "presence/gateways.html", context)


@needs(SETUP)
@require_http_methods(["GET", "POST"])
def do(request: OfficerRequest, device_id: UUID, verb: str) -> HttpResponse:
    """One step of a gateway's connection. A new secret is on the answer of the POST and nowhere else."""
    if verb not in DO:
        raise Http404
    found = find(request, device_id)
    form = FORMS.get(verb, forms.PlainForm)(request.POST if request.method == "POST" else None, device=found)
    shown: list[str] = []

    def act(told: dict[str, Any]) -> None:
        secret = DO[verb](found.pk, by=request.actor, at=now(), **told)
        shown.extend([secret] if secret else [])

    back = reverse("presence:gateways")
    done = answer(
        request, form, act, to=back, template="presence/do.html",
        context={"title": TITLES[verb], "device": found, "back": back},
    )  # fmt: skip
    if not shown:
        return done
    page = render(request, "presence/secret.html", {"device": found, "secret": shown[0], "back": back})
    page["Cache-Control"] = "no-store"
    return page


@needs(FOUND)
@require_GET
def findings(request: OfficerRequest) -> HttpResponse:
    """What the rules found at the site, with what became of it."""
    site = current_site(request)
    rows = Finding.objects.visible_to(request.user).filter(site=site, began=True).select_related("alarm")
    table = Table(
        request, rows, gateway_panels.FINDINGS, search=["subject"], filters=gateway_panels.STATES, order="-at"
    )
    if table.wants_csv:
        return table.csv("findings")
    return render(request, "presence/findings.html", {"site": site, "table": table})


@needs(FOUND)
@require_GET
def why(request: OfficerRequest, finding_id: UUID) -> HttpResponse:
    """The readings that led to a finding, judged again one by one from the journal."""
    found = get_object_or_404(Finding.objects.visible_to(request.user).select_related("site", "alarm"), pk=finding_id)
    folder = Path(settings.READING_STORE) / found.site.code
    steps = explain(folder, found.subject, found.at - BEFORE_MS, found.at, limits()) if found.device else []
    asking = reverse("places:steps") + f"?finding={found.pk}"
    drawn = gateway_panels.steps(steps, found, vital=holds(request.user, "custody:medical:view"))
    context = {"steps_address": asking, "finding": found, "steps": drawn, "version": limits().version}
    return render(request, "presence/why_fired.html", context)
