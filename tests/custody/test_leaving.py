"""Temporary exits and the three ways of leaving for good."""

from datetime import date

import pytest

from mingjing.alerts.actions import alarm as alarms
from mingjing.alerts.actions.alarm import raise_alarm
from mingjing.alerts.models import Alarm
from mingjing.approvals.actions import request as requests
from mingjing.custody.actions import belongings, departure, questioning, restraint, stay, temp_exit
from mingjing.custody.actions.injury import Mark
from mingjing.custody.models import Departure, Injury, Stay, TempExit
from mingjing.custody.selectors.leaving import exit_checklist
from mingjing.kernel.actor import machine
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from tests.custody.walk import SIGNED, calm, placed, settled
from tests.refusals import refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(centre):
    """Somebody settled in a room since minute 30, in a case of `kind`."""

    def make(kind="public_order", **person):
        who = centre.person(**person)
        begun = centre.received(who, case_id=centre.case(kind).pk)
        settled(centre, begun, calm(who.sex))
        placed(centre, begun, 30)
        return begun

    return make


def ready_to_leave(centre, begun, minutes=60, **prepared):
    """Prepared, things returned, re-checked, co-signed."""
    told = {"kind": "released", "outcome": "warning_fine", **prepared}
    departure.prepare(begun.pk, by=centre.by("case_officer"), at=centre.at(minutes), **told)
    belongings.return_belongings(begun.pk, by=centre.by("reception"), at=centre.at(minutes + 1), signature=SIGNED)
    departure.recheck(begun.pk, by=centre.by("medic"), at=centre.at(minutes + 2))
    departure.sign_for_centre(begun.pk, by=centre.by("custody_officer"), at=centre.at(minutes + 3))
    departure.sign_for_case(begun.pk, by=centre.by("case_officer"), at=centre.at(minutes + 4))


def leave(centre, begun, minutes=70, **told):
    return departure.depart(
        begun.pk, by=centre.by("custody_officer"), at=centre.at(minutes), **{"person_signature": SIGNED, **told}
    )


def trip(centre, begun, purpose="identify_scene", escorts=2, minutes=40):
    going = [centre.officer("case_officer", name=f"押{n}").pk for n in range(escorts)]
    return temp_exit.ask(
        begun.pk, by=centre.by("case_officer"), at=centre.at(minutes), purpose=purpose, place="北街", reason="辨认",
        due_back=centre.at(minutes + 120), escort_ids=going,
    )  # fmt: skip


def test_a_trip_needs_the_head_of_the_department(centre, here):
    row = trip(centre, here())
    out = {"by": centre.by("custody_officer"), "at": centre.at(50)}
    assert "cn.exit.approved" in refusals(temp_exit.depart, row.pk, **out)
    head = centre.officer("station_head", where=centre.station).acting()
    requests.decide(row.approval, by=head, at=centre.at(45), granted=False, reason="不同意")
    assert "cn.exit.approved" in refusals(temp_exit.depart, row.pk, **out)
    temp_exit.withdraw(row.pk, by=centre.by("case_officer"), at=centre.at(51), reason="不再需要")
    assert refusals(temp_exit.depart, row.pk, **out) == {"custody.temp_exit.state"}


@pytest.mark.parametrize(("purpose", "waits"), [("identify_scene", True), ("medical", False)])
def test_nobody_is_taken_out_in_the_middle_of_a_questioning_but_to_a_doctor(centre, here, purpose, waits):
    begun = here()
    row = trip(centre, begun, purpose)
    asking = [centre.officer("case_officer", name=n).pk for n in ("", "办二")]
    questioning.start(
        begun.pk, by=centre.by("case_officer"), at=centre.at(44), kind="questioning", officer_ids=asking,
        room_id=centre.room(RoomKind.INTERVIEW_ROOM).pk,
    )  # fmt: skip
    if row.approval:
        head = centre.officer("station_head", where=centre.station).acting()
        requests.decide(row.approval, by=head, at=centre.at(45), granted=True, reason="同意")
    out = {"by": centre.by("custody_officer"), "at": centre.at(50)}
    if waits:
        assert refusals(temp_exit.depart, row.pk, **out) == {"custody.temp_exit.questioned"}
        questioning.end(begun.questionings.get().pk, by=centre.by("case_officer"), at=centre.at(49))
    assert temp_exit.depart(row.pk, **out).tag == "custody.stay.temp_departed"


def test_leave_given_afterwards_heals_no_trip(centre, here):
    """Neither by entering the going out as earlier than the leave, nor as earlier than his arrival."""
    row = trip(centre, here())
    head = centre.officer("station_head", where=centre.station).acting()
    requests.decide(row.approval, by=head, at=centre.at(45), granted=True, reason="同意")
    by = centre.by("custody_officer")
    assert "cn.exit.approved" in refusals(temp_exit.depart, row.pk, by=by, at=centre.at(44))
    assert "custody.time.before_arrival" in refusals(temp_exit.depart, row.pk, by=by, at=centre.at(-1))
    assert temp_exit.depart(row.pk, by=by, at=centre.at(45)).facts["exit.approved"]


