"""Questioning: the law's gates on real rows, and recordings with their gaps."""

from datetime import date

import pytest

from mingjing.alerts.models import Alarm
from mingjing.custody.actions import contact, placement, questioning, visit
from mingjing.custody.models import Occupancy, Questioning, RecordingSpan
from mingjing.custody.rules.gaps import Gap
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.custody.selectors.questioning import officers_wanted
from mingjing.ledger.models import Entry
from mingjing.org.models import Room
from mingjing.org.vocab import RoomKind
from tests.custody.walk import calm, placed, settled
from tests.refusals import refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(centre):
    """begin(kind of case, sex, born…): somebody settled in a holding room, ready to be questioned at minute 60."""

    def make(case="public_order", answers=None, **person):
        who = centre.person(**person)
        stay = centre.received(who, case_id=centre.case(case).pk)
        settled(centre, stay, answers or calm(who.sex))
        placed(centre, stay, 30)
        return stay

    return make


def start(centre, stay, minutes=60, kind="questioning", room=None, officers=2, **kw):
    asking = [centre.officer("case_officer", name=n).pk for n in ("", "办二")]
    room = room or centre.room(RoomKind.INTERROGATION_ROOM if kind == "interrogation" else RoomKind.INTERVIEW_ROOM)
    return questioning.start(
        stay.pk, by=centre.by("case_officer"), at=centre.at(minutes), kind=kind, room_id=room.pk,
        officer_ids=asking[:officers], **kw,
    )  # fmt: skip


def test_he_is_brought_into_the_room_and_the_recording_runs(centre, begin):
    stay = begin()
    row = start(centre, stay)
    stay.refresh_from_db()
    assert stay.room == row.room
    assert Occupancy.objects.get(stay=stay, until__isnull=True).room == row.room
    tags = list(Entry.objects.filter(subject_id=str(stay.pk)).order_by("id").values_list("tag", flat=True))[-3:]
    assert tags == [f"custody.stay.{t}" for t in ("moved", "questioning_started", "recording_started")]


@pytest.mark.parametrize("officers", [0, 1, 2])
def test_how_many_officers_an_interrogation_takes(centre, begin, officers):
    stay = begin("criminal")
    if officers >= 2:
        assert start(centre, stay, kind="interrogation", officers=officers).first
    else:
        assert "cn.interrogation.two_officers" in refusals(start, centre, stay, kind="interrogation", officers=officers)


def test_one_officer_alone_needs_certificate_and_recording(centre, begin):
    """PSL 108: in a certified room and recorded, one officer may; without recording nobody may (PSL 97)."""
    stay = begin()
    assert "cn.questioning.public_order_officers" in refusals(start, centre, stay, officers=1, record=False)
    start(centre, stay, officers=1)


def test_an_auxiliary_does_not_question(centre, begin):
    stay = begin("criminal")
    helper = centre.officer("case_officer", name="辅警", auxiliary=True)
    told = {"by": centre.by("case_officer"), "at": centre.at(60), "kind": "interrogation",
            "room_id": centre.room(RoomKind.INTERROGATION_ROOM).pk}  # fmt: skip
    codes = refusals(questioning.start, stay.pk, officer_ids=[centre.officer("case_officer").pk, helper.pk], **told)
    assert {"cn.questioning.not_by_auxiliary", "cn.interrogation.two_officers"} <= codes


def test_an_interrogation_has_its_own_kind_of_room(centre, begin):
    stay = begin("criminal")
    assert "cn.interrogation.place" in refusals(
        start, centre, stay, kind="interrogation", room=centre.room(RoomKind.MEDICAL_ROOM)
    )


def test_a_minor_is_questioned_with_an_adult_or_a_noted_absence(centre, begin):
    stay = begin(born=date(2010, 3, 1))
    code = "cn.minors.adult_at_public_order_questioning"
    room = centre.room(RoomKind.INTERVIEW_ROOM, juvenile=True)
    assert code in refusals(start, centre, stay, room=room)
    told = {"kind": "guardian_absent", "note": "在外地，电话通知"}
    contact.note(stay.pk, by=centre.by("custody_officer"), at=centre.at(50), **told)
    row = start(centre, stay, room=room)
    questioning.end(row.pk, by=centre.by("case_officer"), at=centre.at(70))
    visit.arrive(stay.pk, by=centre.by("custody_officer"), at=centre.at(72), kind="guardian", name="某父")
    assert start(centre, stay, 75, room=room).first is False


