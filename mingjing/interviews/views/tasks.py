"""The forms behind the buttons of an interview's page: each asks, and calls one action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from mingjing.interviews import forms
from mingjing.interviews.actions import interview, record
from mingjing.interviews.machine import INTERVIEW
from mingjing.interviews.models import Interview
from mingjing.interviews.panels import VERB_OF
from mingjing.interviews.seeing import address
from mingjing.interviews.views.desk import visible
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import require
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.forms import Form
from mingjing.webkit.views import answer


@dataclass(frozen=True, slots=True)
class Task:
    """`do` is the action; `with_interview`: the form wants the row; `first` its initial values."""

    form: type[Form]
    do: Callable[..., Any]
    with_interview: bool = False
    first: Callable[[Interview], dict[str, Any]] = lambda _: {}


def _drawn(given: Any) -> bytes:
    return given["svg"].encode() if given else b""


def _correct(interview_id: UUID, *, mark: Any = None, **told: Any) -> Any:
    return record.correct(interview_id, mark=_drawn(mark), **told)


def _sign(interview_id: UUID, *, drawn: Any = None, **told: Any) -> Any:
    return record.sign(interview_id, drawn=_drawn(drawn), **told)


def _reader(row: Interview) -> dict[str, Any]:
    return {"name": row.record.head.get("name", ""), "signer": "person", "agrees": "yes", "how": "itself"}


TASKS = {
    "begin": Task(forms.BeginForm, interview.begin),
    "pause": Task(forms.PauseForm, interview.pause),
    "resume": Task(forms.NothingForm, interview.resume),
    "recorder": Task(forms.RecorderForm, interview.tell_recorder),
    "break_off": Task(forms.ReasonForm, interview.break_off),
    "call_off": Task(forms.ReasonForm, interview.call_off),
    "helper": Task(forms.HelperForm, interview.add_helper),
    "fix": Task(forms.FixForm, record.fix, first=lambda row: {"base": row.record.revision}),
    "correct": Task(forms.CorrectForm, _correct, with_interview=True),
    "read_back": Task(forms.CheckForm, record.read_back, first=_reader),
    "sign": Task(forms.SignForm, _sign, with_interview=True),
    "finish": Task(forms.NothingForm, record.finish),
    "close": Task(forms.NothingForm, record.close),
    "supplement": Task(forms.SupplementForm, record.supplement),
}


def view_of(name: str) -> Callable[..., HttpResponse]:
    """The view of one task: its form on GET, its action on POST, back to the interview."""
    task, move = TASKS[name], INTERVIEW[VERB_OF.get(name, name)]

    @needs(move.permission)
    @require_http_methods(["GET", "POST"])
    def page(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
        found = visible(request, interview_id)
        require(INTERVIEW.allows(move.verb, found.state))
        more: dict[str, Any] = {"interview": found} if task.with_interview else {}
        form = task.form(request.POST or None, initial=task.first(found), **more)
        return answer(
            request,
            form,
            lambda told: task.do(interview_id, by=request.actor, at=now(), **told),
            to=address(found),
            said=Text("已登记。", "Entered."),
            template="interviews/task.html",
            context={"title": move.text, "interview": found},
        )

    return page