def test_a_medical_trip_waits_for_nobody(centre, here):
    begun = here()
    row = trip(centre, begun, "medical")
    assert row.approval is None
    entry = temp_exit.depart(row.pk, by=centre.by("custody_officer"), at=centre.at(41))
    begun.refresh_from_db()
    assert (begun.state, begun.room, entry.facts["exit.purpose"]) == ("temporarily_out", None, "medical")
    assert refusals(temp_exit.come_back, row.pk, by=centre.by("reception"), at=centre.at(40)) == {
        "custody.time.before_step"
    }
    temp_exit.come_back(row.pk, by=centre.by("reception"), at=centre.at(90))
    begun.refresh_from_db()
    assert begun.state == "in_area"
    assert TempExit.objects.get().back_at == centre.at(90)


def test_one_escort_is_not_enough(centre, here):
    row = trip(centre, here(), "medical", escorts=1)
    entry_or_refusal = _go(row, centre)
    assert "cn.exit.escorts" in entry_or_refusal


def _go(row, centre):
    """Codes that refused or warned."""
    try:
        entry = temp_exit.depart(row.pk, by=centre.by("custody_officer"), at=centre.at(41))
    except Refusal as why:
        return {v.code for v in why.verdicts}
    return {w["code"] for w in entry.fields.get("warnings", [])}


def test_other_purposes_are_no_purposes(centre, here):
    row = trip(centre, here(), "other")
    assert "cn.exit.purpose" in _go(row, centre)


def test_one_trip_at_a_time_and_in_the_future(centre, here):
    begun = here()
    trip(centre, begun, "medical")
    assert refusals(trip, centre, begun, "medical", minutes=41) == {"custody.temp_exit.open"}


def test_release(centre, here):
    begun = here()
    ready_to_leave(centre, begun)
    entry = leave(centre, begun)
    begun.refresh_from_db()
    assert (begun.state, begun.outcome, entry.tag) == ("departed", "warning_fine", "custody.stay.released")
    line = next(p for p in entry.body["checked"] if p["code"] == "custody.exit.belongings")
    proof = Entry.objects.get(log=centre.site.code, seq=line["proof"][0])
    assert proof.tag == "custody.stay.belongings_returned"
    assert refusals(stay.void, begun.pk, by=centre.by("custody_officer"), at=centre.at(75), reason="x")


def _rings(centre, rule, subject, cause="", minutes=40):
    told = {"log": centre.site.code, "site": centre.site, "rule": rule, "subject": subject, "cause": cause}
    return raise_alarm(by=machine("sense"), at=centre.at(minutes), **told)


@pytest.mark.parametrize("way", ["departed", "recorded_in_error"])
def test_what_was_seen_of_body_and_place_ends_with_the_stay(centre, here, way):
    begun = here() if way == "departed" else centre.received()
    other = centre.received()
    gone = [
        _rings(centre, "presence.left_area", begun.ref),
        _rings(centre, "body.fall", begun.ref, "B7"),
        _rings(centre, "seen.co_suspect", other.ref, str(begun.ref)),
    ]
    left = [_rings(centre, "presence.unattended", other.ref), _rings(centre, "clock.over", begun.ref)]
    alarms.answer(gone[1].pk, by=centre.by("custody_officer"), at=centre.at(45), answer="checked")
    if way == "departed":
        ready_to_leave(centre, begun)
        leave(centre, begun)
    else:
        stay.void(begun.pk, by=centre.by("custody_officer"), at=centre.at(50), reason="登记有误")
    states = [Alarm.objects.get(pk=alarm.pk).state for alarm in gone]
    assert states == ["gone_unseen", "closed", "gone_unseen"]
    told = set(Entry.objects.filter(tag="alerts.alarm.cleared").values_list("subject_id", flat=True))
    assert {str(alarm.pk) for alarm in gone} <= told
    assert all(Alarm.objects.get(pk=alarm.pk).active for alarm in left), "of what the law counts its clock says the end"


def test_a_refused_exit_ends_no_alarm(centre, here):
    begun = here()
    alarm = _rings(centre, "presence.left_area", begun.ref)
    departure.prepare(begun.pk, by=centre.by("case_officer"), at=centre.at(60), kind="released", outcome="no_case")
    refusals(leave, centre, begun)
    assert Alarm.objects.get(pk=alarm.pk).active


def test_everything_missing_is_named_at_once(centre, here):
    begun = here()
    restraint.restrain(
        begun.pk,
        by=centre.by("custody_officer"),
        at=centre.at(40),
        device="handcuffs",
        reason="反抗",
        declared_facts={"restraint.legal_situation": True},
    )
    departure.prepare(begun.pk, by=centre.by("case_officer"), at=centre.at(60), kind="released", outcome="no_case")
    found = refusals(leave, centre, begun, person_signature="")
    assert {f"custody.exit.{c}" for c in ("restraints", "belongings", "recheck", "cosigned", "signed")} <= found
    begun.refresh_from_db()
    assert begun.state == "leaving"


