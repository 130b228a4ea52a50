"""Other law books: what was open is reckoned anew by the watch, told in an entry and listed, once."""

from dataclasses import replace
from datetime import timedelta
from secrets import token_hex

import pytest

from mingjing.clocks import rereading
from mingjing.clocks.models import BookChange, BookMoved, Clock, Timed
from mingjing.clocks.vocab import Shift
from mingjing.kernel.time import frozen
from mingjing.law import books
from mingjing.ledger.models import Entry
from tests.clocks.acts import arrived
from tests.watched import NOON

RULE = "cn.questioning.public_order"
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def other(centre, monkeypatch):
    """Somebody has arrived under the books as shipped; then other ones come into use, without one rule: call it."""
    arrived(NOON)
    look()
    shipped = books.current()

    def use(**changes):
        made = replace(shipped, version="next", digest=token_hex(32), **changes)  # what is kept of books is kept by it
        monkeypatch.setattr("mingjing.law.books.current", lambda: made)

    return use


def look(at=LATER):
    with frozen(at):
        while rereading.tick(at):
            pass


def without(*names):
    return {name: rule for name, rule in books.current().rules.items() if name not in names}


def test_the_first_books_are_noted_and_nothing_is_reckoned(other):
    change = BookChange.objects.get()
    assert (change.digest, change.moved) == (books.current().digest, 0)
    assert change.finished_at


def test_a_rule_that_is_no_more_ends_its_clock_and_is_listed(other):
    open_then = Timed.objects.open().count()
    other(rules=without(RULE))
    look()
    row = BookMoved.objects.get()
    assert (row.timed.rule, row.shift, row.due_after) == (RULE, Shift.GONE, None)
    assert row.due_before == Clock.objects.get(rule=RULE).due_at
    assert Timed.objects.open().count() == open_then - 1
    told = Entry.objects.filter(tag="clocks.book.moved").with_content().get()
    assert told.body["moved"][0]["rule"] == RULE
    change = BookChange.objects.first()
    assert (change.version, change.moved, change.subjects) == ("next", 1, 1)
    assert change.finished_at


def test_a_limit_that_moves_says_from_when_to_when(other):
    old = books.current().rules[RULE]
    twice = [(day, replace(v, period=replace(v.period, amount=16))) for day, v in old.versions.entries]
    longer = replace(old, versions=replace(old.versions, entries=tuple(twice)))
    rules = {**books.current().rules, RULE: longer}
    before = Clock.objects.get(rule=RULE).due_at
    other(rules=rules)
    look()
    after = Clock.objects.get(rule=RULE).due_at
    assert after > before
    row = BookMoved.objects.get(timed__rule=RULE)
    assert (row.shift, row.due_before, row.due_after) == (Shift.LATER, before, after)


def test_the_same_law_under_another_name_moves_nothing_and_tells_nobody(other):
    other()
    look()
    assert not BookMoved.objects.exists()
    assert not Entry.objects.filter(tag="clocks.book.moved").exists()
    assert BookChange.objects.first().subjects == 1


def test_it_is_done_once_and_goes_on_after_a_stop(other, monkeypatch):
    other(rules=without(RULE))
    monkeypatch.setattr(rereading, "A_LOOK", 1)
    with frozen(LATER):
        rereading.tick(LATER)
    look()
    look(LATER + timedelta(hours=1))
    assert BookMoved.objects.count() == 1
    assert Entry.objects.filter(tag="clocks.book.changed").count() == 2
    assert Entry.objects.filter(tag="clocks.book.read").count() == 1


def test_the_legal_officer_has_a_list(other, signed_in, centre):
    other(rules=without(RULE))
    look()
    with frozen(LATER):
        opened = {name: signed_in(name).get("/law/moved") for name in centre.people}
    assert {page.status_code for page in opened.values()} == {200}
    shown = {name: page.context["table"].total for name, page in opened.items() if page.status_code == 200}
    rows = {name: BookMoved.objects.filter(timed__in=Timed.objects.visible_to(centre.people[name])) for name in shown}
    assert shown == {name: found.count() for name, found in rows.items()}
