"""Amend instead of edit: rows, clocks and the printed record follow; the first entry stays as it was."""

from datetime import timedelta

import pytest

from mingjing.clocks.models import Timed
from mingjing.custody.actions import care, placement, watching
from mingjing.custody.actions.amendment import amend
from mingjing.custody.models import CareAct, Occupancy
from mingjing.custody.rules.gaps import Gap
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.custody.selectors.record import proofs
from mingjing.custody.selectors.timeline import line, timeline
from mingjing.kernel.time import iso
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from tests.custody.walk import calm, placed, settled

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(centre):
    return centre.received(case_id=centre.case().pk)


def entry_of(stay, tag):
    return Entry.objects.about(stay.ref).with_content().filter(tag=tag).last()


def code_of(refused):
    return refused.value.code


def test_the_arrival_moves_and_its_clocks_with_it(centre, stay):
    arrival = entry_of(stay, "custody.stay.arrived")
    earlier = centre.at(-30)
    started = Timed.objects.of(stay.ref).filter(kind="clock").first().started_at
    assert started == centre.at(0)
    moved = {"occurred_at": iso(earlier)}
    amend(arrival, by=centre.by("reception"), at=centre.at(10), reason="看错时间", changes=moved)
    stay.refresh_from_db()
    assert (stay.arrived_at, stay.ground_since) == (earlier, earlier)
    clock = Timed.objects.of(stay.ref).filter(kind="clock").first()
    assert clock.started_at == earlier
    shown = line(Entry.objects.with_content().get(pk=arrival.pk))
    assert (shown.happened_at, shown.first_at, shown.moved) == (earlier, centre.at(0), True)
    assert Entry.objects.get(pk=arrival.pk).occurred_at == centre.at(0)


def test_the_arrival_cannot_move_behind_what_followed(centre, stay):
    watching.check(stay.pk, by=centre.by("custody_guard"), at=centre.at(5))
    arrival = entry_of(stay, "custody.stay.arrived")
    with pytest.raises(Refusal) as refused:
        amend(
            arrival,
            by=centre.by("reception"),
            at=centre.at(10),
            reason="错",
            changes={"occurred_at": iso(centre.at(6))},
        )
    assert code_of(refused) == "custody.amend.order"


def test_an_act_taken_back_counts_for_nothing(centre, stay):
    by = centre.by("custody_guard")
    written = care.offer(stay.pk, by=by, at=centre.at(60), kind="meal", what="盒饭")
    duty = Timed.objects.of(stay.ref).filter(rule="cn.care.food").first()
    assert duty.ended_at == centre.at(60)
    amend(written, by=by, at=centre.at(62), reason="点错人", changes={"voided": True})
    assert CareAct.objects.get(stay=stay).voided
    assert "custody.stay.meal" not in proofs(stay)
    duty = Timed.objects.of(stay.ref).filter(rule="cn.care.food").first()
    assert duty.ended_at is None
    assert [one.back for one in timeline(stay).lines if one.entry.pk == written.pk] == [True]
    with pytest.raises(Refusal) as refused:
        amend(written, by=by, at=centre.at(63), reason="再改", changes={"what": "面条"})
    assert code_of(refused) == "custody.amend.voided"


def test_moving_into_a_room_moves_the_end_of_the_room_before(centre, stay):
    now = settled(centre, stay, calm())
    placed(centre, stay, now)
    washroom = centre.room(RoomKind.WASHROOM, sex="male")
    written = placement.place(stay.pk, by=centre.by("custody_guard"), at=centre.at(60), room_id=washroom.pk)
    amend(
        written,
        by=centre.by("custody_guard"),
        at=centre.at(70),
        reason="补正时间",
        changes={"occurred_at": iso(centre.at(55))},
    )
    first, second = Occupancy.objects.filter(stay=stay).order_by("since")
    assert (first.until, second.since) == (centre.at(55), centre.at(55))
    assert gaps_of(stay, centre.at(80)).minutes(Gap.PLACE) == now


def test_only_own_entries_unless_one_answers_for_the_record(centre, stay):
    written = watching.check(stay.pk, by=centre.by("custody_guard"), at=centre.at(5))
    with pytest.raises(Refusal) as refused:
        amend(written, by=centre.by("custody_guard", name="某人"), at=centre.at(9), reason="错", changes={"note": "坐"})
    assert code_of(refused) == "custody.amend.foreign"
    amend(written, by=centre.by("custody_officer"), at=centre.at(9), reason="补充", changes={"note": "坐着"})
    assert line(Entry.objects.with_content().get(pk=written.pk)).text.zh == "巡查：状态正常（坐着）。"


@pytest.mark.parametrize(
    ("changes", "reason", "code"),
    [
        ({}, "错", "custody.amend.nothing"),
        ({"stay": "x"}, "错", "custody.amend.field"),
        ({"note": "坐着"}, " ", "custody.missing.reason"),
        ({"voided": True, "note": "坐着"}, "错", "custody.amend.void_alone"),
        ({"occurred_at": "昨天"}, "错", "custody.amend.time"),
        ({"occurred_at": "2027-01-01T00:00:00.000Z"}, "错", "entry.future"),
    ],
)
def test_what_cannot_be_amended(centre, stay, changes, reason, code):
    by = centre.by("custody_guard")
    written = watching.check(stay.pk, by=by, at=centre.at(5))
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refused:
        amend(written, by=by, at=centre.at(9), reason=reason, changes=changes)
    assert code_of(refused) == code
    assert Entry.objects.count() == before


def test_late_entries_say_so(centre, stay):
    """The clock of the test stands at six in the evening: everything was entered late."""
    shown = line(entry_of(stay, "custody.stay.arrived"))
    assert shown.late
    assert shown.lateness == timedelta(hours=8)
