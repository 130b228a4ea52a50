"""When an act can have happened: the whole machine of a stay against the hours that are impossible."""

import pytest

from mingjing.custody.actions import (
    amendment,
    assessment,
    belongings,
    care,
    collection,
    contact,
    departure,
    identity,
    incident,
    injury,
    placement,
    questioning,
    restraint,
    rights,
    search,
    stay,
    temp_exit,
    vest,
    visit,
    watching,
)
from mingjing.custody.actions.injury import Mark
from mingjing.custody.machine import STAY
from mingjing.custody.models import Incident, PlacementOverride, Questioning, RecordingSpan, Restraint, TempExit, Visit
from mingjing.custody.vocab import StayState
from mingjing.kernel.time import iso
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from tests.custody.walk import SIGNED, calm, listed, placed, searched, settled
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-7000-8000-000000000000"
EARLIER, FUTURE, STATE, BEFORE = (
    "custody.time.before_arrival", "entry.future", "custody.time.state", "custody.time.before_step",
)  # fmt: skip

# verb → the act itself with whatever else it wants; who may and when are asked before any of it is looked at
ON_A_STAY = {
    "identify": [
        lambda pk, **w: identity.confirm(pk, method="x", **w),
        lambda pk, **w: identity.unknown(pk, reason="x", **w),
        lambda pk, **w: identity.establish(pk, name="x", basis="papers", method="x", **w),
    ],
    "search": [lambda pk, **w: search.search(pk, officer_ids=[], room_id=NOBODY, on_camera=True, **w)],
    "note_injury": [lambda pk, **w: injury.note(pk, mark=Mark("head", "cut"), **w)],
    "list_belongings": [lambda pk, **w: belongings.list_belongings(pk, things=[], **w)],
    "return_belongings": [belongings.return_belongings],
    "assess": [lambda pk, **w: assessment.assess(pk, answers={}, **w)],
    "tell_rights": [lambda pk, **w: rights.tell(pk, language="x", understood=True, **w)],
    "collect": [lambda pk, **w: collection.collect(pk, samples={}, officer_ids=[], on_camera=True, **w)],
    "vest": [lambda pk, **w: vest.vest(pk, number="V", **w)],
    "colour": [lambda pk, **w: vest.colour(pk, colour="red", reason="x", **w)],
    "place": [lambda pk, **w: placement.place(pk, room_id=NOBODY, **w)],
    "override": [lambda pk, **w: placement.ask_override(pk, room_id=NOBODY, reason="x", expires_at=w["at"], **w)],
    "observe": [lambda pk, **w: watching.observe(pk, level="close", reason="x", **w)],
    "check": [watching.check],
    "care": [lambda pk, **w: care.offer(pk, kind="meal", **w)],
    "medical": [lambda pk, **w: care.medical(pk, reason="x", medic="x", **w)],
    "contact": [lambda pk, **w: contact.note(pk, kind="lawyer_requested", **w)],
    "ask_visit": [lambda pk, **w: visit.ask(pk, kind="family", name="x", **w)],
    "visit": [lambda pk, **w: visit.arrive(pk, kind="family", name="x", **w)],
    "use_force": [lambda pk, **w: restraint.use_force(pk, what="x", reason="x", officer_ids=[], **w)],
    "restrain": [lambda pk, **w: restraint.restrain(pk, device="handcuffs", reason="x", **w)],
    "sober": [lambda pk, **w: restraint.restrain(pk, device="belt_or_rope", reason="x", sobering=True, **w)],
    "incident": [lambda pk, **w: incident.report(pk, kind="other", what="x", **w)],
    "question": [lambda pk, **w: questioning.start(pk, kind="questioning", room_id=NOBODY, officer_ids=[], **w)],
    "ask_exit": [
        lambda pk, **w: temp_exit.ask(
            pk, purpose="medical", place="x", due_back=w["at"], escort_ids=[], reason="x", **w
        ),
    ],
    "attach_case": [lambda pk, **w: stay.attach_case(pk, case_id=NOBODY, **w)],
    "change_ground": [lambda pk, **w: stay.change_ground(pk, ground="summons", reason="x", **w)],
    "execute_detention": [lambda pk, **w: stay.execute_detention(pk, ground="detention", instrument="x", **w)],
    "prepare_exit": [lambda pk, **w: departure.prepare(pk, kind="released", outcome="released", **w)],
    "cancel_exit": [lambda pk, **w: departure.cancel(pk, reason="x", **w)],
    "recheck": [departure.recheck],
    "sign_for_centre": [departure.sign_for_centre],
    "sign_for_case": [departure.sign_for_case],
    "depart": [departure.depart],
    "void": [lambda pk, **w: stay.void(pk, reason="x", **w)],
}
ON_A_ROW = {
    "override": [(PlacementOverride, lambda pk, **w: placement.decide_override(pk, granted=True, reason="x", **w))],
    "visit": [(Visit, visit.admit)],
    "close_visit": [(Visit, lambda pk, **w: visit.close(pk, how="withdrawn", reason="x", **w))],
    "end_visit": [(Visit, visit.end)],
    "unrestrain": [(Restraint, restraint.unrestrain)],
    "incident": [(Incident, lambda pk, **w: incident.tell(pk, to="province", **w))],
    "close_incident": [(Incident, lambda pk, **w: incident.close(pk, outcome="x", **w))],
    "end_questioning": [
        (Questioning, questioning.end),
        (Questioning, questioning.recording_started),
        (Questioning, lambda pk, **w: questioning.recording_failed(pk, reason="x", **w)),
        (Questioning, questioning.recording_ended),
    ],
    "ask_exit": [(TempExit, lambda pk, **w: temp_exit.withdraw(pk, reason="x", **w))],
    "go_out": [(TempExit, temp_exit.depart)],
    "come_back": [(TempExit, temp_exit.come_back)],
}
SIMPLE = [(verb, act) for verb, acts in ON_A_STAY.items() for act in acts]
ROWS = [(verb, model, act) for verb, acts in ON_A_ROW.items() for model, act in acts]
EACH = pytest.mark.parametrize(("verb", "act"), SIMPLE, ids=[verb for verb, _ in SIMPLE])
EACH_ROW = pytest.mark.parametrize(("verb", "model", "act"), ROWS, ids=[f"{v}-{m.KIND}" for v, m, _ in ROWS])


