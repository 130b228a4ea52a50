"""Registering, changing and closing cases; who is on them; who sees them."""

import pytest

from mingjing.cases import selectors
from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case, CasePerson
from mingjing.kernel.actor import machine
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer
from mingjing.org.posts import posts
from mingjing.org.seeing import may_see
from mingjing.persons.actions import links
from mingjing.persons.models import Person

pytestmark = pytest.mark.django_db
LOG = "610921-centre"


@pytest.fixture
def opened(staff, bureau):
    """opened(unit="east", by=None, **facts): a case of a station, registered by its case officer."""

    def make(unit="east", by=None, **facts):
        told = {"kind": "criminal", "cause": "盗窃", **facts}
        officer = by or staff("case_officer", unit)
        return cases.register(by=officer.acting(), at=now(), log=LOG, unit=bureau[unit], **told)

    return make


def test_registering_numbers_the_case_enters_it_and_seats_the_officer_as_lead(opened, staff):
    first, second = opened(), opened(circumstances={"many_people": True})
    month = f"{local(now()):%Y%m}"
    assert [first.number, second.number] == [f"A610921510000{month}0001", f"A610921510000{month}0002"]
    assert first.lead == staff("case_officer", "east")
    entry = Entry.objects.about(second.ref).first()
    assert second.facts() == {"case.kind": "criminal", "case.many_people": True}
    assert entry.facts == {**second.facts(), "case.stage": "accepted"}
    assert [e.tag for e in Entry.objects.about(second.ref)] == ["cases.case.registered", "cases.officer.assigned"]


def test_each_unit_counts_for_itself(opened):
    assert [opened("east").number[-4:], opened("west").number[-4:]] == ["0001", "0001"]


def test_a_refused_registration_uses_up_no_number(opened):
    with pytest.raises(Refusal):
        opened(cause=" ")
    assert opened().number.endswith("0001")


@pytest.mark.parametrize(("number", "code"), [("乱写", "cases.number.form"), ("a610921", "cases.number.form")])
def test_a_given_number_must_have_the_form_of_one(opened, number, code):
    with pytest.raises(Refusal) as refused:
        opened(number=number)
    assert refused.value.code == code


def test_a_given_number_is_taken_once(opened):
    opened(number="A6109215100002026110099")
    with pytest.raises(Refusal) as refused:
        opened(number="A6109215100002026110099")
    assert refused.value.code == "cases.number.taken"


SEES_ALL = {p for p, post in posts().items() if post.sees == "subtree"}


@pytest.mark.parametrize("post", sorted(posts()))
def test_who_sees_which_cases(opened, staff, post):
    mine, other = opened("east", by=staff("legal_officer")), opened("west", by=staff("legal_officer"))
    at_county, at_east = staff(post, "county", "甲"), staff(post, "east", "乙")
    granted = post in SEES_ALL - {"reception", "custody_guard", "search_officer", "property_custodian", "medic"}
    assert set(Case.objects.visible_to(at_county)) == ({mine, other} if granted else set())
    assert set(Case.objects.visible_to(at_east)) == ({mine} if granted else set())


def test_assigned_officers_see_their_cases_until_relieved(opened, staff):
    mine, boss = opened("east"), staff("legal_officer").acting()
    helper = staff("case_officer", "west")
    assert not may_see(helper, mine.ref)
    cases.assign(mine.pk, by=boss, at=now(), officer_id=helper.pk, role="case_officer")
    assert may_see(helper, mine.ref)
    assert selectors.assigned(helper) == {mine.pk}
    cases.relieve(mine.pk, by=boss, at=now(), officer_id=helper.pk, reason="调离")
    assert not may_see(helper, mine.ref)


def test_a_new_lead_relieves_the_one_before(opened, staff):
    mine = opened("east")
    cases.assign(
        mine.pk, by=staff("legal_officer").acting(), at=now(), officer_id=staff("case_officer", "west").pk,
        role="lead_investigator",
    )  # fmt: skip
    assert Case.objects.get().lead == staff("case_officer", "west")
    assert [e.tag for e in Entry.objects.about(mine.ref)][-2:] == ["cases.officer.relieved", "cases.officer.assigned"]


def test_a_recused_officer_neither_sees_nor_acts_whatever_his_post(opened, staff):
    mine, chief, legal = opened("east"), staff("county_chief"), staff("legal_officer")
    assert may_see(legal, mine.ref)
    cases.recuse(mine.pk, by=chief.acting(), at=now(), officer_id=legal.pk, reason="近亲属")
    assert not may_see(legal, mine.ref)
    with pytest.raises(Refusal) as refused:
        cases.close(mine.pk, by=legal.acting(), at=now(), outcome="移送起诉")
    assert refused.value.code == "access.recused"
    with pytest.raises(Refusal) as refused:
        cases.assign(mine.pk, by=chief.acting(), at=now(), officer_id=legal.pk, role="legal_reviewer")
    assert refused.value.code == "cases.officer.recused"
    with pytest.raises(Refusal):
        cases.lift_recusal(mine.pk, by=legal.acting(), at=now(), officer_id=legal.pk, reason="x")
    cases.lift_recusal(mine.pk, by=chief.acting(), at=now(), officer_id=legal.pk, reason="核实无此关系")
    assert may_see(legal, mine.ref)


