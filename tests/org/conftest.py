"""A small county with an administrator, a centre, and staff."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password

from mingjing.kernel.actor import machine
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.org.actions import officer as officers
from mingjing.org.actions import posting, site, unit
from mingjing.org.models import Officer, Site, Unit
from tests.org.signing import PASSWORD

SETUP = machine("setup")
PLAIN = "plain$$not-a-password"


@dataclass
class County:
    """`unit` with its centre `site`, a station below, and a second county beside."""

    city: Unit
    unit: Unit
    station: Unit
    beside: Unit
    site: Site
    numbers: list[int] = field(default_factory=lambda: [1000])

    def officer(self, *posts: str, at: Unit | None = None, auxiliary: bool = False, name: str = "王海") -> Officer:
        """Somebody of `at` (the county) with these posts there."""
        self.numbers[0] += 1
        made = officers.enrol(
            by=SETUP,
            at=now(),
            number=f"0{self.numbers[0]}",
            name=name,
            sex="male",
            unit=at or self.unit,
            auxiliary=auxiliary,
            encoded_password=PLAIN,
        ).officer
        for post in posts:
            posting.give(by=SETUP, at=now(), officer_id=made.pk, unit=at or self.unit, post=post)
        return made


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block is refused, and this is the first reason."""
    with pytest.raises(Refusal) as why:
        yield
    assert why.value.code == code


@pytest.fixture(autouse=True)
def _monday_morning():
    with frozen(datetime(2026, 11, 23, 1, 0, tzinfo=UTC)):
        yield


@pytest.fixture(autouse=True)
def _no_followers(monkeypatch):
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: ())


@pytest.fixture
def county(db) -> County:
    def make(code, name, kind, parent=None):
        return unit.set_up(by=SETUP, at=now(), code=code, name=name, kind=kind, parent=parent)

    city = make("610900000000", "安康市公安局", "city_bureau")
    here = make("610921000000", "汉阴县公安局", "county_bureau", city)
    station = make("610921510000", "汉阴县公安局城关派出所", "station", here)
    beside = make("610922000000", "石泉县公安局", "county_bureau", city)
    centre = site.set_up_from_template(by=SETUP, at=now(), unit=here, template="county_centre")
    return County(city, here, station, beside, centre)


@pytest.fixture
def quick_signing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MFA_REQUIRED = False
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def officer(county) -> Officer:
    made = county.officer("custody_officer")
    made.password = make_password(PASSWORD)
    made.save(update_fields=["password"])
    return made
