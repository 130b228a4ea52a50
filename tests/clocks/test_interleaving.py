"""However the watch is started, doubled, delayed or killed between two rows: the same alarms stand in the end."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjing.alerts import watching as alarms_watching
from mingjing.alerts.actions.alarm import answer
from mingjing.alerts.models import Alarm
from mingjing.clocks import watching
from mingjing.clocks.following import follow
from mingjing.clocks.models import Timed
from mingjing.kernel.time import frozen
from mingjing.ledger.models import Entry
from tests.clocks.acts import STAY, arrived, happened
from tests.watched import NOON, build

MINUTES = st.integers(min_value=0, max_value=14 * 60)
END = NOON + timedelta(hours=15)
pytestmark = pytest.mark.django_db


def look(at):
    with frozen(at):
        watching.tick(at)
        alarms_watching.tick(at)


def standing():
    """What anybody would see, apart from when it was noticed."""
    rows = Timed.objects.order_by("kind", "rule", "number").values_list("rule", "number", "state", "told")
    alarms = Alarm.objects.exclude(rule="clock.near").exclude(rule="duty.due")
    return list(rows), sorted(alarms.values_list("rule", "cause", "grade", "state", "subject_id"))


def play(looks, leaves):
    """One night: an arrival at noon, looks at these minutes, a departure, one last look. Each look may be doubled."""
    with frozen(NOON):
        arrived(NOON)
    for minute in sorted(looks):
        at = NOON + timedelta(minutes=minute)
        if minute < leaves:
            look(at)
            look(at)
            with frozen(at):
                follow(Entry.objects.filter(subject_kind="stay").order_by("id").last())
    at = NOON + timedelta(minutes=leaves)
    with frozen(at):
        happened("custody.stay.departed", at)
    look(END)
    return standing()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.lists(MINUTES, max_size=6), leaves=st.integers(min_value=1, max_value=13 * 60))
def test_any_rhythm_of_looking_gives_the_same_alarms(looks, leaves):
    from django.db import transaction

    found = []
    for rhythm in (looks, []):
        with transaction.atomic():
            with frozen(NOON):
                build()
            found.append(play(rhythm, leaves))
            transaction.set_rollback(True)
    seen, once = found
    assert [r[:3] for r in seen[0]] == [r[:3] for r in once[0]]
    assert seen[1] == once[1]


def test_an_answer_before_or_after_the_end_closes_alike():
    with frozen(NOON):
        centre = build()
        arrived(NOON)
    late = NOON + timedelta(hours=9)
    look(late)
    over = Alarm.objects.get(rule="clock.over", subject_id=STAY.id)
    with frozen(late):
        answer(over.pk, by=centre.acting("custody"), at=late, answer="leaving")
        happened("custody.stay.departed", late)
    look(late)
    over.refresh_from_db()
    assert over.state == "closed"
