"""The lists of the API: one line each. A list is what `visible_to` lets the officer see, newest first, in pages by key;
one row of it is looked at whole, where it stands about a person with the purpose that wants."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from mingjing.alerts.models import Alarm
from mingjing.api.gate import needs
from mingjing.api.rows import Asker, unknown
from mingjing.api.showing import shown
from mingjing.approvals.models import Request
from mingjing.cases.models import Case
from mingjing.clocks.models import Timed
from mingjing.custody.models import Stay
from mingjing.documents.models import Instrument
from mingjing.faces.models import Camera
from mingjing.intake.models import Report
from mingjing.kernel.verdict import Refusal
from mingjing.measures.models import Measure
from mingjing.org.models import Officer, Room, Shift, Site, Unit
from mingjing.persons.models import Person
from mingjing.presence.models import Binding, Device, FloorPlan
from mingjing.review.machine import PROSECUTION
from mingjing.review.machine import VIEW as REVIEWS
from mingjing.review.models import Correction, Outcome, Review, Transfer
from mingjing.webkit.forms import plain

router = Router()
MOST = 200


class Asked(Schema):
    """Which page: rows after that id, so many at most."""

    after: UUID | None = None
    limit: int = Field(default=50, ge=1, le=MOST)


Given = Annotated[str, Field(max_length=64), AfterValidator(plain)]


@dataclass(frozen=True)
class Listing:
    """`shown` stands in the list, `whole` besides when one row is looked at. `by`: columns the list can be narrowed by."""

    name: str
    model: type[Model]
    permission: str
    words: str
    shown: tuple[str, ...]
    whole: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    narrowed: Callable[[Any], Any] = field(default=lambda rows: rows)

    def rows(self, officer: Officer) -> "QuerySet[Any]":
        every: Any = self.model._default_manager
        found = self.narrowed(every.visible_to(officer))
        return found.select_related(*self.related) if self.related else found


LISTS = (
    Listing("units", Unit, "org:site:view", "Bureaus, departments, stations", ("id", "code", "text", "kind", "parent_id", "path")),
    Listing("sites", Site, "org:site:view", "Centres and case-handling areas", ("id", "code", "text", "kind", "unit_id", "parent_id"), by=("unit_id",)),
    Listing(
        "rooms", Room, "org:site:view", "Rooms with what may be in them",
        ("id", "site_id", "zone_id", "code", "text", "kind", "capacity", "sex", "juvenile", "special_care", "recorded", "certified_until",
         "out_of_service_since", "out_of_service_reason"), by=("site_id", "kind"),
    ),
    Listing("officers", Officer, "org:officer:view", "Staff", ("id", "number", "name", "sex", "unit_id", "auxiliary", "is_active"), by=("unit_id", "number")),
    Listing("shifts", Shift, "org:shift:view", "Turns of duty", ("id", "site_id", "state", "starts_at", "ends_at", "started_at", "handed_over_at"), by=("site_id", "state")),
    Listing(
        "persons", Person, "persons:person:view", "Records of persons; protected ones masked until they are opened",
        ("id", "shown_name", "sex", "identity_known", "protected", "registered_at"),
        ("name", "birth_date", "age_about", "features", "nationality", "ethnicity", "protection", "photo_id"),
    ),
    Listing(
        "cases", Case, "cases:case:view", "Cases",
        ("id", "number", "kind", "cause", "unit_id", "state", "opened_at", "closed_at"), ("summary", "circumstances"),
        by=("number", "kind", "state", "unit_id"),
    ),
    Listing(
        "stays", Stay, "custody:stay:view", "Stays, present and past",
        ("id", "number", "site_id", "person_id", "person.shown_name", "case_id", "state", "role", "ground", "colour", "observation",
         "room_id", "place", "arrived_at", "departed_at"),
        ("person.name", "instrument", "mode", "brought_by_id", "brought_unit_id", "held_since", "ground_since", "vest", "band", "outcome"),
        by=("site_id", "person_id", "case_id", "state", "room_id"), related=("site", "person", "room"),
    ),
    Listing(
        "clocks", Timed, "clocks:clock:view", "Limits and duties that run or ran",
        ("id", "kind", "subject", "rule", "title", "basis", "certainty", "severity", "started_at", "limit", "due_at", "state", "ended_at",
         "breach", "extensions"),
        ("explain", "note", "due_by_other_reading", "book", "reckoned_at"),
        by=("subject_kind", "subject_id", "state", "site_id", "rule"),
    ),
    Listing(
        "requests", Request, "approvals:request:view", "What was asked of a rank, and decided",
        ("id", "subject", "kind", "rank", "unit_id", "state", "basis", "asked_at", "due_at", "decided_at", "decided_post"),
        by=("state", "subject_kind", "subject_id", "unit_id"),
    ),
    Listing(
        "alarms", Alarm, "alerts:alarm:view", "Alarms, open and closed",
        ("id", "rule", "subject", "site_id", "grade", "state", "service", "raised_at", "last_sighting", "sightings", "acknowledged_at",
         "answered_at", "closed_at", "level", "late", "untrue"),
        by=("site_id", "state", "rule", "grade"), narrowed=lambda rows: rows.in_full(),
    ),
    Listing(
        "reports", Report, "intake:report:view", "Calls and reports, without who reported",
        ("id", "number", "channel", "category", "unit_id", "state", "disposition", "received_at", "decided_at", "case_id", "urgent", "difficult",
         "receipt", "review"),
        ("place", "what", "happened_from", "happened_until", "reason", "dispatched_at", "arrived_at", "found", "to_unit_id", "to_agency",
         "repeat_of_id", "origin_id", "handler_id"),
        by=("state", "unit_id", "number", "case_id", "category"),
    ),
    Listing(
        "measures", Measure, "measures:measure:view", "Measures and penalties against persons",
        ("id", "kind", "state", "since", "case_id", "person_id", "person.shown_name", "unit_id", "proposed_at", "decided_at", "executed_at",
         "ended_at"),
        ("reason", "place", "instruments", "facts", "replaces_id"),
        by=("kind", "state", "case_id", "person_id", "unit_id"), related=("person",),
    ),
    Listing(
        "reviews", Review, REVIEWS, "Legal reviews of cases",
        ("id", "number", "kind", "state", "round", "case_id", "person_id", "unit_id", "submitted_at", "waiting_since", "concluded_at",
         "first_passed"),
        ("note", "words", "book", "submitted_by_id", "taken_by_id", "taken_at", "first_at"),
        by=("case_id", "person_id", "kind", "state", "unit_id", "number"),
    ),
    Listing(
        "corrections", Correction, REVIEWS, "Defects given to officers to put right",
        ("id", "review_id", "mark.item", "officer_id", "state", "due_at", "late", "given_at", "answered_at", "closed_at"),
        ("place", "words", "reply", "closing", "given_by_id"), by=("review_id", "officer_id", "state"), related=("mark",),
    ),
    Listing(
        "transfers", Transfer, PROSECUTION, "What was handed to the procuratorate",
        ("id", "case_id", "goes", "nth", "body", "sent_at", "receipt", "received_on"),
        ("persons", "instruments", "things", "handed_by", "received_by"), by=("case_id", "goes"),
    ),
    Listing(
        "outcomes", Outcome, PROSECUTION, "What procuratorate and court decided",
        ("id", "case_id", "unit_id", "kind", "count", "reason", "paper", "decided_on", "entered_at"), ("note", "entered_by_id"),
        by=("case_id", "unit_id", "kind", "reason"),
    ),
    Listing(
        "instruments", Instrument, "documents:instrument:view", "Instruments by number; their bytes are fetched by hash",
        ("id", "template", "title", "subject", "unit_id", "state", "number", "code", "sha256", "drafted_at", "finalised_at", "voided_at"),
        ("void_reason", "places"), by=("template", "state", "number", "subject_kind", "subject_id", "unit_id"),
    ),
    Listing("devices", Device, "presence:device:view", "Bands, cards, beacons, gateways", ("id", "number", "kind", "site_id", "state", "state_since", "room_id"), by=("site_id", "kind", "state", "number")),
    Listing("bindings", Binding, "presence:device:view", "Who wore what", ("id", "device_id", "holder_kind", "holder_id", "since", "fitted_at", "until"), by=("device_id", "holder_id")),
    Listing("floor-plans", FloorPlan, "presence:plan:view", "Versions of floor plans", ("id", "site_id", "state", "digest", "in_force_since", "in_force_until"), ("content",), by=("site_id", "state")),
    Listing("cameras", Camera, "faces:camera:view", "Cameras that take portraits", ("id", "site_id", "code", "name"), by=("site_id",)),
)  # fmt: skip


def page(listing: Listing, officer: Officer, asked: Asked, by: dict[str, str]) -> dict[str, Any]:
    """One page, and where the next one goes on."""
    rows = listing.rows(officer).order_by("-pk")
    for name, value in by.items():
        rows = _narrowed(rows, name, value)
    if asked.after:
        rows = rows.filter(pk__lt=asked.after)
    found = list(rows[: asked.limit + 1])
    more = len(found) > asked.limit
    items = [shown(row, listing.shown) for row in found[: asked.limit]]
    return {"items": items, "next": items[-1]["id"] if more else None}


def _narrowed(rows: Any, name: str, value: str) -> Any:
    """By a column; a value that the column cannot hold is nobody's."""
    try:
        return rows.filter(**{name: value})
    except (ValueError, TypeError, ValidationError):
        return rows.none()