def row_of(centre, begun, model):
    """A row of the stay that began at ten past ten, as the database may hold it."""
    at, room = centre.at(10), centre.room(RoomKind.INTERVIEW_ROOM)
    told = {
        PlacementOverride: {"room": room, "codes": [], "reason": "x", "asked_by": centre.officer("custody_guard"),
                            "asked_at": at, "expires_at": centre.at(100)},
        Visit: {"kind": "family", "name": "x", "requested_at": at},
        Restraint: {"device": "handcuffs", "reason": "x", "since": at},
        Incident: {"kind": "other", "at": at, "what": "x"},
        Questioning: {"kind": "questioning", "room": room, "started_at": at, "first": True},
        TempExit: {"purpose": "medical", "place": "x", "reason": "x", "asked_at": at, "due_back": centre.at(100)},
    }[model]  # fmt: skip
    return model.objects.create(stay=begun, **told)


def test_every_move_of_the_machine_is_in_the_matrix():
    assert {move.verb for move in STAY} == ON_A_STAY.keys() | ON_A_ROW.keys()


@EACH
def test_nothing_happens_before_he_came_or_in_the_future(centre, verb, act):
    begun, by = centre.received(minutes=5), centre.by("custody_officer")
    before = Entry.objects.count()
    assert EARLIER in refusal(act, begun.pk, by=by, at=centre.at(4)), verb
    assert FUTURE in refusal(act, begun.pk, by=by, at=centre.at(8 * 60 + 1)), verb
    assert Entry.objects.count() == before


