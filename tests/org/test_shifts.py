"""The roster: plan, change, start, hand over; who is on duty when."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from mingjing.kernel.machine import Move
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.actions import officer as officers
from mingjing.org.actions import shift
from mingjing.org.actions.shift import Place
from mingjing.org.machine import SHIFT
from mingjing.org.models import Shift
from mingjing.org.rules import Turn, turns_of_week
from mingjing.org.selectors import on_duty
from mingjing.org.vocab import ShiftState
from tests.diagrams import committed, drawn
from tests.org.conftest import SETUP, refused

DAY = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 08:00 in Asia/Shanghai


@pytest.fixture
def crew(county):
    """(leader, guard) of two crews."""
    return [(county.officer("custody_officer"), county.officer("custody_guard", name="李四")) for _ in range(2)]


def places(pair):
    return [Place(pair[0], "custody_officer"), Place(pair[1], "custody_guard")]


def planned(county, pair, start=DAY, hours=12):
    return shift.plan(
        by=SETUP,
        at=now(),
        site=county.site,
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        places=places(pair),
    )


@pytest.mark.parametrize("state", ShiftState)
@pytest.mark.parametrize("one", SHIFT.moves, ids=lambda m: m.verb)
def test_every_move_from_every_state(one: Move, state):
    assert bool(SHIFT.allows(one.verb, state)) == (state in one.sources)


def test_the_committed_diagram_is_the_table():
    assert committed(SHIFT) == drawn(SHIFT), "python -m tests.diagrams"


def test_a_shift_tells_who_stands_where(county, crew):
    made = planned(county, crew[0])
    entry = Entry.objects.with_content().latest("id")
    assert entry.tag == "org.shift.planned"
    assert [who[2] for who in entry.body["who"]] == ["custody_officer", "custody_guard"]
    assert [p.rank for p in made.places.all()] == [1, 2]


def test_nobody_without_the_post_and_nobody_twice(county, crew):
    planned(county, crew[0])
    stranger = county.officer("custody_guard", at=county.beside)
    wrong = [Place(stranger, "custody_guard"), Place(crew[0][0], "custody_officer")]
    with pytest.raises(Refusal) as why:
        shift.plan(
            by=SETUP,
            at=now(),
            site=county.site,
            starts_at=DAY + timedelta(hours=6),
            ends_at=DAY + timedelta(hours=18),
            places=wrong,
        )
    assert {v.code for v in why.value.verdicts} == {"org.shift.no_post", "org.shift.busy"}


def test_a_suspended_officer_is_not_planned(county, crew):
    officers.suspend(crew[0][0].pk, by=SETUP, at=now(), why="休假")
    with refused("org.shift.no_post"):
        planned(county, crew[0])


def test_shifts_that_touch_do_not_overlap(county, crew):
    planned(county, crew[0])
    planned(county, crew[0], start=DAY + timedelta(hours=12))
    with refused("org.shift.taken"):
        planned(county, crew[1])


@pytest.mark.parametrize(("hours", "code"), [(0, "org.shift.order"), (-1, "org.shift.order")])
def test_a_shift_ends_after_it_starts(county, crew, hours, code):
    with pytest.raises(Refusal, match=code):
        planned(county, crew[0], hours=hours)


def test_a_planned_shift_changes_a_running_one_does_not(county, crew):
    made = planned(county, crew[0])
    shift.change(made.pk, by=SETUP, at=now(), places=places(crew[1]))
    assert {p.officer for p in made.places.all()} == set(crew[1])
    shift.start(made.pk, by=crew[1][0].acting(), at=now())
    with refused("shift.state.change"):
        shift.change(made.pk, by=SETUP, at=now(), places=places(crew[0]))


def test_one_who_is_not_on_it_does_not_start_it(county, crew):
    made = planned(county, crew[0])
    with refused("org.shift.not_on_it"):
        shift.start(made.pk, by=crew[1][0].acting(), at=now())


def test_handing_over_takes_two(county, crew):
    day, night = planned(county, crew[0]), planned(county, crew[1], start=DAY + timedelta(hours=12))
    outgoing, incoming = crew[0][0].acting(), crew[1][0].acting()
    shift.start(day.pk, by=outgoing, at=now())
    with refused("org.shift.somebody"):
        shift.start(night.pk, by=incoming, at=now())
    with refused("shift.state.relieve"):
        shift.relieve(day.pk, by=incoming, at=now(), next_id=night.pk, signature="e" * 64)
    signed = {"at": now(), "signature": "f" * 64}
    with refused("org.shift.notes"):
        shift.offer(day.pk, by=outgoing, notes="", left=shift.Open(alarms=[Ref("alarm", "a")]), **signed)
    with refused("org.shift.unsigned"):
        shift.offer(day.pk, by=outgoing, at=now(), notes="平稳", signature="")
    left = shift.Open([(Ref("stay", "s"), "夜间有自伤史，15分钟一看")], [Ref("alarm", "a")], ["吃饭 12:00"])
    told = shift.offer(day.pk, by=outgoing, at=now(), notes="3号候问室待就医", left=left, signature="f" * 64)
    assert (told.body["people"], told.body["alarms"]) == ([["stay:s", "夜间有自伤史，15分钟一看"]], ["alarm:a"])
    assert set(Entry.objects.about(Ref("stay", "s"))) == {told}
    with refused("org.shift.not_on_it"):
        shift.relieve(day.pk, by=outgoing, next_id=night.pk, **signed)
    with refused("org.shift.unsigned"):
        shift.relieve(day.pk, by=incoming, at=now(), next_id=night.pk, signature="")
    shift.relieve(day.pk, by=incoming, next_id=night.pk, **signed)
    day.refresh_from_db()
    night.refresh_from_db()
    assert (day.state, night.state) == (ShiftState.HANDED_OVER, ShiftState.RUNNING)
    tags = list(Entry.objects.order_by("id").values_list("tag", flat=True))[-3:]
    assert tags == ["org.shift.offered", "org.shift.handed_over", "org.shift.started"]


def test_nobody_relieves_himself(county, crew):
    day = planned(county, crew[0])
    night = planned(county, (crew[0][0], crew[1][1]), start=DAY + timedelta(hours=12))
    me = crew[0][0].acting()
    shift.start(day.pk, by=me, at=now())
    shift.offer(day.pk, by=me, at=now(), notes="平稳", signature="f" * 64)
    with refused("org.shift.same_person"):
        shift.relieve(day.pk, by=me, at=now(), next_id=night.pk, signature="f" * 64)


def test_who_is_on_duty(county, crew):
    day, night = planned(county, crew[0]), planned(county, crew[1], start=DAY + timedelta(hours=12))
    assert [p.officer for p in on_duty(county.site, DAY + timedelta(hours=1))] == list(crew[0])
    assert on_duty(county.site, DAY - timedelta(hours=1)) == []
    with frozen(DAY):
        shift.start(day.pk, by=crew[0][0].acting(), at=DAY)
    late = DAY + timedelta(hours=12, minutes=30)  # relieved half an hour late: the old shift counts until then
    assert [p.officer for p in on_duty(county.site, late)] == list(crew[0])
    with frozen(late):
        shift.offer(day.pk, by=crew[0][0].acting(), at=late, notes="平稳", signature="f" * 64)
        shift.relieve(day.pk, by=crew[1][0].acting(), at=late, next_id=night.pk, signature="e" * 64)
    assert [p.officer for p in on_duty(county.site, late)] == list(crew[1])
    assert [p.officer for p in on_duty(county.site, late - timedelta(minutes=1))] == list(crew[0])


TWO_TURNS = [Turn(time(8), 12), Turn(time(20), 12)]


def test_a_week_has_no_gap_and_chains_to_the_next():
    monday = date(2026, 11, 23)
    both = [*turns_of_week(monday, TWO_TURNS, 4), *turns_of_week(monday + timedelta(days=7), TWO_TURNS, 4)]
    assert len(both) == 28
    assert all(one[1] == following[0] for one, following in pairwise(both))
    assert all((one[2] + 1) % 4 == following[2] for one, following in pairwise(both))


def test_a_week_is_planned_at_once_and_again_only_where_it_is_missing(county, crew):
    week = {
        "by": SETUP,
        "at": now(),
        "site": county.site,
        "monday": date(2026, 11, 30),
        "turns": TWO_TURNS,
        "crews": [places(pair) for pair in crew],
    }
    assert len(shift.plan_week(**week)) == 14
    Shift.objects.first().places.all().delete()
    Shift.objects.first().delete()
    assert len(shift.plan_week(**week)) == 1


def test_only_those_who_may_plan(county, crew):
    guard = crew[0][1]
    with refused("access.post"):
        shift.plan(
            by=guard.acting(),
            at=now(),
            site=county.site,
            starts_at=DAY,
            ends_at=DAY + timedelta(hours=8),
            places=places(crew[0]),
        )
