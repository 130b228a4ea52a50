"""Booking in, act by act: what is refused and what is told to the law."""

from datetime import date

import pytest

from mingjing.clocks.models import Timed
from mingjing.custody.actions import (
    assessment,
    belongings,
    collection,
    identity,
    placement,
    questioning,
    rights,
    search,
    stay,
    vest,
)
from mingjing.custody.actions.belongings import Thing
from mingjing.custody.actions.collection import Sample
from mingjing.custody.actions.injury import Mark
from mingjing.custody.models import Belonging, Injury, Locker, Stay
from mingjing.custody.selectors.record import steps
from mingjing.kernel.time import frozen
from mingjing.ledger.models import Entry
from mingjing.org.vocab import RoomKind
from tests.custody.walk import SIGNED, calm, listed, searched
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


def test_numbers_count_per_day_from_one(centre):
    today = [centre.received(minutes=m).number for m in (0, 5)]
    assert today == ["610921-centre-20261123-001", "610921-centre-20261123-002"]
    tomorrow = centre.received(minutes=-11 * 60).number  # eleven hours before ten: still yesterday in Shanghai
    assert tomorrow == "610921-centre-20261122-001"


def test_arrival_names_everything_it_is_about(centre):
    case, who = centre.case(), centre.person()
    begun = centre.received(who, case_id=case.pk, injuries=[Mark("left_arm", "bruise", x=300, y=420, photo="b" * 64)])
    entry = Entry.objects.about(begun.ref).with_content().get(tag="custody.stay.arrived")
    named = {(r.kind, r.ref_id) for r in entry.refs.all()}
    bringer = centre.officer("case_officer")
    for thing in (begun, who, case, centre.site, bringer, bringer.unit):
        assert (thing.ref.kind, thing.ref.id) in named
    assert entry.facts["person.sex"] == "male"
    assert entry.facts["case.kind"] == "public_order"
    assert Injury.objects.get(stay=begun).occasion == "arrival"
    blob = Entry.objects.filter(refs__kind="blob", refs__ref_id="b" * 64).get()
    assert blob.tag == "custody.stay.injury_noted"


def test_nobody_is_in_two_places(centre):
    who = centre.person()
    centre.received(who)
    assert refusal(centre.received, who, minutes=5) == ["custody.already_here"]
    assert Stay.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ground": "curiosity"}, "custody.value.unknown"),
        ({"mode": ""}, "custody.value.unknown"),
        ({"role": "guest"}, "custody.value.unknown"),
        ({"brought_by": "0192f0a0-0000-7000-8000-000000000000"}, "custody.officer.unknown"),
        ({"case_id": "0192f0a0-0000-7000-8000-000000000000"}, "custody.case.unknown"),
        ({"declared_facts": {"person.age": 12}}, "custody.declared.unknown"),
        ({"ground": "residential_surveillance"}, "cn.receive.no_residential_surveillance"),
        ({"ground": "summons"}, "cn.receive.summons_papers"),
        ({"ground": "compelled_summons_admin", "declared_facts": {"receive.approved_by_rank": False}},
         "cn.receive.compelled_summons_approved"),
        ({"ground": "continued_questioning",
          "declared_facts": {"receive.field_check_done": False, "receive.cq_ground": True}}, "cn.continued.ground"),
    ],
)  # fmt: skip
def test_who_is_not_received(centre, changed, code):
    assert code in refusal(centre.received, **changed)
    assert not Stay.objects.exists()


def test_a_summons_with_its_paper_is_received_and_its_clock_runs(centre):
    begun = centre.received(ground="summons", instrument="传唤证〔2026〕1号", case_id=centre.case().pk)
    clock = Timed.objects.of(begun.ref).get(rule="cn.questioning.public_order")
    assert clock.started_at == centre.at(0)
    assert clock.is_open


def test_only_those_at_the_desk_receive(centre):
    told = {"ground": "witness", "mode": "on_call", "role": "witness", "at": centre.at(0), "site_id": centre.site.pk}
    who = centre.person()
    for post in ("custody_guard", "case_officer", "administrator", "medic"):
        assert refusal(stay.receive, by=centre.by(post), person_id=who.pk, **told)[0].startswith("access.")


