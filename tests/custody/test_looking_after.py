"""Care, checks, contacts, visits, restraint, incidents."""

import pytest

from mingjing.alerts.models import Alarm
from mingjing.clocks.models import Timed
from mingjing.custody.actions import care, contact, incident, restraint, visit, watching
from mingjing.custody.models import CareAct, Contact, Restraint, Visit
from mingjing.custody.vocab import CareKind, ContactKind, Device, VisitKind
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from tests.custody.walk import calm, settled
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(centre):
    return centre.received(case_id=centre.case().pk)


def last(stay):
    return Entry.objects.about(stay.ref).with_content().filter(subject_kind="stay").last()


@pytest.mark.parametrize("kind", CareKind)
@pytest.mark.parametrize("accepted", [True, False])
def test_every_kind_of_care_is_given_or_refused(centre, stay, kind, accepted):
    entry = care.offer(
        stay.pk, by=centre.by("custody_guard"), at=centre.at(9), kind=kind.value, accepted=accepted, what="盒饭一份"
    )
    assert entry.tag == f"custody.stay.{kind.value}"
    assert CareAct.objects.get(stay=stay).accepted is accepted


def test_a_refused_meal_reads_as_refused(centre, stay):
    told = {"kind": "meal", "accepted": False, "note": "不饿"}
    entry = care.offer(stay.pk, by=centre.by("custody_guard"), at=centre.at(9), **told)
    said = sentence(entry.tag, entry.body)
    assert (said.zh, said.en) == ("饮食：已提供，本人拒绝（不饿）。", "Meal: offered, refused (不饿).")


def test_medicine_is_named_and_rest_has_an_end(centre, stay):
    by = centre.by("custody_guard")
    assert refusal(care.offer, stay.pk, by=by, at=centre.at(9), kind="medication") == ["custody.missing.what"]
    assert refusal(care.offer, stay.pk, by=by, at=centre.at(9), kind="rest", ended_at=centre.at(8)) == [
        "custody.care.times"
    ]
    care.offer(stay.pk, by=by, at=centre.at(9), kind="rest", ended_at=centre.at(129))
    assert CareAct.objects.get(stay=stay).ended_at == centre.at(129)


def test_what_is_not_well_is_described(centre, stay):
    by = centre.by("custody_guard")
    assert refusal(watching.check, stay.pk, by=by, at=centre.at(9), finding="unwell") == ["custody.missing.note"]
    watching.observe(stay.pk, by=centre.by("custody_officer"), at=centre.at(10), level="constant", reason="情绪激动")
    stay.refresh_from_db()
    assert stay.observation == "constant"


@pytest.mark.parametrize("kind", ContactKind)
def test_every_kind_of_contact(centre, stay, kind):
    entry = contact.note(
        stay.pk,
        by=centre.by("custody_officer"),
        at=centre.at(9),
        kind=kind.value,
        name="李四",
        relation="妻",
        means="电话",
        note="已说明",
    )
    assert entry.tag == f"custody.stay.{kind.value}"
    assert Contact.objects.get(stay=stay).name == "李四"


@pytest.mark.parametrize(("kind", "codes"), [
    ("family_notified", ["custody.missing.name", "custody.missing.means"]),
    ("family_unreachable", ["custody.missing.note"]),
    ("guardian_absent", ["custody.missing.note"]),
    ("telepathy", ["custody.value.unknown"]),
])  # fmt: skip
def test_what_a_contact_needs(centre, stay, kind, codes):
    found = refusal(contact.note, stay.pk, by=centre.by("custody_officer"), at=centre.at(9), kind=kind)
    assert found[0] in codes


def test_telling_the_family_ends_its_duty(centre, stay):
    duty = Timed.objects.of(stay.ref).get(rule="cn.family.told_of_summons")
    assert duty.is_open
    contact.note(
        stay.pk, by=centre.by("custody_officer"), at=centre.at(30), kind="family_notified", name="李四", means="电话"
    )
    duty.refresh_from_db()
    assert duty.ended_at == centre.at(30)


def test_a_lawyers_visit_is_neither_recorded_nor_overheard(centre, stay):
    by, room = centre.by("custody_officer"), centre.room(RoomKind.LEGAL_VISIT_ROOM)
    asked = visit.ask(stay.pk, by=by, at=centre.at(9), kind="lawyer", name="陈律师", document="执业证1")
    assert last(stay).tag == "custody.stay.lawyer_visit_asked"
    told = {"by": by, "at": centre.at(20), "room_id": room.pk}
    for wrong in ({"recorded": True}, {"officer_present": True}):
        assert "cn.lawyer.visit_not_monitored" in refusal(visit.admit, asked.pk, papers_shown=True, **wrong, **told)
    visit.admit(asked.pk, papers_shown=True, **told)
    assert last(stay).tag == "custody.stay.lawyer_met"
    assert Visit.objects.get().confidential
    assert refusal(visit.admit, asked.pk, papers_shown=True, **told) == ["custody.visit.begun"]
    visit.end(asked.pk, by=by, at=centre.at(50))
    assert refusal(visit.end, asked.pk, by=by, at=centre.at(51)) == ["custody.visit.not_under_way"]


