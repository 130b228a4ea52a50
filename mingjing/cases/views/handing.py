"""Screens of work on cases: tasks, loads, and cases that change hands or are split."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.cases import forms, loads, panels
from mingjing.cases.actions import handing, joining, recusing, tasks
from mingjing.cases.models import Case, CaseLink, CaseTask, CaseUnit, HandOver
from mingjing.cases.views.cases import UNKNOWN, visible
from mingjing.cases.vocab import Handing, TaskState
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org.access import reach
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.forms import Form
from mingjing.webkit.tables import Column, Filter, Table
from mingjing.webkit.views import answer

DONE = Text("已登记。", "Entered.")
MINE = "/cases/work"
TASK_COLUMNS = [
    Column("due", Text("期限", "Due"), lambda t: t.due_at, sort="due_at"),
    Column("title", Text("任务", "Task"), lambda t: t.title, sort="title", url=lambda t: panels.address(t.case)),
    Column("case", Text("案件", "Case"), lambda t: f"{t.case.number} {t.case.cause}", sort="case__number"),
    Column("officer", Text("承办人", "Officer"), lambda t: t.officer, sort="officer__number"),
    Column("state", Text("状态", "State"), lambda t: TaskState(t.state).text, sort="state"),
    Column("result", Text("结果", "Result"), lambda t: t.result, shown=False),
]
TASK_FILTERS = [
    Filter("state", Text("状态", "State"), [(s.value, s.text) for s in TaskState], lambda v: Q(state=v)),
    Filter(
        "late", Text("逾期", "Overdue"), [("yes", Text("已逾期", "Overdue"))],
        lambda _: Q(state=TaskState.OPEN, due_at__lt=now()),
    ),
]  # fmt: skip


@needs("cases:case:view")
@require_GET
def work(request: OfficerRequest) -> HttpResponse:
    """What waits for the reader: hand-overs to him and by him, tasks of the cases he sees, loads of his units."""
    seen = Case.objects.visible_to(request.user)
    rows = CaseTask.objects.filter(case__in=seen).select_related("case", "officer")
    table = Table(request, rows, TASK_COLUMNS, search=["title", "case__number"], filters=TASK_FILTERS)
    if table.wants_csv:
        return table.csv("tasks")
    offered = HandOver.objects.filter(state=Handing.OFFERED).select_related("case", "giver", "taker")
    paths = reach(request.user, "cases:officer:assign")
    context = {
        "table": table,
        "offered": _batches(offered.filter(taker=request.user)),
        "given": _batches(offered.filter(giver=request.user)),
        "loads": loads.of_units(paths, now()) if paths else [],
        "at": now(),
    }
    return render(request, "cases/work.html", context)


@needs("cases:case:view")
@require_http_methods(["GET", "POST"])
def hand_over(request: OfficerRequest, case_id: UUID, officer_id: UUID) -> HttpResponse:
    """Offer one case of an officer to another."""
    case = visible(request, case_id)
    return _form(
        request, forms.HandForm(request.POST or None), case, Text("移交案件", "Hand the case over"),
        lambda told: handing.offer(
            [case.pk], by=request.actor, at=now(), giver_id=officer_id, taker_id=told["taker"], note=told["note"]
        ),
        loads=loads.suggested(case, now()),
    )  # fmt: skip


@needs("cases:case:view")
@require_http_methods(["GET", "POST"])
def hand_all(request: OfficerRequest) -> HttpResponse:
    """Offer every open case of an officer to another."""
    form = forms.HandAllForm(request.POST or None, initial={"giver": request.user.number})
    return answer(
        request, form,
        lambda told: handing.offer_all(
            by=request.actor, at=now(), giver_id=told["giver"], taker_id=told["taker"], note=told["note"]
        ),
        to=MINE, said=Text("已移交，等待接收。", "Offered; waits to be taken over."), template="cases/work_form.html",
        context={"title": Text("移交全部在办案件", "Hand over all open cases"), "back": MINE},
    )  # fmt: skip


ANSWERS: dict[str, tuple[Text, Callable[..., Any]]] = {
    "refuse": (Text("退回移交", "Refuse the hand-over"), handing.refuse),
    "withdraw": (Text("撤回移交", "Withdraw the hand-over"), handing.withdraw),
}


@needs("cases:case:view")
@require_http_methods(["POST"])
def take_over(request: OfficerRequest, batch: UUID) -> HttpResponse:
    """Take over what was offered."""
    _his(request, batch)
    return answer(
        request, Form(request.POST), lambda _: handing.accept(batch, by=request.actor, at=now()),
        to=MINE, said=Text("已接收。", "Taken over."), template="cases/work_form.html",
        context={"title": Text("接收案件", "Take over"), "back": MINE},
    )  # fmt: skip


@needs("cases:case:view")
@require_http_methods(["GET", "POST"])
def answer_offer(request: OfficerRequest, batch: UUID, verb: str) -> HttpResponse:
    """Refuse what was offered, or withdraw the offer."""
    _his(request, batch)
    title, act = ANSWERS[verb]
    return answer(
        request, forms.WhyForm(request.POST or None),
        lambda told: act(batch, by=request.actor, at=now(), answer=told["why"]),
        to=MINE, said=DONE, template="cases/work_form.html", context={"title": title, "back": MINE},
    )  # fmt: skip


@needs("cases:case:view")
@require_http_methods(["GET", "POST"])
def end_task(request: OfficerRequest, case_id: UUID, task_id: UUID, verb: str) -> HttpResponse:
    """A task is done, or called off."""
    case = visible(request, case_id)
    task = CaseTask.objects.filter(pk=task_id, case=case).first()
    if task is None:
        raise Http404
    title = Text("完成任务：{t}", "Done: {t}") if verb == "done" else Text("取消任务：{t}", "Call off: {t}")
    act = tasks.finish if verb == "done" else tasks.call_off
    return _form(
        request, forms.ResultForm(request.POST or None), case, title.format(t=task.title),
        lambda told: act(task.pk, by=request.actor, at=now(), result=told["result"]),
    )  # fmt: skip


@needs("cases:case:join")
@require_http_methods(["GET", "POST"])
def split(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Open another case for some of the people."""
    case = visible(request, case_id)
    people = [(str(p.pk), p.person.shown_name) for p in case.people.in_force().select_related("person")]
    form = forms.SplitForm(request.POST or None, people=people, initial={"cause": case.cause})
    return _form(
        request, form, case, Text("分案", "Split the case"),
        lambda told: joining.split(case.pk, by=request.actor, at=now(), **told),
    )  # fmt: skip


