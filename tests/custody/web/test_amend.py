"""Putting an entry right from the line of the record it stands on."""

import pytest

from mingjing.custody.actions import watching
from mingjing.kernel.time import local
from mingjing.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def checked(centre):
    """A stay and the entry of a check by the custody officer."""
    one = centre.received()
    watching.check(one.pk, by=centre.by("custody_officer"), at=centre.at(20), note="安静")
    return one, Entry.objects.get(tag="custody.stay.checked")


def told(entry, **different):
    at = f"{local(entry.occurred_at):%Y-%m-%dT%H:%M}"
    return {**entry.body, "occurred_at": at, "reason": "看错", **different}


def test_the_record_leads_to_the_form_and_back(web, checked):
    stay, entry = checked
    client, address = web(), f"/stays/{stay.pk}/amend/{entry.seq}"
    assert address in client.get(f"/stays/{stay.pk}/").content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, told(entry, note="来回走动"))
    assert (answer.status_code, answer["Location"]) == (302, f"/stays/{stay.pk}/")
    later = Entry.objects.latest("id")
    assert (later.amends, later.body["changes"]) == (entry, {"note": ["安静", "来回走动"]})


@pytest.mark.parametrize(
    "different",
    [{"reason": ""}, {"occurred_at": "昨天"}, {"finding": "flying"}, {}, {"occurred_at": "2030-01-01T00:00"}],
)
def test_what_cannot_be_put_right_writes_nothing(web, checked, entered, different):
    stay, entry = checked
    client, before = web(), entered()
    answer = client.post(f"/stays/{stay.pk}/amend/{entry.seq}", told(entry, **different))
    assert answer.status_code in {409, 422}
    assert entered() == before


def test_taken_back_or_foreign_entries_have_no_form(web, checked):
    stay, entry = checked
    client, address = web(), f"/stays/{stay.pk}/amend/{entry.seq}"
    assert client.post(address, told(entry, voided="on")).status_code == 302
    assert client.get(address).status_code == 404
    assert client.get(f"/stays/{stay.pk}/amend/99999").status_code == 404
