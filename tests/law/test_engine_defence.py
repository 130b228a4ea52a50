"""What the defence would look for: an end computed wrong, a breach healed afterwards, time that was never counted."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mingjing.law import books
from mingjing.law.engine import Event, evaluate

BOOKS = books.current()
RULE = "cn.questioning.public_order"
T0 = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
GROUND = {
    "stay.ground": "summons", "case.kind": "public_order", "person.identity_known": True,
    "case.many_people": True, "case.complex_and_detention_possible": True,
}  # fmt: skip


def at(hours: float) -> datetime:
    return T0 + timedelta(hours=hours)


def arrived(**more: object) -> Event:
    return Event("custody.stay.arrived", T0, {**GROUND, **{k.replace("__", "."): v for k, v in more.items()}})


def event(tag: str, hours: float, **facts: object) -> Event:
    return Event(tag, at(hours), {k.replace("__", "."): v for k, v in facts.items()})


def sobering(begun: float, over: float | None = None) -> list[Event]:
    ended = [] if over is None else [event("custody.stay.sobering_ended", over)]
    return [event("custody.stay.sobering_started", begun), *ended]


def granted(extension: str, hours: float) -> Event:
    return event("approvals.request.granted", hours, approval__kind=f"{RULE}/{extension}")


def clock(*events: Event, now: float, rule: str = RULE):
    return evaluate(BOOKS, events, at(now)).clock(rule)


def test_a_pause_after_the_end_moves_nothing():
    told = [arrived(), *sobering(9, 12)]
    assert clock(*told, now=13).due_at == at(8)
    assert clock(*told, now=10).state == "breached"


def test_a_pause_that_begins_at_the_very_end_still_counts():
    assert clock(arrived(), *sobering(8, 9), now=9).due_at == at(9)


def test_a_grant_after_the_end_is_not_healed_by_a_later_pause():
    told = [arrived(), granted("complex", 8.5), *sobering(8.7, 11)]
    assert clock(*told, now=12).due_at == at(8)
    assert clock(*told, now=12).state == "breached"


def test_a_second_grant_does_not_take_the_first_away():
    told = [arrived(), granted("complex", 7), granted("complex", 9)]
    assert clock(*told, now=10).due_at == at(24)
    assert {e.id: e.granted_at for e in clock(*told, now=10).extensions}["complex"] == at(7)


def test_a_second_grant_counts_when_the_first_had_no_ground():
    known = event("cases.case.characterised", 3, case__kind="public_order", case__complex_and_detention_possible=True)
    told = [arrived(case__complex_and_detention_possible=False), granted("complex", 2), known, granted("complex", 4)]
    assert clock(*told, now=5).due_at == at(24)


def test_sobering_up_before_the_case_was_attached_does_not_count_either():
    attached = event("custody.stay.case_attached", 5, case__kind="public_order")
    told = [arrived(case__kind="none"), *sobering(1, 4), attached]
    assert clock(*told, now=6).due_at == at(11)
    assert clock(*told, now=6).started_at == T0


def test_a_case_attached_while_he_sobers_up_starts_a_clock_that_stands():
    attached = event("custody.stay.case_attached", 2, case__kind="public_order")
    told = [arrived(case__kind="none"), *sobering(1), attached]
    assert clock(*told, now=3).state == "paused"
    assert clock(*told, event("custody.stay.sobering_ended", 4), now=5).due_at == at(11)


def test_a_summons_announced_while_he_sobers_up_runs_from_when_he_is_sober():
    summoned = event("custody.stay.ground_changed", 2, stay__ground="summons")
    told = [arrived(stay__ground="sobering"), *sobering(1, 6), summoned]
    assert clock(*told, now=7).started_at == at(2)
    assert clock(*told, now=7).due_at == at(2 + 8 + 4)


def test_a_pause_that_outlasts_the_stay_ends_with_it():
    gone = event("custody.stay.released", 7)
    assert clock(arrived(), *sobering(6), gone, now=48).due_at == at(9)
    assert clock(arrived(), *sobering(6), gone, event("custody.stay.sobering_ended", 20), now=48).due_at == at(9)


def test_a_case_that_turns_criminal_buys_no_time():
    turned = event("cases.case.characterised", 7, case__kind="criminal")
    outcome = evaluate(BOOKS, [arrived(), turned], at(8.5))
    assert outcome.clock(RULE).state == "breached"
    assert outcome.clock("cn.questioning.criminal_summons").due_at == at(12)


def test_one_kind_of_summons_for_another_buys_no_time():
    other = event("custody.stay.ground_changed", 6, stay__ground="oral_summons")
    assert clock(arrived(), other, now=9).due_at == at(8)


def test_a_breach_before_the_case_was_attached_remains():
    attached = event("custody.stay.case_attached", 9, case__kind="criminal")
    assert clock(arrived(case__kind="none"), attached, now=20, rule="cn.questioning.undetermined").state == "breached"


@pytest.mark.parametrize("arrival", [{"person__age": 15}, {"person__age": None}])
def test_a_boy_found_to_be_fifteen_has_four_hours_from_arrival(arrival: dict):
    told = [
        arrived(stay__ground="continued_questioning", case__kind="none", **arrival),
        event("custody.stay.identified", 3, person__age=15),
    ]
    assert clock(*told, now=4.5, rule="cn.continued.special_limit").state == "breached"


# --- the same limit, counted minute by minute ------------------------------------------------------------------------

TIERS = {"many_or_unknown": 12 * 60, "complex": 24 * 60}
MINUTE = st.integers(0, 30 * 60)
STARTS = st.sampled_from(
    [
        datetime(2026, 2, 28, 23, 59), datetime(2026, 12, 31, 23, 30), datetime(2028, 2, 28, 20, 1),
        datetime(2028, 2, 29, 12, 0), datetime(2026, 10, 1, 0, 0), datetime(2026, 11, 30, 16, 45),
    ]
)  # fmt: skip


def minute_by_minute(pauses: list, grants: list, until: int) -> tuple[int | None, bool]:
    """The minute at which the time is used up (None: not yet), walking one minute at a time, and whether it was."""
    allowed, used, over = 8 * 60, 0, None
    for minute in range(until + 1):
        if over is None:
            allowed = max([allowed, *(TIERS[kind] for when, kind in grants if when == minute)])
        if minute == until:
            break
        if not any(begun <= minute < ended for begun, ended in pauses):
            if used == allowed and over is None:
                over = minute
            used += 1
    return over, over is not None


@settings(max_examples=150, deadline=None)
@given(
    STARTS,
    st.lists(MINUTE, max_size=6, unique=True).map(sorted),
    st.lists(st.tuples(MINUTE, st.sampled_from(list(TIERS))), max_size=4),
    st.one_of(st.none(), MINUTE),
    st.integers(0, 40 * 60),
)
@example(datetime(2026, 12, 31, 23, 30), [520, 700], [(510, "complex")], None, 900)
def test_the_engine_agrees_with_a_minute_by_minute_count(start, edges, grants, attached, now):
    """Sobering up, grants and the late attachment of the case in any order; nothing shared but the numbers."""
    zero = start.replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)

    def event_at(minute: int, tag: str, facts: dict | None = None) -> Event:
        return Event(tag, zero + timedelta(minutes=minute), facts or {})

    late = attached is not None and not any(when <= attached for when, _ in grants)
    told = [event_at(0, "custody.stay.arrived", {**GROUND, "case.kind": "none" if late else "public_order"})]
    if late:
        told.append(event_at(attached, "custody.stay.case_attached", {"case.kind": "public_order"}))
    for number, minute in enumerate(edges):
        told.append(event_at(minute, f"custody.stay.sobering_{'ended' if number % 2 else 'started'}"))
    for minute, kind in grants:
        told.append(event_at(minute, "approvals.request.granted", {"approval.kind": f"{RULE}/{kind}"}))
    found = evaluate(BOOKS, told, zero + timedelta(minutes=now)).clock(RULE)
    if late and now < attached:
        assert found is None
        return
    lasting = [*edges, 10**9] if len(edges) % 2 else edges
    pauses = list(zip(lasting[::2], lasting[1::2], strict=True))
    over, breached = minute_by_minute(pauses, grants, now)
    assert (found.state == "breached") == breached
    if over is not None:
        assert found.due_at == zero + timedelta(minutes=over)


def stay(*events: Event, now: float):
    return evaluate(BOOKS, events, at(now))


CRIMINAL = {"case__kind": "criminal"}
DETAINED = {"stay__ground": "detention"}


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("cn.questioning.criminal_summons", {"case.kind": "criminal", "stay.ground": "summons"}),
        ("cn.questioning.forced_appearance", {"case.kind": "criminal", "stay.ground": "forced_summons_criminal"}),
        ("cn.questioning.public_order", {"case.kind": "public_order", "stay.ground": "oral_summons"}),
        ("cn.questioning.administrative", {"case.kind": "administrative", "stay.ground": "summons"}),
        ("cn.questioning.undetermined", {"case.kind": "none", "stay.ground": "summons"}),
    ],
)
@pytest.mark.parametrize("executed", [3.5, 60])
def test_a_detention_carried_out_ends_the_summons_and_heals_no_overrun(rule, facts, executed):
    told = [Event("custody.stay.arrived", T0, facts), event("custody.stay.detention_executed", executed, **DETAINED)]
    said = stay(*told, now=executed + 30)
    ended = said.clock(rule)
    assert (ended.ended_at, ended.state) == (at(executed), "breached" if executed == 60 else "met")
    assert said.clock("cn.detention.deliver").due_at == at(executed + 24)


def test_who_comes_detained_is_counted_from_the_door():
    told = Event("custody.stay.arrived", T0, {"case.kind": "criminal", "stay.ground": "detention"})
    said = stay(told, event("custody.stay.detention_executed", 2, **DETAINED), now=25)
    assert (said.clock("cn.detention.deliver").due_at, said.clock("cn.detention.deliver").state) == (at(24), "breached")
    for duty in ("cn.detention.notify_family", "cn.detention.first_interrogation"):
        assert (said.duty(duty).due_at, said.duty(duty).state) == (at(24), "overdue")
    arrested = Event("custody.stay.arrived", T0, {"case.kind": "criminal", "stay.ground": "arrest"})
    assert stay(arrested, now=1).duty("cn.arrest.deliver").state == "open"
    assert stay(arrested, now=25).duty("cn.arrest.notify_family").state == "overdue"


@pytest.mark.parametrize(
    ("kind", "rule", "limit"),
    [
        ("criminal", "cn.questioning.criminal_summons", 12),
        ("public_order", RULE, 8),
        ("administrative", "cn.questioning.administrative", 8),
    ],
)
def test_another_ground_of_summons_before_the_case_is_known_buys_no_time(kind, rule, limit):
    told = [arrived(case__kind="none"), event("custody.stay.ground_changed", 3, stay__ground="oral_summons")]
    found = event("custody.stay.case_attached", 4, case__kind=kind)
    assert clock(*told, found, now=5, rule=rule).started_at == T0
    assert clock(*told, found, now=5, rule=rule).due_at == at(limit)


def test_a_ground_that_counts_otherwise_in_between_begins_anew():
    told = [
        arrived(case__kind="none"), event("custody.stay.ground_changed", 2, stay__ground="continued_questioning"),
        event("custody.stay.ground_changed", 5, stay__ground="summons"),
        event("custody.stay.case_attached", 6, case__kind="criminal"),
    ]  # fmt: skip
    assert clock(*told, now=7, rule="cn.questioning.criminal_summons").started_at == at(5)


def test_a_compelled_summons_whose_case_turns_out_criminal_is_counted():
    told = [arrived(case__kind="none", stay__ground="compelled_summons_admin"),
            event("custody.stay.case_attached", 5, **CRIMINAL)]  # fmt: skip
    assert clock(*told, now=6, rule="cn.questioning.criminal_summons").due_at == at(12)


@pytest.mark.parametrize(("over", "state"), [(23, "lifted"), (25, "missed")])
def test_what_falls_away_after_its_time_was_missed(over, state):
    told = [arrived(**CRIMINAL), event("custody.stay.detention_executed", 0, **DETAINED)]
    said = stay(*told, event("custody.stay.transferred", over), now=30)
    assert said.duty("cn.detention.first_interrogation").state == state
    unreachable = stay(*told, event("custody.stay.family_unreachable", over), now=30)
    assert unreachable.duty("cn.detention.notify_family").state == state


OF_STAYS = [
    r for r in (*BOOKS.clocks, *BOOKS.duties) if any(t.startswith("custody.") for c in r.starts for t in c.tags)
]


@pytest.mark.parametrize("rule", OF_STAYS, ids=lambda rule: rule.id)
def test_nothing_goes_on_about_a_stay_recorded_in_error(rule):
    assert "custody.stay.recorded_in_error" in rule.tags


def test_who_is_held_in_cuffs_is_looked_after_by_those_who_are_with_him():
    rule, told = "cn.restraint.review", [arrived(), event("custody.stay.restrained", 0)]
    away = [event("custody.stay.temp_departed", 0.1), event("custody.stay.temp_returned", 3)]
    asked = [event("custody.stay.questioning_started", 0.1), event("custody.stay.questioning_ended", 3)]
    for together in (away, asked):
        assert stay(*told, together[0], now=2.9).duty(rule).state == "paused"
        assert stay(*told, *together, now=3).duty(rule).due_at == at(3.25)
    assert stay(*told, now=1).duty(rule).state == "overdue"
