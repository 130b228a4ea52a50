"""Who met whom: the question with its purpose, entered, and the answer."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, now
from mingjing.kernel.verdict import Refusal, require
from mingjing.ledger.looking import look
from mingjing.org import throttle
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Site
from mingjing.presence.drawn import names_of
from mingjing.presence.forms import MeetingsForm
from mingjing.presence.meeting_search import Answer, find, stays_between
from mingjing.presence.selectors import plan_in_force
from mingjing.webkit.forms import refuse
from mingjing.webkit.shell import current_site
from mingjing.webkit.views import BAD_INPUT, status_of

PERMISSION = "presence:meeting:find"
OFFERED = timedelta(days=60)


@needs(PERMISSION)
def search(request: OfficerRequest) -> HttpResponse:
    """Asked for by POST: a question about people's movements does not stand in an address."""
    site = current_site(request)
    if site is None:
        raise Http404
    at = now()
    stays = stays_between(site, request.user, at - OFFERED)
    begin = {"since": at - timedelta(hours=2), "until": at, "stay": request.GET.get("stay", "")}
    form = MeetingsForm(request.POST or None, stays=stays, initial=begin)
    context: dict[str, Any] = {"site": site, "form": form}
    status = 200
    if request.method == "POST":
        status = BAD_INPUT
        if form.is_valid():
            try:
                context |= _asked(request, site, stays, form.cleaned_data)
                status = 200
            except Refusal as why:
                refuse(form, why.verdicts)
                status = status_of(why)
    response = render(request, "presence/meetings.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: OfficerRequest, site: Site, stays: list[Any], told: dict[str, Any]) -> dict[str, Any]:
    require(may(request.actor, PERMISSION, unit=site.unit))
    throttle.spend("purpose", request.user.pk, now())
    stay = next(s for s in stays if str(s.pk) == told["stay"])
    found = find(site, request.user, stay, told["since"], told["until"])
    if told["nearness"]:
        found = Answer(tuple(m for m in found.met if m.nearness == told["nearness"]), found.unknown, found.pieces)
    query = f"{iso(told['since'])} – {iso(told['until'])}"
    look(
        by=request.actor,
        at=now(),
        subject=stay.ref,
        purpose=told["purpose"],
        note=told["note"],
        query=query,
        found=len(found.met),
    )
    return {"answer": found, "stay": stay, "rows": list(zip(found.met, _places(site, found), strict=True))}


def _places(site: Site, found: Answer) -> Iterator[list[Text]]:
    """Where each meeting was, as people call it: one place, or two within sound of each other."""
    names, drawn = names_of(site), plan_in_force(site)
    for one in found.met:
        codes = dict.fromkeys(one.rooms)
        yield [
            Text(f"{code} {name.zh}", f"{code} {name.en}") if (name := names.get(code)) else
            drawn.plan.name(code) if drawn else Text(code, code)
            for code in codes
        ]  # fmt: skip
