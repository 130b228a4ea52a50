"""Looks that are more than a row: a stay with what is due and what can be done, searches, who is where, who met whom."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from mingjing.api.asked import Moment, Words
from mingjing.api.gate import needs
from mingjing.api.listing import LISTS
from mingjing.api.rows import Asker
from mingjing.api.showing import plain as sent
from mingjing.api.showing import shown
from mingjing.cases.models import Case
from mingjing.clocks.selectors import of as clocks_of
from mingjing.custody.models import Stay
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.leaving import exit_checklist, prepared
from mingjing.custody.selectors.record import steps
from mingjing.custody.tasks import FORMS
from mingjing.custody.ways import shut
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, now
from mingjing.kernel.verdict import OK, Refusal, no, require
from mingjing.ledger.looking import look, looked_lately
from mingjing.org import throttle
from mingjing.org.access import may
from mingjing.org.models import Site
from mingjing.persons.actions.searching import search as search_beyond
from mingjing.persons.finding import find
from mingjing.persons.models import Person
from mingjing.persons.opening import Opening
from mingjing.presence.meeting_search import find as meetings_of
from mingjing.presence.views.floor_map import topic as replayed
from mingjing.presence.whereabouts import scene
from mingjing.webkit.forms import plain

OF = {one.name: one for one in LISTS}
REPLAYS = Text("回放显示每个人的行踪，查阅须说明目的。", "A replay shows where everybody was; state the purpose.")
LONGEST_SPAN = timedelta(days=31)
Found = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(plain)]
STAYS, PERSONS, CASES = (OF[name] for name in ("stays", "persons", "cases"))
looks = Router(tags=["looks"])


def scoped(*permissions: str) -> dict[str, Any]:
    return {"openapi_extra": {"x-scopes": list(permissions)}}


class Search(Schema):
    """`q`: what one would type into the search box. It goes in the content: names stand in no address."""

    q: Found
    limit: int = Field(default=20, ge=1, le=50)


class Beyond(Search):
    """Beyond one's own scope: for which case or stay, and why; it is entered with what it found."""

    purpose: Words
    case: Words
    note: Words = ""


@looks.get("/me", summary="As whom this token acts, and what it may")
def me(request: HttpRequest) -> dict[str, Any]:
    asker = Asker.of(request)
    one = asker.integration
    officer = {"id": str(asker.officer.pk), "number": asker.officer.number, "name": asker.officer.name}
    told = {"name": one.name, "scopes": one.scopes, "expires_at": iso(one.expires_at), "post": one.posting.post}
    return told | {"officer": officer, "unit": {"code": one.unit.code, "text": sent(one.unit.text)}}


@looks.get(
    "/stays/{stay_id}/whole",
    summary="A stay: what is due, which steps are done, what can be done now",
    **scoped("custody:stay:view"),
)
@needs("custody:stay:view")
def stay(request: HttpRequest, stay_id: UUID) -> dict[str, Any]:
    asker = Asker.of(request)
    found: Stay = asker.row("stay", stay_id, "stay_id")
    clocks = clocks_of(found.ref) if may(asker.by, "clocks:clock:view") else []
    return {
        "stay": shown(found, (*STAYS.shown, *STAYS.whole)),
        "steps": [
            {"step": one.kind.value, "text": sent(one.kind.text), "state": one.state.value} for one in steps(found)
        ],
        "clocks": [shown(one, OF["clocks"].shown) for one in clocks],
        "possible": possible(found),
        "leaving": leaving(found),
    }


def possible(found: Stay) -> list[dict[str, Any]]:
    """Every act of a stay that the desk knows, and what stands against it now."""
    told = []
    for task, form in FORMS.items():
        against = shut(found, form.verb, form.matter)
        told.append(
            {
                "task": task,
                "text": sent(form.title),
                "possible": against is None,
                "why": sent(against.why) if against else None,
            }
        )
    return told


def leaving(found: Stay) -> list[dict[str, Any]]:
    """The points of the exit gate, once the exit is prepared."""
    row = prepared(found)
    points = exit_checklist(found, row.kind, now()) if row else []
    return [sent(one) for one in points]


@looks.post("/stays/search", summary="Stays by name, number or room", **scoped("custody:stay:view"))
@needs("custody:stay:view")
def search_stays(request: HttpRequest, asked: Search) -> dict[str, Any]:
    asker = Asker.of(request)
    throttle.spend("own_search", asker.officer.pk, now())
    return {"items": [shown(one, STAYS.shown) for one in desk.search(asked.q, asker.officer, asked.limit)]}


@looks.post("/cases/search", summary="Cases by number or cause", **scoped("cases:case:view"))
@needs("cases:case:view")
def search_cases(request: HttpRequest, asked: Search) -> dict[str, Any]:
    asker = Asker.of(request)
    throttle.spend("own_search", asker.officer.pk, now())
    wanted = Q(number__icontains=asked.q) | Q(cause__icontains=asked.q)
    return {
        "items": [
            shown(one, CASES.shown) for one in Case.objects.visible_to(asker.officer).filter(wanted)[: asked.limit]
        ]
    }


