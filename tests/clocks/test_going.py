"""Clocks that go on with a story stand exactly where clocks reckoned anew from every entry stand, whatever happens."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjing.clocks import following
from mingjing.clocks.following import follow
from mingjing.clocks.going import Memory
from mingjing.clocks.models import Timed
from mingjing.clocks.vocab import Phase
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen, iso
from mingjing.law import books
from mingjing.law.shelf import SHIPPED, load
from mingjing.ledger.act import act
from mingjing.ledger.actions.erasure import erase
from mingjing.ledger.models import Entry
from tests.clocks import acts
from tests.clocks.acts import STAY, arrived, happened
from tests.watched import NOON, build

pytestmark = pytest.mark.django_db
ANEW = Ref("stay", "s2")
MINUTE = timedelta(minutes=1)
TAGS = st.sampled_from(sorted(t for t in books.current().listeners if t.startswith(("custody.", "approvals."))))
FACTS = st.sampled_from(
    [
        {},
        {},
        {},
        {"case.many_people": True},
        {"case.kind": "criminal"},
        {"case.kind": "public_order"},
        {"person.age": 15},
    ]
)
DEEDS = st.lists(st.tuples(TAGS, st.integers(0, 240), FACTS, st.integers(0, 9)), min_size=4, max_size=14)
MOVED = st.integers(1, 200)


@dataclass(frozen=True)
class Amended:
    changes: dict[str, Any]


class Forgetful(Memory):
    """Knows nothing of the one subject that is reckoned anew every time."""

    def take(self, subject):
        return None if subject == ANEW else super().take(subject)


@pytest.fixture(autouse=True)
def memory(monkeypatch):
    monkeypatch.setattr(following, "memory", Forgetful())
    return following.memory


@pytest.fixture
def anew(monkeypatch):
    """Subjects reckoned anew, in order."""
    seen = []
    real = following._anew
    monkeypatch.setattr(following, "_anew", lambda subject, *more: (seen.append(subject), real(subject, *more))[1])
    return seen


def rows(subject):
    """Everything a row says, but for its own id and the entry that opened it."""
    unlike = {"id", "subject_id", "opened_by_id"}
    found = Timed.objects.of(subject).order_by("kind", "rule", "number").values()
    return [{name: value for name, value in row.items() if name not in unlike} for row in found]


def amended(entry, at, changes):
    """Somebody amends, as custody does."""
    with act(by=machine("test"), at=at) as it:
        return it.enter(
            acts._Word("custody.stay.amended"), log=entry.log, subject=entry.subject, body=Amended(changes),
            amends=entry, reason="登记有误",
        )  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, moved=MOVED)
def test_it_equals_reckoning_anew(deeds, moved):
    with transaction.atomic():
        with frozen(NOON):
            build()
        at = NOON
        told = []
        for tag, minutes, facts, turn in [("custody.stay.arrived", 0, acts.PUBLIC_ORDER, 0), *deeds]:
            at += minutes * MINUTE
            when = at - moved * MINUTE if turn == 1 else at
            with frozen(at):
                both = [happened(tag, when, facts, subject=subject) for subject in (STAY, ANEW)]
                if turn == 2 and told:
                    changes = {"occurred_at": [None, iso(when - MINUTE)]} if moved % 2 else {"voided": [False, True]}
                    for entry in told[moved % len(told)]:
                        amended(entry, at, changes)
            told.append(both)
            assert rows(STAY) == rows(ANEW)
        transaction.set_rollback(True)


def test_a_story_that_goes_on_is_not_read_again(centre, anew):
    arrived(NOON - 60 * MINUTE)
    for minute in (50, 40, 45, 20):
        happened("custody.stay.checked", NOON - minute * MINUTE)
    assert anew == [STAY]


@pytest.mark.parametrize("before", [5, 60])
def test_an_act_costs_the_same_statements_and_rows_however_long_the_stay(centre, anew, before):
    arrived(NOON - 300 * MINUTE)
    for n in range(before):
        happened("custody.stay.checked", NOON - (299 - n) * MINUTE)
    with CaptureQueriesContext(connection) as asked:
        follow_one = happened("custody.stay.checked", NOON)
    assert follow_one.pk
    assert anew == [STAY]
    assert len(asked) <= 12


def test_what_another_process_entered_meanwhile_is_heard_in_its_turn(centre, anew, memory):
    arrived(NOON - 60 * MINUTE)
    known = memory.take(STAY)
    happened("custody.stay.checked", NOON - 50 * MINUTE)
    happened("custody.meal.served", NOON - 45 * MINUTE)
    memory.keep(STAY, known)
    happened("custody.stay.checked", NOON - 40 * MINUTE)
    assert anew == [STAY, STAY], "twice from the start: at first, and by the other process"
    for_all = rows(STAY)
    follow(Entry.objects.about(STAY).order_by("id").last())
    assert rows(STAY) == for_all


def test_an_entry_numbered_before_and_committed_after_is_not_passed_over(centre, anew, memory):
    arrived(NOON - 60 * MINUTE)
    happened("custody.stay.checked", NOON - 50 * MINUTE)
    known = memory.take(STAY)
    known.heard = replace(known.heard, entries=known.heard.entries - 1)
    memory.keep(STAY, known)
    happened("custody.stay.checked", NOON - 40 * MINUTE)
    assert anew == [STAY, STAY]


def test_an_entry_that_is_not_the_last_is_followed_from_the_start(centre, anew, memory):
    arrived(NOON - 60 * MINUTE)
    known = memory.take(STAY)
    first = happened("custody.stay.checked", NOON - 50 * MINUTE)
    happened("custody.stay.checked", NOON - 40 * MINUTE)
    memory.keep(STAY, known)
    before = len(anew)
    follow(first)
    assert len(anew) == before + 1


def test_a_savepoint_that_went_back_leaves_no_memory(centre, anew):
    arrived(NOON - 60 * MINUTE)
    with pytest.raises(RuntimeError), transaction.atomic():
        happened("custody.stay.departed", NOON - 50 * MINUTE)
        raise RuntimeError
    happened("custody.stay.checked", NOON - 40 * MINUTE)
    assert anew == [STAY, STAY]
    assert Timed.objects.of(STAY).get(rule="cn.questioning.public_order").is_open


@pytest.mark.django_db(transaction=True)
def test_only_what_was_committed_is_remembered_for_others(anew, memory):
    with frozen(NOON):
        build()
        arrived(NOON - 60 * MINUTE)
        with pytest.raises(RuntimeError), transaction.atomic():
            happened("custody.stay.departed", NOON - 50 * MINUTE)
            raise RuntimeError
        assert memory.take(STAY) is None
        happened("custody.stay.checked", NOON - 40 * MINUTE)
        assert memory._kept.keys() == {STAY}
        happened("custody.stay.checked", NOON - 30 * MINUTE)
    assert anew == [STAY, STAY]


def test_other_books_begin_anew(centre, anew, monkeypatch):
    arrived(NOON - 60 * MINUTE)
    other = load(SHIPPED)
    monkeypatch.setattr(following.books, "current", lambda: other)
    happened("custody.stay.checked", NOON - 50 * MINUTE)
    assert anew == [STAY, STAY]


def test_what_was_erased_is_not_remembered(centre, anew):
    entry = arrived(NOON - 60 * MINUTE, {"case.many_people": True})
    happened("custody.stay.checked", NOON - 50 * MINUTE)
    erase(entry.pk, ["fact.case.many_people"], by=machine("retention"), at=NOON, basis="MPL 103")
    happened("custody.stay.checked", NOON - 40 * MINUTE)
    clock = Timed.objects.of(STAY).get(rule="cn.questioning.public_order")
    assert not clock.available_extensions
    assert Timed.objects.of(STAY).exclude(state=Phase.WITHDRAWN).exists()
    assert anew.count(STAY) >= 2


def test_the_memory_has_an_end(centre):
    small = Memory(most=2)
    for n in range(4):
        small._store(Ref("stay", str(n)), None)
    assert [ref.id for ref in small._kept] == ["2", "3"]