def test_somebody_deaf_is_questioned_with_a_sign_helper(centre, begin):
    stay = begin(answers=calm(disabled="yes", deaf="yes", blind="no"))
    assert "cn.questioning.sign_language" in refusals(start, centre, stay)
    visit.arrive(stay.pk, by=centre.by("custody_officer"), at=centre.at(58), kind="sign_helper", name="手语老师")
    start(centre, stay)


def test_one_questioning_at_a_time_for_him_and_for_the_officer(centre, begin):
    one, other = begin("criminal"), begin("criminal")
    start(centre, one, kind="interrogation")
    assert refusals(start, centre, one, 61, kind="interrogation") == {"custody.questioning.open"}
    second_room = Room.objects.filter(site=centre.site, kind=RoomKind.INTERROGATION_ROOM).last()
    found = refusals(start, centre, other, 62, kind="interrogation", room=second_room)
    assert found == {"cn.interrogation.officer_in_one_room"}


def test_a_broken_recording_is_a_gap_an_alarm_and_a_warning(centre, begin):
    stay = begin()
    row = start(centre, stay)
    by = centre.by("case_officer")
    questioning.recording_failed(row.pk, by=by, at=centre.at(70), reason="硬盘故障")
    alarm = Alarm.objects.get(rule="recording.missing")
    assert alarm.closed_at is None
    questioning.recording_started(row.pk, by=by, at=centre.at(74))
    assert refusals(questioning.recording_started, row.pk, by=by, at=centre.at(75)) == {"custody.recording.runs"}
    entry = questioning.end(row.pk, by=by, at=centre.at(90))
    assert entry.facts["questioning.recording_whole"] is False
    spans = [(s.since, s.until) for s in RecordingSpan.objects.all()]
    assert spans == [(centre.at(60), centre.at(70)), (centre.at(74), centre.at(90))]
    in_talk = [s for s in gaps_of(stay, centre.at(90)).spans[Gap.RECORDING] if s.start >= centre.at(60)]
    assert [(s.start, s.end) for s in in_talk] == [(centre.at(70), centre.at(74))]


def test_a_whole_recording_says_so(centre, begin):
    stay = begin()
    entry = questioning.end(start(centre, stay).pk, by=centre.by("case_officer"), at=centre.at(90))
    assert entry.facts["questioning.recording_whole"] is True
    assert Questioning.objects.get().ended_at == centre.at(90)
    assert refusals(questioning.end, Questioning.objects.get().pk, by=centre.by("case_officer"), at=centre.at(91)) == {
        "custody.questioning.over"
    }


def test_nobody_is_moved_from_his_room_by_a_refused_questioning(centre, begin):
    stay = begin()
    before = Occupancy.objects.count()
    refusals(start, centre, stay, officers=1, record=False)
    assert Occupancy.objects.count() == before
    placement.place(
        stay.pk, by=centre.by("custody_guard"), at=centre.at(61), room_id=centre.room(RoomKind.WASHROOM, sex="male").pk
    )


@pytest.mark.parametrize(("case", "kind", "recorded", "wanted"), [
    ("public_order", "questioning", True, 1), ("public_order", "questioning", False, 2),
    ("administrative", "questioning", True, 2), ("criminal", "interrogation", True, 2),
])  # fmt: skip
def test_how_many_officers_must_be_there_follows_case_and_recording(centre, begin, case, kind, recorded, wanted):
    row = start(centre, begin(case), kind=kind)
    if not recorded:
        questioning.recording_failed(row.pk, by=centre.by("case_officer"), at=centre.at(61), reason="断电")
    row = Questioning.objects.get(pk=row.pk)
    assert officers_wanted(row, centre.at(62)) == wanted
