"""Rooms: one room, set up, edit, take out of service, certify."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mingjing.administration.forms.sites import CertifyForm, ChangeRoomForm, NewRoomForm, WhyForm
from mingjing.administration.history import events
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.actions import room as actions
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Room, Site
from mingjing.org.vocab import RoomKind
from mingjing.webkit.views import act, answer


@needs("org:site:view")
def page(request: OfficerRequest, room_id: UUID) -> HttpResponse:
    room = _room(request, room_id)
    context = {
        "room": room,
        "today": local(now()).date(),
        "history": events(
            Entry.objects.about(room.ref).with_content().filter(tag__startswith="org.room").order_by("-id")[:100]
        ),
        **{
            verb: may(request.actor, f"org:room:{verb}", unit=room.site.unit) for verb in ("change", "close", "certify")
        },
    }
    return render(request, "administration/room.html", context)


@needs("org:room:change")
def new(request: OfficerRequest, site_id: UUID) -> HttpResponse:
    site = get_object_or_404(Site.objects.visible_to(request.user), pk=site_id)

    def do(data: dict[str, Any]) -> Room:
        kind = RoomKind(data.pop("kind"))
        return actions.set_up(by=request.actor, at=now(), site_id=site.pk, kind=kind, **data)

    form = NewRoomForm(site, request.POST or None, initial={"capacity": 1, "recorded": True})
    title = Text("在{site}增设房间", "A new room at {site}").format(site=site.text)
    return _ask(request, form, do, title, back=reverse("org:site", args=[site.pk]))


@needs("org:room:change")
def edit(request: OfficerRequest, room_id: UUID) -> HttpResponse:
    room = _room(request, room_id)
    form = ChangeRoomForm(request.POST or None, initial={name: getattr(room, name) for name in actions.CHANGEABLE})
    title = Text("变更{room}", "Change {room}").format(room=room.text)
    return _ask(
        request, form, lambda data: actions.change(room.pk, by=request.actor, at=now(), **data), title, back=_url(room)
    )


@needs("org:room:close")
def close(request: OfficerRequest, room_id: UUID) -> HttpResponse:
    room = _room(request, room_id)
    title = Text("停用{room}", "Take {room} out of service").format(room=room.text)
    form = WhyForm(request.POST or None)
    return _ask(
        request, form, lambda data: actions.close(room.pk, by=request.actor, at=now(), **data), title, back=_url(room)
    )


@needs("org:room:close")
def reopen(request: OfficerRequest, room_id: UUID) -> HttpResponse:
    room = _room(request, room_id)
    said = Text("已恢复使用。", "Back in service.")
    return act(request, lambda: actions.reopen(room.pk, by=request.actor, at=now()), to=_url(room), said=said)


@needs("org:room:certify")
def certify(request: OfficerRequest, room_id: UUID) -> HttpResponse:
    room = _room(request, room_id)
    title = Text("{room}验收", "Certify {room}").format(room=room.text)
    form = CertifyForm(request.POST or None)
    return _ask(
        request, form, lambda data: actions.certify(room.pk, by=request.actor, at=now(), **data), title, back=_url(room)
    )


def _room(request: OfficerRequest, room_id: UUID) -> Room:
    rooms = Room.objects.visible_to(request.user).select_related("site__unit", "zone")
    return get_object_or_404(rooms, pk=room_id)


def _url(room: Room) -> str:
    return reverse("org:room", args=[room.pk])


def _ask(request: OfficerRequest, form: Any, do: Any, title: Text, *, back: str) -> HttpResponse:
    context = {"title": title, "back": back}
    return answer(request, form, do, to=back, template="administration/ask.html", context=context)