@needs("cases:case:join")
@require_http_methods(["GET", "POST"])
def unmerge(request: OfficerRequest, case_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a merging back."""
    case = visible(request, case_id)
    link = CaseLink.objects.filter(Q(source=case) | Q(target=case), pk=link_id).first()
    if link is None:
        raise Http404
    return _form(
        request, forms.ReasonForm(request.POST or None), case, Text("撤销并案", "Undo the merging"),
        lambda told: joining.unmerge(link.pk, by=request.actor, at=now(), **told),
    )  # fmt: skip


@needs("cases:officer:assign")
@require_http_methods(["GET", "POST"])
def leave(request: OfficerRequest, case_id: UUID, joint_id: UUID) -> HttpResponse:
    """A unit handles the case no longer."""
    case = visible(request, case_id)
    row = CaseUnit.objects.filter(pk=joint_id, case=case).first()
    if row is None:
        raise Http404
    return _form(
        request, forms.ReasonForm(request.POST or None), case, Text("退出联合办理", "Leave the handling"),
        lambda told: handing.leave(row.pk, by=request.actor, at=now(), **told),
    )  # fmt: skip


@needs("cases:case:view")
@require_http_methods(["POST"])
def carry_recusal(request: OfficerRequest, case_id: UUID, request_id: UUID) -> HttpResponse:
    """Keep the officer off the case, as it was granted."""
    case = visible(request, case_id)
    return _form(
        request, Form(request.POST), case, Text("执行回避决定", "Carry the recusal out"),
        lambda _: recusing.carry_recusal(request_id, by=request.actor, at=now()),
    )  # fmt: skip


def _form(
    request: OfficerRequest, form: Any, case: Case, title: Text, do: Callable[[dict[str, Any]], Any], **more: Any
) -> HttpResponse:
    return answer(
        request, form, do, to=panels.address(case), said=DONE, template="cases/task.html",
        context={"title": title, "case": case, **more},
    )  # fmt: skip


def _his(request: OfficerRequest, batch: UUID) -> None:
    """A hand-over exists for those between whom it passes, and those who see its cases. Raises Refusal."""
    seen = Q(case__in=Case.objects.visible_to(request.user))
    theirs = Q(taker=request.user) | Q(giver=request.user) | seen
    if not HandOver.objects.filter(theirs, batch=batch).exists():
        raise Refusal(UNKNOWN)


def _batches(rows: Any) -> list[tuple[UUID, list[HandOver]]]:
    found: dict[UUID, list[HandOver]] = {}
    for row in rows:
        found.setdefault(row.batch, []).append(row)
    return list(found.items())
