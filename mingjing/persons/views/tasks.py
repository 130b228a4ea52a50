"""The forms behind the buttons of a person's page: each asks, and calls one action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.media import store
from mingjing.media.vocab import BlobKind
from mingjing.org.guard import needs
from mingjing.org.logs import org_log
from mingjing.persons import forms, opening, panels
from mingjing.persons.actions import links, particulars
from mingjing.persons.actions import person as people
from mingjing.persons.finding import find
from mingjing.persons.models import Claim, Person
from mingjing.persons.purpose import purpose_required
from mingjing.persons.views.people import opening_of
from mingjing.webkit.forms import Form
from mingjing.webkit.shell import current_site
from mingjing.webkit.views import answer
from mingjing.webkit.words import words_of

Do = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Task:
    """`do` is the action; `first` reads the form's initial values off the person."""

    title: Text
    form: type[Form]
    permission: str
    do: Do
    first: Callable[[Person], dict[str, Any]] = lambda _: {}


def _photograph(person_id: UUID, *, by: Actor, at: datetime, kind: str, photo: Any) -> Any:
    log = Person.objects.values_list("log", flat=True).get(pk=person_id)
    blob = store.put(photo.read(), kind=BlobKind.PHOTOGRAPH, content_type="", log=log, by=by, at=at)
    return particulars.photograph(person_id, by=by, at=at, kind=kind, sha256=blob.sha256)


def _as_stated(person: Person) -> dict[str, Any]:
    told = ("name", "sex", "birth_date", "nationality", "ethnicity", "features")
    return {name: getattr(person, name) for name in told}


TASKS = {
    "identify": Task(
        Text("查明身份", "Establish identity"), forms.IdentifyForm, "persons:person:identify", people.identify,
        lambda p: {"sex": p.sex, "birth_date": p.birth_date, "nationality": p.nationality},
    ),
    "correct": Task(
        Text("更正信息", "Correct the record"), forms.CorrectForm, "persons:person:correct", people.correct, _as_stated
    ),
    "name": Task(Text("登记其他姓名", "Add a name"), forms.NameForm, "persons:person:correct", particulars.name),
    "document": Task(
        Text("登记证件", "Add a paper"), forms.DocumentForm, "persons:person:correct", particulars.document
    ),
    "contact": Task(
        Text("登记联系方式", "Add a contact"), forms.ContactForm, "persons:person:correct", particulars.contact
    ),
    "photograph": Task(Text("拍摄照片", "Photograph"), forms.PhotoForm, "persons:person:photograph", _photograph),
    "protect": Task(
        Text("设定特别保护", "Set protection"), forms.ProtectForm, "persons:person:protect", people.protect,
        lambda p: {"protection": p.protection},
    ),
    "seal": Task(Text("封存记录", "Seal the record"), forms.SealForm, "persons:record:seal", people.seal),
    "unseal": Task(Text("解除封存", "Lift the seal"), forms.SealForm, "persons:record:seal", people.unseal),
}  # fmt: skip


def view_of(name: str) -> Callable[..., HttpResponse]:
    """The view of one task: its form on GET, its action on POST, back to the person."""
    task = TASKS[name]

    @needs(task.permission)
    @purpose_required(opening_of)
    @require_http_methods(["GET", "POST"])
    def page(request: HttpRequest, person_id: UUID) -> HttpResponse:
        person: Person = request.person  # type: ignore[attr-defined]
        form = task.form(request.POST or None, request.FILES or None, initial=task.first(person))
        return answer(
            request,
            form,
            lambda told: task.do(person_id, by=request.actor, at=now(), **told),  # type: ignore[attr-defined]
            to="/persons/" if name == "seal" else f"/persons/{person_id}/",
            said=Text("已登记。", "Entered."),
            template="persons/task.html",
            context={"title": task.title, "person": person, "who": panels.opened(request.user, person)},
        )

    return page


@needs("persons:person:register")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """A new person; the portrait is stored first, then named by the registration."""
    form = forms.RegisterForm(request.POST or None, request.FILES or None)
    return answer(
        request,
        form,
        lambda told: _register(request, told),
        to=lambda person: f"/persons/{person.pk}/",
        said=Text("已登记人员。", "Person registered."),
        template="persons/register.html",
    )


def _register(request: HttpRequest, told: dict[str, Any]) -> Person:
    by, at, log = request.actor, now(), log_of(request)  # type: ignore[attr-defined]
    photo = told.pop("photo", None)
    if photo:
        kept = store.put(photo.read(), kind=BlobKind.PHOTOGRAPH, content_type="", log=log, by=by, at=at)
        told["photo"] = kept.sha256
    return people.register(by=by, at=at, log=log, **told)


@needs("persons:claim:make")
@purpose_required(opening_of)
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Say of a second record that it is, is not, or may be the same person: first find it, then say why."""
    person: Person = request.person  # type: ignore[attr-defined]
    chosen = request.POST.get("other") or request.GET.get("other", "")
    other = _in_reach(request, chosen)
    if other is None:
        return _choose(request, person)
    form = forms.ClaimForm(request.POST or None, initial={"other": other.pk})
    return answer(
        request,
        form,
        lambda told: links.claim(by=request.actor, at=now(), first=person_id, second=told.pop("other"), **told),  # type: ignore[attr-defined]
        to=f"/persons/{person_id}/",
        said=Text("已登记认定。", "Claim entered."),
        template="persons/claim.html",
        context={"person": person, "other": other, "sides": [panels.compared(person), panels.compared(other)]},
    )


@needs("persons:claim:make")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Take a claim back, with the reason; then back to the one of the two from whose page he came (`?of=`)."""
    claim = Claim.objects.select_related("left", "right").filter(pk=claim_id).first()
    asked = claim and request.GET.get("of") == str(claim.right_id) and _in_reach(request, str(claim.right_id))
    back = asked or (claim and _in_reach(request, str(claim.left_id)))
    if not back:
        raise Refusal(opening.UNKNOWN)
    form = forms.ReasonForm(request.POST or None)
    return answer(
        request,
        form,
        lambda told: links.withdraw(claim_id, by=request.actor, at=now(), **told),  # type: ignore[attr-defined]
        to=f"/persons/{back.pk}/",
        said=Text("已撤回认定。", "Claim withdrawn."),
        template="persons/task.html",
        context={"title": Text("撤回认定", "Withdraw the claim"), "person": back, "who": panels.line(back)},
    )


def log_of(request: HttpRequest) -> str:
    """The log of the site chosen in the top bar, else that of the reader's bureau."""
    site = current_site(request)
    return site.code if site else org_log(request.user.unit)


def _in_reach(request: HttpRequest, ident: str) -> Person | None:
    try:
        chosen = UUID(ident)
    except ValueError:
        return None
    return Person.objects.visible_to(request.user).filter(pk=chosen).first()


def _choose(request: HttpRequest, person: Person) -> HttpResponse:
    typed = words_of(request) or person.name
    mine = Person.objects.visible_to(request.user).exclude(pk=person.pk)
    results = [panels.result(m, own=True) for m in find(typed, mine)]
    context = {"person": person, "who": panels.opened(request.user, person), "typed": typed, "results": results}
    return render(request, "persons/choose.html", context)