def test_two_different_officers_sign(centre, here):
    begun = here()
    departure.prepare(begun.pk, by=centre.by("case_officer"), at=centre.at(60), kind="released", outcome="no_case")
    departure.sign_for_centre(begun.pk, by=centre.by("custody_officer"), at=centre.at(61))
    again = refusals(departure.sign_for_centre, begun.pk, by=centre.by("legal_officer"), at=centre.at(62))
    assert again == {"custody.exit.signed_already"}


def test_a_cancelled_exit_starts_anew(centre, here):
    begun = here()
    ready_to_leave(centre, begun)
    departure.cancel(begun.pk, by=centre.by("custody_officer"), at=centre.at(66), reason="决定刑事拘留")
    begun.refresh_from_db()
    assert begun.state == "in_area"
    assert refusals(leave, centre, begun) == {"stay.state.depart"}
    departure.prepare(begun.pk, by=centre.by("case_officer"), at=centre.at(67), kind="released", outcome="no_case")
    assert {"custody.exit.recheck", "custody.exit.cosigned"} <= refusals(leave, centre, begun)
    assert Departure.objects.filter(voided=False).count() == 1


def test_new_injuries_are_found_on_leaving(centre, here):
    begun = here()
    departure.prepare(begun.pk, by=centre.by("case_officer"), at=centre.at(60), kind="released", outcome="no_case")
    entry = departure.recheck(begun.pk, by=centre.by("medic"), at=centre.at(62), marks=[Mark("face", "bruise")])
    assert entry.body["new"] == 1
    assert Injury.objects.get(stay=begun).occasion == "exit"


def test_transfer_to_a_detention_centre(centre, here):
    begun = here("criminal")
    stay.execute_detention(
        begun.pk,
        by=centre.by("case_officer"),
        at=centre.at(50),
        ground="detention",
        instrument="拘字1号",
        signature=SIGNED,
    )
    ready_to_leave(centre, begun, kind="detention_centre", outcome="detention", destination="汉阴县看守所")
    found = refusals(leave, centre, begun)
    assert {"custody.exit.instrument", "custody.exit.receiver", "cn.transfer.warrant"} <= found
    departure.cancel(begun.pk, by=centre.by("custody_officer"), at=centre.at(66), reason="补文书")
    departure.prepare(
        begun.pk,
        by=centre.by("case_officer"),
        at=centre.at(67),
        kind="detention_centre",
        outcome="detention",
        destination="汉阴县看守所",
        instrument="拘字1号",
    )
    departure.recheck(begun.pk, by=centre.by("medic"), at=centre.at(68))
    departure.sign_for_centre(begun.pk, by=centre.by("custody_officer"), at=centre.at(68))
    departure.sign_for_case(begun.pk, by=centre.by("case_officer"), at=centre.at(69))
    escorts = [centre.officer("case_officer", name=n).pk for n in ("押甲", "押乙")]
    entry = leave(centre, begun, receiver="张管教", receiver_signature=SIGNED, escort_ids=escorts, health_checked=True)
    assert entry.tag == "custody.stay.transferred"
    assert entry.facts == {"stay.end": "detention_centre", "custody.in_custody": False}


def test_hand_over_to_another_unit(centre, here):
    begun = here()
    told = {"kind": "other_unit", "outcome": "handed_over", "destination": "石泉县公安局", "instrument": "移1号"}
    ready_to_leave(centre, begun, **told)
    assert "custody.exit.receiver" in refusals(leave, centre, begun)
    entry = leave(centre, begun, receiver="李警官", receiver_signature=SIGNED)
    assert entry.tag == "custody.stay.handed_over"


def test_a_minor_goes_home_with_somebody(centre, here):
    begun = here(born=date(2010, 3, 1))
    ready_to_leave(centre, begun)
    assert "custody.exit.minor" in refusals(leave, centre, begun)
    assert leave(centre, begun, fetched_by="母亲 王某").body["fetched_by"] == "母亲 王某"


def test_a_witness_leaves_without_ceremony(centre):
    begun = centre.received(ground="witness", role="witness", mode="on_call", brought_by=None)
    by = centre.by("custody_officer")
    departure.prepare(begun.pk, by=by, at=centre.at(20), kind="released", outcome="interviewed")
    found = refusals(departure.depart, begun.pk, by=by, at=centre.at(21), person_signature=SIGNED)
    assert "custody.exit.rights" in found
    assert not {"custody.exit.cosigned", "custody.exit.belongings"} & found


def test_the_checklist_can_be_read_before_anything_is_prepared(centre, here):
    begun = here()
    before = Entry.objects.count()
    found = exit_checklist(begun, "released", centre.at(40))
    assert {p.code for p in found if not p.ok} >= {"custody.exit.outcome", "custody.exit.cosigned"}
    assert Entry.objects.count() == before
    assert not Departure.objects.exists()
    assert all(p.text.zh and p.text.en for p in found)
    assert Stay.objects.get().state == "in_area"


def test_an_overrun_clock_is_shown_and_keeps_nobody(centre, here):
    begun = here()
    ready_to_leave(centre, begun, minutes=470)
    found = exit_checklist(begun, "released", centre.at(480 + 60))
    overrun = [p for p in found if p.code.startswith("clock.")]
    assert overrun
    assert all(p.severity == "warn" for p in overrun)
