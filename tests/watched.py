"""A small prefecture for the tests of alarms, clocks and approvals: a city, a county, its centre, people at posts."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mingjing.org.models import Officer, Posting, Shift, ShiftPlace, Site, Unit

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PEOPLE = {
    "guard": ("custody_guard", "county"),
    "custody": ("custody_officer", "county"),
    "legal": ("legal_officer", "county"),
    "investigator": ("case_officer", "brigade"),
    "partner": ("case_officer", "brigade"),
    "head": ("department_head", "brigade"),
    "duty_leader": ("county_duty_leader", "county"),
    "chief": ("county_chief", "county"),
    "city_chief": ("city_chief", "city"),
    "inspector": ("inspector", "city"),
    "neighbour": ("custody_officer", "elsewhere"),
}
ON_SHIFT = {"guard": 1, "custody": 2}


@dataclass
class Centre:
    site: Site
    units: dict[str, Unit]
    people: dict[str, Officer] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Officer:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def acting(self, name: str):
        return self.people[name].acting()


def build(at: datetime = NOON) -> Centre:
    """The prefecture with a shift running at `at`; every posting began the day before."""
    units = _units()
    above = Site.objects.create(code="610900-centre", unit=units["city"], kind="city_centre", name="市中心")
    site = Site.objects.create(
        code="610921-centre", unit=units["county"], kind="county_centre", name="县中心", parent=above
    )
    centre = Centre(site, units)
    for number, (name, (post, place)) in enumerate(PEOPLE.items(), start=1):
        officer = Officer.objects.create(number=f"0{number:05}", name=name, sex="male", unit=units[place])
        Posting.objects.create(officer=officer, unit=units[place], post=post, since=at - timedelta(days=1))
        centre.people[name] = officer
    _shift(centre, at)
    return centre


def _units() -> dict[str, Unit]:
    city = Unit.objects.create(code="610900000000", name="市局", kind="city_bureau", path="610900000000/")
    units = {"city": city}
    for name, code, kind, parent in [
        ("county", "610921000000", "county_bureau", "city"),
        ("brigade", "610921010000", "department", "county"),
        ("elsewhere", "610922000000", "county_bureau", "city"),
    ]:
        above = units[parent]
        units[name] = Unit.objects.create(code=code, name=name, kind=kind, parent=above, path=f"{above.path}{code}/")
    return units


def _shift(centre: Centre, at: datetime) -> None:
    start = at - timedelta(hours=2)
    shift = Shift.objects.create(site=centre.site, starts_at=start, ends_at=at + timedelta(days=3), started_at=start)
    for name, rank in ON_SHIFT.items():
        post = PEOPLE[name][0]
        ShiftPlace.objects.create(shift=shift, officer=centre.people[name], post=post, rank=rank)
