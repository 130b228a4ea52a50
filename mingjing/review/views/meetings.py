"""Joint meetings: the list, the page of one, and its forms."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.cases.models import Case
from mingjing.cases.views.cases import log_of
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no
from mingjing.org.access import may
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Officer
from mingjing.persons.history import events_about
from mingjing.review import forms
from mingjing.review.actions import meeting as actions
from mingjing.review.machine import HOLD, MEETINGS
from mingjing.review.models import Meeting, Resolution
from mingjing.review.permissions import may_finish, may_hold
from mingjing.review.vocab import MeetingState, ResolutionState, Tag
from mingjing.webkit.tables import Column, Table
from mingjing.webkit.views import answer

UNKNOWN = no("record.unknown", "找不到这次会议。", "There is no such meeting.")
NO_CASE = no("review.meeting.case", "找不到这个案件。", "There is no such case before you.", field="number")
NO_OFFICER = no("review.meeting.officer", "没有这个警号。", "Nobody has this police number.", field="number")
TOPICS, SPOKEN = [Tag.MEETING_TOPIC.value], [t.value for t in (Tag.MEETING_HELD, Tag.RESOLVED, Tag.RESOLUTION_DONE)]
ENTERED = Text("已登记。", "Entered.")


def at_meeting(row: Meeting) -> str:
    return reverse("review:meeting", args=[row.pk])


COLUMNS = [
    Column("planned", Text("时间", "When"), lambda m: m.planned_at, sort="planned_at"),
    Column("title", Text("会议", "Meeting"), lambda m: m.title, sort="title", url=at_meeting),
    Column("unit", Text("召集单位", "Called by"), lambda m: m.unit.text, sort="unit__path"),
    Column("place", Text("地点", "Place"), lambda m: m.place),
    Column("state", Text("状态", "State"), lambda m: MeetingState(m.state).text, sort="state"),
]


@needs(MEETINGS)
@require_GET
def meetings(request: OfficerRequest) -> HttpResponse:
    """Meetings before the officer, and what was given to him to do."""
    rows = Meeting.objects.visible_to(request.user).select_related("unit")
    table = Table(request, rows, COLUMNS, search=["title", "place"])
    if table.wants_csv:
        return table.csv("meetings")
    mine = Resolution.objects.filter(officer=request.user, state=ResolutionState.OPEN).select_related("meeting")
    return render(
        request, "review/meetings.html", {"table": table, "mine": mine, "hold": may(request.actor, HOLD)}
    )  # fmt: skip


@needs(MEETINGS)
@require_GET
def meeting(request: OfficerRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting; a case on its agenda is named to who sees it. Minutes and decisions speak of all of them: who does
    not see one of the cases, a recused officer among them, reads only what was given to himself."""
    found = _visible(request, meeting_id)
    items = list(found.items.select_related("case"))
    seen = Case.objects.visible_to(request.user).filter(pk__in=[i.case_id for i in items if i.case_id])
    shown = set(seen.values_list("pk", flat=True))
    hidden = sum(bool(i.case_id) and i.case_id not in shown for i in items)
    rows = found.resolutions.select_related("officer", "meeting__unit")
    rows = rows.filter(officer=request.user) if hidden else rows
    context = {
        "meeting": found, "state": MeetingState(found.state).text, "hold": may_hold(request.actor, found),
        "items": [i for i in items if not i.case_id or i.case_id in shown],
        "hidden": hidden,
        "resolutions": [(r, ResolutionState(r.state).text, bool(may_finish(request.actor, r))) for r in rows],
        "events": events_about(request.user, found.ref, without=TOPICS + SPOKEN if hidden else TOPICS),
    }  # fmt: skip
    return render(request, "review/meeting.html", context)


@needs(HOLD)
@require_http_methods(["GET", "POST"])
def call(request: OfficerRequest) -> HttpResponse:
    """Call one."""
    form = forms.MeetingForm(request.POST or None)
    told: dict[str, Any] = {"unit": request.user.unit, "log": log_of(request)}
    return answer(
        request, form, lambda typed: actions.call(by=request.actor, at=now(), **told, **typed), to=at_meeting,
        said=ENTERED,
        template="review/meeting_form.html",
        context={"title": Text("召集联席会议", "Call a joint meeting"), "back": reverse("review:meetings")},
    )  # fmt: skip


@needs(HOLD)
@require_http_methods(["GET", "POST"])
def topic(request: OfficerRequest, meeting_id: UUID) -> HttpResponse:
    """Something for the agenda."""

    def do(typed: dict[str, Any]) -> Any:
        number = typed["number"].strip()
        case = Case.objects.visible_to(request.user).filter(number=number).first() if number else None
        if number and case is None:
            raise Refusal(NO_CASE)
        told = {"topic": typed["topic"], "case_id": case.pk if case else None}
        return actions.put(meeting_id, by=request.actor, at=now(), **told)

    return _form(request, meeting_id, forms.TopicForm(request.POST or None), Text("列入议题", "Put on the agenda"), do)


@needs(HOLD)
@require_http_methods(["GET", "POST"])
def minutes(request: OfficerRequest, meeting_id: UUID) -> HttpResponse:
    """It was held."""

    def do(typed: dict[str, Any]) -> Any:
        present = [line.strip() for line in typed["attendance"].splitlines() if line.strip()]
        told = {"attendance": present, "minutes": typed["minutes"]}
        return actions.hold(meeting_id, by=request.actor, at=now(), **told)

    return _form(request, meeting_id, forms.MinutesForm(request.POST or None), Text("会议记录", "Minutes"), do)


@needs(HOLD)
@require_http_methods(["GET", "POST"])
def resolve(request: OfficerRequest, meeting_id: UUID) -> HttpResponse:
    """What was decided."""

    def do(typed: dict[str, Any]) -> Any:
        officer = Officer.objects.filter(number=typed["number"].strip()).first()
        if officer is None:
            raise Refusal(NO_OFFICER)
        told = {"decision": typed["decision"], "due_at": typed["due_at"], "officer_id": officer.pk}
        return actions.resolve(meeting_id, by=request.actor, at=now(), **told)

    return _form(
        request, meeting_id, forms.ResolutionForm(request.POST or None), Text("议定事项", "What was decided"), do
    )


@needs(MEETINGS)
@require_http_methods(["GET", "POST"])
def done(request: OfficerRequest, resolution_id: UUID) -> HttpResponse:
    """It was carried out."""
    row = Resolution.objects.filter(pk=resolution_id, meeting__in=Meeting.objects.visible_to(request.user)).first()
    if row is None:
        raise Refusal(UNKNOWN)
    form = forms.ResultForm(request.POST or None)
    title = Text("落实议定事项", "Carry it out")
    return _form(
        request, row.meeting_id, form, title,
        lambda typed: actions.finish(row.pk, by=request.actor, at=now(), **typed),
    )  # fmt: skip


def _form(request: OfficerRequest, meeting_id: UUID, form: forms.Form, title: Text, do: Any) -> HttpResponse:
    to = at_meeting(_visible(request, meeting_id))
    return answer(
        request, form, do, to=to, said=ENTERED, template="review/meeting_form.html",
        context={"title": title, "back": to},
    )  # fmt: skip


def _visible(request: OfficerRequest, meeting_id: UUID) -> Meeting:
    found = Meeting.objects.visible_to(request.user).select_related("unit").filter(pk=meeting_id).first()
    if found is None:
        raise Refusal(UNKNOWN)
    return found
