"""Whoever writes to the database puts off no limit in silence, and stops nobody from looking."""

from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.clocks import watching
from mingjing.clocks.models import Timed
from mingjing.clocks.row_audit import Round, shifted
from mingjing.kernel.time import frozen
from tests.clocks.acts import STAY, arrived, happened
from tests.watched import NOON

RULE = "cn.questioning.public_order"
H = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _somebody_is_here(centre):
    arrived(NOON)


def row():
    return Timed.objects.filter(rule=RULE)


def found(at=NOON):
    return sorted(one.wrong.value for one in shifted(STAY, at))


def test_rows_the_engine_wrote_agree_whatever_the_hour_and_whatever_came_since():
    assert found() == []
    for hours in (1, 4, 9):
        with frozen(NOON + hours * H):
            watching.tick(NOON + hours * H)
            assert found(NOON + hours * H) == []
    with frozen(NOON + 10 * H):
        happened("custody.stay.departed", NOON + 10 * H)
        assert found(NOON + 10 * H) == []


CHANGES = {
    "put off": ({"due_at": NOON + 30 * H}, "clock.moved"),
    "began later": ({"started_at": NOON + H}, "clock.moved"),
    "ended": ({"ended_at": NOON}, "clock.moved"),
    "nobody looks": ({"attend_at": None}, "clock.deaf"),
    "somebody looks too late": ({"attend_at": NOON + 300 * H}, "clock.deaf"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_changed_in_the_database_is_named(change):
    fields, wrong = CHANGES[change]
    row().update(**fields)
    assert found() == [wrong]


def test_a_row_taken_away_is_named():
    row().delete()
    assert found() == ["clock.gone"]


def test_the_round_comes_by_everybody_and_rings_until_it_is_put_right():
    right = row().get().due_at
    row().update(due_at=NOON + 30 * H, ended_at=NOON)
    looking = Round()
    assert looking.look(NOON) == 1
    alarm = Alarm.objects.get(rule="integrity.logs_disagree")
    assert alarm.cause.startswith(f"clock {STAY.id} clock.moved")
    assert alarm.site.parent is None
    row().update(due_at=right, ended_at=None)
    assert looking.look(NOON) == 0
    assert not Alarm.objects.get(pk=alarm.pk).active