def offer(listing: Listing) -> None:
    """The two addresses of a list."""
    asked: Any = type(f"Asked{listing.name.title().replace('-', '')}", (Asked,), {
        "__annotations__": dict.fromkeys(listing.by, Given), **dict.fromkeys(listing.by, ""),
    })  # fmt: skip

    @needs(listing.permission)
    def several(request: HttpRequest, told: Any) -> dict[str, Any]:
        who = Asker.of(request)
        by = {name: value for name in listing.by if (value := getattr(told, name))}
        return page(listing, who.officer, told, by)

    @needs(listing.permission)
    def one(request: HttpRequest, ident: UUID) -> dict[str, Any]:
        who = Asker.of(request)
        row = listing.rows(who.officer).filter(pk=ident).first()
        if row is None:
            raise Refusal(unknown("id"))
        who.open(row)
        return shown(row, (*listing.shown, *listing.whole))

    word = listing.name.replace("-", "_")
    several.__annotations__["told"] = Annotated[asked, Query()]
    several.__name__, one.__name__ = f"list_{word}", f"look_{word}"
    options: dict[str, Any] = {"tags": ["looks"], "openapi_extra": {"x-scopes": [listing.permission]}}
    router.get(f"/{listing.name}", summary=listing.words, operation_id=several.__name__, **options)(several)
    router.get(f"/{listing.name}/{{ident}}", summary=f"{listing.words}: one", operation_id=one.__name__, **options)(one)


for _one in LISTS:
    offer(_one)
