"""Staff: the list, one officer with posts and history, the keeping of accounts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mingjing.administration.forms.sites import WhyForm
from mingjing.administration.forms.staff import ChangeOfficerForm, NewOfficerForm, PostForm
from mingjing.administration.history import events
from mingjing.administration.tables import staff_table
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import OK, Refusal
from mingjing.org import selectors
from mingjing.org.access import may
from mingjing.org.actions import activation
from mingjing.org.actions import officer as actions
from mingjing.org.actions import posting as postings
from mingjing.org.guard import OfficerRequest, fresh, needs
from mingjing.org.models import Activation, Officer, Posting, Proposal, Unit
from mingjing.org.rules import confirmed_by_another
from mingjing.org.signin import factors_of
from mingjing.org.vocab import Sex
from mingjing.webkit.forms import Form, refuse
from mingjing.webkit.views import BAD_INPUT, act, answer, status_of

MOST_WAITING = 300


@needs("org:officer:view")
def index(request: OfficerRequest) -> HttpResponse:
    """Staff the reader may see, searched, filtered, sorted, paged, as CSV."""
    table = staff_table(request)
    if table.wants_csv:
        return table.csv("staff")
    context = {"table": table, **_to_confirm(request), "enrol": may(request.actor, "org:officer:enrol")}
    return render(request, "administration/staff.html", context)


@needs("org:officer:view")
def page(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    opened = Activation.objects.filter(officer=person).first()
    confirm = [may(request.actor, "org:officer:confirm", unit=person.unit)]
    confirm += [confirmed_by_another(request.actor, person.pk, opened.opened_by)] if opened else []
    context = {
        "person": person,
        "proposals": person.proposals.waiting().select_related("unit"),
        "activation": opened,
        "confirm": confirm,
        "confirm_post": may(request.actor, "org:posting:confirm", unit=person.unit),
        "postings": Posting.objects.filter(officer=person).select_related("unit").order_by("-since"),
        "history": events(selectors.history_of(person)[:100]),
        "factors": factors_of(person).count(),
        "enrol": may(request.actor, "org:officer:enrol", unit=person.unit),
        "give": may(request.actor, "org:posting:give", unit=person.unit),
        "allowed": OK,
        "now": now(),
    }
    return render(request, "administration/officer.html", context)


@needs("org:officer:enrol")
@fresh
def new(request: OfficerRequest) -> HttpResponse:
    """Enrol an officer; the first half of his code is on the answer, once."""
    form = NewOfficerForm(Unit.objects.visible_to(request.user), request.POST or None)

    def do(data: dict[str, Any]) -> tuple[Officer, str]:
        sex = Sex(data.pop("sex"))
        return actions.enrol(by=request.actor, at=now(), sex=sex, **data)

    return _half_once(request, form, do, Text("登记人员", "Enrol an officer"), reverse("org:staff"))


@needs("org:officer:enrol")
@fresh
def reset_password(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    title = Text("重置{name}的密码", "Reset the password of {name}").format(name=person.name)
    return _half_once(
        request,
        Form(request.POST if request.method == "POST" else None),
        lambda _: (person, actions.reset_password(person.pk, by=request.actor, at=now())),
        title,
        _url(person),
    )


@needs("org:officer:confirm")
@fresh
def confirm(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    """A second person confirms the account; the second half of the code is on the answer, once."""
    person = _officer(request, officer_id)
    return _half_once(
        request,
        Form(request.POST if request.method == "POST" else None),
        lambda _: (person, activation.confirm(person.pk, by=request.actor, at=now())),
        Text("核准{name}的账号", "Confirm the account of {name}").format(name=person.name),
        _url(person),
        second=True,
    )


@needs("org:officer:enrol")
def edit(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    initial = {name: getattr(person, name) for name in actions.CHANGEABLE}
    form = ChangeOfficerForm(Unit.objects.visible_to(request.user), request.POST or None, initial=initial)
    title = Text("变更{name}的资料", "Change the details of {name}").format(name=person.name)
    return _ask(
        request, form, lambda data: actions.change(person.pk, by=request.actor, at=now(), **data), title, person
    )


@needs("org:officer:enrol")
def suspend(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    title = Text("停用{name}的账号", "Suspend the account of {name}").format(name=person.name)
    form = WhyForm(request.POST or None)
    return _ask(
        request, form, lambda data: actions.suspend(person.pk, by=request.actor, at=now(), **data), title, person
    )


@needs("org:officer:enrol")
@fresh
def restore(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    return _at_once(request, officer_id, actions.restore, Text("已恢复账号。", "The account is open again."))


@needs("org:officer:enrol")
@fresh
def unlock(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    return _at_once(request, officer_id, actions.unlock, Text("已解除锁定。", "Unlocked."))


@needs("org:officer:enrol")
@fresh
def reset_factor(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    said = Text("已重置，下次登录时重新设置。", "Reset; he sets up a new one at the next sign-in.")
    return _at_once(request, officer_id, actions.reset_second_factor, said)


@needs("org:posting:give")
@fresh
def give_post(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    form = PostForm(Unit.objects.visible_to(request.user), request.POST or None, initial={"unit": person.unit})
    title = Text("任命{name}", "Give {name} a post").format(name=person.name)
    return _ask(
        request,
        form,
        lambda data: postings.propose(by=request.actor, at=now(), officer_id=person.pk, **data),
        title,
        person,
    )


@needs("org:posting:confirm")
@fresh
def confirm_post(request: OfficerRequest, proposal_id: UUID) -> HttpResponse:
    """A second person lets a proposed post take effect."""
    one = _proposal(request, proposal_id)
    said = Text("已核准，岗位即时生效。", "Confirmed; the post holds from now on.")
    return act(request, lambda: postings.confirm(one.pk, by=request.actor, at=now()), to=_url(one.officer), said=said)


@needs("org:posting:confirm", "org:posting:give")
def decline_post(request: OfficerRequest, proposal_id: UUID) -> HttpResponse:
    one = _proposal(request, proposal_id)
    said = Text("已不予任命。", "Declined.")
    return act(request, lambda: postings.decline(one.pk, by=request.actor, at=now()), to=_url(one.officer), said=said)


@needs("org:posting:give")
def end_post(request: OfficerRequest, posting_id: UUID) -> HttpResponse:
    visible = Posting.objects.filter(unit__in=Unit.objects.visible_to(request.user))
    posting = get_object_or_404(visible.select_related("officer"), pk=posting_id)
    return act(
        request,
        lambda: postings.end(posting.pk, by=request.actor, at=now()),
        to=_url(posting.officer),
        said=Text("已免去岗位。", "The post has ended."),
    )


def _proposal(request: OfficerRequest, proposal_id: UUID) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(request.user).select_related("officer"), pk=proposal_id)


def _officer(request: OfficerRequest, officer_id: UUID) -> Officer:
    return get_object_or_404(Officer.objects.visible_to(request.user).select_related("unit"), pk=officer_id)


def _to_confirm(request: OfficerRequest) -> dict[str, Any]:
    """What waits for a second person: posts proposed by others, accounts opened by others."""
    me = str(request.user.pk)
    proposals = Proposal.objects.visible_to(request.user).waiting().exclude(asked_by=me)
    opened = Activation.objects.filter(officer__in=Officer.objects.visible_to(request.user), confirmed_by="")
    account, post = (may(request.actor, f"org:{what}:confirm") for what in ("officer", "posting"))
    return {
        "proposals": proposals.select_related("officer", "unit")[:MOST_WAITING] if post else [],
        "opened": opened.exclude(opened_by=me).select_related("officer__unit")[:MOST_WAITING] if account else [],
    }


def _url(person: Officer) -> str:
    return reverse("org:officer", args=[person.pk])


def _ask(request: OfficerRequest, form: BaseForm, do: Any, title: Text, person: Officer) -> HttpResponse:
    context = {"title": title, "back": _url(person)}
    return answer(request, form, do, to=_url(person), template="administration/ask.html", context=context)


def _at_once(request: OfficerRequest, officer_id: UUID, action: Callable[..., Any], said: Text) -> HttpResponse:
    person = _officer(request, officer_id)
    return act(request, lambda: action(person.pk, by=request.actor, at=now()), to=_url(person), said=said)


def _half_once(
    request: OfficerRequest, form: BaseForm, do: Any, title: Text, back: str, *, second: bool = False
) -> HttpResponse:
    """Like `answer`, but success shows half a code on this very answer: it is nowhere else, and never cached."""
    status = 200
    if request.method == "POST":
        status = BAD_INPUT
        if form.is_valid():
            try:
                person, half = do(form.cleaned_data)
            except Refusal as why:
                refuse(form, why.verdicts)
                status = status_of(why)
            else:
                shown = {"person": person, "half": half, "second": second}
                page = render(request, "administration/half_once.html", shown)
                page["Cache-Control"] = "no-store"
                return page
    return render(request, "administration/ask.html", {"form": form, "title": title, "back": back}, status=status)
