"""The screens of cases."""

from datetime import date

import pytest

from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case, CaseOfficer, CasePerson
from mingjing.cases.views.tasks import TASKS
from mingjing.kernel.time import now
from mingjing.persons.actions import person as people
from tests.looking import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, staff):
    """The east station's case officer, signed in."""
    one = staff("case_officer", "east")
    client.force_login(one)
    return one


@pytest.fixture
def case(officer, bureau):
    return cases.register(by=officer.acting(), at=now(), log="x", kind="criminal", cause="盗窃", unit=bureau["east"])


def page(case):
    return f"/cases/{case.pk}/"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn_in_both_languages(client, staff, case, register, language):
    client.cookies["mingjing_language"] = language
    person, boss = register("张晓明"), staff("legal_officer")
    row = cases.add_person(
        case.pk, by=staff("case_officer", "east").acting(), at=now(), person_id=person.pk, role="suspect"
    )
    cases.recuse(case.pk, by=boss.acting(), at=now(), officer_id=staff("case_officer", "west").pk, reason="近亲属")
    client.force_login(boss)
    tasks = [page(case) + name for name in TASKS.keys() - {"designate"}]
    told = ["/cases/", "/cases/?q=盗窃&kind=criminal", "/cases/new", page(case), f"{page(case)}people/add",
            f"{page(case)}people/add?q=zxm", f"{page(case)}people/add?other={person.pk}",
            f"{page(case)}people/{row.pk}/remove", *tasks]  # fmt: skip
    for address in told:
        answer = asked(client, address)
        assert answer.status_code == 200, address
        assert "Text(" not in answer.content.decode(), address
    assert "张晓明" in client.get(page(case)).content.decode()


def test_registering(client, officer, bureau):
    answer = client.post("/cases/new", {
        "kind": "public_order", "cause": "殴打他人", "unit": str(bureau["east"].pk), "circumstances": ["many_people"],
    })  # fmt: skip
    made = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page(made))
    assert (made.circumstances, made.lead) == ({"many_people": True}, officer)


def test_units_of_others_are_not_offered(client, officer, bureau):
    answer = client.post("/cases/new", {"kind": "criminal", "cause": "盗窃", "unit": str(bureau["west"].pk)})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_case_of_others_does_not_exist(client, staff, case):
    client.force_login(staff("case_officer", "west"))
    for address in (page(case), *[page(case) + n for n in ("change", "assign", "people/add")]):
        assert client.get(address).status_code == 404
    assert case.number not in client.get("/cases/").content.decode()


@pytest.mark.parametrize("post", ["administrator", "reception", "medic", "custody_guard"])
def test_posts_without_cases_are_refused(client, staff, case, post):
    client.force_login(staff(post))
    assert client.get("/cases/").status_code == 403
    assert client.get(page(case)).status_code == 403


def test_a_person_is_added_and_removed(client, officer, case, register):
    person = register("张晓明")
    client.post(f"{page(case)}people/add", {"person": str(person.pk), "role": "suspect"})
    row = CasePerson.objects.get()
    assert (row.person, row.role) == (person, "suspect")
    assert case.number in client.get(f"/persons/{person.pk}/").content.decode()
    client.post(f"{page(case)}people/{row.pk}/remove", {"reason": "查无关联"})
    row.refresh_from_db()
    assert row.until is not None


def test_a_person_of_others_is_not_offered(client, officer, case, register, staff):
    theirs = register("王远", by=staff("case_officer", "west"))
    client.post(f"{page(case)}people/add", {"person": str(theirs.pk), "role": "suspect"})
    assert not CasePerson.objects.exists()


def test_officers_are_assigned_relieved_and_recused_by_number(client, staff, case):
    client.force_login(staff("legal_officer"))
    other = staff("case_officer", "west")
    assert client.post(f"{page(case)}assign", {"officer": "没有", "role": "case_officer"}).status_code == 422
    client.post(f"{page(case)}assign", {"officer": other.number, "role": "case_officer"})
    assert CaseOfficer.objects.in_force().filter(officer=other).exists()
    client.post(f"{page(case)}officers/{other.pk}/relieve", {"reason": "调离"})
    assert not CaseOfficer.objects.in_force().filter(officer=other).exists()
    client.post(f"{page(case)}recuse", {"officer": other.number, "reason": "近亲属"})
    answer = client.post(f"{page(case)}assign", {"officer": other.number, "role": "case_officer"})
    assert answer.status_code == 409
    assert answer.context["form"].errors.keys() == {"officer"}
    client.post(f"{page(case)}officers/{other.pk}/lift-recusal", {"reason": "查无此事"})
    assert not case.recusals.in_force().exists()


