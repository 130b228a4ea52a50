"""Tasks, loads, hand-overs, joint handling, jurisdiction, merging and splitting, recusal by decision."""

from datetime import timedelta

import pytest

from mingjing.approvals.actions.request import decide
from mingjing.approvals.models import Request
from mingjing.cases import loads, tasks_watching
from mingjing.cases.actions import case as cases
from mingjing.cases.actions import handing, joining, recusing, tasks
from mingjing.cases.actions import move as moves
from mingjing.cases.models import Case, CaseLink, CaseOfficer, CaseTask, HandOver
from mingjing.cases.vocab import Tag
from mingjing.clocks.following import events_of
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.models import Site

pytestmark = pytest.mark.django_db
LOG = "610921-centre"
DAY = timedelta(days=1)


@pytest.fixture
def opened(staff, bureau):
    def make(kind="criminal", unit="east", by=None):
        officer = by or staff("case_officer", unit)
        return cases.register(by=officer.acting(), at=now(), log=LOG, kind=kind, cause="盗窃", unit=bureau[unit])

    return make


@pytest.fixture
def filed(opened, staff, file):
    """filed(): a case that was filed, now or at the time frozen."""
    file("acceptance_register")

    def make(**more):
        case, lead = opened(**more), staff("case_officer", "east")
        told = {"case.fact_of_crime": True, "case.own_jurisdiction": True}
        moves.propose(case.pk, by=lead.acting(), at=now(), move="file", reason="有犯罪事实", told=told)
        waiting = Request.objects.get(state="asked")
        decide(waiting.pk, by=staff("county_chief").acting(), at=now(), granted=True, reason="同意")
        return moves.carry_out(case.pk, by=lead.acting(), at=now(), move="file", told=told)

    return make


def refused(code):
    return pytest.raises(Refusal, match=code.replace(".", r"\."))


def test_a_task_is_given_done_and_says_how(opened, staff):
    case, lead, boss = opened(), staff("case_officer", "east"), staff("station_head", "east")
    told = {"title": "调取监控", "officer_id": lead.pk}
    with refused("cases.task.past"):
        tasks.give(case.pk, by=boss.acting(), at=now(), due_at=now() - DAY, **told)
    task = tasks.give(case.pk, by=boss.acting(), at=now(), due_at=now() + DAY, **told)
    with refused("access.elsewhere"):
        tasks.finish(task.pk, by=staff("case_officer", "west").acting(), at=now(), result="x")
    with refused("cases.reason.missing"):
        tasks.finish(task.pk, by=lead.acting(), at=now(), result=" ")
    assert tasks.finish(task.pk, by=lead.acting(), at=now(), result="已调取").state == "done"
    with refused("cases.task.ended"):
        tasks.call_off(task.pk, by=boss.acting(), at=now(), result="不需要")
    assert [e.tag for e in Entry.objects.about(task.ref).order_by("id")] == ["cases.task.given", "cases.task.done"]


def test_an_overdue_task_calls_once_and_is_quiet_when_done(opened, staff, bureau):
    from mingjing.alerts.models import Alarm

    Site.objects.create(code=LOG, unit=bureau["county"], kind="county_centre", name="中心")
    case, lead = opened(), staff("case_officer", "east")
    task = tasks.give(case.pk, by=lead.acting(), at=now(), title="询问证人", officer_id=lead.pk, due_at=now() + DAY)
    assert tasks_watching.tick(now()) == 0
    with frozen(now() + 2 * DAY):
        assert [tasks_watching.tick(now()), tasks_watching.tick(now())] == [1, 0]
        alarm = Alarm.objects.get()
        assert (alarm.rule, alarm.subject_kind, alarm.subject_id) == ("duty.overdue", "case", str(case.pk))
        tasks.finish(task.pk, by=lead.acting(), at=now(), result="已询问")
        alarm.refresh_from_db()
        assert not alarm.active


def test_who_has_least_is_suggested_first_and_nobody_recused(opened, staff):
    case, lead = opened(), staff("case_officer", "east")
    busy, idle, kept = (staff("case_officer", "east", n) for n in ("忙", "闲", "避"))
    other = opened(by=lead)
    boss = staff("legal_officer").acting()
    cases.assign(other.pk, by=boss, at=now(), officer_id=busy.pk, role="case_officer")
    tasks.give(other.pk, by=boss, at=now(), title="x", officer_id=busy.pk, due_at=now() + DAY)
    cases.recuse(case.pk, by=boss, at=now(), officer_id=kept.pk, reason="近亲属")
    found = loads.suggested(case, now())
    assert [one.officer for one in found] == [idle, busy]
    assert (found[1].leads, found[1].helps, found[1].tasks, found[1].overdue) == (0, 1, 1, 0)


