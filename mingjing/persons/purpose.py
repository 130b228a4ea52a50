"""Asking for the purpose before a protected record opens. For any view that shows one record:

    @needs("persons:person:view")
    @purpose_required(lambda request, person_id: opening.of_person(request.user, request.actor, find(person_id)))
    def person_page(request, person_id): ...

The question stands at the record's own address; once answered it is entered as a look and the record opens there. For
half an hour the same officer is not asked again. Inside the view `request.opening` is the Opening.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no, require
from mingjing.ledger.looking import Purpose, look
from mingjing.org import throttle
from mingjing.org.seeing import may_see
from mingjing.persons import grounds
from mingjing.persons.opening import Opening
from mingjing.webkit.forms import Form, refuse

View = Callable[..., HttpResponse]
MARK = "_purpose"


class PurposeForm(Form):
    """Why, and for which case or stay."""

    purpose = forms.ChoiceField(
        label=Text("目的", "Purpose"), choices=[("", "—"), *[(p.value, p.text) for p in Purpose]]
    )
    case = forms.ChoiceField(label=Text("所办案件或在区人员", "Case or stay it serves"), required=False)
    note = forms.CharField(
        label=Text("说明", "In your own words"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, officer: Any, with_case: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = grounds.choices(officer)
        chosen: forms.ChoiceField = self.fields["case"]  # type: ignore[assignment]
        chosen.choices = [("", "—"), *offered]
        chosen.required = with_case


def purpose_required(opening_of: Callable[..., Opening]) -> Callable[[View], View]:
    """Decorator, under the mark of mingjing.org.guard. `opening_of(request, **address)` says what stands in the way."""

    def mark(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            opening = opening_of(request, *args, **kwargs)
            require(opening.allowed)
            request.opening = opening  # type: ignore[attr-defined]
            if MARK in request.POST:
                return _answered(request, opening)
            return _ask(request, opening, None) if opening.ask else view(request, *args, **kwargs)

        return opened

    return mark


def _answered(request: HttpRequest, opening: Opening) -> HttpResponse:
    form = PurposeForm(request.POST, officer=request.user, with_case=opening.with_case)
    if not form.is_valid():
        return _ask(request, opening, form)
    told = form.cleaned_data
    try:
        _enter(request, opening, told)
    except Refusal as why:
        refuse(form, why.verdicts)
        return _ask(request, opening, form)
    return HttpResponseRedirect(request.get_full_path())


def _enter(request: HttpRequest, opening: Opening, told: dict[str, Any]) -> None:
    throttle.spend("purpose", request.user.pk, now())
    case = grounds.parse(told["case"])
    if case is not None and not may_see(request.user, case):
        raise Refusal(no("look.case", "请选择您办理的案件或在区人员。", "Name a case or stay of yours.", field="case"))
    by = request.actor  # type: ignore[attr-defined]
    look(by=by, at=now(), subject=opening.ref, purpose=told["purpose"], note=told["note"], case=case)


def _ask(request: HttpRequest, opening: Opening, form: PurposeForm | None) -> HttpResponse:
    shown = form or PurposeForm(officer=request.user, with_case=opening.with_case)
    response = render(request, "persons/purpose.html", {"opening": opening, "form": shown}, status=403)
    response["Cache-Control"] = "no-store"
    return response
