"""Eight people cost as many questions as two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def asked(client, address):
    client.get(address)  # the first time, what is kept for the next is read too
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("page", ["", "past/", "rooms/"])
def test_lists(centre, web, page):
    client = web()
    for _ in range(2):
        centre.received()
    few = asked(client, f"/stays/{page}")
    for _ in range(6):
        centre.received()
    assert asked(client, f"/stays/{page}") == few


def test_the_page_of_a_stay(centre, web):
    client, one = web(), centre.received()
    centre.received()
    few = asked(client, f"/stays/{one.pk}/")
    for _ in range(6):
        centre.received()
    assert asked(client, f"/stays/{one.pk}/") == few
