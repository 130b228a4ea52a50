"""Tasks of a case: given, done, called off; and what the watch does when one is overdue."""

from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.cases.entries import TaskCalledOff, TaskDone, TaskGiven, TaskOverdue
from mingjing.cases.models import Case, CaseTask
from mingjing.cases.permissions import may_act_on
from mingjing.cases.selectors import recused_from
from mingjing.cases.vocab import Tag, TaskState
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, trim
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.ledger.act import Act, act
from mingjing.org.models import Officer, Site

RULE = "duty.overdue"
LATE = Text("任务“{title}”应于 {due} 前完成：{officer}", "Task “{title}” was due {due}: {officer}")
GIVE = "cases:task:give"


def give(
    case_id: object, *, by: Actor, at: datetime, title: str, officer_id: object, due_at: datetime, note: str = ""
) -> CaseTask:
    """Give an officer something to do for the case by `due_at`. Raises Refusal when that is past, nothing is said, or
    the officer is recused."""
    with act(by=by, at=at) as it:
        case = it.lock(Case, case_id)
        it.permit(may_act_on(by, GIVE, case))
        officer = it.lock(Officer, officer_id)
        it.permit(_said(title, "title"), _ahead(due_at, it.at), _free(case, officer))
        task = CaseTask.objects.create(
            case=case, title=title.strip(), note=note.strip(), officer=officer, due_at=trim(due_at), given_at=it.at,
            given_by=by.id,
        )  # fmt: skip
        body = TaskGiven(task.title, officer.name, task.due_at, task.note)
        it.enter(Tag.TASK_GIVEN, log=case.log, subject=case.ref, body=body, refs=[task.ref, officer.ref])
        return task


def finish(task_id: object, *, by: Actor, at: datetime, result: str) -> CaseTask:
    """It is done, with this result: by whom it was given to, or whoever may give tasks. Raises Refusal."""
    return _end(task_id, by, at, result, TaskState.DONE, Tag.TASK_DONE, TaskDone)


def call_off(task_id: object, *, by: Actor, at: datetime, result: str) -> CaseTask:
    """It need not be done, for this reason. Raises Refusal."""
    return _end(task_id, by, at, result, TaskState.CALLED_OFF, Tag.TASK_CALLED_OFF, TaskCalledOff)


def call_for(task_id: object, *, by: Actor, at: datetime) -> CaseTask | None:
    """What the watch does with a task whose time has passed: enter it, and call. None when it is done meanwhile."""
    with act(by=by, at=at) as it:
        task = it.lock(CaseTask, task_id)
        if task.state != TaskState.OPEN or task.told_overdue or task.due_at >= it.at:
            return None
        case, officer = task.case, task.officer
        task.told_overdue = True
        task.save(update_fields=["told_overdue"])
        body = TaskOverdue(task.title, officer.name, task.due_at)
        it.enter(Tag.TASK_OVERDUE, log=case.log, subject=case.ref, body=body, refs=[task.ref, officer.ref])
        site = Site.objects.filter(code=case.log).first()
        if site:
            due = f"{local(task.due_at):%m-%d %H:%M}"
            raise_alarm(
                by=it.by, at=it.at, log=case.log, site=site, rule=RULE, subject=case.ref, cause=_cause(task),
                text=LATE.format(title=task.title, due=due, officer=officer.name), refs=[task.ref],
            )  # fmt: skip
        return task


def _end(
    task_id: object, by: Actor, at: datetime, result: str, state: TaskState, tag: Tag, made: type[TaskDone]
) -> CaseTask:
    with act(by=by, at=at) as it:
        task = it.lock(CaseTask, task_id)
        it.permit(_may_end(by, task, state), _said(result, "result"), _open(task))
        task.state, task.ended_at, task.result = state.value, it.at, result.strip()
        task.save()
        body = made(task.title, task.officer.name, task.result)
        it.enter(tag, log=task.case.log, subject=task.case.ref, body=body, refs=[task.ref, task.officer.ref])
        _quiet(it, task)
        return task


def _quiet(it: Act, task: CaseTask) -> None:
    if task.told_overdue:
        clear(RULE, task.case.ref, by=it.by, at=it.at, cause=_cause(task), refs=[task.ref])


def _cause(task: CaseTask) -> str:
    return f"task {task.pk}"


def _may_end(by: Actor, task: CaseTask, state: TaskState) -> Verdict:
    """Who has to do it says that it is done; who gives tasks may say so too, and alone calls off."""
    if state == TaskState.DONE and by.id == str(task.officer_id):
        return may_act_on(by, "cases:case:view", task.case)
    return may_act_on(by, GIVE, task.case)


def _open(task: CaseTask) -> Verdict:
    return OK if task.state == TaskState.OPEN else no("cases.task.ended", "任务已经结束。", "The task has ended.")


def _ahead(due_at: datetime, at: datetime) -> Verdict:
    if due_at > at:
        return OK
    return no("cases.task.past", "完成期限须晚于现在。", "It must be due later than now.", field="due_at")


def _free(case: Case, officer: Officer) -> Verdict:
    if officer.pk not in recused_from(case, [officer.pk]):
        return OK
    return no("cases.officer.recused", "该民警已回避本案。", "The officer is recused.", field="officer")


def _said(words: str, field: str) -> Verdict:
    return OK if words.strip() else no("cases.reason.missing", "请填写。", "Say it.", field=field)


__all__ = ["Refusal", "call_for", "call_off", "finish", "give"]
