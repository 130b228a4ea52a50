"""The list of stays is searched by what stands on paper."""

import pytest
from django.urls import reverse

from mingjing.custody.selectors import desk
from tests.looking import asked

pytestmark = pytest.mark.django_db


def found(client, typed):
    return [one.pk for one in asked(client, f"{reverse('custody:past')}?q={typed}").context["table"].page]


def test_a_stay_is_found_by_its_number_its_end_and_its_person(centre, web):
    first, second = centre.received(minutes=0), centre.received(centre.person(name="欧阳晓明"), minutes=5)
    client = web()
    assert found(client, second.number) == [second.pk]
    assert found(client, "-".join(first.number.split("-")[-2:])) == [first.pk]
    assert found(client, "欧阳") == [second.pk]


@pytest.mark.parametrize("typed", ["x-20261345-001", "20261123-9999999999999999999999", "²²²²²²²²-²", "-", "20261123-"])
def test_what_only_looks_like_a_number_finds_nothing(centre, web, typed):
    centre.received()
    assert found(web(), typed) == []
    assert desk.search(typed, centre.officer("custody_officer")) == []