def test_auxiliaries_only_assist(opened, staff):
    mine, helper = opened("east"), staff("case_file_keeper")
    Officer.objects.filter(pk=helper.pk).update(auxiliary=True)
    boss = staff("legal_officer").acting()
    with pytest.raises(Refusal) as refused:
        cases.assign(mine.pk, by=boss, at=now(), officer_id=helper.pk, role="case_officer")
    assert refused.value.code == "cases.officer.auxiliary"
    assert cases.assign(mine.pk, by=boss, at=now(), officer_id=helper.pk, role="assistant").role == "assistant"


def test_closing_and_reopening(opened, staff):
    mine, boss = opened(), staff("legal_officer").acting()
    closed = cases.close(mine.pk, by=boss, at=now(), outcome="移送审查起诉")
    assert (closed.state, closed.closed_at is not None) == ("closed", True)
    with pytest.raises(Refusal) as refused:
        cases.change(mine.pk, by=boss, at=now(), reason="x", cause="诈骗")
    assert refused.value.code == "case.state.change"
    assert cases.reopen(mine.pk, by=boss, at=now(), why="退回补充侦查").closed_at is None


def test_a_change_adds_circumstances_and_tells_the_law(opened, staff):
    mine = opened(circumstances={"many_people": True})
    by = staff("case_officer", "east").acting()
    cases.change(mine.pk, by=by, at=now(), reason="并案", circumstances={"major_crime": True})
    assert Entry.objects.about(mine.ref).last().facts == {
        "case.kind": "criminal", "case.many_people": True, "case.major_crime": True
    }  # fmt: skip


def test_sealed_cases_are_seen_by_nobody(opened, staff):
    mine, legal = opened(), staff("legal_officer")
    cases.seal(mine.pk, by=legal.acting(), at=now(), basis="刑诉法第二百八十六条")
    assert not Case.objects.visible_to(legal).exists()
    assert not Case.objects.visible_to(staff("case_officer", "east")).exists()
    cases.unseal(mine.pk, by=legal.acting(), at=now(), basis="更正")
    assert Case.objects.visible_to(legal).exists()


def test_persons_are_seen_through_cases(opened, staff, register):
    mine, seen = opened("east"), register()
    lead, boss = staff("case_officer", "east"), staff("station_head", "east")
    assert not Person.objects.visible_to(boss).exists()
    row = cases.add_person(mine.pk, by=lead.acting(), at=now(), person_id=seen.pk, role="suspect")
    assert Person.objects.visible_to(boss).get() == seen
    with pytest.raises(Refusal) as refused:
        cases.add_person(mine.pk, by=lead.acting(), at=now(), person_id=seen.pk, role="suspect")
    assert refused.value.code == "cases.person.again"
    cases.remove_person(row.pk, by=lead.acting(), at=now(), reason="查无关联")
    assert not Person.objects.visible_to(boss).exists()
    assert CasePerson.objects.count() == 1


def test_naming_a_person_is_no_way_to_see_him(opened, staff, register):
    theirs, stranger = register(), staff("case_officer", "west")
    own = opened("west")
    with pytest.raises(Refusal) as refused:
        cases.add_person(own.pk, by=stranger.acting(), at=now(), person_id=theirs.pk, role="witness")
    assert refused.value.code == "access.elsewhere"


def test_co_suspects_follow_the_claims_and_the_clock(opened, register, staff):
    before = now()
    mine, robot = opened(), machine("test")
    one, two, three, same_as_one = (register(n) for n in ("甲某", "乙某", "丙某", "甲同"))
    for person, role in ((one, "suspect"), (two, "suspect"), (three, "witness")):
        row = cases.add_person(mine.pk, by=robot, at=now(), person_id=person.pk, role=role)
    assert selectors.co_suspects(one, now()) == {two.pk}
    assert selectors.co_suspects(three, now()) == set()
    assert selectors.co_suspects(one, before) == set()
    assert selectors.co_suspects(same_as_one, now()) == set()
    held = links.claim(
        by=robot, at=now(), first=one.pk, second=same_as_one.pk, held="same", confidence="likely", rationale="指纹"
    )
    assert selectors.co_suspects(same_as_one, now()) == {two.pk}
    assert selectors.co_suspects(two, now()) == {one.pk, same_as_one.pk}
    links.withdraw(held.pk, by=robot, at=now(), reason="比对有误")
    assert selectors.co_suspects(two, now()) == {one.pk}
    assert row.role == "witness"
    cases.close(mine.pk, by=robot, at=now(), outcome="撤案")
    assert selectors.co_suspects(one, now()) == set()
