"""Asking and deciding: by the rank the law names, never by the asking side."""

from dataclasses import replace

import pytest

from mingjing.approvals import selectors
from mingjing.approvals.actions.request import ask, ask_again, decide, send_back, withdraw
from mingjing.approvals.permissions import asked_of, may_decide
from mingjing.approvals.rules import ranks
from mingjing.approvals.vocab import RequestState
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import Refusal
from mingjing.law import books
from mingjing.ledger.models import Entry
from mingjing.org.models import Shift
from tests.watched import NOON

STAY = Ref("stay", "s1")
pytestmark = pytest.mark.usefixtures("quiet_clocks")


@pytest.fixture
def asked(centre):
    def go(rank="case_unit_head", by="investigator", **more):
        return ask(
            by=centre.acting(by), at=NOON, log=centre.site.code, subject=STAY, kind="temp_exit", rank=rank,
            unit=centre.units["brigade"], reason="起赃", facts={"exit.purpose": "recover_loot"}, **more,
        )  # fmt: skip

    return go


ABOUT = {"approval.kind": "temp_exit", "approval.others_waiting": 0}


def test_a_grant_carries_the_facts_and_names_the_subject(centre, asked):
    request = asked()
    decide(request.pk, by=centre.acting("head"), at=NOON, granted=True, reason="同意")
    entry = Entry.objects.get(tag="approvals.request.granted")
    assert entry.facts == {**ABOUT, "exit.purpose": "recover_loot"}
    assert {str(Ref(r.kind, r.ref_id)) for r in entry.refs.all()} >= {"stay:s1", str(centre.site.ref)}
    assert selectors.granted(STAY, "temp_exit") == request


def test_a_refusal_establishes_nothing_but_what_it_was_about(centre, asked):
    decide(asked().pk, by=centre.acting("head"), at=NOON, granted=False, reason="理由不足")
    assert Entry.objects.get(tag="approvals.request.refused").facts == ABOUT
    assert selectors.granted(STAY, "temp_exit") is None


MAY_DECIDE = {
    "case_unit_head": {"head", "duty_leader", "chief", "city_chief"},
    "county_duty_leader": {"duty_leader", "chief", "city_chief"},
    "county_chief": {"chief", "city_chief"},
    "prefecture_chief": {"city_chief"},
}


@pytest.mark.parametrize("rank", MAY_DECIDE)
def test_the_rank_or_a_higher_one_decides(centre, asked, rank):
    request = asked(rank)
    able = {name for name, officer in centre.people.items() if request in selectors.pending_for(officer)}
    assert able == MAY_DECIDE[rank]
    refused = set()
    for name in centre.people.keys() - able:
        with pytest.raises(Refusal):
            decide(request.pk, by=centre.acting(name), at=NOON, granted=True, reason="同意")
        refused.add(name)
    assert refused | able == centre.people.keys()


def test_nobody_of_the_asking_side_decides(centre, asked):
    request = asked(by="head", refs=[centre.people["chief"].ref])
    for name in ("head", "chief"):
        with pytest.raises(Refusal) as refused:
            decide(request.pk, by=centre.acting(name), at=NOON, granted=True, reason="同意")
        assert refused.value.code == "approvals.same_side"


def test_returned_completed_and_asked_again(centre, asked):
    request = asked()
    send_back(request.pk, by=centre.acting("head"), at=NOON, reason="请补充路线")
    with pytest.raises(Refusal) as refused:
        ask_again(request.pk, by=centre.acting("custody"), at=NOON, reason="x")
    assert refused.value.code == "approvals.not_the_asker"
    again = ask_again(request.pk, by=centre.acting("investigator"), at=NOON, reason="路线已补充")
    assert again.state == RequestState.ASKED


def test_the_same_question_waits_only_once(centre, asked):
    request = asked()
    with pytest.raises(Refusal):
        asked()
    withdraw(request.pk, by=centre.acting("investigator"), at=NOON, reason="不需要了")
    assert asked().pk != request.pk


def test_a_decision_needs_a_reason(centre, asked):
    request = asked()
    with pytest.raises(Refusal) as refused:
        decide(request.pk, by=centre.acting("head"), at=NOON, granted=True, reason=" ")
    assert refused.value.verdicts[0].field == "reason"


def test_the_question_rings_those_who_are_to_decide_and_the_decision_the_asker(centre, asked):
    request = asked()
    decide(request.pk, by=centre.acting("head"), at=NOON, granted=True, reason="同意")

    def heard(tag):
        entry = Entry.objects.get(tag=tag)
        return set(entry.refs.filter(kind="officer").values_list("ref_id", flat=True))

    assert heard("approvals.request.asked") == {str(centre.head.pk)}
    assert heard("approvals.request.granted") == {str(centre.investigator.pk)}


def test_who_stands_in_on_duty_is_called_and_decides(centre, asked, monkeypatch):
    chiefs = ranks()["county_chief"]
    by_order = replace(chiefs, deputies=frozenset({"custody_officer"}))
    monkeypatch.setattr("mingjing.approvals.permissions.ranks", lambda: {**ranks(), "county_chief": by_order})
    monkeypatch.setattr("mingjing.approvals.permissions.deputies", lambda _: by_order.deputies)
    request = asked("county_chief")
    assert asked_of(request, NOON) == [centre.custody, centre.chief]  # not the custody officer of the county beside
    assert may_decide(request, centre.acting("custody"), NOON)
    Shift.objects.update(handed_over_at=NOON)
    assert asked_of(request, NOON) == [centre.chief]
    assert not may_decide(request, centre.acting("custody"), NOON)


def test_no_rank_of_the_law_has_a_deputy_as_shipped():
    assert [rank.code for rank in ranks().values() if rank.deputies and rank.code in books.current().ranks] == []
