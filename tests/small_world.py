"""A small world for tests of persons and cases: a county bureau with two stations, and an officer for any post."""

from datetime import UTC, date, datetime

import pytest

from mingjing.kernel.time import now
from mingjing.org.models import Officer, Posting, Unit
from mingjing.persons.actions import person

LOG = "610921-centre"


@pytest.fixture(autouse=True)
def _alone(monkeypatch, settings, tmp_path):
    """No clocks follow, bytes lie in a folder of this test, and a password is enough to sign in."""
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: ())
    settings.MEDIA_STORE = tmp_path / "media"
    settings.MFA_REQUIRED = False


@pytest.fixture
def bureau(db):
    """A county bureau with two stations below it: {"county", "east", "west"}."""
    county = Unit.objects.create(code="610921000000", name="汉阴县公安局", kind="county_bureau", path="610921000000/")
    units = {"county": county}
    for name, code in (("east", "610921510000"), ("west", "610921520000")):
        path = f"{county.path}{code}/"
        units[name] = Unit.objects.create(code=code, name=f"{name}派出所", kind="station", parent=county, path=path)
    return units


@pytest.fixture
def staff(bureau):
    """staff(post, unit="county"): an officer who holds the post there."""
    made = {}

    def hire(post, unit="county", name=""):
        key = (post, unit, name)
        if key not in made:
            number = f"61{len(made):04d}"
            home = bureau[unit]
            officer = Officer.objects.create(number=number, name=name or f"警{number}", sex="male", unit=home)
            Posting.objects.create(officer=officer, unit=home, post=post, since=datetime(2026, 1, 1, tzinfo=UTC))
            made[key] = officer
        return made[key]

    return hire


@pytest.fixture
def register(staff):
    """register(name, **particulars): a person registered by the east station's case officer."""

    def make(name="张伟", by=None, **particulars):
        told = {"sex": "male", "birth_date": date(1990, 5, 17), **particulars}
        return person.register(by=(by or staff("case_officer", "east")).acting(), at=now(), log=LOG, name=name, **told)

    return make
