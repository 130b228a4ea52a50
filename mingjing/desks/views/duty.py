"""The duty desk and the wall."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from mingjing.custody.permissions import VIEW
from mingjing.desks.board import Board
from mingjing.kernel.time import now
from mingjing.org.access import holds
from mingjing.org.guard import OfficerRequest, needs, open_to_all_officers
from mingjing.webkit.shell import current_site

PANELS = {"people", "rooms", "alarms", "queue", "roster", "wall"}


@open_to_all_officers
@require_GET
def duty(request: OfficerRequest) -> HttpResponse:
    """The first page: the duty desk of the reader's site, or his own screens when he looks after nobody."""
    board = _board(request)
    if board is None or not holds(request.user, VIEW):
        return render(request, "desks/home.html")
    return render(request, "desks/duty.html", {"board": board})


@needs(VIEW)
@require_GET
def panel(request: OfficerRequest, name: str) -> HttpResponse:
    """One part of the desk, drawn anew when the site rings."""
    board = _board(request)
    if board is None or name not in PANELS:
        raise Http404
    return render(request, f"desks/_{name}.html", {"board": board})


@needs(VIEW)
@require_GET
def wall(request: OfficerRequest) -> HttpResponse:
    """For a screen at three metres: nothing to press, nobody named in full."""
    board = _board(request)
    return render(request, "desks/wall.html", {"board": board}) if board else redirect("desks:duty")


def _board(request: OfficerRequest) -> Board | None:
    site = current_site(request)
    return Board(site, request.user, now()) if site else None
