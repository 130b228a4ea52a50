"""The forms behind the buttons of a case's page: each asks, and calls one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mingjing.cases import forms, panels
from mingjing.cases.actions import case as actions
from mingjing.cases.actions import handing, joining, recusing
from mingjing.cases.actions import tasks as case_tasks
from mingjing.cases.loads import suggested
from mingjing.cases.models import Case, CasePerson
from mingjing.cases.views.cases import UNKNOWN, visible
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org.guard import OfficerRequest, needs
from mingjing.persons import panels as people
from mingjing.persons.finding import find
from mingjing.persons.models import Person
from mingjing.webkit.forms import Form
from mingjing.webkit.views import answer
from mingjing.webkit.words import words_of


@dataclass(frozen=True, slots=True)
class Task:
    """`do` is the action; `first` reads the form's initial values off the case."""

    title: Text
    form: type[Form]
    permission: str
    do: Callable[..., Any]
    first: Callable[[Case], dict[str, Any]] = lambda _: {}


def _with_officer(action: Callable[..., Any]) -> Callable[..., Any]:
    """The form calls the field `officer`, the action wants its id."""
    return lambda case_id, *, officer, **told: action(case_id, officer_id=officer, **told)


def _renamed(action: Callable[..., Any], **names: str) -> Callable[..., Any]:
    """The form calls a field otherwise than the action wants it; units and cases by their id."""

    def call(case_id: UUID, **told: Any) -> Any:
        return action(case_id, **{names.get(k, k): getattr(v, "pk", v) if k in names else v for k, v in told.items()})

    return call


TASKS = {
    "task": Task(
        Text("布置任务", "Give a task"), forms.TaskForm, "cases:task:give", _with_officer(case_tasks.give)
    ),
    "merge": Task(
        Text("并入另一案件", "Merge into another case"), forms.MergeForm, "cases:case:join",
        _renamed(joining.merge, into="into_id"),
    ),
    "designate": Task(
        Text("指定或移送管辖", "Give jurisdiction to another unit"), forms.DesignateForm, "cases:case:designate",
        _renamed(handing.designate, unit="unit_id"),
    ),
    "join": Task(
        Text("增加联合办理单位", "Add a unit that handles it too"), forms.UnitForm, "cases:officer:assign",
        _renamed(handing.join, unit="unit_id"),
    ),
    "ask-recusal": Task(
        Text("申请回避", "Ask for a recusal"), forms.RecusalForm, "cases:case:view", _with_officer(recusing.ask_recusal)
    ),
    "change": Task(
        Text("变更性质、案由和情形", "Change kind, cause, circumstances"), forms.ChangeForm, "cases:case:change",
        actions.change, forms.as_stated,
    ),
    "close": Task(Text("结案", "Close the case"), forms.OutcomeForm, "cases:case:close", actions.close),
    "reopen": Task(Text("恢复办理", "Reopen the case"), forms.WhyForm, "cases:case:close", actions.reopen),
    "unseal": Task(Text("解除封存", "Lift the seal"), forms.SealForm, "cases:case:seal", actions.unseal),
    "seal": Task(Text("封存案件", "Seal the case"), forms.SealForm, "cases:case:seal", actions.seal),
    "assign": Task(
        Text("指派办案人员", "Assign an officer"), forms.AssignForm, "cases:officer:assign",
        _with_officer(actions.assign),
    ),
    "recuse": Task(
        Text("决定回避", "Recuse an officer"), forms.RecuseForm, "cases:officer:recuse", _with_officer(actions.recuse)
    ),
}  # fmt: skip


LOADED = frozenset({"assign", "task"})
"""Forms beside which the loads of those who could take it are shown."""


def view_of(name: str) -> Callable[..., HttpResponse]:
    """The view of one task: its form on GET, its action on POST, back to the case."""
    task = TASKS[name]

    @needs(task.permission)
    @require_http_methods(["GET", "POST"])
    def page(request: OfficerRequest, case_id: UUID) -> HttpResponse:
        case = visible(request, case_id)
        form = task.form(request.POST or None, initial=task.first(case))
        return answer(
            request,
            form,
            lambda told: task.do(case_id, by=request.actor, at=now(), **told),
            to="/cases/" if name == "seal" else panels.address(case),
            said=Text("已登记。", "Entered."),
            template="cases/task.html",
            context={"title": task.title, "case": case, "loads": suggested(case, now()) if name in LOADED else []},
        )

    return page


@needs("cases:person:add")
@require_http_methods(["GET", "POST"])
def add_person(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """First find the person among those before the officer, then say in which role he stands."""
    case = visible(request, case_id)
    chosen = request.POST.get("person") or request.GET.get("other", "")
    mine = Person.objects.visible_to(request.user)
    person = mine.filter(pk=chosen).first() if _is_id(chosen) else None
    if person is None:
        typed = words_of(request)
        results = [people.result(m, own=True) for m in find(typed, mine)]
        return render(request, "cases/choose.html", {"case": case, "typed": typed, "results": results})
    form = forms.PersonForm(request.POST or None, initial={"person": person.pk})
    return answer(
        request,
        form,
        lambda told: actions.add_person(
            case_id, by=request.actor, at=now(), person_id=told["person"], role=told["role"]
        ),
        to=panels.address(case),
        said=Text("已列入案件。", "Added to the case."),
        template="cases/task.html",
        context={"title": Text("列入涉案人员", "Add a person"), "case": case, "who": people.line(person)},
    )


@needs("cases:person:add")
@require_http_methods(["GET", "POST"])
def remove_person(request: OfficerRequest, case_id: UUID, row_id: UUID) -> HttpResponse:
    case = visible(request, case_id)
    row = CasePerson.objects.filter(pk=row_id, case=case).select_related("person").first()
    if row is None:
        raise Refusal(UNKNOWN)
    return answer(
        request,
        forms.ReasonForm(request.POST or None),
        lambda told: actions.remove_person(row_id, by=request.actor, at=now(), **told),
        to=panels.address(case),
        said=Text("已移出案件。", "Removed from the case."),
        template="cases/task.html",
        context={"title": Text("移出涉案人员", "Remove a person"), "case": case, "who": people.line(row.person)},
    )


@needs("cases:officer:assign")
@require_http_methods(["GET", "POST"])
def relieve(request: OfficerRequest, case_id: UUID, officer_id: UUID) -> HttpResponse:
    case = visible(request, case_id)
    by = request.actor
    return answer(
        request,
        forms.ReasonForm(request.POST or None),
        lambda told: actions.relieve(case_id, by=by, at=now(), officer_id=officer_id, **told),
        to="/cases/" if str(officer_id) == by.id else panels.address(case),
        said=Text("已解除指派。", "Relieved."),
        template="cases/task.html",
        context={"title": Text("解除指派", "Relieve an officer"), "case": case},
    )


@needs("cases:officer:recuse")
@require_http_methods(["GET", "POST"])
def lift_recusal(request: OfficerRequest, case_id: UUID, officer_id: UUID) -> HttpResponse:
    case = visible(request, case_id)
    return answer(
        request,
        forms.ReasonForm(request.POST or None),
        lambda told: actions.lift_recusal(case_id, by=request.actor, at=now(), officer_id=officer_id, **told),
        to=panels.address(case),
        said=Text("已撤销回避。", "Recusal lifted."),
        template="cases/task.html",
        context={"title": Text("撤销回避", "Lift a recusal"), "case": case},
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