def test_unknown_then_established(centre):
    who = centre.person(name="", birth_date=None, identity_known=False, age_about=30, born=None)
    begun = centre.received(who)
    assert refusal(identity.confirm, begun.pk, by=centre.by("reception"), at=centre.at(2), method="证件") == [
        "custody.identity.unknown"
    ]
    identity.unknown(begun.pk, by=centre.by("reception"), at=centre.at(3), reason="拒不说明", withheld=True)
    step = steps(begun)[0]
    assert (step.state, step.kind) == ("refused", "identity")
    identity.establish(
        begun.pk, by=centre.by("custody_officer"), at=centre.at(40), name="赵六", basis="register",
        method="人口信息核对", birth_date=date(1996, 1, 2),
    )  # fmt: skip
    begun.refresh_from_db()
    assert (begun.person.name, begun.person.identity_known) == ("赵六", True)
    assert steps(begun)[0].state == "done"


def test_a_birthday_during_the_stay_does_not_undo_the_limit_of_the_arrival(centre):
    """Fifteen on arrival, sixteen after midnight: his four hours began before and stay four hours."""
    boy = centre.person(born=date(2010, 11, 23))
    begun = centre.received(
        boy, ground="continued_questioning",
        declared_facts={
            "receive.directly_to_area": True, "receive.field_check_done": True, "receive.cq_ground": True,
            "receive.cq_excluded": False, "receive.approved_by_rank": True,
        },
    )  # fmt: skip
    limit = Timed.objects.get(subject_id=str(begun.pk), rule="cn.continued.special_limit")
    with frozen(centre.at(16 * 60)):
        entry = identity.confirm(begun.pk, by=centre.by("reception"), at=centre.at(15 * 60), method="查验户口簿")
    limit.refresh_from_db()
    assert entry.facts["person.age"] == 15
    assert (limit.due_at, limit.state) == (centre.at(240), "breached")


@pytest.mark.parametrize(
    ("sex", "searching", "camera", "code"),
    [
        ("female", "male", True, "cn.search.woman_by_woman"),
        ("male", "male", True, None),
        ("female", "female", True, None),
    ],
)
def test_who_may_search_whom(centre, sex, searching, camera, code):
    begun = centre.received(centre.person(sex=sex))
    pair = [centre.officer("search_officer", sex=searching, name=n) for n in ("一", "二")]
    told = {"by": pair[0].acting(), "at": centre.at(5), "officer_ids": [o.pk for o in pair],
            "room_id": centre.room(RoomKind.SEARCH_ROOM).pk, "on_camera": camera}  # fmt: skip
    if code:
        assert code in refusal(search.search, begun.pk, **told)
    else:
        assert search.search(begun.pk, **told).facts["search.same_sex"] is True


def test_auxiliaries_do_not_count_as_searching_officers(centre):
    begun = centre.received()
    officer = centre.officer("search_officer", name="民警")
    helper = centre.officer("search_officer", name="辅警", auxiliary=True)
    entry = search.search(
        begun.pk, by=officer.acting(), at=centre.at(5), officer_ids=[officer.pk, helper.pk],
        room_id=centre.room(RoomKind.SEARCH_ROOM).pk, on_camera=True,
    )  # fmt: skip
    assert entry.facts["search.officers_count"] == 1
    assert "cn.search.two_officers" in {w["code"] for w in entry.fields.get("warnings", [])}


def test_the_same_officer_twice_is_not_two(centre):
    begun, one = centre.received(), centre.officer("search_officer")
    assert refusal(
        search.search, begun.pk, by=one.acting(), at=centre.at(5), officer_ids=[one.pk, one.pk],
        room_id=centre.room(RoomKind.SEARCH_ROOM).pk, on_camera=True,
    ) == ["custody.officer.unknown"]  # fmt: skip


