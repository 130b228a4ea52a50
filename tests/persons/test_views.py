"""The screens of people: drawn for those who may, refused to others, one action behind each form."""

from datetime import date

import pytest

from mingjing.cases.actions import case as cases
from mingjing.kernel.time import now
from mingjing.ledger.looking import look
from mingjing.ledger.models import Entry
from mingjing.persons.actions import links
from mingjing.persons.actions import person as persons
from mingjing.persons.models import Claim, Person
from mingjing.persons.views.tasks import TASKS
from tests.looking import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, staff):
    """The east station's case officer, signed in."""
    one = staff("case_officer", "east")
    client.force_login(one)
    return one


@pytest.fixture
def case(staff, bureau, officer):
    return cases.register(by=officer.acting(), at=now(), log="x", kind="criminal", cause="盗窃", unit=bureau["east"])


def page(person):
    return f"/persons/{person.pk}/"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_drawn_in_both_languages(client, officer, register, language):
    client.cookies["mingjing_language"] = language
    one, other = register("张晓明", phone="13800000001", alias="刀疤"), register("李建国")
    links.claim(by=officer.acting(), at=now(), first=one.pk, second=other.pk, held="maybe", confidence="possible",
                rationale="相貌相似")  # fmt: skip
    told = ["/persons/", "/persons/?q=zxm", "/persons/?q=无此人", "/persons/search", "/persons/new", page(one)]
    tasks = [f"{page(one)}{name}" for name in TASKS if name not in {"seal", "unseal"}]
    withdraw = f"/persons/claims/{Claim.objects.get().pk}/withdraw"
    claims = [f"{page(one)}link", f"{page(one)}link?other={other.pk}", withdraw]
    for address in [*told, *tasks, *claims]:
        answer = asked(client, address)
        assert answer.status_code == 200, address
        assert "Text(" not in answer.content.decode(), address


def test_registering_leads_to_the_page(client, officer):
    answer = client.post("/persons/new", {
        "name": "玉素甫·麦麦提江", "sex": "male", "birth_date": "1995-02-03", "nationality": "chn", "alias": "老玉",
        "phone": "13800000001",
    })  # fmt: skip
    made = Person.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page(made))
    assert (made.nationality, made.log, made.identity_known) == ("CHN", "610921-org", True)


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, officer):
    answer = client.post("/persons/new", {"name": "", "sex": "male", "features": "左臂有疤"})
    assert answer.status_code == 409
    assert "左臂有疤" in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"name"}
    assert not Person.objects.exists()


def test_an_unknown_person_is_registered_and_identified(client, officer):
    client.post("/persons/new", {"sex": "female", "identity_unknown": "on", "age_about": "40"})
    made = Person.objects.get()
    assert (made.identity_known, made.age_about) == (False, 40)
    told = {"basis": "register", "name": "李芳", "sex": "female", "birth_date": "1984-01-05"}
    client.post(f"{page(made)}identify", told)
    made.refresh_from_db()
    assert (made.name, made.identity_known) == ("李芳", True)


def test_a_portrait_is_stored_and_shown(client, officer, register):
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (30, 40), "grey").save(out, "JPEG")
    out.seek(0)
    out.name = "face.jpg"
    made = register()
    assert client.post(f"{page(made)}photograph", {"kind": "portrait", "photo": out}).status_code == 302
    made.refresh_from_db()
    assert f"/media/{made.photo_id}/small" in client.get(page(made)).content.decode()
    assert client.get(f"/media/{made.photo_id}").status_code == 200


def test_a_protected_record_asks_first_and_opens_at_the_same_address(client, officer, register):
    child = register("刘小小", birth_date=date(2014, 1, 1))
    Person.objects.update(registered_at="2026-01-01T00:00:00Z")
    asked = client.get(page(child))
    assert (asked.status_code, "刘小小" in asked.content.decode()) == (403, False)
    assert "刘某某" in asked.content.decode()
    assert "刘小小" not in client.get("/persons/").content.decode()
    refused = client.post(page(child), {"_purpose": "1", "purpose": "case", "note": ""})
    assert refused.status_code == 403
    assert not Entry.objects.filter(tag="ledger.record.looked").exists()
    opened = client.post(page(child), {"_purpose": "1", "purpose": "case", "note": "核实监护人"}, follow=True)
    assert "刘小小" in opened.content.decode()
    assert Entry.objects.filter(tag="ledger.record.looked").count() == 1


def test_a_record_beyond_reach_needs_case_and_purpose(client, officer, register, staff, case):
    theirs = register("王远", by=staff("case_officer", "west"))
    assert client.get(page(theirs)).status_code == 403
    told = {"_purpose": "1", "purpose": "identity", "note": "同案"}
    assert client.post(page(theirs), told).status_code == 403
    opened = client.post(page(theirs), {**told, "case": str(case.ref)}, follow=True)
    assert (opened.status_code, "王远" in opened.content.decode()) == (200, True)
    assert Entry.objects.about(theirs.ref).last().tag == "ledger.record.looked"


