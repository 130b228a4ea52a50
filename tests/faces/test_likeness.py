"""The accepted portrait stands on the pages of its stay and among the photographs of the person: read, never copied."""

import pytest
from django.urls import reverse

from mingjing.custody.actions import stay as stays
from mingjing.persons.actions import particulars
from mingjing.persons.models import Person, PersonPhoto
from tests.faces.drawn import accepted, face, kept, taken

HEAD = 'class="identity-photo"><img src="/media/{sha}/small"'


def page_of(client, stay, name="stay"):
    return client.get(reverse(f"custody:{name}", args=[stay.pk])).content.decode()


def record_of(client, person):
    return client.get(f"/persons/{person.pk}/").content.decode()


@pytest.fixture
def duty(centre, web):
    return web(centre.officer("custody_officer"))


def test_the_head_of_the_stay_shows_its_portrait_once_accepted(centre, here, officer, duty):
    waiting = taken(here, by=officer, at=centre.at(5))
    assert HEAD.format(sha=waiting.picture) not in page_of(duty, here)
    mine = accepted(here, by=officer, at=centre.at(6), data=face(7))
    for name in ("stay", "record"):
        assert HEAD.format(sha=mine.picture) in page_of(duty, here, name)


def test_every_stay_keeps_its_own_portrait(centre, here, officer, duty):
    first = accepted(here, by=officer, at=centre.at(5))
    stays.void(here.pk, by=officer, at=centre.at(6), reason="登记错了")
    again = centre.received(here.person, minutes=7)
    assert "<img" not in page_of(duty, again).partition('class="identity-photo">')[2][:5]
    second = accepted(again, by=officer, at=centre.at(9), data=face(9))
    assert HEAD.format(sha=first.picture) in page_of(duty, here)
    assert HEAD.format(sha=second.picture) in page_of(duty, again)


def test_the_portrait_counts_as_photograph_of_the_person_and_is_kept_once(centre, here, officer, duty):
    mine = accepted(here, by=officer, at=centre.at(5))
    page = record_of(duty, here.person)
    assert HEAD.format(sha=mine.picture) in page
    assert page.count(f'href="/media/{mine.picture}"') == 1
    assert not PersonPhoto.objects.exists()


def test_the_newest_that_shows_the_face_stands_on_top(centre, here, officer, duty):
    accepted(here, by=officer, at=centre.at(5))
    scar = kept(here, face(3), by=officer, at=centre.at(7))
    particulars.photograph(here.person_id, by=officer, at=centre.at(7), kind="feature", sha256=scar)
    front = kept(here, face(4), by=officer, at=centre.at(6))
    particulars.photograph(here.person_id, by=officer, at=centre.at(6), kind="portrait", sha256=front)
    page = record_of(duty, here.person)
    assert HEAD.format(sha=front) in page
    assert page.index(f'href="/media/{scar}"') < page.index(f'href="/media/{front}"')


def test_a_stay_recorded_in_error_gives_nobody_a_face(centre, here, officer, duty):
    mine = accepted(here, by=officer, at=centre.at(5))
    stays.void(here.pk, by=officer, at=centre.at(6), reason="把别人登记成了他")
    assert mine.picture not in record_of(duty, here.person)


def test_whoever_does_not_see_the_stay_does_not_see_its_portrait(centre, here, officer, web):
    mine = accepted(here, by=officer, at=centre.at(5))
    outsider = centre.officer("case_officer", name="外县", where=centre.beside)
    Person.objects.filter(pk=here.person_id).update(registered_by=str(outsider.pk))
    client = web(outsider)
    page = record_of(client, here.person)
    assert here.person.name in page
    assert mine.picture not in page
    assert client.get(reverse("media:small", args=[mine.picture])).status_code == 404


def test_of_a_protected_person_nothing_is_shown_before_the_purpose_is_told(centre, here, officer, duty):
    mine = accepted(here, by=officer, at=centre.at(5))
    Person.objects.filter(pk=here.person_id).update(protection="victim")
    assert mine.picture not in page_of(duty, here)
    assert mine.picture not in record_of(duty, here.person)
