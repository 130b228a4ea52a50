"""The watch over a real centre: raised once, cleared when it is over, never silenced by an override."""

from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.alerts.naming import names
from mingjing.alerts.vocab import AlarmState
from mingjing.custody import watching
from mingjing.custody.models import Occupancy, Stay
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind


def look(at):
    with frozen(at):
        return watching.tick(at)


@pytest.fixture
def together(centre):
    """Two suspects of one case whom something put into one holding room."""
    case = centre.case()
    room = centre.room(RoomKind.HOLDING_ROOM, sex__in=["male", "any"], juvenile=False)
    stays = [centre.received(minutes=n, case_id=case.pk) for n in range(2)]
    for stay in stays:
        Occupancy.objects.create(stay=stay, room=room, since=centre.at(10))
        Stay.objects.filter(pk=stay.pk).update(room=room, state="in_area")
    return stays


def test_raised_once_and_latched_when_they_are_parted(centre, together):
    first, second = together
    look(centre.at(20))
    alarm = Alarm.objects.get(rule="separation.co_suspect")
    assert (alarm.subject_id, alarm.cause) == (str(second.pk), f"stay:{first.pk}")
    before = Entry.objects.count()
    assert look(centre.at(21)) == 0
    assert Entry.objects.count() == before
    Stay.objects.filter(pk=second.pk).update(room=None)
    look(centre.at(22))
    alarm.refresh_from_db()
    assert (alarm.state, alarm.latched) == (AlarmState.GONE_UNSEEN, True)


def test_a_stay_whose_time_nobody_counts(centre):
    stay = centre.received(ground="other")
    look(centre.at(29))
    assert not Alarm.objects.filter(rule="stay.no_ground").exists()
    look(centre.at(31))
    assert Alarm.objects.get(rule="stay.no_ground").subject_id == str(stay.pk)


def test_the_look_costs_the_same_for_many(centre, django_assert_max_num_queries):
    case = centre.case()
    for n in range(6):
        centre.received(minutes=n, case_id=case.pk)
    look(centre.at(20))
    with frozen(centre.at(20) + timedelta(minutes=1)), django_assert_max_num_queries(7):
        watching.tick(centre.at(21))


def test_alarms_call_a_stay_by_name_and_number(centre):
    stay = centre.received()
    [named] = names([stay.ref]).values()
    assert named.label == f"{stay.person.name} {stay.number}"
    assert names([Ref("stay", "gone")])[Ref("stay", "gone")].label == "stay gone"
