"""The list of interviews, the plan, the page of one, its draft as data, its paper."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mingjing.cases import opening
from mingjing.cases.models import Case
from mingjing.cases.selectors import assigned
from mingjing.documents.record_sheet import render as set_paper
from mingjing.interviews import finding, forms, gates, panels, paper
from mingjing.interviews.actions import interview as actions
from mingjing.interviews.actions import record as records
from mingjing.interviews.machine import HOLD, LIVE, PLAN, VIEW
from mingjing.interviews.models import Interview
from mingjing.interviews.permissions import may_act_on, may_plan
from mingjing.interviews.seeing import address
from mingjing.interviews.vocab import RecorderState
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.persons.opening import Opening
from mingjing.persons.purpose import purpose_required
from mingjing.webkit.long import LongTable
from mingjing.webkit.shell import shell_of
from mingjing.webkit.views import answer

UNKNOWN = no("record.unknown", "找不到这次讯问（询问）。", "There is no such interview.")
MOST_BYTES = 4_000_000


@needs(VIEW)
@require_GET
def interviews(request: OfficerRequest) -> HttpResponse:
    """Every interview before the officer, the newest first."""
    table = LongTable(
        request, Interview.objects.shown_of(request.user), panels.COLUMNS, fetch=panels.rows_of, find=finding.keys,
        filters=panels.FILTERS, order="-planned", period="planned_for", hint=panels.HINT,
    )  # fmt: skip
    if table.wants_file:
        return table.file("interviews")
    return render(request, "interviews/interviews.html", {"table": table, "plan": may(request.actor, PLAN)})


@needs(PLAN)
@require_GET
def choose(request: OfficerRequest) -> HttpResponse:
    """In which case: those the officer is on."""
    cases = Case.objects.visible_to(request.user).filter(state="open", pk__in=assigned(request.user))
    return render(request, "interviews/choose.html", {"cases": cases.order_by("-opened_at")[:50]})


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def plan(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Plan an interview of somebody in this case."""
    case = case_before(request, case_id)
    form = forms.PlanForm(
        request.POST or None, case=case, site=shell_of(request).site, initial={"officer_1": request.user.number}
    )
    return answer(
        request,
        form,
        lambda told: actions.plan(by=request.actor, at=now(), case_id=case.pk, **told),
        to=address,
        said=Text("已安排。", "Planned."),
        template="interviews/plan.html",
        context={"case": case},
    )


@needs(VIEW)
@require_GET
def of_case(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The panel on the page of a case."""
    case = case_before(request, case_id)
    rows = Interview.objects.visible_to(request.user).filter(case=case).select_related("person")
    context = {"case": case, "interviews": rows[: panels.SHOWN], "plan": may_plan(request.actor, PLAN, case)}
    return render(request, "interviews/_case.html", context)


def in_sight(request: OfficerRequest, interview_id: UUID) -> Interview:
    """The interview, when it is one the officer may see. Raises Refusal."""
    rows = Interview.objects.visible_to(request.user).select_related("case", "person", "stay__site", "room", "unit")
    found = rows.filter(pk=interview_id).first()
    if found is None:
        raise Refusal(UNKNOWN)
    return found


def opening_of(request: OfficerRequest, interview_id: UUID) -> Opening:
    """An interview opens as its case does; to those who ask in it, freely."""
    found = in_sight(request, interview_id)
    if found.askers.filter(officer=request.user).exists():
        return Opening(found.ref, Text(found.number, found.number))
    return opening.of_case(request.user, request.actor, found.case_id)


@needs(VIEW)
@purpose_required(opening_of)
@require_GET
def interview(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    """The desk of one interview."""
    found = visible(request, interview_id)
    context = panels.page(request.user, request.actor, found, now())
    return render(request, "interviews/interview.html", context)


@needs(VIEW)
@require_GET
def standing(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    """Elements and checks alone, after a saving."""
    found = with_record(request, interview_id)
    return render(request, "interviews/_standing.html", panels.standing(found, now(), request.user))


@needs(VIEW)
@require_GET
def draft(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    """The draft as data, for who looks on."""
    found = with_record(request, interview_id)
    writes = may_act_on(request.actor, HOLD, found)
    return JsonResponse(_told(found, whole=bool(writes)))


@needs(HOLD)
@require_POST
def save(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    """Keep the draft; a refusal answers with its reasons and the draft as it stands, and nothing typed is lost."""
    found = with_record(request, interview_id)
    try:
        sent = _sent(request)
        records.keep(found.pk, by=request.actor, at=now(), **sent)
    except Refusal as why:
        reasons = [{"code": v.code, "text": str(v.text), "basis": v.basis, "field": v.field} for v in why.verdicts]
        return JsonResponse({**_told(visible(request, interview_id)), "refused": reasons}, status=409)
    return JsonResponse(_told(visible(request, interview_id)))


@needs(VIEW)
@require_GET
def sheet(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    """The paper as it stands, marked as what it is until it is closed."""
    found = with_record(request, interview_id)
    reading = found.state in {"reading", "signed", "closed"}
    made, _ = set_paper(paper.sheet(found, final=reading, mark="" if reading else "草稿"))
    answered = HttpResponse(made, content_type="application/pdf")
    answered["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answered


def case_before(request: OfficerRequest, case_id: UUID) -> Case:
    """The case, when the officer sees it and, where the law asks for one, has stated a purpose. Raises Refusal."""
    case = Case.objects.visible_to(request.user).filter(pk=case_id).first()
    if case is None:
        raise Refusal(no("record.unknown", "找不到这个案件。", "There is no such case."))
    return opening.opened(request.user, request.actor, case.pk)


def visible(request: OfficerRequest, interview_id: UUID) -> Interview:
    """The interview, when the officer sees it and its case lies open to him. Raises Refusal."""
    found = in_sight(request, interview_id)
    if opening_of(request, interview_id).ask:
        raise Refusal(opening.ASK)
    return found


def with_record(request: OfficerRequest, interview_id: UUID) -> Interview:
    """The same, once its record has begun. Raises Refusal."""
    found = visible(request, interview_id)
    if not hasattr(found, "record"):
        raise Refusal(no("interviews.record.none", "还没有笔录。", "There is no record yet."))
    return found


def _told(found: Interview, *, whole: bool = True) -> dict[str, Any]:
    record = found.record
    saved = record.saved_at.isoformat() if record.saved_at else ""
    head = panels.head_of(record, whole=whole)
    return {
        "revision": record.revision, "lines": record.lines, "head": head, "saved": saved, "state": found.state,
        "failed": found.state in LIVE and gates.recorder(found) == RecorderState.FAILED,
        "standing": reverse("interviews:standing", args=[found.pk]),
    }  # fmt: skip


def _sent(request: OfficerRequest) -> dict[str, Any]:
    """What the page sent. Raises Refusal for what is no draft."""
    try:
        sent = json.loads(request.body if len(request.body) <= MOST_BYTES else b"")
        base, lines, touched, head = sent["base"], sent["lines"], sent["touched"], sent["head"]
        good = type(base) is int and isinstance(touched, list) and all(isinstance(one, str) for one in touched)
    except (ValueError, KeyError, TypeError, RecursionError):
        good = False
    if not good:
        raise Refusal(
            no("interviews.draft.form", "笔录内容无法读取，未保存。", "The record cannot be read; not saved.")
        )
    return {"base": base, "lines": lines, "touched": touched, "head": head}
