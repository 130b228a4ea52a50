"""The staff of the demonstration, who of them is on duty at an hour, and the roster they work by."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from mingjing.demo.cast import cast
from mingjing.demo.pictures import kept
from mingjing.demo.seats import SEATS, Row, roll
from mingjing.kernel.actor import Actor, machine
from mingjing.kernel.time import SHANGHAI, local
from mingjing.org.actions import officer as officers
from mingjing.org.actions import posting, shift
from mingjing.org.actions.shift import Place
from mingjing.org.models import Officer, Shift, Site, Unit
from mingjing.org.vocab import Sex

SETUP = machine("demo")
DAY_BEGINS, NIGHT_BEGINS = time(8), time(20)


@dataclass
class Crew:
    """Everybody who works at the centre or brings people to it."""

    site: Site
    county: Unit
    stations: list[Unit]
    members: dict[tuple[str, str], list[Officer]] = field(default_factory=dict)
    turn: int = 0

    def at(self, hour: datetime) -> str:
        """`day` or `night`."""
        return "day" if DAY_BEGINS <= local(hour).time() < NIGHT_BEGINS else "night"

    def on_duty(self, post: str, at: datetime, sex: str = "") -> list[Officer]:
        """Who holds the post in the shift of that hour (or at all, for posts outside the shifts)."""
        crew = self.members.get((post, self.at(at))) or self.members[(post, "")]
        return [o for o in crew if not sex or o.sex == sex]

    def by(self, post: str, at: datetime, sex: str = "") -> Actor:
        """Somebody on duty at that post, taking turns."""
        on_duty = self.on_duty(post, at, sex)
        self.turn += 1
        return on_duty[self.turn % len(on_duty)].acting(post)

    def of_unit(self, post: str, unit: Unit) -> list[Officer]:
        return [o for o in self.members[(post, "")] if o.unit_id == unit.pk]


def enrol_all(site: Site, county: Unit, city: Unit, stations: list[Unit], detectives: Unit, at: datetime) -> Crew:
    """Staff for every post, with the demonstration's password."""
    crew = Crew(site, county, [*stations, detectives])
    units = {"county": [county], "stations": stations, "detectives": [detectives], "city": [city]}
    secret = make_password(cast()["password"])
    for row in roll({where: len(places) for where, places in units.items()}):
        made = _enrol(row, units[row.seat.where][row.place], secret, at)
        crew.members.setdefault((row.seat.post, row.turn), []).append(made)
    return crew


def gathered(site: Site) -> Crew:
    """The crew of an existing demonstration, as the roster and the postings tell it."""
    county = site.unit
    crew = Crew(site, county, list(Unit.objects.within(county.path).exclude(pk=county.pk)))
    for seat in SEATS:
        held = Officer.objects.filter(postings__post=seat.post, postings__until=None).select_related("unit")
        everybody = list(held.order_by("number").distinct())
        if not seat.crewed:
            crew.members[(seat.post, "")] = everybody
            continue
        half = len(everybody) // 2
        crew.members[(seat.post, "day")], crew.members[(seat.post, "night")] = everybody[:half], everybody[half:]
    return crew


def _enrol(row: Row, unit: Unit, secret: str, at: datetime) -> Officer:
    enrolled = officers.enrol(
        by=SETUP,
        at=at,
        number=row.number,
        name=row.name,
        sex=Sex.MALE if row.sex == "m" else Sex.FEMALE,
        unit=unit,
        auxiliary=row.seat.auxiliary,
        legal_exam=not row.seat.auxiliary,
        encoded_password=secret,
    ).officer
    posting.give(by=SETUP, at=at, officer_id=enrolled.pk, unit=unit, post=row.seat.post)
    return enrolled


def shift_starts(start: datetime, days: int) -> list[datetime]:
    """Every beginning of a shift from the day before `start` on, for that many days."""
    first = local(start).date() - timedelta(days=1)
    hours = [
        datetime.combine(first + timedelta(days=n), begins, tzinfo=SHANGHAI)
        for n in range(days)
        for begins in (DAY_BEGINS, NIGHT_BEGINS)
    ]
    return [hour for hour in hours if hour + timedelta(hours=12) > start]


def plan_shifts(crew: Crew, at: datetime, days: int) -> list[Shift]:
    """The roster of the coming days, both crews by turns; what is planned already stays."""
    planned = dict(Shift.objects.filter(site=crew.site).values_list("starts_at", "pk"))
    return [
        shift.plan(
            by=crew.by("custody_officer", at),
            at=at,
            site=crew.site,
            starts_at=start,
            ends_at=start + timedelta(hours=12),
            places=_places(crew, start),
        )
        for start in shift_starts(at, days)
        if start not in planned
    ]


def _places(crew: Crew, start: datetime) -> list[Place]:
    return [Place(o, seat.post) for seat in SEATS if seat.crewed for o in crew.members[(seat.post, crew.at(start))]]


def change_shift(crew: Crew, at: datetime) -> None:
    """Begin the shift of this hour: started when nobody is on duty, else handed over by those who leave."""
    following = Shift.objects.filter(site=crew.site, starts_at__lte=at, ends_at__gt=at).first()
    if following is None or following.started_at:
        return
    before = Shift.objects.on_duty_at(crew.site).first()
    incoming = crew.on_duty("custody_officer", at)[0].acting("custody_officer")
    if before is None:
        shift.start(following.pk, by=incoming, at=at)
        return
    outgoing = before.places.filter(post="custody_officer")[0].officer.acting("custody_officer")
    notes = "在区人员和待办事项已当面交接，钥匙、手环柜清点无误。"
    gives, takes = (kept(crew.site, by, by.name, at) for by in (outgoing, incoming))
    shift.offer(before.pk, by=outgoing, at=at, notes=notes, signature=gives)
    shift.relieve(before.pk, by=incoming, at=at, next_id=following.pk, signature=takes)
