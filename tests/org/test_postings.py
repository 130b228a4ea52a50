"""Separation of posts (A7), every pair of them; auxiliaries; nobody promotes himself."""

from datetime import timedelta
from itertools import product

import pytest

from mingjing.kernel.time import now
from mingjing.org.access import may
from mingjing.org.actions import officer as officers
from mingjing.org.actions import posting
from mingjing.org.actions.posting import _rules
from mingjing.org.models import Posting
from mingjing.org.posts import posts
from mingjing.org.rules import Holder, posting_verdicts
from tests.org.conftest import SETUP, refused

PAIRS = list(product(posts(), posts()))


def codes(wanted, *held, auxiliary=False):
    return {v.code for v in posting_verdicts(wanted, Holder(auxiliary, frozenset(held)), _rules())}


@pytest.mark.parametrize(("wanted", "held"), PAIRS)
def test_every_pair_of_posts(wanted, held):
    apart = held in posts()[wanted].apart or wanted in posts()[held].apart
    expected = {"org.posting.apart"} if apart else set()
    if wanted == held:
        expected.add("org.posting.held")
    assert codes(wanted, held) == expected
    assert ("org.posting.apart" in codes(held, wanted)) == apart


APART = [
    ("case_officer", "custody_guard"),  # who investigates does not guard
    ("case_officer", "custody_officer"),
    ("case_officer", "search_officer"),
    ("case_officer", "reception"),
    ("case_officer", "legal_officer"),  # nor reviews
    ("case_officer", "property_custodian"),  # nor keeps the property
    ("case_officer", "inspector"),
    ("inspector", "legal_officer"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_must_be_apart_is_apart(one, other):
    assert codes(one, other) == codes(other, one) == {"org.posting.apart"}


def test_an_administrator_holds_no_other_post():
    assert all(codes("administrator", other) for other in posts())


@pytest.mark.parametrize("post", posts())
def test_auxiliaries(post):
    assert ("org.posting.auxiliary" in codes(post, auxiliary=True)) != posts()[post].auxiliaries


def test_auxiliaries_hold_no_post_that_decides():
    open_to_them = {code for code, post in posts().items() if post.auxiliaries}
    assert not open_to_them & {
        "custody_officer",
        "case_officer",
        "legal_officer",
        "department_head",
        "station_head",
        "county_duty_leader",
        "county_chief",
        "city_chief",
        "inspector",
    }


def test_posts_are_apart_wherever_they_are_held(county):
    officer = county.officer("case_officer", at=county.station)
    with refused("org.posting.apart"):
        posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.beside, post="custody_guard")


def test_the_same_post_may_be_held_at_two_units(county):
    officer = county.officer("legal_officer")
    posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.beside, post="legal_officer")
    with refused("org.posting.held"):
        posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.beside, post="legal_officer")


def test_a_post_ended_keeps_nobody_apart_and_grants_nothing(county):
    officer = county.officer("case_officer")
    posting.end(Posting.objects.get(officer=officer).pk, by=SETUP, at=now())
    assert not may(officer.acting(), "org:site:view")
    posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.unit, post="custody_guard")
    with refused("org.posting.ended"):
        posting.end(Posting.objects.get(post="case_officer").pk, by=SETUP, at=now())


def test_a_post_ends_by_itself(county):
    officer = county.officer()
    posting.give(
        by=SETUP, at=now(), officer_id=officer.pk, unit=county.unit, post="medic", until=now() + timedelta(seconds=5)
    )
    assert Posting.objects.in_force().filter(officer=officer).exists()
    assert not Posting.objects.in_force(now() + timedelta(seconds=6)).filter(officer=officer).exists()


def test_nobody_gives_a_post_to_himself_or_outside_his_county(county):
    administrator = county.officer("administrator")
    somebody = county.officer(at=county.beside)
    with refused("org.posting.self"):
        posting.give(by=administrator.acting(), at=now(), officer_id=administrator.pk, unit=county.unit, post="medic")
    with refused("access.elsewhere"):
        posting.give(by=administrator.acting(), at=now(), officer_id=somebody.pk, unit=county.beside, post="medic")


def test_holding_a_post_closed_to_auxiliaries_he_cannot_become_one(county):
    officer = county.officer("case_officer")
    with refused("org.officer.auxiliary"):
        officers.change(officer.pk, by=SETUP, at=now(), auxiliary=True)
    assert officers.change(county.officer("custody_guard").pk, by=SETUP, at=now(), auxiliary=True)
