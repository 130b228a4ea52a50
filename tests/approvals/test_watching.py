"""Reminders before a request is due, and its end when nobody decided."""

from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.approvals import watching
from mingjing.approvals.actions.request import ask, decide, send_back
from mingjing.approvals.models import Request
from mingjing.approvals.vocab import RequestState
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.watched import NOON

pytestmark = pytest.mark.usefixtures("quiet_clocks")
M = timedelta(minutes=1)
DUE = NOON + 90 * M


@pytest.fixture
def request_(centre):
    return ask(
        by=centre.acting("investigator"), at=NOON, log=centre.site.code, subject=Ref("stay", "s1"), kind="temp_exit",
        rank="case_unit_head", unit=centre.units["brigade"], reason="起赃", due_at=DUE,
    )  # fmt: skip


def look(at):
    with frozen(at):
        watching.tick(at)


def count(tag):
    return Entry.objects.filter(tag=f"approvals.request.{tag}").count()


def test_reminded_three_times_then_it_lapses(request_):
    look(DUE - 61 * M)
    assert count("reminded") == 0
    for before in (60, 20, 5):
        look(DUE - before * M)
        look(DUE - before * M)
    assert count("reminded") == 3
    assert Alarm.objects.get(rule="approval.waiting").active
    look(DUE)
    look(DUE + M)
    request_.refresh_from_db()
    assert (request_.state, count("lapsed")) == (RequestState.LAPSED, 1)
    assert Alarm.objects.get(rule="approval.waiting").state == "closed"


def test_one_look_after_the_hour_reminds_nobody(request_):
    look(DUE + 60 * M)
    assert (count("reminded"), count("lapsed")) == (0, 1)


def test_a_decision_ends_the_reminding(centre, request_):
    look(DUE - 60 * M)
    decide(request_.pk, by=centre.acting("head"), at=NOON, granted=True, reason="同意")
    look(DUE - 20 * M)
    look(DUE + M)
    assert (count("reminded"), count("lapsed")) == (1, 0)
    assert Alarm.objects.get(rule="approval.waiting").state == "closed"


def test_a_returned_one_lapses_without_reminding_the_approver(centre, request_):
    send_back(request_.pk, by=centre.acting("head"), at=NOON, reason="补充")
    look(DUE - 5 * M)
    assert count("reminded") == 0
    look(DUE)
    assert Request.objects.get().state == RequestState.LAPSED


def test_what_lapsed_cannot_be_granted(centre, request_):
    look(DUE)
    with pytest.raises(Refusal) as refused:
        decide(request_.pk, by=centre.acting("head"), at=NOON, granted=True, reason="同意")
    assert refused.value.code == "request.state.grant"
