"""A longer limit: asked for from the clock, decided by the rank the law names, and the clock moves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mingjing.approvals import handling, panels
from mingjing.approvals.actions.request import ask_longer, decide
from mingjing.approvals.models import Request
from mingjing.clocks.models import Clock
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal
from mingjing.org import seeing
from tests.clocks.acts import arrived
from tests.watched import NOON

RULE = "cn.questioning.public_order"
WHY = "涉案人数众多，需分别询问"


@pytest.fixture(autouse=True)
def _everybody_sees_the_stay(monkeypatch):
    """Custody lies above; here the investigator is taken to be assigned to the stay, the neighbour is not."""
    monkeypatch.setitem(seeing._answers, "stay", lambda o, ids: ids if o.name != "neighbour" else [])
    monkeypatch.setattr(seeing, "_is_id", lambda _: True)


@pytest.fixture
def clock(centre, monkeypatch):
    monkeypatch.setitem(handling._answers, "stay", lambda _: centre.units["brigade"])
    arrived(NOON)
    return Clock.objects.get(rule=RULE)


def asked(centre, clock, at=NOON, by="investigator", **facts):
    facts = facts or {"case.many_people": True}
    return ask_longer(
        clock.pk, "many_or_unknown", by=centre.acting(by), at=at, reason=WHY, facts=facts,
    )  # fmt: skip


def test_granted_by_the_head_the_clock_runs_longer(centre, clock):
    request = asked(centre, clock)
    assert (request.rank, request.due_at) == ("department_head", clock.due_at)
    decide(request.pk, by=centre.acting("head"), at=NOON, granted=True, reason="同意")
    after = Clock.objects.get(rule=RULE)
    assert after.due_at > clock.due_at
    offer = next(o for o, _, _ in panels.extensions(after) if o.id == "many_or_unknown")
    assert offer.granted_at == NOON


@pytest.mark.parametrize("by", ["investigator", "custody", "legal"])
def test_whoever_asks_the_leader_of_the_handling_unit_decides(centre, clock, by):
    """A home unit elsewhere, or above, moves the question to nobody else."""
    request = asked(centre, clock, by=by)
    assert request.unit == centre.units["brigade"]
    assert decide(request.pk, by=centre.acting("head"), at=NOON, granted=True, reason="同意").state == "granted"


def test_a_rank_of_the_site_is_asked_at_the_site(centre, clock):
    assert handling.unit_for(clock, "centre_head") == centre.site.unit
    assert handling.unit_for(clock, "department_head") == centre.units["brigade"]


def test_before_anybody_handles_it_the_site_asks(centre, clock, monkeypatch):
    monkeypatch.setitem(handling._answers, "stay", lambda _: None)
    assert asked(centre, clock).unit == centre.site.unit


def test_refused_it_stays_as_it_was(centre, clock):
    decide(asked(centre, clock).pk, by=centre.acting("head"), at=NOON, granted=False, reason="不符合条件")
    assert Clock.objects.get(rule=RULE).due_at == clock.due_at


def test_facts_the_law_asks_for_must_be_stated(centre, clock):
    with pytest.raises(Refusal) as refused:
        asked(centre, clock, **{"case.many_people": False})
    assert refused.value.code == "approvals.extension.facts"


def test_after_the_limit_nothing_can_be_asked(centre, clock):
    with frozen(clock.due_at + timedelta(milliseconds=1)), pytest.raises(Refusal) as refused:
        asked(centre, clock, at=clock.due_at + timedelta(milliseconds=1))
    assert refused.value.code == "approvals.extension.over"
    assert Request.objects.count() == 0


def test_while_it_waits_it_is_not_offered_again(centre, clock):
    asked(centre, clock)
    verdicts = {o.id: v.code for o, v, _ in panels.extensions(Clock.objects.get(rule=RULE))}
    assert verdicts["many_or_unknown"] == "approvals.waiting"


def test_from_the_page_of_the_clock_to_the_decision(centre, clock, signed_in):
    investigator, head = signed_in("investigator"), signed_in("head")
    panel = investigator.get(reverse("approvals:extensions", args=[clock.pk])).content.decode()
    form = reverse("approvals:extend", args=[clock.pk, "many_or_unknown"])
    assert form in panel
    assert investigator.get(form).status_code == 200
    refused = investigator.post(form, {"reason": WHY})
    assert (refused.status_code, WHY in refused.content.decode()) == (409, True)
    assert investigator.post(form, {"reason": WHY, "case_many_people": "on"}).status_code == 302
    request = Request.objects.get()
    assert WHY in head.get(reverse("approvals:inbox")).content.decode()
    decided = head.post(reverse("approvals:decide", args=[request.pk]), {"decision": "grant", "reason": "同意"})
    assert decided.status_code == 302
    assert Clock.objects.get(rule=RULE).due_at > clock.due_at


def test_a_stranger_finds_neither_form_nor_panel(clock, signed_in):
    for address in (
        reverse("approvals:extend", args=[clock.pk, "many_or_unknown"]),
        reverse("approvals:extensions", args=[clock.pk]),
    ):
        assert signed_in("neighbour").get(address).status_code == 404