def test_a_circumstance_no_longer_ticked_is_stated_as_false(client, officer, case):
    told = {"kind": "criminal", "cause": "盗窃", "reason": "并案"}
    client.post(f"{page(case)}change", {**told, "circumstances": ["major_crime", "many_people"]})
    client.post(f"{page(case)}change", {**told, "circumstances": ["many_people"]})
    case.refresh_from_db()
    assert case.circumstances == {"major_crime": False, "many_people": True}


def test_closing_on_screen_and_why_a_closed_case_does_not_change(client, staff, case):
    client.force_login(staff("legal_officer"))
    client.post(f"{page(case)}close", {"outcome": "移送审查起诉"})
    case.refresh_from_db()
    assert case.state == "closed"
    assert "不能变更案件信息" in client.get(page(case)).content.decode()


def test_lists_and_pages_cost_the_same_whatever_they_hold(
    client, officer, case, register, bureau, django_assert_max_num_queries
):
    for n in range(10):
        one = register(f"李{n}")
        cases.add_person(case.pk, by=officer.acting(), at=now(), person_id=one.pk, role="suspect")
        cases.register(by=officer.acting(), at=now(), log="x", kind="criminal", cause="盗窃", unit=bureau["east"])
    with django_assert_max_num_queries(48):
        client.get(page(case))
    with django_assert_max_num_queries(16):
        client.get("/cases/")


def test_the_case_page_tells_no_name_of_protected_or_sealed_people(client, officer, case, register, staff):
    child, grown = register("刘小小", birth_date=date(2014, 1, 1)), register("何大方")
    for one in (child, grown):
        cases.add_person(case.pk, by=officer.acting(), at=now(), person_id=one.pk, role="witness")
    assert "何大方" in client.get(page(case)).content.decode()
    people.seal(grown.pk, by=staff("legal_officer").acting(), at=now(), basis="刑诉法第二百八十六条")
    said = client.get(page(case)).content.decode()
    assert "刘小小" not in said
    assert "何大方" not in said
    assert "内容涉及封存记录" in said


def test_work_is_done_on_screen(client, staff, case, register, officer):
    """Tasks, a hand-over and a split by the forms of the pages, and every page of them in both languages."""
    people = [register(n) for n in ("甲某", "乙某")]
    rows = [cases.add_person(case.pk, by=officer.acting(), at=now(), person_id=p.pk, role="suspect") for p in people]
    client.post(
        f"{page(case)}task", {"title": "调取监控", "officer": officer.number, "due_at": "2099-01-01T10:00", "note": ""}
    )
    task = case.tasks.get()
    taker = staff("case_officer", "west")
    hand = f"{page(case)}officers/{officer.pk}/hand-over"
    assert client.post(hand, {"taker": "没有", "note": "调离"}).status_code == 422
    for language in ("zh-hans", "en"):
        client.cookies["mingjing_language"] = language
        told = ["/cases/work", "/cases/work/hand-all", f"{page(case)}tasks/{task.pk}/done", hand, f"{page(case)}way",
                f"{page(case)}way?on=2020-01-01",
                f"{page(case)}moves/file/propose", f"{page(case)}moves/file"]  # fmt: skip
        for address in told:
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "Text(" not in answer.content.decode(), address
    client.post(f"{page(case)}tasks/{task.pk}/done", {"result": "已调取"})
    client.post(hand, {"taker": taker.number, "note": "调离"})
    batch = case.handings.get().batch
    client.force_login(taker)
    assert case.number in client.get("/cases/work").content.decode()
    client.post(f"/cases/work/{batch}/accept")
    assert Case.objects.get().lead == taker
    client.force_login(staff("legal_officer"))
    client.post(f"{page(case)}split", {"people": [str(rows[0].pk)], "cause": "盗窃", "reason": "在逃"})
    assert Case.objects.count() == 2
    client.cookies["mingjing_language"] = "zh-hans"
    assert "由此案分出" in client.get(page(Case.objects.exclude(pk=case.pk).get())).content.decode()


def test_a_move_is_proposed_on_screen_and_what_is_typed_stays(client, officer, case):
    assert client.get(f"{page(case)}moves/conclude").status_code == 404
    address = f"{page(case)}moves/file/propose"
    answer = client.post(address, {"case__fact_of_crime": "true", "reason": ""})
    assert answer.status_code == 422
    assert "true" in answer.content.decode()
    client.post(address, {"case__fact_of_crime": "true", "case__own_jurisdiction": "true", "reason": "有犯罪事实"})
    case.refresh_from_db()
    assert case.told == {"case.fact_of_crime": True, "case.own_jurisdiction": True}
    assert "已在审批中" in client.get(page(case)).content.decode()
    answer = client.post(f"{page(case)}moves/file", {"remark": ""})
    assert answer.status_code == 409
