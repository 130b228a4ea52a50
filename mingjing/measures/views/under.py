"""The forms behind the buttons of a measure's page: each asks, and calls one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Refusal
from mingjing.law import ranges
from mingjing.measures import forms
from mingjing.measures.actions import bail, happening, hearing, item, payment, penalty
from mingjing.measures.models import Happening, Measure, PreservedItem
from mingjing.measures.permissions import ANSWER, NOTE, PAY, PROPOSE, UNKNOWN
from mingjing.measures.seeing import address
from mingjing.measures.selectors import set_off
from mingjing.measures.views.measures import visible
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.views import answer

SAID = Text("已登记。", "Entered.")


@dataclass(frozen=True, slots=True)
class Task:
    """`do` is the action; `first` reads the form's initial values off the measure."""

    title: Text
    form: Callable[..., Any]
    permission: str
    do: Callable[..., Any]
    first: Callable[[Measure], dict[str, Any]] = lambda _: {}


def _terms(measure: Measure) -> dict[str, Any]:
    """The terms as they stand."""
    held = getattr(measure, "bail", None)
    return {f: getattr(held, f) for f in forms.BailForm.base_fields} if held else {}


TASKS = {
    "note": Task(Text("登记情况", "Note something"), forms.NoteForm, NOTE, happening.note),
    "bail-terms": Task(Text("取保候审条件", "Terms of bail"), forms.BailForm, PROPOSE, bail.set_terms, _terms),
    "pay": Task(Text("登记缴款退款", "Enter a payment"), forms.PayForm, PAY, payment.pay),
    "preserve": Task(Text("登记保全物品", "List an item"), forms.ItemForm, NOTE, item.preserve),
    "reply-hearing": Task(
        Text("答复听证要求", "Answer the request for a hearing"), forms.HearingReplyForm, ANSWER, hearing.reply
    ),
    "call-hearing": Task(Text("通知举行听证", "Call the hearing"), forms.HearingCallForm, ANSWER, hearing.call),
    "hold-hearing": Task(
        Text("听证笔录和报告", "The hearing and its report"), forms.HearingHoldForm, ANSWER, hearing.hold
    ),
}


def view_of(name: str) -> Callable[..., HttpResponse]:
    """The view of one task: its form on GET, its action on POST, back to the measure."""
    task = TASKS[name]

    @needs(task.permission)
    @require_http_methods(["GET", "POST"])
    def page(request: OfficerRequest, measure_id: UUID) -> HttpResponse:
        found = visible(request, measure_id)
        return answer(
            request,
            task.form(request.POST or None, initial=task.first(found)),
            lambda told: task.do(measure_id, by=request.actor, **{"at": now(), **told}),
            to=address(found),
            said=SAID,
            template="measures/task.html",
            context={"title": task.title, "measure": found},
        )

    return page


@needs(PROPOSE)
@require_http_methods(["GET", "POST"])
def penalty_of(request: OfficerRequest, measure_id: UUID) -> HttpResponse:
    """What the officer puts forward, beside what the book allows for each grade. Nothing is filled in for him."""
    found = visible(request, measure_id)
    grades = ranges.offered(local(now()).date())
    held = getattr(found, "penalty", None)
    return answer(
        request,
        forms.PenaltyForm(
            request.POST or None,
            grades=[(g.id, g.label) for g in grades],
            initial={name: getattr(held, name) for name in forms.PenaltyForm.base_fields} if held else {},
        ),
        lambda told: penalty.put_forward(measure_id, by=request.actor, at=now(), **told),
        to=address(found),
        said=SAID,
        template="measures/task.html",
        context={"title": Text("处罚意见", "Penalty put forward"), "measure": found, "held_before": set_off(found)},
    )


@needs(ANSWER)
@require_http_methods(["GET", "POST"])
def answer_happening(request: OfficerRequest, happening_id: UUID) -> HttpResponse:
    row = Happening.objects.filter(pk=happening_id).first()
    found = visible(request, row.measure_id) if row else _none()
    return answer(
        request,
        forms.AnswerForm(request.POST or None),
        lambda told: happening.answer(happening_id, by=request.actor, at=now(), **told),
        to=address(found),
        said=SAID,
        template="measures/task.html",
        context={"title": Text("答复申请", "Answer"), "measure": found, "asked": row},
    )


@needs(NOTE)
@require_http_methods(["GET", "POST"])
def dispose_item(request: OfficerRequest, item_id: UUID) -> HttpResponse:
    row = PreservedItem.objects.filter(pk=item_id).first()
    found = visible(request, row.measure_id) if row else _none()
    return answer(
        request,
        forms.DisposeForm(request.POST or None),
        lambda told: item.dispose(item_id, by=request.actor, at=now(), **told),
        to=address(found),
        said=SAID,
        template="measures/task.html",
        context={"title": Text("处理保全物品", "Deal with an item"), "measure": found},
    )


def _none() -> Measure:
    raise Refusal(UNKNOWN)