@EACH_ROW
def test_nor_does_what_is_done_with_a_row_of_his(centre, verb, model, act):
    begun, by = centre.received(minutes=5), centre.by("custody_officer")
    row = row_of(centre, begun, model)
    if verb == "incident":  # told upwards also after the stay: only not before it happened
        assert BEFORE in refusal(act, row.pk, by=by, at=centre.at(4))
        assert refusal(act, row.pk, by=by, at=centre.at(8 * 60 + 1)) == [FUTURE]
        return
    assert EARLIER in refusal(act, row.pk, by=by, at=centre.at(4)), verb
    assert FUTURE in refusal(act, row.pk, by=by, at=centre.at(8 * 60 + 1)), verb


@EACH
@pytest.mark.parametrize("minutes", [30, 90], ids=["before", "after"])
def test_nothing_is_entered_once_he_has_left(centre, verb, act, minutes):
    begun = centre.received(minutes=5)
    type(begun).objects.filter(pk=begun.pk).update(state=StayState.DEPARTED, departed_at=centre.at(60))
    codes = refusal(act, begun.pk, by=centre.by("custody_officer"), at=centre.at(minutes))
    assert f"stay.state.{verb}" in codes


class TestAtThatHour:
    """Received at ten, booked in, placed at 10:30, out from 10:50 to 11:10, in a room again at 11:15."""

    @pytest.fixture
    def out_and_back(self, centre):
        begun = centre.received(case_id=centre.case().pk)
        settled(centre, begun, calm(), minutes=1)
        placed(centre, begun, 30)
        pair = [centre.officer("case_officer", name=n, where=centre.station).pk for n in ("押甲", "押乙")]
        trip = temp_exit.ask(
            begun.pk, by=centre.by("custody_officer"), at=centre.at(40), purpose="medical", place="县医院",
            due_back=centre.at(200), escort_ids=pair, reason="x",
        )  # fmt: skip
        temp_exit.depart(trip.pk, by=centre.by("custody_officer"), at=centre.at(50))
        temp_exit.come_back(trip.pk, by=centre.by("reception"), at=centre.at(70))
        placed(centre, begun, 75)
        return begun

    def test_a_look_while_he_was_away_is_refused_and_one_before_is_not(self, centre, out_and_back):
        told = {"by": centre.by("custody_guard")}
        assert refusal(watching.check, out_and_back.pk, at=centre.at(60), **told) == [STATE]
        assert watching.check(out_and_back.pk, at=centre.at(45), **told)
        assert watching.check(out_and_back.pk, at=centre.at(71), **told)

    def test_what_moves_him_follows_what_moved_him_last(self, centre, out_and_back):
        told = {"by": centre.by("case_officer")}
        prepare = {"kind": "released", "outcome": "warning_fine", **told}
        assert refusal(departure.prepare, out_and_back.pk, at=centre.at(74), **prepare) == [BEFORE]
        assert departure.prepare(out_and_back.pk, at=centre.at(76), **prepare)

    def test_an_amended_hour_counts(self, centre, out_and_back):
        back = Entry.objects.get(tag="custody.stay.temp_returned")
        by = centre.by("custody_officer")
        amendment.amend(back, by=by, at=centre.at(90), reason="钟慢", changes={"occurred_at": iso(centre.at(55))})
        assert watching.check(out_and_back.pk, by=by, at=centre.at(60))

    def test_a_room_waits_for_the_search_and_not_only_for_its_entry(self, centre):
        begun = centre.received()
        searched(centre, begun, 20)
        listed(centre, begun, 25)
        assert refusal(placed, centre, begun, 15) == [BEFORE, BEFORE]
        assert refusal(placed, centre, begun, 22) == [BEFORE]
        assert placed(centre, begun, 25)

    def test_questions_follow_one_another(self, centre, out_and_back):
        room, asked = centre.room(RoomKind.INTERVIEW_ROOM), centre.by("case_officer")
        pair = [centre.officer("case_officer", name=n, where=centre.station).pk for n in ("押甲", "押乙")]
        begin = {"by": asked, "kind": "questioning", "room_id": room.pk, "officer_ids": pair}
        first = questioning.start(out_and_back.pk, at=centre.at(80), **begin)
        questioning.recording_ended(first.pk, by=asked, at=centre.at(90))
        assert refusal(questioning.recording_started, first.pk, by=asked, at=centre.at(89)) == [BEFORE]
        assert refusal(questioning.end, first.pk, by=asked, at=centre.at(89)) == [BEFORE]
        questioning.end(first.pk, by=asked, at=centre.at(100))
        assert refusal(questioning.start, out_and_back.pk, at=centre.at(95), **begin) == [BEFORE]

    def test_a_recording_does_not_end_before_it_began(self, centre):
        begun = centre.received()
        row = row_of(centre, begun, Questioning)
        RecordingSpan.objects.create(stay=begun, questioning=row, since=centre.at(30))
        by = centre.by("case_officer")
        for act in (questioning.recording_ended, questioning.end):
            assert refusal(act, row.pk, by=by, at=centre.at(29)) == [BEFORE]
        assert refusal(questioning.recording_failed, row.pk, by=by, at=centre.at(29), reason="x") == [BEFORE]

    def test_one_level_and_one_ground_follow_another(self, centre):
        begun = centre.received()
        by = centre.by("custody_officer")
        watching.observe(begun.pk, by=by, at=centre.at(30), level="close", reason="x")
        assert refusal(watching.observe, begun.pk, by=by, at=centre.at(29), level="general", reason="x") == [BEFORE]
        by = centre.by("case_officer")
        stay.change_ground(begun.pk, by=by, at=centre.at(40), ground="summons", instrument="甲", reason="x")
        again = {"by": by, "at": centre.at(39), "instrument": "乙"}
        assert refusal(stay.change_ground, begun.pk, ground="summons", reason="x", **again) == [BEFORE]
        assert refusal(stay.execute_detention, begun.pk, ground="detention", signature=SIGNED, **again) == [BEFORE]

    def test_things_are_not_returned_before_they_were_taken(self, centre):
        begun = centre.received()
        searched(centre, begun, 10)
        listed(centre, begun, 20)
        told = {"by": centre.by("reception"), "signature": SIGNED}
        assert refusal(belongings.return_belongings, begun.pk, at=centre.at(19), **told) == [BEFORE]

    def test_a_trip_is_not_made_or_withdrawn_before_it_was_asked_for(self, centre):
        begun = centre.received()
        row, by = row_of(centre, begun, TempExit), centre.by("custody_officer")
        assert BEFORE in refusal(temp_exit.depart, row.pk, by=by, at=centre.at(9))
        assert BEFORE in refusal(temp_exit.withdraw, row.pk, by=by, at=centre.at(9), reason="x")

    def test_he_leaves_after_all_else_that_happened(self, centre, out_and_back):
        told = {"kind": "released", "outcome": "warning_fine"}
        departure.prepare(out_and_back.pk, by=centre.by("case_officer"), at=centre.at(100), **told)
        medic = centre.by("medic")
        assert refusal(departure.recheck, out_and_back.pk, by=medic, at=centre.at(99)) == [BEFORE]
        departure.recheck(out_and_back.pk, by=medic, at=centre.at(110))
        care.offer(out_and_back.pk, by=centre.by("custody_guard"), at=centre.at(130), kind="drink")
        gone = {"by": centre.by("custody_officer"), "person_signature": SIGNED}
        assert refusal(departure.depart, out_and_back.pk, at=centre.at(129), **gone) == [BEFORE]
        assert BEFORE not in refusal(departure.depart, out_and_back.pk, at=centre.at(130), **gone)


def test_the_sentence_names_the_step_and_its_hour_in_both_languages(centre):
    begun = centre.received()
    searched(centre, begun, 20)
    listed(centre, begun, 20)
    with pytest.raises(Refusal) as refused:
        placed(centre, begun, 15)
    said = refused.value.verdicts[0]
    assert (said.field, said.text.zh) == ("at", "早于“人身安全检查”（11-23 10:20），请核对发生时间。")
    assert "11-23 10:20" in said.text.en
