"""Staff: the list, one officer with posts and history, the keeping of accounts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from mingjing.administration.forms.sites import WhyForm
from mingjing.administration.forms.staff import NewOfficerForm, OfficerForm, PostForm, StaffFilter
from mingjing.administration.history import events
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org import selectors
from mingjing.org.access import may
from mingjing.org.actions import officer as actions
from mingjing.org.actions import posting as postings
from mingjing.org.guard import OfficerRequest, needs
from mingjing.org.models import Officer, Posting, Unit
from mingjing.org.signin import factors_of
from mingjing.org.vocab import Sex
from mingjing.webkit.forms import Form, refuse
from mingjing.webkit.views import BAD_INPUT, act, answer, status_of

SHOWN_AT_ONCE = 300


@needs("org:officer:view")
def index(request: OfficerRequest) -> HttpResponse:
    form = StaffFilter(Unit.objects.visible_to(request.user), request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    unit = asked.get("unit")
    found = selectors.staff(
        request.user, words=asked.get("words", ""), unit_path=unit.path if unit else "", post=asked.get("post", "")
    )
    context = {
        "form": form,
        "people": found[:SHOWN_AT_ONCE],
        "total": len(found),
        "enrol": may(request.actor, "org:officer:enrol"),
    }
    return render(request, "administration/staff.html", context)


@needs("org:officer:view")
def page(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    context = {
        "person": person,
        "postings": Posting.objects.filter(officer=person).select_related("unit").order_by("-since"),
        "history": events(selectors.history_of(person)[:100]),
        "factors": factors_of(person).count(),
        "enrol": may(request.actor, "org:officer:enrol", unit=person.unit),
        "give": may(request.actor, "org:posting:give", unit=person.unit),
        "now": now(),
    }
    return render(request, "administration/officer.html", context)


@needs("org:officer:enrol")
def new(request: OfficerRequest) -> HttpResponse:
    """Enrol an officer; the temporary password is on the answer, once."""
    form = NewOfficerForm(Unit.objects.visible_to(request.user), request.POST or None)

    def do(data: dict[str, Any]) -> tuple[Officer, str]:
        sex = Sex(data.pop("sex"))
        return actions.enrol(by=request.actor, at=now(), sex=sex, **data)

    return _password_once(request, form, do, Text("登记人员", "Enrol an officer"), reverse("org:staff"))


@needs("org:officer:enrol")
def reset_password(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    title = Text("重置{name}的密码", "Reset the password of {name}").format(name=person.name)
    return _password_once(
        request,
        Form(request.POST if request.method == "POST" else None),
        lambda _: (person, actions.reset_password(person.pk, by=request.actor, at=now())),
        title,
        _url(person),
    )


@needs("org:officer:enrol")
def edit(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    initial = {name: getattr(person, name) for name in actions.CHANGEABLE}
    form = OfficerForm(Unit.objects.visible_to(request.user), request.POST or None, initial=initial)
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
def restore(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    return _at_once(request, officer_id, actions.restore, Text("已恢复账号。", "The account is open again."))


@needs("org:officer:enrol")
def unlock(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    return _at_once(request, officer_id, actions.unlock, Text("已解除锁定。", "Unlocked."))


@needs("org:officer:enrol")
def reset_factor(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    said = Text("已重置，下次登录时重新设置。", "Reset; he sets up a new one at the next sign-in.")
    return _at_once(request, officer_id, actions.reset_second_factor, said)


@needs("org:posting:give")
def give_post(request: OfficerRequest, officer_id: UUID) -> HttpResponse:
    person = _officer(request, officer_id)
    form = PostForm(Unit.objects.visible_to(request.user), request.POST or None, initial={"unit": person.unit})
    title = Text("任命{name}", "Give {name} a post").format(name=person.name)
    return _ask(
        request,
        form,
        lambda data: postings.give(by=request.actor, at=now(), officer_id=person.pk, **data),
        title,
        person,
    )


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


def _officer(request: OfficerRequest, officer_id: UUID) -> Officer:
    return get_object_or_404(Officer.objects.visible_to(request.user).select_related("unit"), pk=officer_id)


def _url(person: Officer) -> str:
    return reverse("org:officer", args=[person.pk])


def _ask(request: OfficerRequest, form: BaseForm, do: Any, title: Text, person: Officer) -> HttpResponse:
    context = {"title": title, "back": _url(person)}
    return answer(request, form, do, to=_url(person), template="administration/ask.html", context=context)


def _at_once(request: OfficerRequest, officer_id: UUID, action: Callable[..., Any], said: Text) -> HttpResponse:
    person = _officer(request, officer_id)
    return act(request, lambda: action(person.pk, by=request.actor, at=now()), to=_url(person), said=said)


def _password_once(request: OfficerRequest, form: BaseForm, do: Any, title: Text, back: str) -> HttpResponse:
    """Like `answer`, but success shows a password on this very answer: it is nowhere else, and never cached."""
    status = 200
    if request.method == "POST":
        status = BAD_INPUT
        if form.is_valid():
            try:
                person, password = do(form.cleaned_data)
            except Refusal as why:
                refuse(form, why.verdicts)
                status = status_of(why)
            else:
                shown = {"person": person, "password": password}
                page = render(request, "administration/password_once.html", shown)
                page["Cache-Control"] = "no-store"
                return page
    return render(request, "administration/ask.html", {"form": form, "title": title, "back": back}, status=status)