def test_belongings_of_two_people_never_share_a_locker(centre, a_locker):
    first, second = centre.received(), centre.received(minutes=1)
    by, at = centre.by("search_officer", name="检甲"), centre.at(5)
    told = {"by": by, "things": [Thing("钥匙")], "locker_id": a_locker.pk, "signature": SIGNED}
    belongings.list_belongings(first.pk, at=at, **told)
    assert refusal(belongings.list_belongings, second.pk, at=at, **told) == ["custody.locker.taken"]
    belongings.return_belongings(first.pk, by=by, at=centre.at(8), signature=SIGNED)
    belongings.list_belongings(second.pk, at=centre.at(9), **told)
    assert a_locker.belongings.filter(state="kept").get().stay == second


@pytest.mark.parametrize(
    ("things", "extra", "code"),
    [
        ([Thing("现金", 5, "元", valuable=True)], {}, "custody.belongings.bag"),
        ([Thing("手机")], {"signature": ""}, "custody.signature.missing"),
        ([Thing("手机")], {"locker_id": None}, "custody.locker.unknown"),
    ],
)
def test_what_a_list_needs(centre, a_locker, things, extra, code):
    begun = centre.received()
    told = {"by": centre.by("search_officer"), "at": centre.at(5), "things": things, "locker_id": a_locker.pk,
            "signature": SIGNED, **extra}  # fmt: skip
    assert refusal(belongings.list_belongings, begun.pk, **told) == [code]
    assert not Belonging.objects.exists()


def test_the_case_officer_keeps_nobodys_things(centre, a_locker):
    begun = centre.received()
    told = {"by": centre.by("search_officer"), "at": centre.at(5), "things": [Thing("手机")], "locker_id": a_locker.pk}
    found = refusal(
        belongings.list_belongings, begun.pk, **told, signature=SIGNED, custodian_id=centre.officer("case_officer").pk
    )
    assert "cn.belongings.custodian" in found


def test_a_refusal_to_sign_is_noted_instead(centre):
    begun = centre.received()
    entry = listed(centre, begun, 5, signature="", refused_to_sign="拒绝签名，已告知")
    assert entry.body["refused_to_sign"] == "拒绝签名，已告知"
    assert entry.facts["belongings.signed"] is True


def test_nothing_carried_is_an_answer_too(centre):
    begun = centre.received()
    entry = listed(centre, begun, 5, things=[])
    assert entry.facts["belongings.returned"] is True
    assert not Locker.objects.filter(belongings__stay=begun).exists()


def test_risk_sets_colour_and_level(centre):
    begun = centre.received()
    assessment.assess(begun.pk, by=centre.by("medic"), at=centre.at(5), answers=calm(self_harm_now="yes"))
    begun.refresh_from_db()
    assert (begun.colour, begun.observation) == ("red", "close")
    told = {"by": centre.by("medic"), "at": centre.at(9), "answers": calm(self_harm_now="yes"), "risk": "low"}
    assert refusal(assessment.assess, begun.pk, **told) == ["custody.missing.note"]
    entry = assessment.assess(begun.pk, **told, note="医生评估后调整")
    assert (entry.body["risk"], entry.body["note"]) == ("low", "医生评估后调整")


def test_the_newest_questions_are_named_with_the_answers(centre):
    begun = centre.received()
    assert refusal(assessment.assess, begun.pk, by=centre.by("medic"), at=centre.at(5), answers={})[0] == (
        "custody.assess.unanswered"
    )
    entry = assessment.assess(begun.pk, by=centre.by("medic"), at=centre.at(5), answers=calm())
    assert entry.body["questions"] == "arrival@1"


def test_rights_told_are_not_rights_understood(centre):
    begun = centre.received()
    told = {"by": centre.by("custody_officer"), "language": "彝语", "signature": SIGNED}
    rights.tell(begun.pk, at=centre.at(5), understood=False, **told)
    tags = set(Entry.objects.about(begun.ref).values_list("tag", flat=True))
    assert "custody.stay.rights_told" in tags
    assert "custody.stay.rights_understood" not in tags
    rights.tell(begun.pk, at=centre.at(9), understood=True, interpreter="阿依", **told)
    assert Entry.objects.about(begun.ref).filter(tag="custody.stay.rights_understood").count() == 1