def test_opening_is_no_licence_to_change(client, officer, register, staff, case):
    theirs = register("王远", by=staff("case_officer", "west"))
    told = {"_purpose": "1", "purpose": "identity", "note": "同案", "case": str(case.ref)}
    client.post(page(theirs), told)
    answer = client.post(f"{page(theirs)}name", {"kind": "alias", "text": "乱写"})
    assert answer.status_code == 403
    assert not theirs.names.filter(text="乱写").exists()


@pytest.mark.parametrize("post", ["custody_guard", "medic", "property_custodian"])
def test_posts_that_may_not_search_are_told_there_is_no_such_record(client, staff, register, post):
    client.force_login(staff(post, "west"))
    answer = client.get(page(register()))
    assert answer.status_code == 404
    assert "张伟" not in answer.content.decode()


def test_an_administrator_sees_nobody(client, staff, register):
    client.force_login(staff("administrator"))
    for address in ("/persons/", "/persons/search", page(register())):
        assert client.get(address).status_code == 403


def test_a_search_shows_masked_people_and_keeps_the_words_out_of_the_address(client, officer, register, staff, case):
    register("王远航", by=staff("case_officer", "west"))
    told = {"q": "王远航", "case": str(case.ref), "purpose": "case", "note": "笔录提到"}
    answer = client.post("/persons/search", told)
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "王某某" in said
    assert said.count("王远航") == 1  # what was typed, in its box
    assert client.post("/persons/search", {**told, "purpose": ""}).status_code == 422


def test_claims_are_made_and_withdrawn_on_screen(client, officer, register):
    one, other = register("张晓明"), register("章小明")
    assert "章小明" in client.get(f"{page(one)}link").content.decode()
    told = {"other": str(other.pk), "held": "same", "confidence": "likely", "rationale": "指纹一致"}
    assert client.post(f"{page(one)}link", told).status_code == 302
    for side in (one, other):
        assert "指纹一致" in client.get(page(side)).content.decode()
    made = Claim.objects.get()
    for side in (one, other):
        assert f'/persons/claims/{made.pk}/withdraw?of={side.pk}"' in client.get(page(side)).content.decode()
    third = register("无关人")
    assert client.get(f"/persons/claims/{made.pk}/withdraw?of={third.pk}").context["person"] in (one, other)
    done = client.post(f"/persons/claims/{made.pk}/withdraw?of={other.pk}", {"reason": "复核不符"})
    assert done["Location"] == page(other)
    made.refresh_from_db()
    assert made.withdrawn_reason == "复核不符"


def test_the_list_is_not_exported(client, officer, register):
    register()
    answer = client.get("/persons/?as=csv")
    assert answer["Content-Type"].startswith("text/html")
    assert "CSV" not in answer.content.decode()


def test_the_quick_search_finds_people_by_pinyin(client, officer, register):
    register("张晓明")
    assert "张晓明" in asked(client, "/search?q=zxm").content.decode()


def test_the_page_of_a_person_costs_the_same_whatever_he_has(client, officer, register, django_assert_max_num_queries):
    one = register("张晓明", phone="13800000001", alias="甲、乙、丙")
    for n in range(6):
        other = register(f"李{n}")
        links.claim(by=officer.acting(), at=now(), first=one.pk, second=other.pk, held="maybe", confidence="possible",
                    rationale="相似")  # fmt: skip
    with django_assert_max_num_queries(36):
        shown = client.get(page(one)).content.decode()
    assert officer.unit.name in shown.split("登记单位")[1][:200]  # called by its name, not by its number


def test_the_list_costs_the_same_whatever_its_length(client, officer, register, django_assert_max_num_queries):
    for n in range(12):
        register(f"李{n}", document_kind="passport", document_number=f"E{n}")
    with django_assert_max_num_queries(14):
        client.get("/persons/")


def test_the_inspector_reads_who_looked_in_his_units_and_no_sealed_name(client, register, staff):
    sealed = register("封存某")
    persons.seal(sealed.pk, by=staff("legal_officer").acting(), at=now(), basis="刑诉法第二百八十六条")
    look(
        by=staff("legal_officer", "county", "查阅甲").acting(),
        at=now(),
        subject=sealed.ref,
        purpose="review",
        note="复核用",
    )
    look(
        by=staff("legal_officer", "west", "查阅乙").acting(),
        at=now(),
        subject=sealed.ref,
        purpose="case",
        query="张",
        found=2,
    )
    client.force_login(staff("inspector", "east"))
    assert "查阅甲" not in client.get("/persons/looks").content.decode()
    client.force_login(staff("inspector", "county"))
    page = client.get("/persons/looks").content.decode()
    assert all(one in page for one in ("查阅甲", "法制审核", "复核用", f"/persons/{sealed.pk}/", "查阅乙", "张 → 2"))
    assert "封存某" not in page
    client.force_login(staff("legal_officer"))
    assert client.get("/persons/looks").status_code == 403
