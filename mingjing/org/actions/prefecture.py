"""A whole prefecture at once: its tree of units, and a site from its template at every bureau and station."""

from datetime import datetime
from typing import NamedTuple

from mingjing.kernel.actor import Actor
from mingjing.ledger.act import act
from mingjing.org.access import may
from mingjing.org.actions import site as sites
from mingjing.org.actions import unit as units
from mingjing.org.entries.places import PrefectureSetUp
from mingjing.org.logs import org_log
from mingjing.org.models import Site, Unit
from mingjing.org.prefectures import UnitPlan, prefecture
from mingjing.org.vocab import SiteKind, Tag, UnitKind

SITE_OF = {
    UnitKind.CITY_BUREAU: SiteKind.CITY_CENTRE,
    UnitKind.COUNTY_BUREAU: SiteKind.COUNTY_CENTRE,
    UnitKind.STATION: SiteKind.STATION_AREA,
}


class Prefecture(NamedTuple):
    """Unit code → unit, and site code → site (`610900-centre`, `610921-centre`, `610921-s51`)."""

    units: dict[str, Unit]
    sites: dict[str, Site]


def set_up_prefecture(*, by: Actor, at: datetime, name: str = "ankang", stations: int | None = None) -> Prefecture:
    """Every unit and site of `templates_data/<name>.yaml`, each by its own action; all or nothing.

    `stations` limits how many stations each county gets (None: one for every town).
    """
    made = Prefecture({}, {})
    with act(by=by, at=at) as it:
        it.permit(may(by, "org:unit:set_up"))
        plan = prefecture(name, stations=stations)
        _set_up(plan, made, by=by, at=at)
        root = made.units[plan.code]
        body = PrefectureSetUp(name, len(made.units), len(made.sites))
        it.enter(Tag.PREFECTURE_SET_UP, log=org_log(root), subject=root.ref, body=body)
        return made


def _set_up(
    plan: UnitPlan, made: Prefecture, *, by: Actor, at: datetime, parent: Unit | None = None, above: Site | None = None
) -> None:
    unit = units.set_up(
        by=by, at=at, code=plan.code, name=plan.name.zh, name_en=plan.name.en, kind=plan.kind, parent=parent
    )
    made.units[unit.code] = unit
    site = above
    if plan.kind in SITE_OF:
        site = sites.set_up_from_template(by=by, at=at, unit=unit, template=SITE_OF[plan.kind], parent=above)
        made.sites[site.code] = site
    for below in plan.below:
        _set_up(below, made, by=by, at=at, parent=unit, above=site)
