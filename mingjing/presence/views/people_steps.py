"""Why an alarm about a person fired, or did not: the question with its purpose, entered, and every step."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from mingjing.kernel.time import iso, now
from mingjing.kernel.verdict import Refusal, require
from mingjing.ledger.looking import look
from mingjing.org import throttle
from mingjing.org.access import holds, may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Site
from mingjing.presence import band_panels, people_panels
from mingjing.presence.forms import StepsForm
from mingjing.presence.meeting_search import stays_between
from mingjing.presence.models import Finding
from mingjing.presence.replay_people import explain
from mingjing.presence.rules.limits import Limits
from mingjing.presence.views.floor_map import REPLAY
from mingjing.presence.views.meetings import OFFERED
from mingjing.presence.whereabouts import folder
from mingjing.webkit.forms import refuse
from mingjing.webkit.shell import current_site
from mingjing.webkit.views import BAD_INPUT, status_of

BEFORE_MS = 900_000


@needs(REPLAY)
def steps(request: OfficerRequest) -> HttpResponse:
    """Asked for by POST: a question about people's movements does not stand in an address."""
    site = current_site(request)
    if site is None:
        raise Http404
    stays = stays_between(site, request.user, now() - OFFERED)
    store = Path(settings.READING_STORE)
    versions = people_panels.versions(store)
    form = StepsForm(
        request.POST or None, stays=stays, versions=[(key, text) for key, text, _ in versions],
        lines=people_panels.lines(), initial=_begin(request),
    )  # fmt: skip
    context: dict[str, Any] = {"site": site, "form": form}
    status = 200
    if request.method == "POST":
        status = BAD_INPUT
        if form.is_valid():
            try:
                chosen = people_panels.tried({key: one for key, _, one in versions}, form.cleaned_data)
                context |= _asked(request, site, stays, form.cleaned_data, chosen)
                status = 200
            except Refusal as why:
                refuse(form, why.verdicts)
                status = status_of(why)
    response = render(request, "presence/steps.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _begin(request: OfficerRequest) -> dict[str, Any]:
    """What a finding that was followed here asks for."""
    rows = Finding.objects.visible_to(request.user)
    asked = request.GET.get("finding", "")
    found = rows.filter(pk=asked).first() if people_panels.is_id(asked) else None
    if found is None or not found.subject.startswith("stay:"):
        return {"at": now()}
    return {"at": found.happened_at, "stay": found.subject.partition(" ")[0].removeprefix("stay:")}


def _asked(
    request: OfficerRequest, site: Site, stays: list[Any], told: dict[str, Any], limits: Limits
) -> dict[str, Any]:
    require(may(request.actor, REPLAY, unit=site.unit))
    throttle.spend("purpose", request.user.pk, now())
    stay = next(s for s in stays if str(s.pk) == told["stay"])
    until = round(told["at"].timestamp() * 1000) + 59_999  # the whole of that minute
    who = str(stay.ref)
    several = explain(
        Path(settings.READING_STORE) / site.code, folder(site), who, until - BEFORE_MS, until, limits
    )  # fmt: skip
    bands = band_panels.steps(
        Path(settings.READING_STORE) / site.code, stay.ref, until - BEFORE_MS, until, limits,
        vital=holds(request.user, "custody:medical:view"),
    )  # fmt: skip
    look(
        by=request.actor, at=now(), subject=stay.ref, purpose=told["purpose"], note=told["note"],
        query=f"{iso(told['at'])} {limits.version}", found=len(several) + len(bands),
    )  # fmt: skip
    shown = people_panels.steps(several, who, site, request.user)
    return {"answered": True, "stay": stay, "steps": shown, "bands": bands, "version": limits.version}
