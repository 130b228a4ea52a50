"""Screens of approvals: the inbox, one request, the asking side's moves."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mingjing.alerts.naming import names
from mingjing.alerts.panels import history
from mingjing.approvals import elsewhere, panels, selectors
from mingjing.approvals.actions import request as acting
from mingjing.approvals.forms import DecisionForm, ExtensionForm, OralForm, ReasonForm
from mingjing.approvals.machine import REQUEST
from mingjing.approvals.models import Request
from mingjing.approvals.permissions import asked_it, may_decide
from mingjing.approvals.tables import requests_table
from mingjing.approvals.vocab import Decision, RequestState
from mingjing.clocks import selectors as clocks
from mingjing.clocks.panels import deadline
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.org.guard import OfficerRequest, needs
from mingjing.webkit.views import answer

ORAL = Text("已登记口头批准，须按期补办书面批准。", "Noted; it must be confirmed in writing in time.")
DECIDED = Text("已登记审批意见。", "The decision is entered.")


@needs("approvals:request:view")
def inbox(request: OfficerRequest) -> HttpResponse:
    """What waits for this officer's decision, then everything he may see."""
    table = requests_table(request, Request.objects.visible_to(request.user))
    if table.wants_csv:
        return table.csv("approvals")
    return render(request, "approvals/inbox.html", {"table": table, **_waiting(request)})


@needs("approvals:request:view")
def waiting_panel(request: OfficerRequest) -> HttpResponse:
    return render(request, "approvals/_waiting.html", _waiting(request))


@needs("approvals:request:view")
def one(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    asked = _visible(request, request_id)
    return render(request, "approvals/request.html", {"form": DecisionForm(), **_drawn(request, asked)})


@needs("approvals:request:decide")
def decide(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    asked = _visible(request, request_id)
    return answer(
        request, DecisionForm(request.POST or None),
        lambda data: _decide(asked, request, data["decision"], data["reason"]),
        to=reverse("approvals:inbox"), said=DECIDED, template="approvals/request.html",
        context=_drawn(request, asked),
    )  # fmt: skip


@needs("approvals:request:ask")
def ask_again(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    asked = _visible(request, request_id)
    return _asking_side(request, asked, acting.ask_again, Text("补充后再次呈请", "Complete and ask again"))


@needs("approvals:request:ask")
def oral(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    """The asker writes down that it was granted by word of mouth."""
    asked = _visible(request, request_id)
    return answer(
        request, OralForm(request.POST or None),
        lambda data: acting.note_oral(
            asked.pk, by=request.actor, at=data["at"], approver_id=data["approver"], words=data["words"],
            why=data["why"],
        ),
        to=reverse("approvals:request", args=[asked.pk]), said=ORAL, template="approvals/reason.html",
        context={"asked": asked, "title": Text("登记口头批准", "Note an oral grant"), "oral": True},
    )  # fmt: skip


@needs("approvals:request:ask")
def withdraw(request: OfficerRequest, request_id: UUID) -> HttpResponse:
    asked = _visible(request, request_id)
    return _asking_side(request, asked, acting.withdraw, Text("撤回呈请", "Withdraw the request"))


@needs("approvals:request:view")
def extensions(request: OfficerRequest, timed_id: UUID) -> HttpResponse:
    """The ways to a longer limit of one clock, with what has become of them: a panel of the clock's page."""
    row = clocks.visible(request.user, timed_id)
    if row is None:
        raise Http404
    return render(request, "approvals/_extensions.html", {"extensions": panels.extensions(row)})


@needs("approvals:request:ask")
def extend(request: OfficerRequest, timed_id: UUID, extension_id: str) -> HttpResponse:
    """Ask for the longer limit of a clock."""
    row = clocks.visible(request.user, timed_id)
    offer = next((o for o, _, _ in panels.extensions(row) if o.id == extension_id), None) if row else None
    if row is None or offer is None:
        raise Http404
    form = ExtensionForm(request.POST or None, needs=offer.needs)
    return answer(
        request, form,
        lambda data: acting.ask_longer(
            row.pk, offer.id, by=request.actor, at=now(), reason=data["reason"], facts=form.facts(),
        ),
        to=lambda made: reverse("approvals:request", args=[made.pk]),
        said=Text("已呈请，审批人已收到。", "Asked; the approver has it."), template="approvals/extend.html",
        context={"row": row, "offer": offer, "due": deadline(row), "subject": names([row.subject])[row.subject]},
    )  # fmt: skip


def _decide(asked: Request, request: OfficerRequest, decision: str, reason: str) -> Request:
    if decision == Decision.RETURN:
        return acting.send_back(asked.pk, by=request.actor, at=now(), reason=reason)
    granted = decision == Decision.GRANT
    return acting.decide(asked.pk, by=request.actor, at=now(), granted=granted, reason=reason)


def _asking_side(request: OfficerRequest, asked: Request, do: acting.BySide, title: Text) -> HttpResponse:
    return answer(
        request, ReasonForm(request.POST or None),
        lambda data: do(asked.pk, by=request.actor, at=now(), reason=data["reason"]),
        to=reverse("approvals:request", args=[asked.pk]), template="approvals/reason.html",
        context={"asked": asked, "title": title},
    )  # fmt: skip


def _visible(request: OfficerRequest, request_id: UUID) -> Request:
    found = selectors.visible(request.user, request_id)
    if found is None:
        raise Http404
    return found


def _waiting(request: OfficerRequest) -> dict[str, object]:
    others = elsewhere.waiting_for(request.user)
    return panels.inbox(selectors.pending_for(request.user), request.GET.get("only", ""), others)


def _drawn(request: OfficerRequest, asked: Request) -> dict[str, object]:
    side = asked_it(asked, request.actor)
    return {
        "asked": asked,
        "sheet": panels.sheet(asked, names([asked.subject])[asked.subject]),
        "may_decide": [REQUEST.allows("grant", asked.state), may_decide(asked, request.actor, now())],
        "decisions": [(d.value, d.text) for d in Decision],
        "may_ask_again": bool(side and REQUEST.allows("ask_again", asked.state)),
        "may_withdraw": bool(side and REQUEST.allows("withdraw", asked.state)),
        "may_oral": panels.may_oral(asked, request.actor) if side and asked.state == RequestState.ASKED else None,
        "undecided": asked.state in (RequestState.ASKED, RequestState.ORAL),
        "events": history(asked.ref),
    }