@pytest.mark.parametrize(("kind", "tag"), [
    (VisitKind.GUARDIAN, "guardian_arrived"), (VisitKind.APPROPRIATE_ADULT, "guardian_arrived"),
    (VisitKind.INTERPRETER, "interpreter_arrived"), (VisitKind.SIGN_HELPER, "interpreter_arrived"),
    (VisitKind.FAMILY, "visited"), (VisitKind.PROCURATOR, "visited"), (VisitKind.CONSUL, "visited"),
    (VisitKind.MEDIC, "visited"),
])  # fmt: skip
def test_who_comes_is_entered_under_his_tag(centre, stay, kind, tag):
    visit.arrive(stay.pk, by=centre.by("custody_officer"), at=centre.at(9), kind=kind.value, name="某某", relation="父")
    assert last(stay).tag == f"custody.stay.{tag}"


@pytest.mark.parametrize("device", Device)
def test_restraint_needs_a_situation_the_law_names(centre, stay, device):
    told = {"by": centre.by("custody_officer"), "at": centre.at(9), "device": device.value, "reason": "有自伤危险"}
    for stated in ({}, {"restraint.legal_situation": False}):
        assert "cn.restraint.legal_situation" in refusal(restraint.restrain, stay.pk, declared_facts=stated, **told)
    row = restraint.restrain(stay.pk, declared_facts={"restraint.legal_situation": True}, **told)
    assert Restraint.objects.get().until is None
    restraint.unrestrain(row.pk, by=centre.by("custody_guard"), at=centre.at(20))
    assert Restraint.objects.get().until == centre.at(20)
    assert refusal(restraint.unrestrain, row.pk, by=centre.by("custody_guard"), at=centre.at(21)) == [
        "custody.restraint.not_on"
    ]


def test_no_handcuffs_on_a_drunk_and_a_guard_beside_him(centre, stay):
    settled(centre, stay, calm(seen_drunk="yes"))
    told = {"by": centre.by("custody_officer"), "at": centre.at(40), "reason": "醉酒有危险", "sobering": True,
            "declared_facts": {"restraint.legal_situation": True}}  # fmt: skip
    assert "cn.restraint.no_handcuffs_on_drunks" in refusal(restraint.restrain, stay.pk, device="handcuffs", **told)
    assert "cn.restraint.guard_of_drunks" in refusal(restraint.restrain, stay.pk, device="belt_or_rope", **told)
    guard = centre.officer("custody_guard").pk
    row = restraint.restrain(stay.pk, device="belt_or_rope", guard_id=guard, **told)
    assert last(stay).tag == "custody.stay.sobering_started"
    entry = restraint.unrestrain(row.pk, by=centre.by("custody_guard"), at=centre.at(200))
    assert (entry.tag, entry.facts["person.intoxicated"]) == ("custody.stay.sobering_ended", False)


def test_force_is_never_left_off_the_record(centre, stay):
    by = centre.by("custody_guard")
    told = {"by": by, "at": centre.at(9), "officer_ids": [by.id]}
    assert refusal(restraint.use_force, stay.pk, what="", reason="", **told) == [
        "custody.missing.what", "custody.missing.reason"
    ]  # fmt: skip
    restraint.use_force(stay.pk, what="徒手控制", reason="冲撞他人", **told)
    assert last(stay).tag == "custody.stay.force_used"


def test_an_incident_alarms_and_owes_reports(centre, stay):
    row = incident.report(stay.pk, by=centre.by("custody_guard"), at=centre.at(9), kind="self_harm", what="撞墙")
    alarm = Alarm.objects.get(rule="incident.reported")
    assert (alarm.subject, alarm.site) == (stay.ref, centre.site)
    duty = Timed.objects.of(stay.ref).get(rule="cn.incident.report_supervision")
    assert duty.is_open
    incident.tell(row.pk, by=centre.by("custody_officer"), at=centre.at(15), to="supervision")
    care.medical(
        stay.pk,
        by=centre.by("medic"),
        at=centre.at(12),
        reason="撞墙",
        medic="王医生",
        findings="头皮血肿",
        advice="观察",
    )
    duty.refresh_from_db()
    assert duty.ended_at == centre.at(15)
