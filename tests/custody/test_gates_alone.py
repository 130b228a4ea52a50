"""Each gate of leaving alone: it blocks, or only warns where its rule is not sure, and names its proof."""

from dataclasses import replace
from datetime import date

import pytest

from mingjing.alerts.models import Alarm
from mingjing.custody.actions import belongings, departure, placement
from mingjing.custody.models import Departure
from mingjing.custody.rules.exits import CRITERIA, preconditions
from mingjing.kernel.verdict import Refusal, require
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from tests.custody.test_rules_exits import ELSEWHERE, READY, test_each_precondition_alone
from tests.custody.walk import SIGNED, calm, placed, settled
from tests.refusals import refusal, refusals

WARNING_ONLY = {"steps", "incidents"}  # keeping somebody makes up for neither
CASES = next(m for m in test_each_precondition_alone.pytestmark if m.name == "parametrize").args[1]
LEAVING = ("custody.release", "custody.transfer", "custody.hand_over")
GATES = {gate.id: (action, gate) for action in LEAVING for gate in books.current().gates(action)}


@pytest.mark.parametrize(("start", "changed", "code"), CASES)
def test_alone_it_refuses_or_only_warns(start, changed, code):
    found = [p.verdict for p in preconditions(replace(start, **changed), (), ())]
    if code in WARNING_ONLY:
        require(found)
        return
    with pytest.raises(Refusal) as refused:
        require(found)
    assert [v.code for v in refused.value.verdicts] == [f"custody.exit.{code}"]


@pytest.mark.parametrize("criterion", [c for c in CRITERIA if c.proof], ids=lambda c: c.code)
def test_what_holds_names_the_entries_that_prove_it_and_what_does_not_names_none(criterion):
    start = ELSEWHERE if criterion.code == "instrument" else READY
    told = replace(start, proofs={criterion.proof: (41, 42), "presence.device.issued": (7,)})
    [kept] = [p for p in preconditions(told, (), ()) if p.code == f"custody.exit.{criterion.code}"]
    assert (kept.ok, kept.proof) == (True, (41, 42))
    broken = next(changed for _, changed, code in CASES if code == criterion.code)
    [lacking] = [p for p in preconditions(replace(told, **broken), (), ()) if p.code == kept.code]
    assert (lacking.ok, lacking.proof) == (False, ())


@pytest.mark.parametrize("rule", GATES)
def test_a_gate_of_the_law_that_is_not_sure_never_refuses(rule):
    """Nothing is known: whatever can be asked is asked, and only what binds refuses."""
    action, gate = GATES[rule]
    for verdict in check(books.current(), action, {}, date(2026, 11, 23)):
        if verdict.code == rule and not verdict.ok:
            assert verdict.severity == "warn" or gate.certainty.binds
            assert verdict.basis


@pytest.fixture
def ready(centre):
    """Everything is done for one way of leaving; what is named is left out."""

    def make(kind, *without, **prepared):
        begun = centre.received(case_id=centre.case("criminal").pk)
        settled(centre, begun, calm(), minutes=1)
        placed(centre, begun, 30)
        told = {"kind": kind, "outcome": "warning_fine", **prepared}
        departure.prepare(begun.pk, by=centre.by("case_officer"), at=centre.at(60), **told)
        if "recheck" not in without:
            departure.recheck(begun.pk, by=centre.by("medic"), at=centre.at(61))
        if "belongings" not in without:
            forwarded = {"state": "forwarded", "to": "看守所"} if kind != "released" else {}
            belongings.return_belongings(
                begun.pk, by=centre.by("reception"), at=centre.at(62), signature=SIGNED, **forwarded
            )
        if "cosigned" not in without:
            departure.sign_for_case(begun.pk, by=centre.by("case_officer"), at=centre.at(63))
            departure.sign_for_centre(begun.pk, by=centre.by("custody_officer"), at=centre.at(64))
        return begun

    return make


WAYS = {
    "released": {},
    "detention_centre": {"instrument": "拘字〔2026〕9号", "destination": "县看守所", "outcome": "detention"},
    "other_unit": {"instrument": "移字〔2026〕9号", "destination": "邻县公安局", "outcome": "handed_over"},
}


def go(centre, begun, kind, *without):
    pair = [centre.officer("case_officer", name=n, where=centre.station).pk for n in ("押甲", "押乙")]
    told = {"person_signature": SIGNED}
    if kind != "released":
        told |= {"receiver": "收押民警", "receiver_signature": SIGNED, "escort_ids": pair, "health_checked": True}
    for name in without:
        told.pop(name, None)
    return departure.depart(begun.pk, by=centre.by("custody_officer"), at=centre.at(70), **told)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", WAYS)
def test_all_ways_out_are_open_when_all_is_done_and_the_entry_names_proofs_that_exist(centre, ready, kind):
    begun = ready(kind, **WAYS[kind])
    entry = go(centre, begun, kind)
    listed = entry.body["checked"]
    numbers = {n for line in listed for n in line["proof"]}
    mine = set(Entry.objects.about(begun.ref).values_list("seq", flat=True))
    assert numbers
    assert numbers <= mine
    proven = {line["code"].removeprefix("custody.exit.") for line in listed if line["proof"]}
    assert {"rights", "belongings", "belongings_signed", "recheck", "outcome", "cosigned"} <= proven


@pytest.mark.django_db
@pytest.mark.parametrize("kind", WAYS)
@pytest.mark.parametrize("lacking", ["recheck", "belongings", "cosigned", "signed", "receiver"])
def test_each_thing_left_undone_shuts_each_way_and_nothing_is_half_written(centre, ready, kind, lacking):
    if lacking == "receiver" and kind == "released":
        return
    begun = ready(kind, lacking, **WAYS[kind])
    left_out = {"signed": ["person_signature"], "receiver": ["receiver_signature"]}.get(lacking, [])
    before = Entry.objects.count()
    codes = refusals(go, centre, begun, kind, *left_out)
    assert f"custody.exit.{lacking}" in codes
    assert {c for c in codes if c.startswith("custody.exit.")} == {f"custody.exit.{lacking}"}
    begun.refresh_from_db()
    assert (Entry.objects.count(), begun.state, begun.departed_at) == (before, "leaving", None)
    assert not Departure.objects.filter(stay=begun, departed_at__isnull=False).exists()


@pytest.mark.django_db
def test_an_override_ends_and_its_alarm_does_not(centre):
    begun = centre.received()
    settled(centre, begun, calm(), minutes=1)
    women = centre.room(RoomKind.HOLDING_ROOM, sex="female")
    ask = {"by": centre.by("custody_guard"), "room_id": women.pk, "reason": "男性房间全部停用"}
    override = placement.ask_override(begun.pk, at=centre.at(30), expires_at=centre.at(60), **ask)
    second = {"by": centre.by("custody_officer"), "granted": True, "reason": "情况属实"}
    placement.decide_override(override.pk, at=centre.at(31), **second)
    placed(centre, begun, 40, women)
    assert "custody.place.room_sex" in refusal(placed, centre, begun, 60, women)
    alarm = Alarm.objects.get(rule="separation.forbidden_room")
    assert (alarm.active, alarm.cleared_at, alarm.closed_at) == (True, None, None)
