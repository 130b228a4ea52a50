"""Rows that say who may still agree with the log; what was planted past the actions is named."""

from datetime import timedelta

import pytest

from mingjing.kernel.time import frozen, now
from mingjing.org.actions import officer as officers
from mingjing.org.actions import posting
from mingjing.org.models import Officer, Posting
from mingjing.org.row_audit import planted
from tests.org.conftest import SETUP

DAY = timedelta(days=1)


def told(at=None):
    return sorted((one.wrong.value, one.who) for one in planted(at or now()))


@pytest.fixture
def guard(county):
    return county.officer("custody_guard")


def test_what_was_done_by_actions_is_accounted_for(county, guard):
    other = county.officer("medic", "analyst", at=county.station)
    posting.end(other.postings.get(post="medic").pk, by=SETUP, at=now())
    officers.suspend(guard.pk, by=county.officer("administrator").acting(), at=now(), why="调查")
    officers.restore(guard.pk, by=county.officer("administrator").acting(), at=now())
    posting.give(by=SETUP, at=now(), officer_id=other.pk, unit=county.station, post="medic")
    assert told() == []


@pytest.mark.parametrize("change", ["post", "elsewhere", "another"])
def test_a_post_nobody_gave_is_named(county, guard, change):
    mine = guard.postings.get()
    if change == "post":
        Posting.objects.create(officer=guard, unit=county.unit, post="county_chief", since=now() - DAY)
    elif change == "elsewhere":
        Posting.objects.filter(pk=mine.pk).update(unit=county.city)
    else:
        Posting.objects.filter(pk=mine.pk).update(post="legal_officer")
    assert told() == [("post.planted", guard.number)]


def test_a_post_that_was_ended_and_goes_on_is_named(county, guard):
    mine = guard.postings.get()
    posting.end(mine.pk, by=SETUP, at=now())
    assert told() == []
    Posting.objects.filter(pk=mine.pk).update(until=None)
    assert told() == [("post.planted", guard.number)]


def test_a_post_given_for_a_time_does_not_go_on_after_it(county):
    officer = county.officer()
    posting.give(by=SETUP, at=now(), officer_id=officer.pk, unit=county.unit, post="medic", until=now() + DAY)
    assert told() == []
    officer.postings.update(until=None)
    with frozen(now() + 2 * DAY):
        assert told() == [("post.planted", officer.number)]


def test_a_suspended_account_opened_past_the_actions_is_named(county, guard):
    officers.suspend(guard.pk, by=county.officer("administrator").acting(), at=now(), why="调查")
    assert told() == []
    Officer.objects.filter(pk=guard.pk).update(is_active=True)
    assert told() == [("account.open", guard.number)]


def test_an_account_nobody_enrolled_is_named(county):
    Officer.objects.create(number="9999", name="影", sex="male", unit=county.unit)
    assert told() == [("account.unknown", "9999")]
