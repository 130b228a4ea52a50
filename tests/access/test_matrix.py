"""The printed matrix: generated, committed, compared; and what must hold whatever stands in the files."""

from pathlib import Path

import pytest
from django.conf import settings

from mingjing.kernel.time import now
from mingjing.org.access import may
from mingjing.org.matrix import markdown
from mingjing.org.models import Officer, Posting, Unit
from mingjing.org.posts import grants, posts

PRINTED = Path(settings.PROJECT) / "docs" / "reference" / "access-matrix.md"
ABOUT_PEOPLE = (
    "custody:", "faces:portrait:", "faces:comparison:", "cases:", "persons:", "approvals:", "media:", "interviews:",
    "property:", "files:", "intake:", "documents:", "measures:", "review:",
)  # fmt: skip
EQUIPMENT = {"custody:locker:set_up"}  # things, not people: what an administrator installs


def granted_to(post: str) -> set[str]:
    return {code for code, grant in grants().items() if post in grant.posts}


def test_the_committed_matrix_is_the_present_one():
    assert PRINTED.read_text(encoding="utf-8") == markdown(), "run ./mj manage access_matrix"


def test_an_administrator_has_nothing_to_do_with_people_or_cases():
    assert posts()["administrator"].sees == "nothing"
    assert not {p for p in granted_to("administrator") - EQUIPMENT if p.startswith(ABOUT_PEOPLE)}


def test_what_shows_things_shows_nobody():
    marked = {g.permission for g in grants().values() if g.things}
    assert marked == {"presence:device:view", "faces:camera:view"}
    assert not [p for p in marked if p.startswith(ABOUT_PEOPLE)]


def test_only_administrators_keep_accounts_and_posts():
    for permission in ("org:officer:enrol", "org:posting:give"):
        assert grants()[permission].posts == {"administrator"}


def test_who_investigates_does_not_guard():
    guarding = {p for p in granted_to("custody_guard") if p.startswith("custody:")}
    only_guards = {p for p in guarding if "case_officer" not in grants()[p].posts}
    assert bool(only_guards) == bool(guarding)


def test_auxiliaries_decide_nothing():
    for post in posts().values():
        if post.auxiliaries:
            assert not {p for p in granted_to(post.code) if p.endswith((":decide", ":approve", ":grant", ":release"))}


def test_an_inspector_changes_nothing_in_custody_or_cases():
    assert not posts()["inspector"].auxiliaries
    acts = {p for p in granted_to("inspector") if p.startswith(("custody:", "cases:", "intake:"))}
    assert all(p.rpartition(":")[2] in {"view", "look", "search", "open", "note", "print", "export"} for p in acts), (
        acts
    )


FIRST = next(iter(posts()))
BY_POST = pytest.mark.parametrize(
    "post", [pytest.param(p, marks=[] if p == FIRST else pytest.mark.one_engine) for p in posts()]
)


@pytest.fixture
def units(db) -> dict[str, Unit]:
    def make(name, *above):
        return Unit.objects.create(
            code=f"6109{len(above)}{ord(name[0])}".ljust(12, "0"),
            name=name,
            kind="station",
            path="/".join([*above, name]) + "/",
        )

    return {
        "city": make("city"),
        "county": make("county", "city"),
        "station": make("station", "city", "county"),
        "beside": make("beside", "city"),
    }


@BY_POST
def test_every_permission_of_every_post_at_every_distance(units, post):
    """Held at the county: it reaches the county and the station below, never the city above or the county beside."""
    officer = Officer.objects.create(number="T1", name="甲", sex="male", unit=units["county"])
    Posting.objects.create(officer=officer, unit=units["county"], post=post, since=now())
    wrong = []
    for permission, grant in grants().items():
        held, reaches = post in grant.posts, posts()[post].sees != "assigned"
        expected = {"city": False, "county": held and reaches, "station": held and reaches, "beside": False}
        got = {name: bool(may(officer.acting(), permission, unit=unit)) for name, unit in units.items()}
        if got != expected or bool(may(officer.acting(), permission)) != held:
            wrong.append((permission, got))
        if bool(may(officer.acting(), permission, unit=units["beside"], assigned=True)) != held:
            wrong.append((permission, "assigned"))
    assert not wrong


@BY_POST
def test_acting_at_another_post_grants_nothing_of_this_one(units, post):
    officer = Officer.objects.create(number="T1", name="甲", sex="male", unit=units["county"])
    Posting.objects.create(officer=officer, unit=units["county"], post=post, since=now())
    other = next(p for p in posts() if p != post)
    assert not any(may(officer.acting(other), permission) for permission in grants())


def test_every_permission_is_held_by_somebody_and_said_in_both_languages():
    assert all(grant.posts and grant.text.zh and grant.text.en for grant in grants().values())


def test_nobody_may_without_an_account_that_is_open(units):
    officer = Officer.objects.create(number="T1", name="甲", sex="male", unit=units["county"], is_active=False)
    Posting.objects.create(officer=officer, unit=units["county"], post="administrator", since=now())
    assert not any(may(officer.acting(), permission) for permission in grants())
