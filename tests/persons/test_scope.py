"""Who sees whom, what asks for a purpose, and that every look is entered."""

from datetime import date, timedelta

import pytest

from mingjing.cases.actions import case as cases
from mingjing.kernel.time import frozen, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger import looking
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.org.posts import grants, posts
from mingjing.org.seeing import may_see
from mingjing.persons import opening
from mingjing.persons.actions import person
from mingjing.persons.actions.searching import search
from mingjing.persons.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(register):
    """Registered by the east station's case officer; a minor by the law books."""
    return register("刘小小", birth_date=date(2013, 6, 1))


@pytest.fixture
def case(staff, bureau):
    by = staff("case_officer", "west").acting()
    return cases.register(by=by, at=now(), log="x", kind="criminal", cause="盗窃", unit=bureau["west"])


def test_a_minor_is_protected_by_law_and_stays_so(child, staff):
    assert child.protection == "minor"
    with frozen(now() + timedelta(days=365 * 8)):
        by = staff("case_officer", "east").acting()
        later = person.correct(child.pk, by=by, at=now(), reason="补充", ethnicity="汉族")
    assert later.protection == "minor"


def test_one_is_a_minor_up_to_and_on_the_eighteenth_birthday(register):
    assert register(birth_date=now().date() - timedelta(days=19 * 366)).protection == ""
    day = now().date()
    assert register("乙", birth_date=date(day.year - 17, 1, 1)).protection == "minor"


def test_a_protected_record_asks_its_own_officer_for_the_purpose_and_remembers_it(child, staff):
    officer = staff("case_officer", "east")
    by, later = officer.acting(), looking.REMEMBERED + timedelta(minutes=1)
    assert may_see(officer, child.ref)  # he has just registered it
    with frozen(now() + later):
        assert opening.of_person(officer, by, child).ask
        assert not may_see(officer, child.ref)
        looking.look(by=by, at=now(), subject=child.ref, purpose="case", note="核实监护人")
        assert not opening.of_person(officer, by, child).ask
        assert may_see(officer, child.ref)
    with frozen(now() + 2 * later):
        assert opening.of_person(officer, by, child).ask
        assert not may_see(officer, child.ref)


def test_a_look_lies_in_the_log_of_looks_of_the_unit_and_can_be_read(child, staff, case):
    by = staff("case_officer", "east").acting()
    entry = looking.look(by=by, at=now(), subject=child.ref, purpose="case", note="核实监护人", case=case.ref)
    assert entry.log == "610921510000.looks"
    assert entry in Entry.objects.about(case.ref)
    assert sentence(entry.tag, entry.body).en == "Opened a protected record; purpose: Handling a case. 核实监护人"


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_a_look_without_purpose_is_refused(child, staff, purpose):
    with pytest.raises(Refusal) as refused:
        looking.look(by=staff("case_officer", "east").acting(), at=now(), subject=child.ref, purpose=purpose)
    assert refused.value.code == "look.purpose"
    assert not Entry.objects.filter(tag="ledger.record.looked").exists()


def test_a_search_beyond_is_an_entry_about_the_case_and_everybody_found(register, staff, case):
    found = register("张晓明")
    by = staff("case_officer", "west").acting()
    matches = search(by=by, at=now(), q="章小明", purpose="identity", case=case.ref, note="笔录中提到")
    assert [m.person for m in matches] == [found]
    entry = Entry.objects.about(found.ref).last()
    assert (entry.tag, entry.subject) == ("ledger.record.looked", case.ref)
    assert entry.body == {"purpose": "identity", "note": "笔录中提到", "query": "章小明", "found": 1}
    assert not Person.objects.visible_to(staff("case_officer", "west")).exists()


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"q": " "}, {"q"}),
        ({"purpose": ""}, {"purpose"}),
        ({"case": None}, {"case"}),
        ({"q": "", "purpose": "x", "case": None}, {"q", "purpose", "case"}),
    ],
)
def test_no_search_without_words_case_and_purpose(staff, case, changes, fields):
    told = {"q": "张伟", "purpose": "case", "case": case.ref, **changes}
    with pytest.raises(Refusal) as refused:
        search(by=staff("case_officer", "west").acting(), at=now(), **told)
    assert {v.field for v in refused.value.verdicts} == fields


def test_no_search_for_a_case_of_others(staff, case):
    with pytest.raises(Refusal):
        search(by=staff("case_officer", "east").acting(), at=now(), q="张伟", purpose="case", case=case.ref)


def test_a_search_that_finds_nobody_is_entered_too(staff, case):
    by = staff("case_officer", "west").acting()
    assert search(by=by, at=now(), q="无此人", purpose="case", case=case.ref) == []
    assert Entry.objects.filter(tag="ledger.record.looked").count() == 1


@pytest.mark.parametrize("post", sorted(posts()))
def test_who_may_search_beyond_and_who_finds_sealed_records(register, staff, case, post):
    sealed = register("张晓明")
    person.seal(sealed.pk, by=staff("legal_officer").acting(), at=now(), basis="刑诉法第二百八十六条")
    officer = staff(post, "county", "查询人")
    Person.objects.filter(pk=register("无关").pk).update(registered_by=str(officer.pk))
    try:
        found = search(by=officer.acting(), at=now(), q="张晓明", purpose="case", case=case.ref)
    except Refusal as refused:
        allowed, code, found = False, refused.code, []
    else:
        allowed, code = True, ""
    holds = post in grants()["persons:search:beyond"].posts
    sees_case = post in grants()["cases:case:view"].posts and posts()[post].sees == "subtree"
    assert allowed == (holds and sees_case)
    assert code == ("" if allowed else "persons.search.case" if holds else "access.post")
    assert bool(found) == (allowed and post in grants()["persons:record:open_sealed"].posts)


@pytest.mark.parametrize("post", sorted(posts()))
def test_opening_matrix(register, staff, post):
    """Sealed: only the posts named, always asked. Beyond reach: only those who may search beyond, always asked."""
    sealed, other = register("封存某"), register("他人")
    person.seal(sealed.pk, by=staff("legal_officer").acting(), at=now(), basis="刑诉法第二百八十六条")
    sealed.refresh_from_db()
    officer = staff(post, "west", "查阅人")
    for record, permission in ((sealed, "persons:record:open_sealed"), (other, "persons:search:beyond")):
        told = opening.of_person(officer, officer.acting(), record)
        assert bool(told.allowed) == (post in grants()[permission].posts)
        assert told.ask
        assert told.with_case
        assert record.name not in str(told.title)
