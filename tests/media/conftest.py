"""A small world: one bureau with two stations, one officer each, and a folder for bytes."""

import io

import pytest
from PIL import Image

from mingjing.kernel.time import now
from mingjing.org.models import Officer, Posting, Unit


@pytest.fixture(autouse=True)
def _alone(monkeypatch, settings, tmp_path):
    """No clocks follow, bytes lie in a folder of this test, and a password is enough to sign in."""
    monkeypatch.setattr("mingjing.ledger.act._followers", lambda: ())
    settings.MEDIA_STORE = tmp_path / "media"
    settings.MFA_REQUIRED = False


@pytest.fixture
def officers(db):
    """Two case officers of different stations."""
    found = []
    for number, code in (("100001", "610921510000"), ("100002", "610922510000")):
        unit = Unit.objects.create(code=code, name=f"派出所{code[:6]}", kind="station", path=f"{code}/")
        officer = Officer.objects.create(number=number, name=f"警{number[-1]}", sex="male", unit=unit)
        Posting.objects.create(officer=officer, unit=unit, post="case_officer", since=now())
        found.append(officer)
    return found


@pytest.fixture
def picture():
    """Makes the bytes of a picture of one colour."""

    def make(form="PNG", size=(40, 30), colour="red"):
        out = io.BytesIO()
        Image.new("RGB", size, colour).save(out, form)
        return out.getvalue()

    return make