def test_a_sample_of_the_body_needs_its_basis(centre):
    begun = centre.received(case_id=centre.case("criminal").pk)
    searched(centre, begun, 5)
    pair = [centre.officer("search_officer", name=n).pk for n in ("检甲", "检乙")]
    told = {"by": centre.by("search_officer", name="检甲"), "at": centre.at(9), "officer_ids": pair, "on_camera": True}
    assert refusal(collection.collect, begun.pk, samples={"urine": Sample("done")}, **told) == ["custody.collect.basis"]
    assert refusal(collection.collect, begun.pk, samples={}, **told) == ["custody.collect.empty"]
    samples = {"urine": Sample("done", basis="禁毒法第32条"), "photo": Sample("refused")}
    entry = collection.collect(begun.pk, samples=samples, **told, declared_facts={"collect.approved": True})
    assert (entry.facts["collect.biological"], entry.facts["collect.refused"]) == (True, True)


def test_nothing_is_collected_twice(centre):
    who, case = centre.person(), centre.case()
    pair = [centre.officer("search_officer", name=n).pk for n in ("检甲", "检乙")]

    def collected(begun, minutes, outcome):
        return collection.collect(
            begun.pk, by=centre.by("search_officer", name="检甲"), at=centre.at(minutes), officer_ids=pair,
            on_camera=True, samples={"fingerprints": Sample(outcome)}, declared_facts={"collect.approved": True},
        )  # fmt: skip

    first = centre.received(who, case_id=case.pk)
    searched(centre, first, 5)
    collected(first, 9, "done")
    Stay.objects.filter(pk=first.pk).update(state="departed", departed_at=centre.at(10))
    again = centre.received(who, minutes=400, ground="witness", case_id=case.pk)
    searched(centre, again, 405)
    assert "cn.collect.once" in refusal(collected, again, 409, "done")
    assert collected(again, 410, "before").facts["collect.taken_before"] is False


def test_a_vest_is_worn_by_one(centre):
    first, second = centre.received(), centre.received(minutes=1)
    vest.vest(first.pk, by=centre.by("reception"), at=centre.at(2), number="07")
    told = {"by": centre.by("reception"), "at": centre.at(3), "number": "07"}
    assert refusal(vest.vest, second.pk, **told) == ["custody.vest.worn"]


def test_nobody_skips_the_search(centre):
    """The order of the house: no room, no collection, no questioning before what comes first."""
    begun = centre.received(case_id=centre.case().pk)
    room = centre.room(RoomKind.HOLDING_ROOM, sex="male")
    assert refusal(placement.place, begun.pk, by=centre.by("custody_guard"), at=centre.at(2), room_id=room.pk) == [
        "custody.order.place.search", "custody.order.place.belongings"
    ]  # fmt: skip
    asked = refusal(
        questioning.start,
        begun.pk,
        by=centre.by("case_officer", where=centre.station),
        at=centre.at(2),
        kind="questioning",
        room_id=room.pk,
        officer_ids=[],
    )
    assert asked == ["stay.state.question"]


def test_nothing_happens_before_the_arrival(centre):
    begun = centre.received(minutes=10)
    assert refusal(vest.vest, begun.pk, by=centre.by("reception"), at=centre.at(9), number="1") == [
        "custody.time.before_arrival"
    ]


def test_witnesses_go_through_fewer_steps(centre):
    begun = centre.received(ground="witness", role="witness", mode="on_call", brought_by=None)
    open_ones = [s.kind.value for s in steps(begun) if not s.settled]
    assert open_ones == ["identity", "rights", "room"]


def test_a_stay_recorded_in_error_leaves_its_entries(centre):
    begun = centre.received()
    before = Entry.objects.count()
    stay.void(begun.pk, by=centre.by("custody_officer"), at=centre.at(3), reason="重复登记")
    begun.refresh_from_db()
    assert begun.state == "recorded_in_error"
    assert Entry.objects.count() == before + 1
    centre.received(begun.person, minutes=4)
