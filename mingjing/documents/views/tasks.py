"""The forms behind the buttons of an instrument's page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from mingjing.documents import forms, panels, selectors, shelf
from mingjing.documents.actions import instrument as actions
from mingjing.documents.actions import service, signing
from mingjing.documents.models import Instrument
from mingjing.documents.views.instruments import visible
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.views import answer

ENTERED = Text("已登记。", "Entered.")
FINAL = Text("定稿：编号并固定内容，之后不能修改", "Make final: numbered and fixed; it does not change afterwards")
SEAL = Text("电子签章：之后文件不能再改动", "Sign digitally: the file does not change afterwards")
SERVICE = Text("登记送达", "Enter the service")


def _task(
    request: OfficerRequest, made: Instrument, form: BaseForm, title: Text, do: Callable[[dict[str, Any]], Any],
    said: Text = ENTERED,
) -> HttpResponse:  # fmt: skip
    back = panels.address(made)
    context = {"title": title, "lead": f"{made.title} {made.number}", "back": back}
    return answer(request, form, do, to=back, said=said, template="documents/task.html", context=context)


def _sure(request: OfficerRequest) -> forms.SureForm:
    """Nothing is typed: to be sent is all."""
    return forms.SureForm(request.POST if request.method == "POST" else None)


@needs("documents:instrument:draft")
@require_http_methods(["GET", "POST"])
def complete(request: OfficerRequest, instrument_id: UUID) -> HttpResponse:
    made = visible(request, instrument_id)
    template = shelf.form_of(made)
    values = selectors.values_of(made, template)
    first = {name: forms.shown(template.fields[name], value) for name, value in values.items()}
    form = forms.FillForm(request.POST or None, template=template, initial=first)
    return _task(
        request, made, form, Text("填写文书", "Complete the instrument"),
        lambda told: actions.complete(made.pk, by=request.actor, at=now(), values=told),
    )  # fmt: skip


@needs("documents:instrument:finalise")
@require_http_methods(["GET", "POST"])
def finalise(request: OfficerRequest, instrument_id: UUID) -> HttpResponse:
    made = visible(request, instrument_id)
    return _task(
        request, made, _sure(request), FINAL,
        lambda _: actions.finalise(made.pk, by=request.actor, at=now()),
    )  # fmt: skip


@needs("documents:instrument:void")
@require_http_methods(["GET", "POST"])
def void(request: OfficerRequest, instrument_id: UUID) -> HttpResponse:
    made = visible(request, instrument_id)
    return _task(
        request, made, forms.VoidForm(request.POST or None), Text("文书作废", "Make the instrument void"),
        lambda told: actions.void(made.pk, by=request.actor, at=now(), **told),
    )  # fmt: skip


@needs("documents:instrument:sign")
@require_http_methods(["GET", "POST"])
def sign(request: OfficerRequest, instrument_id: UUID) -> HttpResponse:
    made = visible(request, instrument_id)
    form = forms.SignForm(
        request.POST or None, request.FILES or None, instrument=made, template=shelf.form_of(made)
    )  # fmt: skip
    return _task(
        request, made, form, Text("签名捺印", "Sign by hand"),
        lambda told: signing.sign(made.pk, by=request.actor, at=now(), **told),
    )  # fmt: skip


@needs("documents:instrument:sign")
@require_http_methods(["GET", "POST"])
def certify(request: OfficerRequest, instrument_id: UUID) -> HttpResponse:
    made = visible(request, instrument_id)
    return _task(
        request, made, _sure(request), SEAL,
        lambda _: signing.certify(made.pk, by=request.actor, at=now()),
    )  # fmt: skip


@needs("documents:instrument:serve")
@require_http_methods(["GET", "POST"])
def serve(request: OfficerRequest, instrument_id: UUID) -> HttpResponse:
    made = visible(request, instrument_id)
    return _task(
        request, made, forms.ServeForm(request.POST or None, request.FILES or None), SERVICE,
        lambda told: service.serve(made.pk, by=request.actor, **told),
    )  # fmt: skip
