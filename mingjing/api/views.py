"""Screens of integrations; the document of the API and its reference."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from mingjing.api import problems
from mingjing.api.actions import token as actions
from mingjing.api.describing import chapters
from mingjing.api.document import document as openapi
from mingjing.api.forms import OpenForm, PostForm, WhyForm, label
from mingjing.api.models import Integration
from mingjing.api.permissions import may_agree, may_revoke
from mingjing.api.tables import integrations_table
from mingjing.api.vocab import Standing
from mingjing.kernel.actor import spoken
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.entries import label as tag_label
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, fresh, needs, open_to_all_officers, public
from mingjing.org.models import Posting, Unit
from mingjing.webkit.forms import Form, refuse
from mingjing.webkit.parts import Event
from mingjing.webkit.views import BAD_INPUT, answer, status_of

REVOKED = Text("已撤销，令牌立即失效。", "Revoked; the token opens nothing any more.")


@needs("api:token:view")
def integrations(request: OfficerRequest) -> HttpResponse:
    """Every integration of the reader's units."""
    table = integrations_table(request)
    if table.wants_csv:
        return table.csv("integrations")
    return render(request, "api/integrations.html", {"table": table, "manage": may(request.actor, "api:token:manage")})


@open_to_all_officers
def mine(request: OfficerRequest) -> HttpResponse:
    """Those that act in the reader's own name, what waits for him first."""
    rows = Integration.objects.filter(posting__officer=request.user).select_related("posting__unit", "unit")
    found = sorted(rows, key=lambda one: (one.standing != Standing.WAITING, one.standing != Standing.OPEN))
    return render(request, "api/mine.html", {"found": found})


@open_to_all_officers  # administrators, and he for whom it acts
def integration(request: OfficerRequest, integration_id: UUID) -> HttpResponse:
    """One integration: for whom, what it may, since when, what became of it."""
    found = _find(request, integration_id)
    history = Entry.objects.about(found.ref).filter(subject_kind="integration").with_content().order_by("-id")
    context = {
        "one": found,
        "scopes": [label(code) for code in found.scopes],
        "endpoints": found.endpoints.filter(removed_at__isnull=True),
        "revoke": may_revoke(request.actor, found),
        "agree": may_agree(request.actor, found),
        "history": [_event(entry) for entry in history[:50]],
    }
    return render(request, "api/integration.html", context)


@needs("api:token:manage")
@fresh
def new(request: OfficerRequest) -> HttpResponse:
    """First whose post, then the rest; the first half of the token is on the answer, once."""
    units = Unit.objects.visible_to(request.user)
    postings = Posting.objects.in_force().filter(unit__in=units).exclude(officer=request.user)
    postings = postings.select_related("officer", "unit").order_by("unit__path", "officer__number")
    chosen = request.GET.get("posting", "")
    posting = next((one for one in postings if str(one.pk) == chosen), None)
    if posting is None:
        asked = {"posting": chosen} if "posting" in request.GET else None
        return render(request, "api/choose.html", {"form": PostForm(postings, asked)})
    form = OpenForm(posting, request.POST or None, initial={"unit": posting.unit_id})
    title = Text("以{who}的岗位开设系统接入", "An integration acting for {who}").format(who=posting.officer.name)
    return _half_once(
        request, form, lambda told: actions.open_for(posting.pk, by=request.actor, at=now(), **told), title
    )


@open_to_all_officers  # whether it is he for whom it would act, the action asks
@fresh
def agree(request: OfficerRequest, integration_id: UUID) -> HttpResponse:
    """The officer agrees; the second half of the token is on the answer, once."""
    found = _find(request, integration_id)
    form = Form(request.POST if request.method == "POST" else None)
    title = Text("同意“{name}”以本人名义办理", "Agree that “{name}” acts for you").format(name=found.name)
    context = {"one": found, "scopes": [label(code) for code in found.scopes]}

    def do(_: Any) -> tuple[Integration, str]:
        return found, actions.agree(found.pk, by=request.actor, at=now())

    return _half_once(request, form, do, title, context, second=True)


@open_to_all_officers  # as above
def revoke(request: OfficerRequest, integration_id: UUID) -> HttpResponse:
    found = _find(request, integration_id)
    return answer(
        request, WhyForm(request.POST or None),
        lambda told: actions.revoke(found.pk, by=request.actor, at=now(), **told), to=_url(found), said=REVOKED,
        template="api/ask.html",
        context={"title": Text("撤销“{name}”", "Revoke “{name}”").format(name=found.name), "back": _url(found)},
    )  # fmt: skip


@open_to_all_officers
def reference(request: OfficerRequest) -> HttpResponse:
    """Every act and every look of the API, to read."""
    return render(request, "api/reference.html", {"chapters": chapters()})


@public
def document(*_: object) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(openapi())


@public
@csrf_exempt
def nothing(request: HttpRequest, **_: str) -> HttpResponse:
    return problems.problem(request, 404, [problems.NO_SUCH])


def as_problems(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view of the library, whose wrong methods are answered as problems too."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        told = problems.problem(request, 405, [problems.NO_METHOD])
        told["Allow"] = response["Allow"]
        return told

    return answered


def _event(entry: Entry) -> Event:
    return Event(
        sentence=sentence(entry.tag, entry.body), occurred_at=entry.occurred_at, recorded_at=entry.recorded_at,
        by=spoken(entry.actor_kind, entry.actor_name), number=f"{entry.log}#{entry.seq}", label=tag_label(entry.tag),
    )  # fmt: skip


def _find(request: OfficerRequest, integration_id: UUID) -> Integration:
    rows = Integration.objects.visible_to(request.user).select_related("posting__officer", "posting__unit", "unit")
    return get_object_or_404(rows, pk=integration_id)


def _url(found: Integration) -> str:
    return reverse("api:integration", args=[found.pk])


def _half_once(
    request: OfficerRequest, form: BaseForm, do: Any, title: Text, context: Any = None, *, second: bool = False
) -> HttpResponse:
    """Success shows half a token on this very answer: it is nowhere else, and never cached."""
    status = 200
    if request.method == "POST":
        status = BAD_INPUT
        if form.is_valid():
            try:
                made, half = do(form.cleaned_data)
            except Refusal as why:
                refuse(form, why.verdicts)
                status = status_of(why)
            else:
                page = render(request, "api/half_once.html", {"one": made, "half": half, "second": second})
                page["Cache-Control"] = "no-store"
                return page
    template = "api/agree.html" if second else "api/ask.html"
    told = {"form": form, "title": title, "back": reverse("api:integrations"), **(context or {})}
    return render(request, template, told, status=status)