@looks.get("/cases/{case_id}/whole", summary="A case: who works on it, who stands in it", **scoped("cases:case:view"))
@needs("cases:case:view")
def case(request: HttpRequest, case_id: UUID) -> dict[str, Any]:
    found: Case = Asker.of(request).row("case", case_id, "case_id")
    people = found.people.in_force().select_related("person")
    return {
        "case": shown(found, (*CASES.shown, *CASES.whole)),
        "officers": [
            shown(o, ("officer_id", "officer.name", "role", "since")) for o in found.officers.filter(until=None)
        ],
        "people": [
            shown(p, ("id", "person_id", "person.shown_name", "role", "since")) for p in people if not p.person.sealed
        ],
    }


@looks.post("/persons/search", summary="Persons among those one sees", **scoped("persons:person:view"))
@needs("persons:person:view")
def search_persons(request: HttpRequest, asked: Search) -> dict[str, Any]:
    asker = Asker.of(request)
    throttle.spend("own_search", asker.officer.pk, now())
    mine = find(asked.q, Person.objects.visible_to(asker.officer), most=asked.limit)
    return {"items": [shown(m.person, PERSONS.shown) | {"score": m.score} for m in mine]}


@looks.post(
    "/persons/search-beyond",
    summary="Persons beyond one's scope, for a case and a purpose; entered",
    **scoped("persons:search:beyond"),
)
@needs("persons:search:beyond")
def search_all(request: HttpRequest, asked: Beyond) -> dict[str, Any]:
    asker = Asker.of(request)
    throttle.spend("beyond", asker.officer.pk, now())
    case = asker.ref(asked.case, "case")
    found = search_beyond(by=asker.by, at=now(), q=asked.q, purpose=asked.purpose, case=case, note=asked.note)
    return {"items": [shown(m.person, PERSONS.shown) | {"score": m.score} for m in found[: asked.limit]]}


@looks.get(
    "/sites/{site_id}/presence",
    summary="Who is where, now or at an instant",
    **scoped("presence:map:view", "presence:track:replay"),
)
@needs("presence:map:view", "presence:track:replay")
def presence(request: HttpRequest, site_id: UUID, at: Moment | None = None) -> dict[str, Any]:
    asker = Asker.of(request)
    site = asker.row("site", site_id, "site_id")
    then = _not_ahead(at)
    require(may(asker.by, "presence:track:replay" if then else "presence:map:view", unit=site.unit))
    if then:
        asker.state(_replay(asker, site))
    told = scene(site, asker.officer, then)
    names = (
        "ref",
        "label",
        "kind",
        "colour",
        "room",
        "source",
        "device",
        "percent",
        "since",
        "recorded",
        "x",
        "y",
        "due",
    )
    return {"site": str(site.pk), "at": iso(told.at), "people": [shown(one, names) for one in told.figures]}


class Met(Schema):
    """Whom one person met, in a span of a month at most: for a purpose, and entered."""

    stay_id: UUID
    since: Moment
    until: Moment
    purpose: Literal["case", "custody", "identity", "review", "supervision", "disclosure", "correction"]
    note: Words = ""


@looks.post(
    "/meetings/search", summary="Whom somebody met; entered with its purpose", **scoped("presence:meeting:find")
)
@needs("presence:meeting:find")
def meetings(request: HttpRequest, asked: Met) -> dict[str, Any]:
    asker = Asker.of(request)
    found: Stay = asker.row("stay", asked.stay_id, "stay_id")
    require(may(asker.by, "presence:meeting:find", unit=found.site.unit))
    if not timedelta() < asked.until - asked.since <= LONGEST_SPAN:
        raise Refusal(no("api.span", "时间范围须在一个月以内。", "The span is a month at most.", field="until"))
    throttle.spend("purpose", asker.officer.pk, now())
    answer = meetings_of(found.site, asker.officer, found, asked.since, asked.until)
    span = f"{iso(asked.since)} – {iso(asked.until)}"
    look(by=asker.by, at=now(), subject=Ref("stay", str(found.pk)), purpose=asked.purpose, note=asked.note, query=span,
         found=len(answer.met))  # fmt: skip
    return sent({"met": answer.met, "unknown_seconds": answer.unknown, "pieces": answer.pieces})


def _replay(asker: Asker, site: Site) -> Opening:
    """The past shows where everybody was: for those who said why."""
    topic = replayed(site)
    return Opening(topic, site.text, OK, not looked_lately(asker.by, topic), False, REPLAYS)


def _not_ahead(at: datetime | None) -> datetime | None:
    if at is not None and at > now():
        raise Refusal(no("api.span", "时间不能晚于现在。", "It cannot lie in the future.", field="at"))
    return at
