"""Lists, searches and the page of one person."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org import throttle
from mingjing.org.access import may
from mingjing.org.guard import needs
from mingjing.org.models import Officer
from mingjing.persons import grounds, opening, panels
from mingjing.persons.actions.searching import search as search_beyond
from mingjing.persons.finding import find
from mingjing.persons.forms import SearchForm
from mingjing.persons.looks import COLUMNS as LOOKS
from mingjing.persons.looks import FILTERS as OF_LOOKS
from mingjing.persons.looks import VIEW, looks
from mingjing.persons.models import Person
from mingjing.persons.purpose import purpose_required
from mingjing.persons.vocab import Sex
from mingjing.webkit.forms import refuse
from mingjing.webkit.tables import Column, Filter, Table
from mingjing.webkit.views import BAD_INPUT, status_of
from mingjing.webkit.words import words_of

COLUMNS = [
    Column("name", Text("姓名", "Name"), lambda p: panels.line(p).name, sort="name", url=lambda p: f"/persons/{p.pk}/"),
    Column("sex", Text("性别", "Sex"), lambda p: Sex(p.sex).text, sort="sex"),
    Column("born", Text("出生日期", "Birth date"), panels.born, sort="birth_date"),
    Column("number", Text("证件号码", "Document number"), panels.masked_number),
    Column("known", Text("身份", "Identity"), panels.identity_state, sort="identity_known"),
    Column("protection", Text("特别保护", "Protection"), panels.protection, sort="protection"),
    Column("registered", Text("登记时间", "Registered"), lambda p: p.registered_at, sort="registered_at"),
]
FILTERS = [
    Filter("sex", Text("性别", "Sex"), [(s.value, s.text) for s in Sex], lambda v: Q(sex=v)),
    Filter(
        "known",
        Text("身份", "Identity"),
        [("yes", Text("已查明", "known")), ("no", Text("不明", "unknown"))],
        lambda v: Q(identity_known=v == "yes"),
    ),
]


@needs("persons:person:view")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The persons before the officer; with words typed, the best matches among them and why."""
    mine = Person.objects.visible_to(request.user)
    typed = words_of(request)
    context: dict[str, Any] = {"typed": typed, "register": may(request.actor, "persons:person:register")}  # type: ignore[attr-defined]
    if typed:
        throttle.spend("own_search", request.user.pk, now())
        context["results"] = [panels.result(m, own=True) for m in find(typed, mine)]
    else:
        rows = mine.prefetch_related("documents")
        context["table"] = Table(request, rows, COLUMNS, filters=FILTERS, exports=False)
    return render(request, "persons/people.html", context)


@needs("persons:search:beyond")
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Beyond one's scope: only for a case and a purpose; POST, so that no query lies in an address."""
    form = SearchForm(request.POST or None, officer=request.user)
    context: dict[str, Any] = {"form": form, "results": None}
    status = 200
    if request.method == "POST":
        status = BAD_INPUT
        if form.is_valid():
            status = _searched(request, form, context)
    return render(request, "persons/search.html", context, status=status)


@needs(VIEW)
@require_GET
def looked(request: HttpRequest) -> HttpResponse:
    """The log of looks: who opened which protected record, when and what for."""
    table = Table(request, looks(request.user), LOOKS, search=["actor_name"], filters=OF_LOOKS, order="-recorded_at")
    if table.wants_csv:
        return table.csv("looks")
    return render(request, "persons/looks.html", {"table": table})


def _searched(request: HttpRequest, form: SearchForm, context: dict[str, Any]) -> int:
    told = {**form.cleaned_data, "case": grounds.parse(form.cleaned_data["case"])}
    try:
        throttle.spend("beyond", request.user.pk, now())
        found = search_beyond(by=request.actor, at=now(), **told)  # type: ignore[attr-defined]
    except Refusal as why:
        refuse(form, why.verdicts)
        return status_of(why)
    mine = Person.objects.visible_to(request.user).filter(pk__in=[m.person.pk for m in found])
    own = set(mine.values_list("pk", flat=True))
    context["results"] = [panels.result(m, own=m.person.pk in own) for m in found]
    return 200


def opening_of(request: HttpRequest, person_id: UUID, **_: Any) -> opening.Opening:
    """What stands between the reader and the record; the record itself is kept for the view."""
    rows = Person.objects.prefetch_related("names", "documents", "contacts")
    person = rows.filter(pk=person_id).first()
    if person is None or not isinstance(request.user, Officer):
        raise Refusal(opening.UNKNOWN)
    request.person = person  # type: ignore[attr-defined]
    return opening.of_person(request.user, request.actor, person)  # type: ignore[attr-defined]


@needs("persons:person:view")
@purpose_required(opening_of)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:  # noqa: ARG001 - the address names it
    """The page of one person, once it is open to the officer."""
    return render(request, "persons/person.html", panels.page(request.user, request.actor, request.person))  # type: ignore[attr-defined]
