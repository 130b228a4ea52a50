"""The shelf of templates: what is in force, writing a version, signing it off."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.documents import forms, printing, shelf
from mingjing.documents.actions import template as actions
from mingjing.documents.models import TemplateVersion
from mingjing.documents.vocab import VersionState
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.views import act, answer

EDIT, SIGN = "documents:template:edit", "documents:template:sign_off"
UNKNOWN = no("record.unknown", "找不到这个版本。", "There is no such version.")


@needs(EDIT, SIGN)
@require_GET
def templates(request: OfficerRequest) -> HttpResponse:
    """Every template in force with where it comes from, and the versions that wait."""
    words = request.GET.get("called", "").strip()
    own = {row.template: row for row in TemplateVersion.objects.filter(state=VersionState.IN_FORCE)}
    rows = [(f, own.get(f.id)) for f in shelf.templates().values() if words in f"{f.id} {f.title.zh} {f.title.en}"]
    waiting = TemplateVersion.objects.filter(state=VersionState.WAITING).select_related("made_by")
    context = {"rows": rows, "waiting": waiting, "typed": words, "edit": may(request.actor, EDIT)}
    return render(request, "documents/templates.html", context)


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: OfficerRequest, template: str = "") -> HttpResponse:
    """Write a version: beginning with the one in force, or one of one's own."""
    first = _first(template)
    form = forms.TemplateForm(request.POST or None, initial=first)
    context = {"title": first.get("title", Text("新建模板", "New template")), "ident": template}
    return answer(
        request, form,
        lambda told: actions.propose(by=request.actor, at=now(), ident=template, **told),
        to=lambda row: f"/documents/templates/versions/{row.pk}/",
        said=Text("已提交，待他人签核。", "Proposed; somebody else signs it off."),
        template="documents/edit.html", context=context,
    )  # fmt: skip


@needs(EDIT, SIGN)
@require_GET
def sample(request: OfficerRequest, template: str) -> HttpResponse:
    """The last page of the template in force with nothing filled in; `?version=` shows another."""
    row = _asked(request.GET.get("version", ""))
    form = shelf.readable(row.spec, row.body) if row else shelf.template(template)
    return HttpResponse(printing.tried(form)[-1], content_type="image/png")


@needs(EDIT, SIGN)
@require_GET
def version(request: OfficerRequest, version_id: UUID) -> HttpResponse:
    row = _version(version_id)
    told = [may(request.actor, SIGN), _other(request, row)]
    waiting = row.state == VersionState.WAITING
    living = row.state in (VersionState.WAITING, VersionState.IN_FORCE)
    context = {
        "row": row, "state": VersionState(row.state).text, "sign": told, "waiting": waiting, "living": living,
        "edit": may(request.actor, EDIT),
    }  # fmt: skip
    return render(request, "documents/version.html", context)


@needs(SIGN)
@require_POST
def sign_off(request: OfficerRequest, version_id: UUID) -> HttpResponse:
    row = _version(version_id)
    return act(
        request, lambda: actions.sign_off(row.pk, by=request.actor, at=now()),
        to=f"/documents/templates/versions/{row.pk}/", said=Text("已签核，开始使用。", "Signed off and in force."),
    )  # fmt: skip


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def retire(request: OfficerRequest, version_id: UUID) -> HttpResponse:
    row = _version(version_id)
    back = f"/documents/templates/versions/{row.pk}/"
    return answer(
        request, forms.VoidForm(request.POST or None),
        lambda told: actions.retire(row.pk, by=request.actor, at=now(), **told),
        to=back, said=Text("已撤回。", "Taken back."), template="documents/task.html",
        context={"title": Text("撤回模板版本", "Take a version back"), "lead": row.title, "back": back},
    )  # fmt: skip


def _first(template: str) -> dict[str, Any]:
    form = shelf.template(template) if template else None
    return {"spec": form.spec, "body": form.body, "title": form.title} if form else {}


def _version(version_id: UUID) -> TemplateVersion:
    row = TemplateVersion.objects.select_related("made_by", "signed_by").filter(pk=version_id).first()
    if row is None:
        raise Refusal(UNKNOWN)
    return row


def _other(request: OfficerRequest, row: TemplateVersion) -> Verdict:
    if row.made_by_id != request.user.pk:
        return OK
    return no("documents.template.own", "自己编辑的模板须由他人签核。", "Somebody else signs off what you wrote.")


def _asked(text: str) -> TemplateVersion | None:
    try:
        return TemplateVersion.objects.filter(pk=UUID(text)).first()
    except ValueError:
        return None
