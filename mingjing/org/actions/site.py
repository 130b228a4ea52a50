"""Setting up a site from a standard template; putting right what it is called."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import no
from mingjing.ledger.act import act
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.changing import differing
from mingjing.org.entries.places import SiteChanged, SiteSetUp
from mingjing.org.models import Room, Site, Unit, Zone
from mingjing.org.site_templates import SitePlan, ZonePlan, plan
from mingjing.org.vocab import Tag

CHANGEABLE = ("name", "name_en")


def set_up_from_template(
    *,
    by: Actor,
    at: datetime,
    unit: Unit,
    template: str,
    parent: Site | None = None,
    name: str = "",
    name_en: str = "",
    code: str = "",
) -> Site:
    """The site a template makes of the unit, with all zones and rooms, in one entry of the site's own new log.

    `name` and `code` override what the template says. Refuses a code that is taken.
    """
    with act(by=by, at=at) as it:
        it.permit(may(by, "org:site:set_up", unit=unit))
        planned = plan(template, unit_code=unit.code, unit_name=Text(unit.name, unit.name_en or unit.name))
        code = code or planned.code
        if Site.objects.filter(code=code).exists():
            it.permit(no("org.site.code_taken", "这个场所代码已经使用。", "This site code is taken.", field="code"))
        site = Site.objects.create(
            code=code,
            unit=unit,
            parent=parent,
            kind=planned.kind,
            name=name or planned.name.zh,
            name_en=name_en or planned.name.en,
            template=template,
        )
        _fill(site, planned)
        codes = [room.code for room in planned.rooms]
        body = SiteSetUp(code, site.name, template, len(codes), codes, site.text.en)
        it.enter(Tag.SITE_SET_UP, log=code, subject=site.ref, body=body, refs=[unit.ref])
        return site


def change(
    site_id: object, *, by: Actor, at: datetime, seen: Mapping[str, Any] | None = None, **wanted: Any
) -> Entry | None:
    """Change any of `CHANGEABLE`; None when nothing differs. Code and witness stay: the log is known by them. What
    another changed since the writer saw it (`seen`) is never overwritten unseen."""
    with act(by=by, at=at) as it:
        site = it.lock(Site, site_id)
        changes = differing(it, site, seen, wanted, CHANGEABLE, may(by, "org:site:set_up", unit=site.unit))
        if not changes:
            return None
        for name, (_, value) in changes.items():
            setattr(site, name, value)
        site.save(update_fields=list(changes))
        body = SiteChanged(site.code, changes)
        return it.enter(Tag.SITE_CHANGED, log=site.code, subject=site.ref, body=body, refs=[site.unit.ref])


def _fill(site: Site, planned: SitePlan) -> None:
    zones = [Zone(site=site, kind=z.kind, name=z.name.zh, name_en=z.name.en) for z in planned.zones]
    Zone.objects.bulk_create(zones)
    Room.objects.bulk_create(
        room for zone, of_plan in zip(zones, planned.zones, strict=True) for room in _rooms(zone, of_plan)
    )


def _rooms(zone: Zone, planned: ZonePlan) -> list[Room]:
    return [
        Room(
            site=zone.site,
            zone=zone,
            code=room.code,
            name=room.name.zh,
            name_en=room.name.en,
            kind=room.kind,
            capacity=room.capacity,
            sex=room.sex,
            juvenile=room.juvenile,
            special_care=room.special_care,
            recorded=room.recorded,
        )
        for room in planned.rooms
    ]
