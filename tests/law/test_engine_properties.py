"""Whatever happens in a stay, in whatever order it is told: the answers stay consistent."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.law import books
from mingjing.law.engine import Event, check, evaluate
from mingjing.law.facts import FactType
from mingjing.law.rule import Gate
from mingjing.law.schema import faults
from mingjing.law.written import outcome_json

BOOKS = books.current()
T0 = datetime(2025, 12, 30, 16, 0, tzinfo=UTC)
MANY = settings(max_examples=60)


def values(fact) -> st.SearchStrategy:
    match fact.type:
        case FactType.BOOL:
            return st.sampled_from([True, False, None])
        case FactType.INT:
            return st.sampled_from([0, 1, 2, 12, 15, 16, 17, 18, 70, None])
        case FactType.ENUM:
            return st.sampled_from([*fact.values, None])
        case _:
            extensions = [e.approval for c in BOOKS.clocks for e in c.extensions]
            return st.sampled_from(extensions)


FACTS = st.fixed_dictionaries({}, optional={f.name: values(f) for f in BOOKS.facts})
FEW = st.dictionaries(st.sampled_from([f.name for f in BOOKS.facts]), st.none(), max_size=6).flatmap(
    lambda names: st.fixed_dictionaries({n: values(BOOKS.facts[n]) for n in names})
)
EVENTS = st.lists(
    st.builds(
        Event,
        tag=st.sampled_from(sorted(BOOKS.tags)),
        at=st.integers(0, 60 * 72).map(lambda m: T0 + timedelta(minutes=m)),
        facts=FEW,
    ),
    max_size=25,
    unique_by=lambda e: e.at,
)
ARRIVAL = st.builds(
    lambda ground, kind, more: Event("custody.stay.arrived", T0, {**more, "stay.ground": ground, "case.kind": kind}),
    st.sampled_from(list(BOOKS.facts["stay.ground"].values)),
    st.sampled_from(list(BOOKS.facts["case.kind"].values)),
    FEW,
)
LOOKS = st.integers(0, 60 * 96).map(lambda m: T0 + timedelta(minutes=m))


@MANY
@given(ARRIVAL, EVENTS, LOOKS)
def test_a_clock_is_breached_exactly_when_it_ran_past_its_end(arrival: Event, events: list[Event], now: datetime):
    outcome = evaluate(BOOKS, [arrival, *events], now)
    for clock in outcome.clocks:
        assert clock.started_at <= now
        assert (clock.state == "breached") == ((clock.ended_at or now) > clock.due_at), clock
        assert clock.ended_at is None or clock.started_at <= clock.ended_at <= now
        assert clock.due_by_other_reading is None or clock.due_by_other_reading >= clock.due_at
        assert list(clock.warn_at) == sorted(clock.warn_at)
    for duty in outcome.duties:
        late = duty.due_at is not None and (duty.ended_at or now) > duty.due_at
        assert (duty.state in {"overdue", "late"}) <= late
        assert (duty.state == "done") <= (duty.done_at is not None)


@MANY
@given(ARRIVAL, EVENTS, LOOKS, st.randoms())
def test_the_order_of_telling_changes_nothing(arrival: Event, events: list[Event], now: datetime, shuffle):
    told = [arrival, *(e for e in events if e.at != arrival.at)]
    shuffled = list(told)
    shuffle.shuffle(shuffled)
    assert evaluate(BOOKS, told, now) == evaluate(BOOKS, shuffled, now)


@MANY
@given(ARRIVAL, EVENTS, LOOKS)
def test_runs_of_one_rule_do_not_overlap_and_are_numbered(arrival: Event, events: list[Event], now: datetime):
    outcome = evaluate(BOOKS, [arrival, *events], now)
    runs = defaultdict(list)
    for state in (*outcome.clocks, *outcome.duties):
        runs[state.rule].append((state.number, getattr(state, "started_at", None) or state.since, state.ended_at))
    for spans in runs.values():
        spans.sort()
        assert [number for number, _, _ in spans] == list(range(len(spans)))
        for (_, _, ended), (_, began, _) in pairwise(spans):
            assert ended is not None
            assert ended <= began


@MANY
@given(ARRIVAL, EVENTS, LOOKS)
def test_the_answer_keeps_to_its_schema(arrival: Event, events: list[Event], now: datetime):
    outcome = evaluate(BOOKS, [arrival, *events], now)
    gates = check(BOOKS, "custody.question", outcome.facts, now)
    assert list(faults("evaluate-output", outcome_json(BOOKS, outcome, now, gates))) == []


@MANY
@given(FACTS)
def test_a_gate_never_passes_on_a_fact_it_asks_for_and_does_not_know(facts: dict):
    for action in {a for r in BOOKS.rules.values() if isinstance(r, Gate) for a in r.actions}:
        for verdict in check(BOOKS, action, facts, T0.date()):
            if verdict.ok:
                version = BOOKS.rules[verdict.code].version(T0.date())
                known = {**BOOKS.facts.assumed, **facts}
                assert version.require(known) is True


@MANY
@given(ARRIVAL, EVENTS, st.integers(0, 3000), st.integers(0, 3000))
def test_a_breach_is_never_undone_by_waiting(arrival: Event, events: list[Event], one: int, more: int):
    told = [arrival, *events]
    early = T0 + timedelta(days=4, minutes=one)
    before = {(c.rule, c.number): c.state for c in evaluate(BOOKS, told, early).clocks}
    after = {(c.rule, c.number): c.state for c in evaluate(BOOKS, told, early + timedelta(minutes=more)).clocks}
    for key, state in before.items():
        if state == "breached":
            assert after[key] == "breached"
