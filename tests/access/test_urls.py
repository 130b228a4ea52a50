"""Every address × every post (and a stranger): answered or refused as the view's mark and the matrix say."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from mingjing.kernel.time import now
from mingjing.org.guard import Mark, mark_of
from mingjing.org.models import Officer, Posting, Unit
from mingjing.org.posts import grants, posts

LIBRARY = "accounts/"  # allauth's own views; tests/org/test_signin.py walks them
STANDS_FOR = {  # of each path converter, something that fits and names no record
    "uuid": UUID("00000000-0000-7000-8000-000000000000"),
    "uuidstr": "00000000-0000-7000-8000-000000000000",  # what the library of the API calls the same
    "int": 1,
    "slug": "none",
    "str": "none",
    "path": "none",
    "sha256": "0" * 64,
}


class Address(NamedTuple):
    route: str
    view: object

    @property
    def mark(self) -> Mark | None:
        return mark_of(self.view)

    @property
    def url(self) -> str:
        """The route with a record that does not exist in every place of it."""
        return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: str(STANDS_FOR[found[1] or "str"]), self.route)


def _walk(patterns: list, before: str = "") -> Iterator[Address]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield Address(route, one.callback)


ADDRESSES = [a for a in _walk(get_resolver().url_patterns) if not a.route.startswith(LIBRARY)]
BY_ROUTE = pytest.mark.parametrize("address", ADDRESSES, ids=lambda a: a.route or "home")


@BY_ROUTE
def test_every_view_says_who_may_open_it(address):
    assert address.mark is not None, f"{address.view} has no @needs, @open_to_all_officers or @public"


@BY_ROUTE
def test_every_mark_names_permissions_that_exist(address):
    assert set(address.mark.permissions) <= grants().keys()


@pytest.fixture
def unit(db):
    return Unit.objects.create(code="610921000000", name="县局", kind="county_bureau", path="610921000000/")


def signed_in(unit, post: str) -> Client:
    officer = Officer.objects.create(number=f"T{post}"[:16], name="甲", sex="male", unit=unit)
    if post in posts():
        Posting.objects.create(officer=officer, unit=unit, post=post, since=now() - timedelta(days=1))
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    return client


def _opening_everything() -> set[str]:
    """A few posts that together may open every address: their rows show it on the second database as well."""
    wanted = {p for a in ADDRESSES if a.mark for p in a.mark.permissions}
    chosen: set[str] = set()
    while wanted:
        best = max(posts(), key=lambda post: len({p for p in wanted if post in grants()[p].posts}))
        chosen.add(best)
        wanted -= {p for p in wanted if best in grants()[p].posts}
    return chosen


OPENING = _opening_everything()


def each_post(*more: str):
    """A matrix over all posts; on the second database, over those that open every address between them."""
    rows = [pytest.param(p, marks=[] if p in OPENING else pytest.mark.one_engine) for p in [*posts(), *more]]
    return pytest.mark.parametrize("post", rows)


def sent_to_sign_in(response) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/accounts/login/")


@each_post("no_post")
def test_every_address_answers_each_post_as_the_matrix_says(unit, settings, post):
    settings.MFA_REQUIRED = False
    client = signed_in(unit, post)
    wrong = []
    for address in ADDRESSES:
        mark = address.mark or Mark()
        allowed = not mark.permissions or any(post in grants()[p].posts for p in mark.permissions)
        status = client.get(address.url).status_code
        if allowed == (status == 403) or status >= 500:
            wrong.append(f"{address.url}: {status}, the matrix says {'allowed' if allowed else 'refused'}")
    assert not wrong, "\n".join(wrong)


def test_a_stranger_gets_public_pages_only(db):
    client = Client(raise_request_exception=False)
    wrong = [
        f"{a.url}: {answer.status_code}"
        for a in ADDRESSES
        if (answer := client.get(a.url)) and sent_to_sign_in(answer) == bool(a.mark and a.mark.public)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_fragment_asked_for_by_a_stranger_sends_the_whole_page_to_the_sign_in(db):
    guarded = [a for a in ADDRESSES if a.mark and not a.mark.public]
    for address in guarded[:1]:
        answer = Client().get(address.url, headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Redirect"]) == (401, "/accounts/login/")