def test_cases_change_hands_when_the_other_accepts(opened, staff):
    one, two = opened(), opened()
    lead, taker = staff("case_officer", "east"), staff("case_officer", "west")
    handing.offer_all(by=lead.acting(), at=now(), giver_id=lead.pk, taker_id=taker.pk, note="调离")
    assert {Case.objects.get(pk=c.pk).lead for c in (one, two)} == {lead}
    batch = HandOver.objects.first().batch
    with refused("cases.handing.taker"):
        handing.accept(batch, by=lead.acting(), at=now())
    handing.accept(batch, by=taker.acting(), at=now())
    assert {Case.objects.get(pk=c.pk).lead for c in (one, two)} == {taker}
    assert not CaseOfficer.objects.in_force().filter(officer=lead).exists()
    with refused("cases.handing.gone"):
        handing.accept(batch, by=taker.acting(), at=now())


def test_a_refused_or_recused_hand_over_changes_nothing(opened, staff):
    case, lead, taker = opened(), staff("case_officer", "east"), staff("case_officer", "west")
    row = handing.offer([case.pk], by=lead.acting(), at=now(), giver_id=lead.pk, taker_id=taker.pk, note="x")[0]
    cases.recuse(case.pk, by=staff("legal_officer").acting(), at=now(), officer_id=taker.pk, reason="近亲属")
    with refused("cases.officer.recused"):
        handing.accept(row.batch, by=taker.acting(), at=now())
    assert Case.objects.get().lead == lead
    handing.refuse(row.batch, by=taker.acting(), at=now(), answer="应回避")
    assert HandOver.objects.get().state == "refused"


def test_only_those_on_it_or_who_assign_hand_over(opened, staff):
    case, lead, stranger = opened(), staff("case_officer", "east"), staff("case_officer", "west")
    with refused("access.elsewhere"):
        handing.offer([case.pk], by=stranger.acting(), at=now(), giver_id=lead.pk, taker_id=stranger.pk, note="x")
    with refused("cases.handing.self"):
        handing.offer([case.pk], by=lead.acting(), at=now(), giver_id=lead.pk, taker_id=lead.pk, note="x")


def test_a_unit_that_joins_sees_the_case_until_it_leaves(opened, staff, bureau):
    case, boss, head = opened(), staff("station_head", "east").acting(), staff("station_head", "west")
    assert not Case.objects.visible_to(head).exists()
    row = handing.join(case.pk, by=boss, at=now(), unit_id=bureau["west"].pk, reason="跨区域")
    assert Case.objects.visible_to(head).get() == case
    with refused("cases.unit.same"):
        handing.join(case.pk, by=boss, at=now(), unit_id=bureau["west"].pk, reason="x")
    handing.leave(row.pk, by=boss, at=now(), reason="办结")
    assert not Case.objects.visible_to(head).exists()


def test_jurisdiction_goes_to_another_unit_by_a_leader_above_both(opened, staff, bureau):
    case = opened()
    with refused("access.post"):
        handing.designate(
            case.pk, by=staff("station_head", "east").acting(), at=now(), unit_id=bureau["west"].pk, reason="x"
        )
    chief = staff("county_chief").acting()
    made = handing.designate(case.pk, by=chief, at=now(), unit_id=bureau["west"].pk, reason="有利害关系")
    assert (made.unit, made.lead) == (bureau["west"], None)
    assert Case.objects.visible_to(staff("station_head", "west")).exists()
    assert not Case.objects.visible_to(staff("station_head", "east")).exists()


def filing(case):
    """When the law hears that the case was filed."""
    return [e.at for e in events_of(case.ref) if e.facts.get("case.move") == "file"]


def test_merged_cases_count_from_the_earlier_start_until_it_is_undone(filed, staff, register):
    start = now() - 5 * DAY
    with frozen(start):
        older = filed()
    newer = filed()
    lead, legal = staff("case_officer", "east").acting(), staff("legal_officer").acting()
    person = register("陈某")
    cases.add_person(older.pk, by=lead, at=now(), person_id=person.pk, role="suspect")
    own = filing(newer)
    link = joining.merge(older.pk, by=legal, at=now(), into_id=newer.pk, reason="同一嫌疑人")
    older.refresh_from_db()
    assert (older.state, older.stage) == ("closed", "filed")
    assert min(filing(newer)) == filing(older)[0] == older.stage_since
    assert [p.person for p in newer.people.in_force()] == [person]
    assert {e.subject_id for e in Entry.objects.filter(tag="cases.case.merged")} == {str(older.pk), str(newer.pk)}
    with refused("cases.join.closed"):
        joining.merge(older.pk, by=legal, at=now(), into_id=newer.pk, reason="x")
    joining.unmerge(link.pk, by=legal, at=now(), reason="查明无关")
    older.refresh_from_db()
    assert (older.state, older.closed_at, filing(newer)) == ("open", None, own)
    assert not [e for e in events_of(older.ref) if e.facts.get("case.move") == "close"]
    assert not newer.people.in_force().exists()
    assert not CaseLink.objects.in_force().exists()


