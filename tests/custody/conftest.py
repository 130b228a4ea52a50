"""A county centre with staff for every post, and people to bring in."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mingjing.cases.actions import case as cases
from mingjing.custody import late
from mingjing.custody.actions import locker, stay
from mingjing.custody.models import Locker, Stay
from mingjing.custody.policy import Lateness, policy
from mingjing.kernel.actor import Actor, machine
from mingjing.kernel.time import frozen
from mingjing.org.actions import site, unit
from mingjing.org.models import Officer, Posting, Room, Site, Unit
from mingjing.org.vocab import RoomKind
from mingjing.persons.actions import person as persons
from mingjing.persons.models import Person

SETUP = machine("setup")
START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai


@dataclass
class Centre:
    """One county centre. `at(minutes)` are minutes after ten in the morning."""

    county: Unit
    station: Unit
    beside: Unit
    site: Site
    staff: dict[tuple[str, str, str], Officer] = field(default_factory=dict)
    count: int = 0

    def at(self, minutes: float) -> datetime:
        return START + timedelta(minutes=minutes)

    def officer(self, post: str, sex: str = "male", name: str = "", where: Unit | None = None, **kw) -> Officer:
        """Somebody who holds the post (made once for each sex and name)."""
        key = (post, sex, name)
        if key not in self.staff:
            number, home = f"9{len(self.staff):05d}", where or self.county
            made = Officer.objects.create(number=number, name=name or f"{post}{sex}", sex=sex, unit=home, **kw)
            Posting.objects.create(officer=made, unit=home, post=post, since=START - timedelta(days=30))
            self.staff[key] = made
        return self.staff[key]

    def by(self, post: str, **kw) -> Actor:
        return self.officer(post, **kw).acting(post)

    def room(self, kind: RoomKind, **wanted) -> Room:
        found = Room.objects.filter(site=self.site, kind=kind, **wanted).first()
        assert found, (kind, wanted)
        return found

    def person(self, sex: str = "male", born: date = date(1990, 5, 17), **kw) -> Person:
        self.count += 1
        told = {"name": f"某{self.count}", "sex": sex, "birth_date": born, **kw}
        return persons.register(by=self.by("reception"), at=START, log=self.site.code, **told)

    def case(self, kind: str = "public_order", **kw):
        by = self.officer("case_officer", where=self.station).acting()
        return cases.register(by=by, at=START, log=self.site.code, kind=kind, cause="殴打他人", unit=self.station, **kw)

    def received(self, person: Person | None = None, minutes: float = 0, **kw) -> Stay:
        """A stay just begun; by default on an oral summons in a public-order case of the case officer."""
        told = {
            "ground": "oral_summons", "mode": "brought", "brought_by": self.officer("case_officer").pk,
            "declared_facts": {"receive.directly_to_area": True}, "late_reason": "测试补录", **kw,
        }  # fmt: skip
        subject = person or self.person()
        return stay.receive(
            by=self.by("reception"), at=self.at(minutes), site_id=self.site.pk, person_id=subject.pk, **told
        )


UNHURRIED = replace(policy(), late_entry={act: Lateness(timedelta(days=2), True) for act in policy().late_entry})


def unhurried(patch: pytest.MonkeyPatch) -> None:
    """Nobody asks why something is entered only now."""
    patch.setattr(late, "policy", lambda: UNHURRIED)


@pytest.fixture(autouse=True)
def _now(settings, tmp_path, monkeypatch):
    """It is six in the evening: whatever happens during the day has happened, and is entered now (test_late.py asks
    why so late)."""
    settings.MEDIA_STORE = tmp_path / "media"
    unhurried(monkeypatch)
    with frozen(START + timedelta(hours=8)):
        yield


def build() -> Centre:
    """Units, a centre from its template, certified rooms, lockers."""
    early = START - timedelta(days=60)

    def make(code, name, kind, parent=None):
        return unit.set_up(by=SETUP, at=early, code=code, name=name, kind=kind, parent=parent)

    city = make("610900000000", "安康市公安局", "city_bureau")
    county = make("610921000000", "汉阴县公安局", "county_bureau", city)
    station = make("610921510000", "汉阴县公安局城关派出所", "station", county)
    beside = make("610922000000", "石泉县公安局", "county_bureau", city)
    here = site.set_up_from_template(by=SETUP, at=early, unit=county, template="county_centre")
    Room.objects.filter(site=here).update(certificate="验收-1", certified_until=date(2027, 12, 31))
    locker.set_up(by=SETUP, at=early, site_id=here.pk, codes=[f"L{n:02d}" for n in range(1, 13)])
    return Centre(county, station, beside, here)


@pytest.fixture
def centre(db) -> Centre:
    return build()


@pytest.fixture
def a_locker(centre):
    return Locker.objects.filter(site=centre.site).first()
