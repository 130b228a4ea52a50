"""A wall display: shows on and on, does nothing, names nobody in full, and is ended from elsewhere."""

from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from mingjing.kernel.time import frozen, now
from mingjing.ledger.models import Entry
from mingjing.org.actions import session
from tests.custody.conftest import _now, centre  # noqa: F401 - pytest finds the fixtures here

pytestmark = pytest.mark.django_db


@pytest.fixture
def wall(centre, settings):  # noqa: F811 - the fixture by its name
    settings.MFA_REQUIRED = False
    client = Client()
    client.force_login(centre.officer("custody_officer"))
    client.get(reverse("desks:wall"))
    assert client.post(reverse("org:display"))["Location"] == reverse("desks:wall")
    return client


def shows(client) -> bool:
    panel = reverse("desks:panel", args=["wall"])
    return client.get(reverse("desks:wall")).status_code == client.get(panel).status_code == 200


def test_it_shows_long_after_the_idle_time_and_the_age_of_other_sessions(wall):
    with frozen(now() + timedelta(seconds=configured.SESSION_COOKIE_AGE * 3)):
        assert shows(wall)
    assert Entry.objects.filter(tag="org.session.display_begun").count() == 1


def test_it_ends_in_the_end(wall):
    with frozen(now() + timedelta(seconds=configured.DISPLAY_SECONDS)):
        assert wall.get(reverse("desks:wall")).status_code == 302


def test_its_officer_ends_it_from_anywhere(centre, wall):  # noqa: F811
    officer = centre.officer("custody_officer")
    session.end_others(officer.pk, by=officer.acting(), at=now(), sign_in_id=None)
    assert wall.get(reverse("desks:wall")).status_code == 302


def test_it_does_nothing_and_opens_nothing_else(centre, wall):  # noqa: F811
    stay, before = centre.received(centre.person(name="欧阳晓明")), Entry.objects.count()
    shut = [
        "/",
        "/stays/",
        f"/stays/{stay.pk}/",
        "/org/me/",
        "/desk/people",
        "/alarms/",
        "/accounts/2fa/",
    ]
    for path in shut:
        assert wall.get(path).status_code == 403, path
        piece = wall.get(path, headers={"HX-Request": "true"})
        assert (piece.status_code, piece.content) == (204, b""), path
    for path in ("/stays/tap/", "/org/me/act-as", "/wall/", "/desk/wall", "/search", "/find"):
        assert wall.post(path, {"what": "check", "stay": stay.pk, "act": "look"}).status_code == 403, path
    assert Entry.objects.count() == before
    assert wall.get("/live").status_code == 200


def test_it_names_nobody_in_full(centre, wall):  # noqa: F811
    centre.received(centre.person(name="欧阳晓明"))
    for path in (reverse("desks:wall"), reverse("desks:panel", args=["wall"])):
        assert "欧阳晓明" not in wall.get(path).content.decode()


def test_only_who_sees_people_in_custody_leaves_a_screen_to_the_wall(centre, settings):  # noqa: F811
    settings.MFA_REQUIRED = False
    client = Client()
    client.force_login(centre.officer("administrator"))
    assert client.post(reverse("org:display")).status_code == 403
