"""The forms behind the buttons of a review and of a correction: each asks, and calls one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org.guard import OfficerRequest, needs
from mingjing.review import forms
from mingjing.review.actions import correction as correcting_of
from mingjing.review.actions import mark as marking
from mingjing.review.actions import review as actions
from mingjing.review.machine import ANSWER, DECIDE, SUBMIT
from mingjing.review.seeing import address
from mingjing.review.views.reviews import case_before, correction_before, visible
from mingjing.webkit.forms import Form
from mingjing.webkit.views import act, answer

ENTERED = Text("已登记。", "Entered.")


@dataclass(frozen=True, slots=True)
class Task:
    title: Text
    form: type[Form]
    permission: str
    do: Callable[..., Any]


TASKS = {
    "give-back": Task(Text("交回待审", "Give it back"), forms.WhyForm, DECIDE, actions.give_back),
    "return": Task(Text("退回补正", "Return it"), forms.ReturnForm, DECIDE, actions.return_),
    "pass": Task(Text("审核通过", "Pass it"), forms.PassForm, DECIDE, actions.conclude),
    "resubmit": Task(Text("补正后再次提交", "Submit it again"), forms.ResubmitForm, SUBMIT, actions.resubmit),
    "withdraw": Task(Text("撤回审核", "Withdraw it"), forms.WhyForm, SUBMIT, actions.withdraw),
}
CORRECTING = {
    "answer": Task(Text("反馈整改", "Answer the correction"), forms.ReplyForm, ANSWER, correcting_of.answer),
    "send-back": Task(Text("退回整改", "Send it back"), forms.SendBackForm, DECIDE, correcting_of.send_back),
    "close": Task(Text("整改销号", "Close the correction"), forms.CloseForm, DECIDE, correcting_of.close),
}


@needs(SUBMIT)
@require_http_methods(["GET", "POST"])
def submit(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Ask for the review of a case."""
    case = case_before(request, case_id)
    return answer(
        request,
        forms.SubmitForm(request.POST or None, case=case),
        lambda told: actions.submit(
            case.pk, by=request.actor, at=now(), kind=told["kind"], person_id=told["person"] or None, note=told["note"]
        ),
        to=address,
        said=lambda made: Text("已提交法制审核 {n}。", "Submitted for legal review: {n}.").format(n=made.number),
        template="review/submit.html",
        context={"case": case},
    )


@needs(DECIDE)
@require_POST
def take(request: OfficerRequest, review_id: UUID) -> HttpResponse:
    found = visible(request, review_id)
    return act(
        request, lambda: actions.take(found.pk, by=request.actor, at=now()), to=address(found),
        said=Text("已接手，可以逐项审核。", "Taken; mark it item by item."),
    )  # fmt: skip


@needs(DECIDE)
@require_POST
def quick(request: OfficerRequest, review_id: UUID, item: str) -> HttpResponse:
    """One tap: in order, or not applicable."""
    found = visible(request, review_id)
    told = request.POST.get("answer", "")
    return act(
        request,
        lambda: marking.mark(found.pk, by=request.actor, at=now(), item=item, answer=told),
        to=f"{address(found)}#{item}",
    )


@needs(DECIDE)
@require_http_methods(["GET", "POST"])
def mark(request: OfficerRequest, review_id: UUID, item: str) -> HttpResponse:
    """One item with everything to say about it."""
    found = visible(request, review_id)
    row = found.marks.filter(item=item).first()
    if row is None:
        raise Refusal(marking.NO_ITEM)
    first = {"answer": request.GET.get("answer", ""), "place": row.place, "words": ""}
    return answer(
        request,
        forms.MarkForm(request.POST or None, review=found, initial=first),
        lambda told: marking.mark(
            found.pk, by=request.actor, at=now(), item=item, answer=told["answer"], place=told["place"],
            words=told["words"], officer_id=told["officer"] or None, due_at=told["due_at"],
        ),
        to=f"{address(found)}#{item}", said=ENTERED, template="review/mark.html",
        context={"review": found, "mark": row, "held": row.corrections.exclude(state="closed").first()},
    )  # fmt: skip


def view_of(name: str) -> Callable[..., HttpResponse]:
    """The view of one task of a review: its form on GET, its action on POST, back to the review."""
    task = TASKS[name]

    @needs(task.permission)
    @require_http_methods(["GET", "POST"])
    def page(request: OfficerRequest, review_id: UUID) -> HttpResponse:
        found = visible(request, review_id)
        return answer(
            request,
            task.form(request.POST or None),
            lambda told: task.do(found.pk, by=request.actor, at=now(), **told),
            to=address(found),
            said=ENTERED,
            template="review/task.html",
            context={"title": task.title, "review": found},
        )

    return page


def correcting(name: str) -> Callable[..., HttpResponse]:
    """The view of one task of a correction."""
    task = CORRECTING[name]

    @needs(task.permission)
    @require_http_methods(["GET", "POST"])
    def page(request: OfficerRequest, correction_id: UUID) -> HttpResponse:
        found = correction_before(request, correction_id)
        return answer(
            request,
            task.form(request.POST or None),
            lambda told: task.do(found.pk, by=request.actor, at=now(), **told),
            to=reverse("review:correction", args=[found.pk]),
            said=ENTERED,
            template="review/task.html",
            context={"title": task.title, "review": found.review, "correction": found},
        )

    return page
