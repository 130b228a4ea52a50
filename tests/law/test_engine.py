"""The engine on the shipped books: states of clocks, extensions, pauses, unknown facts."""

from datetime import UTC, datetime, timedelta
from time import process_time

from mingjing.law import books
from mingjing.law.engine import Event, evaluate

T0 = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
RULE = "cn.questioning.public_order"
SUMMONED = {"case.kind": "public_order", "stay.ground": "summons", "person.identity_known": True}


def arrived(at: datetime = T0, **facts: object) -> Event:
    return Event("custody.stay.arrived", at, {**SUMMONED, **{k.replace("__", "."): v for k, v in facts.items()}})


def ask(*events: Event, after: timedelta):
    return evaluate(books.current(), events, T0 + after).clock(RULE)


def test_within_the_limit_it_runs_and_tells_both_readings():
    clock = ask(arrived(), after=timedelta(hours=1))
    assert clock.state == "running"
    assert clock.due_at == T0 + timedelta(hours=8)
    assert clock.due_by_other_reading == datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    assert clock.basis == "PSL 97; APR 70"
    assert clock.limit.en == "8 hours"


def test_exactly_at_the_limit_is_still_within():
    assert ask(arrived(), after=timedelta(hours=8)).state == "warned"
    assert ask(arrived(), after=timedelta(hours=8, milliseconds=1)).state == "breached"


def test_ended_in_time_is_met_and_after_it_stays_breached():
    gone = Event("custody.stay.released", T0 + timedelta(hours=8))
    late = Event("custody.stay.released", T0 + timedelta(hours=9))
    assert ask(arrived(), gone, after=timedelta(days=2)).state == "met"
    assert ask(arrived(), late, after=timedelta(days=2)).state == "breached"


def test_extension_needs_its_ground_and_counts_only_when_granted_in_time():
    ground = {"case__complex_and_detention_possible": True}
    grant = Event("approvals.request.granted", T0 + timedelta(hours=7), {"approval.kind": f"{RULE}/complex"})
    late = Event("approvals.request.granted", T0 + timedelta(hours=9), {"approval.kind": f"{RULE}/complex"})
    assert ask(arrived(**ground), grant, after=timedelta(hours=7)).due_at == T0 + timedelta(hours=24)
    assert ask(arrived(**ground), late, after=timedelta(hours=9)).state == "breached"
    assert ask(arrived(case__complex_and_detention_possible=False), grant, after=timedelta(hours=9)).state == "breached"


def test_extension_with_unknown_ground_says_which_fact_is_needed():
    clock = ask(arrived(), after=timedelta(hours=1))
    by_id = {e.id: e for e in clock.extensions}
    assert not by_id["complex"].available
    assert by_id["complex"].needs == ("case.complex_and_detention_possible",)
    assert by_id["complex"].rank == "department_head"


def test_sobering_up_does_not_count():
    stop = Event("custody.stay.sobering_started", T0 + timedelta(hours=1))
    go = Event("custody.stay.sobering_ended", T0 + timedelta(hours=4))
    assert ask(arrived(), stop, after=timedelta(hours=2)).state == "paused"
    assert ask(arrived(), stop, go, after=timedelta(hours=5)).due_at == T0 + timedelta(hours=11)


def test_unknown_ground_is_reported_instead_of_no_clock():
    event = Event("custody.stay.arrived", T0, {"case.kind": "public_order"})
    outcome = evaluate(books.current(), [event], T0)
    need = next(n for n in outcome.unknown if n.rule == RULE)
    assert need.facts == ("stay.ground",)
    assert outcome.clock(RULE) is None


def test_an_extension_can_be_asked_for_only_while_the_limit_runs_and_it_would_be_longer():
    event = arrived(case__many_people=True, case__complex_and_detention_possible=True)
    grant = Event("approvals.request.granted", T0 + timedelta(hours=2), {"approval.kind": f"{RULE}/complex"})

    def open_to_ask(*events: Event, after: timedelta) -> set[str]:
        return {e.id for e in ask(*events, after=after).extensions if e.available}

    assert open_to_ask(event, after=timedelta(hours=8)) == {"many_or_unknown", "complex"}
    assert open_to_ask(event, after=timedelta(hours=8, seconds=1)) == set()
    assert open_to_ask(event, grant, after=timedelta(hours=3)) == set()


def test_events_after_now_have_not_happened_and_order_does_not_matter():
    gone = Event("custody.stay.released", T0 + timedelta(hours=2))
    assert ask(gone, arrived(), after=timedelta(hours=1)).state == "running"
    assert ask(gone, arrived(), after=timedelta(hours=2)).state == "met"


def test_a_full_stay_is_evaluated_quickly():
    """100 events against every book; the bound is loose because test machines are busy (bench/law.py measures)."""
    tags = ["meal", "drink", "checked", "rest", "moved", "placed", "toilet", "washing"]
    events = [arrived(person__sex="male", person__age=17)]
    events += [Event(f"custody.stay.{tags[n % 8]}", T0 + timedelta(minutes=4 * n + 1)) for n in range(99)]
    b = books.current()
    evaluate(b, events, T0 + timedelta(hours=7))
    began = process_time()
    for _ in range(10):
        evaluate(b, events, T0 + timedelta(hours=7))
    assert (process_time() - began) / 10 < 0.05
