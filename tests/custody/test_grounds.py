"""The ground of a stay: what changes with it, and what an earlier summons leaves of the law's time."""

from datetime import date

import pytest

from mingjing.cases.actions import case as cases
from mingjing.clocks.models import Timed
from mingjing.custody.actions import (
    stay,
)
from mingjing.ledger.entries import sentence
from tests.custody.walk import SIGNED
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


def test_a_case_that_turns_criminal_counts_by_criminal_law_once_it_is_decided(centre):
    """The summons goes on as a summons, by another instrument; the time counts from arrival all the same."""
    case = centre.case()
    begun = centre.received(case_id=case.pk, ground="summons", instrument="传唤证〔2026〕1号")
    cases.change(
        case.pk,
        by=centre.officer("case_officer", where=centre.station).acting(),
        at=centre.at(60),
        kind="criminal",
        reason="发现涉嫌犯罪",
    )
    again = {"by": centre.by("case_officer"), "ground": "summons", "reason": "行政转刑事"}
    assert refusal(stay.change_ground, begun.pk, at=centre.at(90), instrument="传唤证〔2026〕1号", **again) == [
        "custody.ground.same"
    ]
    stay.change_ground(begun.pk, at=centre.at(90), instrument="刑传字〔2026〕2号", **again)
    clocks = {row.rule: row for row in Timed.objects.of(begun.ref).filter(kind="clock")}
    assert not clocks["cn.questioning.public_order"].is_open
    assert clocks["cn.questioning.criminal_summons"].due_at == centre.at(12 * 60)
    begun.refresh_from_db()
    assert (begun.ground, begun.ground_since, begun.instrument) == ("summons", centre.at(90), "刑传字〔2026〕2号")


def test_a_summons_is_not_turned_into_a_compelled_one_without_approval(centre):
    """What the door would refuse is refused inside as well; his statement stands in the entry."""
    begun = centre.received(ground="oral_summons")
    change = {"by": centre.by("case_officer"), "ground": "compelled_summons_admin", "reason": "拒不接受传唤"}
    for stated in (None, {"receive.approved_by_rank": False}):
        refused = refusal(stay.change_ground, begun.pk, at=centre.at(30), declared_facts=stated, **change)
        assert refused == ["cn.receive.compelled_summons_approved"], stated
    begun.refresh_from_db()
    assert begun.ground == "oral_summons"
    approved = {"receive.approved_by_rank": True}
    entry = stay.change_ground(begun.pk, at=centre.at(31), declared_facts=approved, **change)
    assert entry.facts["receive.approved_by_rank"] is True
    unheard = {"person.deputy": "county_or_higher"}
    wrong = refusal(
        stay.change_ground, begun.pk, at=centre.at(32), declared_facts=unheard, **{**change, "ground": "other"}
    )
    assert wrong == ["custody.declared.unknown"]


def test_the_ground_changes_and_the_clocks_with_it(centre):
    begun = centre.received(case_id=centre.case("criminal").pk)
    stay.execute_detention(
        begun.pk,
        by=centre.by("case_officer"),
        at=centre.at(60),
        ground="detention",
        instrument="拘字〔2026〕9号",
        signature=SIGNED,
    )
    begun.refresh_from_db()
    assert (begun.ground, begun.ground_since, begun.instrument) == ("detention", centre.at(60), "拘字〔2026〕9号")
    rules = {t.rule: t for t in Timed.objects.of(begun.ref).filter(kind="clock")}
    assert any(t.started_at == centre.at(60) and t.is_open for t in rules.values())
    assert refusal(
        stay.change_ground, begun.pk, by=centre.by("case_officer"), at=centre.at(61), ground="detention", reason="x"
    ) == ["custody.ground.same"]


@pytest.mark.parametrize(
    ("before", "then", "warned"),
    [
        ([], "forced_summons_criminal", True),
        ([("surrender", "甲")], "forced_summons_criminal", True),
        ([], "detention", False),
    ],
)
def test_forced_appearance_after_a_summons_in_the_same_stay_warns_and_is_no_refusal(centre, before, then, warned):
    begun, by = centre.received(case_id=centre.case("criminal").pk), centre.by("case_officer")
    for place, (ground, instrument) in enumerate(before):
        stay.change_ground(begun.pk, by=by, at=centre.at(10 + place), ground=ground, instrument=instrument, reason="查")
    told = {"ground": then, "instrument": "拘传字〔2026〕3号", "reason": "改"}
    entry = stay.change_ground(begun.pk, by=by, at=centre.at(60), **told)
    codes = [one["code"] for one in entry.fields.get("warnings", [])]
    assert ("cn.questioning.no_chained_ground" in codes) == warned


def test_whoever_came_without_a_summons_is_first_summoned_without_a_warning(centre):
    begun = centre.received(case_id=centre.case("criminal").pk, ground="surrender", mode="came_alone")
    entry = stay.change_ground(begun.pk, by=centre.by("case_officer"), at=centre.at(60), ground="summons",
                               instrument="刑传字〔2026〕4号", reason="决定传唤")  # fmt: skip
    assert "warnings" not in entry.content.fields


def test_a_witness_held_as_a_suspect_is_one_and_is_owed_what_suspects_are(centre):
    boy = centre.person(born=date(2010, 5, 17))
    told = {"role": "witness", "ground": "witness", "mode": "on_call"}
    begun = centre.received(boy, case_id=centre.case("criminal").pk, **told)
    owed = ("cn.minors.call_guardian", "cn.rights.told_criminal", "cn.care.food", "cn.search.on_arrival")
    assert not Timed.objects.of(begun.ref).filter(rule__in=owed).exists()
    change = {"by": centre.by("case_officer"), "reason": "经查有作案嫌疑"}
    stay.change_ground(begun.pk, at=centre.at(30), ground="other", **change)
    begun.refresh_from_db()
    assert begun.role == "witness"
    entry = stay.change_ground(begun.pk, at=centre.at(60), ground="summons", instrument="传唤证〔2026〕8号", **change)
    begun.refresh_from_db()
    assert (begun.role, entry.facts["person.role"]) == ("suspect", "suspect")
    assert "身份变更为嫌疑人" in sentence(entry.tag, entry.body).zh
    assert set(Timed.objects.of(begun.ref).open().filter(rule__in=owed).values_list("rule", flat=True)) == set(owed)
    limit = Timed.objects.get(subject_id=str(begun.pk), rule="cn.questioning.criminal_summons")
    assert limit.due_at == centre.at(60 + 12 * 60)
    again = stay.change_ground(begun.pk, at=centre.at(70), ground="oral_summons", **change)
    assert again.body["role"] == ""
