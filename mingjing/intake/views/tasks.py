"""The forms behind the buttons of a report's page: each asks, and calls one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from mingjing.cases.views.cases import units_of
from mingjing.intake import forms
from mingjing.intake.actions import disposition, enclosure, exchange, report
from mingjing.intake.machine import DECIDE, HANDLE, REVIEW
from mingjing.intake.models import Report
from mingjing.intake.seeing import address
from mingjing.intake.views.reports import visible
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.forms import Form
from mingjing.webkit.views import answer


@dataclass(frozen=True, slots=True)
class Task:
    """`do` is the action; `first` reads the form's initial values off the report; `with_officer`: the form asks who
    reads; `with_units`: it offers the units of the reader's posts."""

    title: Text
    form: type[Form]
    permission: str
    do: Callable[..., Any]
    first: Callable[[Report], dict[str, Any]] = lambda _: {}
    with_officer: bool = False
    with_units: bool = False


def _ids(action: Callable[..., Any], **names: str) -> Callable[..., Any]:
    """The form calls a field `lead`, the action wants `lead_id`."""
    return lambda ident, **told: action(ident, **{names.get(k, k): v for k, v in told.items()})


def _correct(report_id: UUID, **told: Any) -> Any:
    return report.correct(report_id, **told)


def _evidence(report_id: UUID, *, photo: Any = None, **told: Any) -> Any:
    return enclosure.take_evidence(report_id, photo=photo.read() if photo else b"", **told)


def _receipt(report_id: UUID, *, signature: Any = None, **told: Any) -> Any:
    return enclosure.give_receipt(report_id, signature=signature["svg"].encode() if signature else b"", **told)


def _as_told(row: Report) -> dict[str, Any]:
    return {name: getattr(row, name) for name in report.CORRECTABLE}


def _from_report(row: Report) -> dict[str, Any]:
    """The case is of the kind of the report, where its category says so."""
    kinds = {"criminal", "public_order", "administrative"}
    return {"kind": row.category if row.category in kinds else "", "cause": ""}


def _repeat(row: Report) -> dict[str, Any]:
    return {"handed_by": "" if row.identity_secret else row.reporter_name}


TASKS = {
    "correct": Task(Text("更正登记", "Correct the report"), forms.CorrectForm, HANDLE, _correct, _as_told),
    "dispatch": Task(
        Text("派警", "Send officers"), forms.DispatchForm, HANDLE, _ids(report.dispatch, handler="handler_id")
    ),
    "arrive": Task(Text("到达现场", "At the scene"), forms.ArriveForm, HANDLE, report.arrive),
    "difficult": Task(
        Text("列为疑难复杂", "Mark as difficult"), forms.ReasonForm, DECIDE, report.mark_difficult
    ),
    "missing": Task(Text("告知补齐材料", "Tell what is missing"), forms.MissingForm, HANDLE, exchange.tell_missing),
    "complete": Task(Text("材料已补齐", "Material completed"), forms.CompleteForm, HANDLE, exchange.complete),
    "evidence": Task(Text("接受证据材料", "Take evidence"), forms.EvidenceForm, HANDLE, _evidence, _repeat),
    "recording": Task(
        Text("关联录音录像", "Link a recording"), forms.RecordingForm, HANDLE, enclosure.link_recording
    ),
    "accept": Task(
        Text("受案", "Accept"), forms.AcceptForm, DECIDE, _ids(disposition.accept, lead="lead_id"), _from_report,
        with_units=True,
    ),
    "refer": Task(
        Text("转行政程序受案", "Accept under administrative procedure"), forms.ReferForm, DECIDE,
        _ids(disposition.refer, lead="lead_id"), with_units=True,
    ),
    "transfer": Task(Text("移送管辖", "Transfer"), forms.TransferForm, DECIDE, disposition.transfer),
    "ask_transfer": Task(
        Text("呈请移送管辖", "Ask for leave to transfer"), forms.ReasonForm, DECIDE, disposition.ask_transfer
    ),
    "explain": Task(
        Text("重复报案解释", "Explain a repeat"), forms.ExplainForm, DECIDE,
        _ids(disposition.explain, repeat_of="repeat_of_id"), with_officer=True,
    ),
    "tell": Task(Text("告知向其他机关反映", "Tell where to turn"), forms.TellForm, DECIDE, disposition.tell),
    "handle": Task(Text("现场处置", "Handled on the spot"), forms.HandleForm, DECIDE, disposition.handle),
    "mediate": Task(Text("现场调解", "Mediated on the spot"), forms.MediateForm, DECIDE, disposition.mediate),
    "reopen": Task(Text("重新受理", "Reopen"), forms.ReasonForm, DECIDE, disposition.reopen),
    "give_receipt": Task(Text("出具受案回执", "Give the receipt"), forms.ReceiptForm, HANDLE, _receipt),
    "review": Task(Text("接报案审查", "Review"), forms.ReviewForm, REVIEW, disposition.review),
}  # fmt: skip


def view_of(name: str) -> Callable[..., HttpResponse]:
    """The view of one task: its form on GET, its action on POST, back to the report."""
    task = TASKS[name]

    @needs(task.permission)
    @require_http_methods(["GET", "POST"])
    def page(request: OfficerRequest, report_id: UUID) -> HttpResponse:
        found = visible(request, report_id)
        more: dict[str, Any] = {"officer": request.user} if task.with_officer else {}
        first = {**task.first(found), **{k: v for k, v in request.GET.items() if k in task.form.base_fields}}
        if task.with_units:
            more["units"] = units_of(request)
            first["unit"] = found.unit_id if more["units"].filter(pk=found.unit_id).exists() else request.user.unit_id
        form = task.form(request.POST or None, request.FILES or None, initial=first, **more)
        return answer(
            request,
            form,
            lambda told: task.do(report_id, by=request.actor, at=told.pop("at", None) or now(), **told),
            to=address(found),
            said=Text("已登记。", "Entered."),
            template="intake/task.html",
            context={"title": task.title, "report": found},
        )

    return page
