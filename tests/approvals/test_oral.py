"""Granted by word of mouth: where the books allow it, by the rank, confirmed in writing in time or an alarm."""

from datetime import timedelta
from uuid import uuid4

import pytest

from mingjing.alerts.models import Alarm
from mingjing.approvals import selectors
from mingjing.approvals.actions.request import ask, attend, decide, note_oral
from mingjing.approvals.vocab import RequestState
from mingjing.clocks.models import Timed
from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from tests.watched import NOON

KIND = "measure.evidence_preservation.decide"
WATCH = machine("watch")
TOLD = {"words": "同意先行扣押", "why": "物品正在被转移"}


@pytest.fixture
def asked(centre):
    def go(kind=KIND, rank="case_unit_head"):
        return ask(
            by=centre.acting("investigator"), at=NOON, log=centre.site.code, subject=Ref("measure", str(uuid4())),
            kind=kind, rank=rank, unit=centre.units["brigade"], reason="扣押涉案财物",
            refs=[centre.partner.ref],
        )  # fmt: skip

    return go


def noted(centre, request, by="investigator", approver="head", **more):
    approver_id = centre.people[approver].pk
    return note_oral(request.pk, by=centre.acting(by), at=NOON, approver_id=approver_id, **{**TOLD, **more})


def test_it_counts_for_the_time_being_and_its_duty_says_until_when(centre, asked):
    request = noted(centre, asked())
    assert (request.state, request.oral_name, request.oral_post) == (RequestState.ORAL, "head", "department_head")
    assert selectors.granted(request.subject, KIND) == request
    [duty] = Timed.objects.of(request.subject)
    assert (duty.rule, duty.due_at, request.due_at) == ("cn.urgent.confirm", *[NOON + timedelta(hours=24)] * 2)
    entry = Entry.objects.with_content().get(tag="approvals.request.granted_orally")
    assert (entry.body["approver"], entry.body["said"], entry.body["why"]) == ("head", *TOLD.values())
    assert request in selectors.pending_for(centre.head)


def test_the_written_grant_confirms_it(centre, asked):
    request = noted(centre, asked())
    decide(request.pk, by=centre.acting("head"), at=NOON, granted=True, reason="补办")
    assert Timed.objects.of(request.subject).get().state == "done"
    assert selectors.granted(request.subject, KIND).state == RequestState.GRANTED
    assert not Alarm.objects.filter(rule="approval.unconfirmed").exists()


def test_a_written_refusal_calls_somebody_to_lift_it(centre, asked):
    request = noted(centre, asked())
    decide(request.pk, by=centre.acting("head"), at=NOON, granted=False, reason="不应当采取")
    assert selectors.granted(request.subject, KIND) is None
    assert Alarm.objects.get(rule="approval.unconfirmed").subject == request.ref


def test_not_confirmed_in_time_it_does_not_lapse_but_its_duty_rings(centre, asked):
    from mingjing.clocks import watching

    request = noted(centre, asked())
    late = NOON + timedelta(hours=24, minutes=1)
    with frozen(late):
        attend(request.pk, by=WATCH, at=late)
        watching.tick(late)
        request.refresh_from_db()
        assert (request.state, request.attend_at) == (RequestState.ORAL, None)
        assert Alarm.objects.filter(rule="approval.unconfirmed").count() == 1


@pytest.mark.parametrize(
    ("kind", "by", "approver", "more", "code"),
    [
        ("case.file", "investigator", "head", {}, "cn.urgent.oral"),
        ("measure.detention.decide", "investigator", "head", {}, "cn.urgent.oral"),
        (KIND, "legal", "head", {}, "approvals.not_the_asker"),
        (KIND, "investigator", "partner", {}, "approvals.same_side"),
        (KIND, "investigator", "legal", {}, "approvals.rank"),
        (KIND, "investigator", "head", {"words": " "}, "approvals.reason"),
        (KIND, "investigator", "head", {"why": ""}, "approvals.reason"),
    ],
)
def test_where_the_books_the_rank_or_the_side_forbid_it_nothing_remains(centre, asked, kind, by, approver, more, code):
    request = asked(kind)
    with pytest.raises(Refusal) as refused:
        noted(centre, request, by, approver, **more)
    assert refused.value.code == code
    request.refresh_from_db()
    assert (request.state, request.oral_by) == (RequestState.ASKED, "")


def test_once_noted_it_is_not_noted_again(centre, asked):
    request = noted(centre, asked())
    with pytest.raises(Refusal, match=r"request\.state"):
        noted(centre, request)


def test_the_form_and_the_sheet(centre, asked, signed_in):
    request = asked()
    asker = signed_in("investigator")
    assert f"/approvals/{request.pk}/oral" in asker.get(f"/approvals/{request.pk}/").content.decode()
    told = {"approver": centre.head.number, "at": "2026-11-23T12:00", **TOLD}
    assert asker.post(f"/approvals/{request.pk}/oral", {**told, "approver": "x"}).status_code == 422
    assert asker.post(f"/approvals/{request.pk}/oral", told).status_code == 302
    head = signed_in("head")
    page = head.get(f"/approvals/{request.pk}/").content.decode()
    assert TOLD["why"] in page
    assert "批准" in page
    assert head.post(f"/approvals/{request.pk}/decide", {"decision": "grant", "reason": "补办"}).status_code == 302


def test_the_inbox_groups_by_urgency_and_narrows_to_a_kind(centre, asked, signed_in):
    noted(centre, asked())
    ask(
        by=centre.acting("investigator"), at=NOON, log=centre.site.code, subject=Ref("case", str(uuid4())),
        kind="case.x", rank="case_unit_head", unit=centre.units["brigade"], reason="立案", due_at=NOON,
    )  # fmt: skip
    head = signed_in("head")
    page = head.get("/approvals/").content.decode()
    assert page.index("已逾期") < page.index("期限内")
    only = head.get("/approvals/waiting?only=case").content.decode()
    assert "立案" in only
    assert "扣押涉案财物" not in only
    for asked_for in ("?due=over", "?due=open", "?kind=case", "?mine=decided", "?only=x"):
        assert head.get(f"/approvals/{asked_for}").status_code == 200
