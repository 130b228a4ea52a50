"""Going on by one event says what beginning anew with all of them says, whatever comes, in whatever order."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.law import books
from mingjing.law.engine import Event, evaluate
from mingjing.law.facts import FactError, Holds
from mingjing.law.progress import Key, Progress, State
from mingjing.law.shelf import SHIPPED, load
from tests.law.test_engine_properties import ARRIVAL, BOOKS, EVENTS, T0, values

END = T0 + timedelta(days=6)
MANY = settings(max_examples=60, deadline=None)
LISTENED = sorted(BOOKS.listeners)
MINUTE = timedelta(minutes=1)
ONWARD = [f for f in BOOKS.facts if f.holds is Holds.ONWARD]
A_STATE = st.sampled_from(ONWARD).flatmap(lambda fact: values(fact).map(lambda value: {fact.name: value}))
FEW_FACTS = st.one_of(st.just({}), st.just({}), st.just({}), A_STATE)
STEPS = st.lists(st.tuples(st.sampled_from(LISTENED), st.integers(-300, 200), FEW_FACTS), max_size=30)


def all_states(told: Iterable[Event], now: datetime) -> dict[Key, State]:
    outcome = evaluate(BOOKS, told, now)
    return {(s.rule, s.number): s for s in (*outcome.clocks, *outcome.duties)}


def told_one_by_one(events: list[Event], every: int) -> tuple[dict[Key, State | None], list[Event], int]:
    """What stands after hearing them one by one and asking after each `every`th, and how often all was begun anew."""
    told: list[Event] = []
    standing: dict[Key, State | None] = {}
    progress, anew = None, 0
    for n, event in enumerate(events):
        told.append(event)
        if progress is None or not progress.hear(event):
            progress, anew = Progress(BOOKS, told), anew + 1
            progress.outcome(END)
            standing = {**all_states(told, END)}
        elif n % every == 0:
            standing |= progress.changes(END)
            assert settled(standing) == settled(all_states(told, END))
    standing |= progress.changes(END)
    assert progress.outcome(END) == evaluate(BOOKS, told, END)
    return standing, told, anew


def settled(states: dict[Key, State | None]) -> dict[Key, object]:
    """As rows keep them: what an extension of a clock that has ended would need is not asked any more."""
    told = {key: state for key, state in states.items() if state is not None}
    return {
        k: (s.state, s.due_at, s.ended_at, s.warn_at, s.open and getattr(s, "extensions", ())) for k, s in told.items()
    }


@MANY
@given(ARRIVAL, EVENTS, st.randoms(), st.integers(1, 3))
def test_any_events_in_any_order(arrival, events, shuffle, every):
    several = [arrival, *events]
    shuffle.shuffle(several)
    standing, told, _ = told_one_by_one(several, every)
    assert settled(standing) == settled(all_states(told, END))


@MANY
@given(ARRIVAL, STEPS, st.integers(1, 3))
def test_a_stay_as_it_is_told_with_late_entries(arrival, steps, every):
    several, at = [arrival], T0 + 400 * MINUTE
    for tag, after, facts in steps:
        at = max(at, at + after * MINUTE)
        several.append(Event(tag, at + min(0, after) * MINUTE, facts))
    standing, told, anew = told_one_by_one(several, every)
    assert settled(standing) == settled(all_states(told, END))
    assert anew <= 1 + sum(bool(e.facts) for e in told[1:])


def test_a_truth_told_differently_begins_anew():
    truth = next(f.name for f in BOOKS.facts if f.holds is Holds.THROUGHOUT and f.type == "bool")
    told = [Event("custody.stay.arrived", T0, {truth: True})]
    progress = Progress(BOOKS, told)
    assert progress.hear(Event("custody.stay.checked", T0 + MINUTE, {truth: True}))
    assert not progress.hear(Event("custody.stay.checked", T0 + MINUTE, {truth: False}))


def test_an_impossible_fact_is_refused_as_ever():
    progress = Progress(BOOKS, [Event("custody.stay.arrived", T0)])
    with pytest.raises(FactError):
        progress.hear(Event("custody.stay.checked", T0, {"person.age": "old"}))


def test_nothing_changes_while_nothing_happens():
    arrival = Event("custody.stay.arrived", T0, {"stay.ground": "summons", "case.kind": "public_order"})
    progress = Progress(BOOKS, [arrival])
    progress.outcome(T0)
    assert progress.changes(T0) == {}
    assert progress.changes(T0 + MINUTE) == {}


def test_other_books_are_other_answers(tmp_path: Path):
    """The progress belongs to the books it was begun with; who has other books begins anew (clocks/following.py)."""
    other = load(SHIPPED)
    assert other is not books.current()
    assert Progress(other, []).books is other
