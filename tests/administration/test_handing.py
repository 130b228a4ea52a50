"""A shift hands over with everything that is open: named in the entry, shown to who takes over."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.org.models import Shift, ShiftPlace
from mingjing.persons.models import Person
from tests.custody.conftest import SETUP, _now, centre  # noqa: F401 - pytest finds the fixtures here

pytestmark = pytest.mark.django_db
SIGNED = json.dumps({"strokes": [[[10, 10, 0, 0.5], [40, 30, 20, 0.5], [80, 12, 40, 0.5]]]})


@pytest.fixture(autouse=True)
def _alone():
    """Here the clocks follow: what falls due is handed over too."""


@pytest.fixture
def night(centre, settings):  # noqa: F811 - the fixture by its name
    settings.MFA_REQUIRED = False
    begun = now() - timedelta(hours=9)
    day = Shift.objects.create(
        site=centre.site, starts_at=begun, ends_at=now(), started_at=begun, state="running"
    )  # fmt: skip
    later = Shift.objects.create(site=centre.site, starts_at=now(), ends_at=now() + timedelta(hours=12))
    people = [centre.officer("custody_officer", name=name) for name in ("白班", "夜班")]
    clients = []
    for shift, officer in zip((day, later), people, strict=True):
        ShiftPlace.objects.create(shift=shift, officer=officer, post="custody_officer")
        client = Client()
        client.force_login(officer)
        clients.append(client)
    return day, *clients


def test_people_notes_alarms_and_what_is_due_pass_from_hand_to_hand(centre, night):  # noqa: F811
    day, leaving, coming = night
    stay = centre.received(centre.person(name="欧阳晓明"), case_id=centre.case().pk)
    shielded = centre.received(centre.person(name="诸葛大海"))
    Person.objects.filter(pk=shielded.person_id).update(protection="victim")
    alarm = raise_alarm(
        by=SETUP, at=now(), log=centre.site.code, site=centre.site, rule="incident.reported", subject=stay.ref
    )
    page = leaving.get(reverse("org:shift_offer", args=[day.pk])).content.decode()
    assert all(said in page for said in ("欧阳晓明", stay.number, alarm.text_zh))
    assert "诸葛大海" not in page
    refused = leaving.post(
        reverse("org:shift_offer", args=[day.pk]), {"notes": "", f"about_{stay.pk}": "拒食", "signature": SIGNED}
    )
    assert refused.status_code == 409
    assert "拒食" in refused.content.decode()
    leaving.post(
        reverse("org:shift_offer", args=[day.pk]), {"notes": "平稳", f"about_{stay.pk}": "拒食", "signature": SIGNED}
    )
    told = Entry.objects.with_content().get(tag="org.shift.offered").body
    assert dict(told["people"]) == {str(stay.ref): "拒食", str(shielded.ref): ""}
    assert str(alarm.ref) in told["alarms"]
    assert told["due"]
    page = coming.get(reverse("org:shift_relieve", args=[day.pk])).content.decode()
    assert all(said in page for said in ("拒食", "平稳", alarm.text_zh, stay.number, shielded.number))
    assert page.count("拒食") == 1
    assert "诸葛大海" not in page
    coming.post(reverse("org:shift_relieve", args=[day.pk]), {"signature": SIGNED})
    assert Entry.objects.filter(tag="org.shift.handed_over").exists()


def test_the_pages_cost_the_same_for_few_and_many(centre, night, django_assert_max_num_queries):  # noqa: F811
    day, leaving, _ = night
    for n in range(6):
        centre.received(centre.person(name=f"某甲{n}"))
    leaving.get(reverse("org:shift_offer", args=[day.pk]))
    with django_assert_max_num_queries(22):
        leaving.get(reverse("org:shift_offer", args=[day.pk]))
