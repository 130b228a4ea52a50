"""The one-tap acts on the page of a stay stand there for those who may do them."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def taps(client, stay):
    page = client.get(reverse("custody:stay", args=[stay.pk])).content.decode()
    return [what for what in ("check", "drink", "meal", "toilet") if f'name="what" value="{what}"' in page]


@pytest.mark.parametrize(
    ("post", "offered"),
    [
        ("custody_guard", ["check", "drink", "meal", "toilet"]),
        ("custody_officer", ["check", "drink", "meal", "toilet"]),
        ("inspector", []),
        ("county_chief", []),
    ],
)
def test_who_is_offered_what(centre, web, post, offered):
    assert taps(web(post), centre.received()) == offered


def test_whoever_may_not_issue_a_copy_reads_who_may_and_no_failure(centre, web):
    page = web("inspector").get(reverse("custody:record", args=[centre.received().pk])).content.decode()
    assert "签发" in page
    assert "没有办成" not in page
