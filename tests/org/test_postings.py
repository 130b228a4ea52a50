"""Separation of posts (A7), every pair of them; auxiliaries; nobody promotes himself."""

from datetime import timedelta
from itertools import product

import pytest

from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.org.access import may
from mingjing.org.actions import officer as officers
from mingjing.org.actions import posting
from mingjing.org.actions.posting import _rules
from mingjing.org.models import Posting
from mingjing.org.posts import grants, posts
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


def propose(county, administrator, officer, post="medic", unit=None):
    return posting.propose(
        by=administrator.acting(), at=now(), officer_id=officer.pk, unit=unit or county.unit, post=post
    )


def test_nobody_proposes_himself_or_outside_his_county_or_what_is_apart(county):
    administrator, detective = county.officer("administrator"), county.officer("case_officer")
    with refused("org.posting.self"):
        propose(county, administrator, administrator)
    with refused("access.elsewhere"):
        propose(county, administrator, county.officer(at=county.beside), unit=county.beside)
    with refused("org.posting.apart"):
        propose(county, administrator, detective, "custody_guard")
    with refused("org.posting.unknown"):
        propose(county, administrator, detective, "emperor")


@pytest.mark.parametrize("post", posts())
def test_no_administrator_gives_a_post_alone(county, post):
    administrator, officer = county.officer("administrator"), county.officer()
    with refused("org.posting.alone"):
        posting.give(by=administrator.acting(), at=now(), officer_id=officer.pk, unit=county.unit, post=post)
    one = propose(county, administrator, officer, post)
    assert not Posting.objects.filter(officer=officer).exists()
    assert not any(may(officer.acting(), permission) for permission in grants())
    with refused("access.post"):
        posting.confirm(one.pk, by=county.officer("administrator").acting(), at=now())
    posting.confirm(one.pk, by=county.officer("county_chief").acting(), at=now())
    assert Posting.objects.get(officer=officer).post == post


def test_a_post_is_confirmed_by_another_entitled_person_and_both_are_entered(county):
    administrator, officer = county.officer("administrator", name="张三"), county.officer()
    leader = county.officer("county_chief")
    one = propose(county, administrator, officer)
    with refused("org.posting.proposed"):
        propose(county, administrator, officer)
    with refused("org.posting.same_person"):
        posting.confirm(one.pk, by=administrator.acting(), at=now())
    with refused("access.elsewhere"):
        posting.confirm(one.pk, by=county.officer("county_chief", at=county.beside).acting(), at=now())
    held = posting.confirm(one.pk, by=leader.acting(), at=now())
    assert (held.post, held.unit) == ("medic", county.unit)
    given = Entry.objects.with_content().filter(tag="org.posting.given").latest("id")
    assert (given.actor_id, given.body["asked_by"]) == (str(leader.pk), "张三")
    assert Entry.objects.get(tag="org.posting.proposed").actor_id == str(administrator.pk)
    for settle in (posting.confirm, posting.decline):
        with refused("org.posting.settled"):
            settle(one.pk, by=leader.acting(), at=now())


def test_nobody_confirms_a_post_of_his_own(county):
    leader = county.officer("county_chief")
    one = propose(county, county.officer("administrator"), leader, "inspector")
    with refused("org.posting.self"):
        posting.confirm(one.pk, by=leader.acting(), at=now())


def test_what_became_impossible_meanwhile_is_not_confirmed(county):
    administrator, officer, leader = (
        county.officer("administrator"),
        county.officer(),
        county.officer("county_chief").acting(),
    )
    one = propose(county, administrator, officer, "custody_guard")
    posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.unit, post="case_officer")
    with refused("org.posting.apart"):
        posting.confirm(one.pk, by=leader, at=now())
    assert posting.decline(one.pk, by=leader, at=now()).tag == "org.posting.declined"


def test_who_proposed_may_take_it_back_and_a_stranger_may_not(county):
    administrator = county.officer("administrator")
    one = propose(county, administrator, county.officer())
    with refused("access.post"):
        posting.decline(one.pk, by=county.officer("medic").acting(), at=now())
    posting.decline(one.pk, by=administrator.acting(), at=now())
    assert not Posting.objects.filter(post="medic", until=None, officer=one.officer).exists()


def test_holding_a_post_closed_to_auxiliaries_he_cannot_become_one(county):
    officer = county.officer("case_officer")
    with refused("org.officer.auxiliary"):
        officers.change(officer.pk, by=SETUP, at=now(), auxiliary=True)
    assert officers.change(county.officer("custody_guard").pk, by=SETUP, at=now(), auxiliary=True)