def test_cases_of_different_ways_are_not_merged(opened, staff, filed):
    legal = staff("legal_officer").acting()
    crime, brawl = filed(), opened("public_order")
    with refused("cases.join.way"):
        joining.merge(brawl.pk, by=legal, at=now(), into_id=crime.pk, reason="x")
    with refused("cases.join.behind"):
        joining.merge(crime.pk, by=legal, at=now(), into_id=opened().pk, reason="x")
    with refused("cases.join.same"):
        joining.merge(crime.pk, by=legal, at=now(), into_id=crime.pk, reason="x")


def test_a_case_split_off_stands_where_the_other_stands_and_counts_alike(filed, staff, register):
    with frozen(now() - 3 * DAY):
        case = filed()
    lead, legal = staff("case_officer", "east").acting(), staff("legal_officer").acting()
    rows = [
        cases.add_person(case.pk, by=lead, at=now(), person_id=register(n).pk, role="suspect") for n in ("甲某", "乙某")
    ]
    for wrong in ([], [r.pk for r in rows]):
        with refused("cases.split.people"):
            joining.split(case.pk, by=legal, at=now(), people=wrong, cause="盗窃", reason="在逃")
    made = joining.split(case.pk, by=legal, at=now(), people=[rows[0].pk], cause="盗窃", reason="在逃")
    assert (made.stage, made.stage_since, made.told, made.lead) == (
        case.stage, case.stage_since, case.told, staff("case_officer", "east"),
    )  # fmt: skip
    assert filing(made) == filing(case)
    assert [p.person.name for p in made.people.in_force()] == ["甲某"]
    assert [p.person.name for p in case.people.in_force()] == ["乙某"]


def test_a_recusal_is_asked_decided_by_the_rank_and_carried_out(opened, staff):
    case, lead, chief = opened(), staff("case_officer", "east"), staff("county_chief")
    boss = staff("station_head", "east")
    request = recusing.ask_recusal(
        case.pk, by=boss.acting(), at=now(), officer_id=lead.pk, by_whom="party", reason="与被害人有亲属关系"
    )
    assert (request.rank, request.basis) == ("county_chief", "CPR 35")
    assert str(lead.pk) in request.side
    with refused("cases.recusal.undecided"):
        recusing.carry_recusal(request.pk, by=boss.acting(), at=now())
    decide(request.pk, by=chief.acting(), at=now(), granted=True, reason="属实")
    recusing.carry_recusal(request.pk, by=boss.acting(), at=now())
    assert not Case.objects.visible_to(lead).exists()
    assert Case.objects.get().lead is None
    with refused("cases.recused.again"):
        recusing.carry_recusal(request.pk, by=boss.acting(), at=now())


def test_tasks_of_a_case_end_with_a_reason_in_the_database_too(opened, staff):
    from django.db import IntegrityError, transaction

    case, lead = opened(), staff("case_officer", "east")
    tasks.give(case.pk, by=lead.acting(), at=now(), title="x", officer_id=lead.pk, due_at=now() + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseTask.objects.update(state="done")


def test_two_recusals_are_asked_at_once_and_a_refused_one_is_asked_again_as_such(opened, staff):
    case, chief, boss = opened(), staff("county_chief"), staff("station_head", "east")
    lead, other = staff("case_officer", "east"), staff("case_officer", "east", name="另一人")
    told = {"by": boss.acting(), "at": now(), "by_whom": "party", "reason": "与被害人有亲属关系"}
    first, second = (recusing.ask_recusal(case.pk, **told, officer_id=o.pk) for o in (lead, other))
    assert {first.kind, second.kind} == {"case.recuse"}
    with refused("approvals.waiting"):
        recusing.ask_recusal(case.pk, **told, officer_id=lead.pk)
    decide(first.pk, by=chief.acting(), at=now(), granted=False, reason="不属实")
    decide(second.pk, by=chief.acting(), at=now(), granted=True, reason="属实")
    waiting = [e.facts for e in Entry.objects.filter(tag__startswith="approvals.request.").order_by("id") if e.facts]
    assert [(f["approval.kind"], f["approval.others_waiting"]) for f in waiting] == [
        ("case.recuse", 1), ("case.recuse", 0),
    ]  # fmt: skip
    again = recusing.ask_recusal(case.pk, **told, officer_id=lead.pk)
    assert again.kind == "case.recuse_again"
    asked = Entry.objects.filter(tag=Tag.RECUSAL_ASKED).order_by("id")
    assert [e.facts["recusal.again"] for e in asked] == [False, False, True]
    recusing.carry_recusal(second.pk, by=boss.acting(), at=now())
    assert not Case.objects.visible_to(other).exists()
    assert Case.objects.visible_to(lead).exists()
