"""The screens of face verification: the portrait, the two pictures side by side."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.custody.models import Stay
from mingjing.custody.seeing import address
from mingjing.faces import panels
from mingjing.faces.actions import comparison as comparing
from mingjing.faces.actions import portrait as portraits
from mingjing.faces.entering import START, TAKE
from mingjing.faces.forms import AcceptForm, ConfirmForm, PictureForm
from mingjing.faces.models import Comparison, Portrait
from mingjing.faces.selectors import in_use
from mingjing.faces.vocab import Occasion
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.guard import OfficerRequest, needs
from mingjing.persons import opening
from mingjing.persons.purpose import purpose_required
from mingjing.webkit.views import answer

VIEW = "custody:stay:view"
COMPARE = Text("人脸核验：{when}", "Face verification: {when}")


def find(request: OfficerRequest, stay_id: UUID) -> Stay:
    """The stay, when the officer may see it; anything else is not found."""
    return get_object_or_404(Stay.objects.visible_to(request.user).named(), pk=stay_id)


def opening_of(request: OfficerRequest, stay_id: UUID, **_: Any) -> opening.Opening:
    return opening.of_person(request.user, request.actor, find(request, stay_id).person)


def home(stay: Stay) -> str:
    return reverse("faces:stay", args=[stay.pk])


@needs(VIEW)
@purpose_required(opening_of)
@require_GET
def stay(request: OfficerRequest, stay_id: UUID) -> HttpResponse:
    """The portrait of a stay and everything compared with it."""
    return render(request, "faces/stay.html", panels.page(find(request, stay_id), request.actor))


@needs(TAKE)
@purpose_required(opening_of)
@require_http_methods(["GET", "POST"])
def portrait(request: OfficerRequest, stay_id: UUID) -> HttpResponse:
    """Take the portrait."""
    found = find(request, stay_id)
    form = PictureForm(*sent(request), stay=found)
    return answer(
        request, form, lambda _: portraits.take(found.pk, by=request.actor, at=now(), **form.kept(request.actor)),
        to=lambda row: reverse("faces:accept", args=[found.pk, row.pk]),
        said=Text("已拍摄，请核对后确认。", "Taken. Look at it and accept it."), template="faces/picture.html",
        context={"stay": found, "title": Text("拍摄人像", "Take the portrait"), "back": address(found)},
    )  # fmt: skip


@needs(TAKE)
@purpose_required(opening_of)
@require_http_methods(["GET", "POST"])
def accept(request: OfficerRequest, stay_id: UUID, portrait_id: UUID) -> HttpResponse:
    """Look at the portrait, with what is wrong with it, and accept it."""
    row = find_portrait(request, stay_id, portrait_id)
    return answer(
        request, AcceptForm(sent(request)[0]),
        lambda told: portraits.accept(row.pk, by=request.actor, at=now(), **told),
        to=address(row.stay), said=Text("人像已确认。", "The portrait is accepted."), template="faces/accept.html",
        context={**panels.portrait(row), "back": address(row.stay)},
    )  # fmt: skip


@needs(TAKE)
@purpose_required(opening_of)
@require_GET
def flaws(request: OfficerRequest, stay_id: UUID, portrait_id: UUID) -> HttpResponse:
    """What is wrong with a portrait, fetched anew when something happened to the stay."""
    return render(request, "faces/_flaws.html", panels.portrait(find_portrait(request, stay_id, portrait_id)))


@needs(START)
@purpose_required(opening_of)
@require_http_methods(["GET", "POST"])
def compare(request: OfficerRequest, stay_id: UUID, occasion: str) -> HttpResponse:
    """Take a picture to compare with the portrait of this stay."""
    found = find(request, stay_id)
    if occasion not in Occasion.values():
        raise Http404
    form = PictureForm(*sent(request), stay=found)
    return answer(
        request, form,
        lambda _: comparing.start(
            found.pk, by=request.actor, at=now(), occasion=occasion, **form.kept(request.actor)
        ),
        to=lambda row: reverse("faces:comparison", args=[found.pk, row.pk]), said=None, template="faces/picture.html",
        context={
            "stay": found, "title": COMPARE.format(when=Occasion(occasion).text), "back": address(found),
            "portrait": in_use(found),
        },
    )  # fmt: skip


@needs(VIEW)
@purpose_required(opening_of)
@require_http_methods(["GET", "POST"])
def comparison(request: OfficerRequest, stay_id: UUID, comparison_id: UUID) -> HttpResponse:
    """Both pictures side by side, what the machine says, and the officer's word."""
    row = find_row(request, stay_id, comparison_id)
    return answer(
        request, ConfirmForm(sent(request)[0]),
        lambda told: comparing.confirm(row.pk, by=request.actor, at=now(), **told),
        to=address(row.stay), said=Text("核验结论已登记。", "The verification is entered."),
        template="faces/comparison.html", context=panels.beside_each_other(row, request.actor),
    )  # fmt: skip


@needs(VIEW)
@purpose_required(opening_of)
@require_GET
def machine(request: OfficerRequest, stay_id: UUID, comparison_id: UUID) -> HttpResponse:
    """What the machine says, fetched anew when something happened to the stay."""
    row = find_row(request, stay_id, comparison_id)
    return render(request, "faces/_machine.html", panels.beside_each_other(row, request.actor))


def find_portrait(request: OfficerRequest, stay_id: UUID, portrait_id: UUID) -> Portrait:
    found = find(request, stay_id)
    row = get_object_or_404(Portrait.objects.select_related("camera"), pk=portrait_id, stay=found)
    row.stay = found
    return row


def find_row(request: OfficerRequest, stay_id: UUID, comparison_id: UUID) -> Comparison:
    rows = Comparison.objects.select_related("portrait", "camera", "confirmed_by")
    found = find(request, stay_id)
    row = get_object_or_404(rows, pk=comparison_id, stay=found)
    row.stay = found
    return row


def sent(request: OfficerRequest) -> tuple[Any, Any]:
    """What a form is bound to: also when everything was left empty."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
