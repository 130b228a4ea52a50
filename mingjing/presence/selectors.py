"""Named reads of devices and floor plans."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, F, QuerySet

from mingjing.custody.models import Stay
from mingjing.custody.seeing import shown_name
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models import Officer, Site
from mingjing.presence.evidence import UNKNOWN
from mingjing.presence.models import Binding, Device, FloorPlan
from mingjing.presence.plan import OUT
from mingjing.presence.plan_faults import Fault, check
from mingjing.presence.vocab import HANDY, WORN

ELSEWHERE = {OUT: Text("办案区外", "outside"), UNKNOWN: Text("位置不明", "place unknown")}


def shelf(site: Site, officer: Officer) -> dict[tuple[str, str], int]:
    """Kind and state → how many bands and cards of the site are in it."""
    rows = Device.objects.visible_to(officer).filter(site=site, kind__in=WORN).order_by()
    counted = rows.values("kind", "state").annotate(n=Count("pk")).values_list("kind", "state", "n")
    return {(kind, state): n for kind, state, n in counted}


def weakest_first(site: Site, officer: Officer) -> "QuerySet[Device]":
    """Bands and cards in use or ready, the emptiest battery first, those never heard last."""
    rows = Device.objects.visible_to(officer).filter(site=site, kind__in=WORN)
    return (
        rows.exclude(state__in=("retired", "lost"))
        .select_related("heard")
        .order_by(F("heard__battery").asc(nulls_last=True), "number")
    )


def handy(site: Site, officer: Officer, kind: str) -> "QuerySet[Device]":
    """What may be issued now, the fullest battery first."""
    rows = Device.objects.visible_to(officer).filter(site=site, kind=kind, state__in=HANDY)
    return rows.select_related("heard").order_by(F("heard__battery").desc(nulls_last=True), "number")


def worn_by(holder: Ref) -> Binding | None:
    """What the holder wears now."""
    return Binding.objects.open().of(holder).select_related("device__site", "device__heard").first()


def holders(devices: Iterable[Device], officer: Officer) -> Mapping[str, str]:
    """Device id → the name of whoever has it now, masked where the record is protected. A stay the officer may not see
    has none."""
    rows = list(Binding.objects.open().filter(device__in=[d.pk for d in devices]))
    ids = [r.holder_id for r in rows if r.holder_kind == "stay"]
    stays = Stay.objects.visible_to(officer).filter(pk__in=ids).named().distinct()
    officers = Officer.objects.filter(pk__in=[r.holder_id for r in rows if r.holder_kind == "officer"])
    names = {str(s.pk): f"{shown_name(s.person)} {s.number}" for s in stays}
    names |= {str(o.pk): f"{o.name} {o.number}" for o in officers}
    return {str(r.device_id): names.get(r.holder_id, "") for r in rows}


def plan_in_force(site: Site) -> FloorPlan | None:
    """The version of the site's plan that holds now."""
    return FloorPlan.objects.in_force().filter(site=site).first()


def place_name(site: Site, code: str) -> Text:
    """What people call a space that is no room: a corridor of the plan, outside, nowhere known."""
    if code in ELSEWHERE:
        return ELSEWHERE[code]
    drawn = plan_in_force(site)
    return drawn.plan.name(code) if drawn else Text(code, code)


def faults_of(drawn: FloorPlan) -> list[Fault]:
    """What keeps a version from being put in force today: rooms of the site may have changed since it was drawn."""
    return check(drawn.plan, list(drawn.site.rooms.values_list("code", flat=True)))
