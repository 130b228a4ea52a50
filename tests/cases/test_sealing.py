"""Cases of minors, cases sealed by law and cases sealed by a decision: who sees them, where, and what a look leaves."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from mingjing.approvals.models import Request
from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case
from mingjing.cases.opening import of_case, sealed_by_law
from mingjing.clocks.models import Timed
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.org import sight
from mingjing.org.posts import grants, posts
from mingjing.org.seeing import may_see
from mingjing.webkit import search

pytestmark = pytest.mark.django_db
LOG = "610921-centre"
SEES = {p for p in grants()["cases:case:view"].posts if posts()[p].sees == "subtree"}
ENTITLED = grants()["cases:case:protected"].posts


@pytest.fixture
def kinds(staff, bureau, register):
    """By name: an ordinary case, one of a minor, one sealed by law, one sealed by decision."""
    lead = staff("case_officer", "east")

    def make(kind):
        told = {"kind": kind, "cause": "盗窃", "summary": "不得外传", "unit": bureau["east"]}
        return cases.register(by=lead.acting(), at=now(), log=LOG, **told)

    made = {
        "plain": make("criminal"),
        "minor": make("criminal"),
        "law": make("public_order"),
        "sealed": make("criminal"),
    }
    child = register("刘小小", birth_date=now().date() - timedelta(days=365 * 15))
    cases.add_person(made["minor"].pk, by=lead.acting(), at=now(), person_id=child.pk, role="suspect")
    Case.objects.filter(pk=made["law"].pk).update(stage="decided", sealed_by_law=True)
    cases.seal(made["sealed"].pk, by=staff("legal_officer").acting(), at=now(), basis="刑诉法第二百八十六条")
    return made


def names(officer, made):
    seen = set(Case.objects.visible_to(officer).values_list("pk", flat=True))
    return {name for name, case in made.items() if case.pk in seen}


@pytest.mark.parametrize("post", sorted(posts()))
def test_who_sees_which(kinds, staff, post):
    wanted = set()
    if post in SEES:
        wanted = {"plain", "minor", "law"} if post in ENTITLED else {"plain"}
    officer = staff(post, "county", "甲")
    assert names(officer, kinds) == wanted
    assert {n for n, c in kinds.items() if may_see(officer, c.ref)} == wanted


def test_whoever_handles_it_sees_it_but_not_when_it_is_sealed_by_decision(kinds, staff):
    assert names(staff("case_officer", "east"), kinds) == {"plain", "minor", "law"}


@pytest.mark.parametrize("post", ["custody_officer", "case_file_keeper", "inspector"])
def test_no_list_count_export_or_search_tells_of_them(client, kinds, staff, post):
    officer = staff(post)
    client.force_login(officer)
    page = client.get("/cases/")
    assert page.context["table"].total == 1
    told = page.content.decode() + client.get("/cases/?as=csv").content.decode()
    hidden = [kinds[n] for n in ("minor", "law", "sealed")]
    for words in ("盗窃", "不得外传", *(c.number for c in hidden), "刘小小", "liuxiaoxiao"):
        sent = client.post("/find", {"q": words, "to": "/cases/"})
        table = client.get(sent.headers["Location"]).context["table"]
        assert [row.pk for row in table.records] == ([kinds["plain"].pk] if words in ("盗窃", "不得外传") else [])
        assert table.total == len(table.records)
    book = load_workbook(io.BytesIO(client.get("/cases/?as=xlsx").content))
    assert [row[0].value for row in book.active.rows][1:] == [kinds["plain"].number]
    assert not [c.number for c in hidden if c.number in told]
    hits = [hit.title for _, _, found in search.search(officer, "A61") for hit in found]
    assert not {c.number for c in hidden} & set(hits)
    for case in hidden:
        assert client.get(f"/cases/{case.pk}/").status_code == 404
        assert client.get(f"/cases/find?number={case.number}").status_code == 404
        assert client.get(f"/cases/{case.pk}/way").status_code == 404


@pytest.mark.parametrize("name", ["minor", "law"])
def test_who_may_see_it_says_why_once_and_the_look_is_entered(client, kinds, staff, name):
    boss = staff("station_head", "east")
    client.force_login(boss)
    case = kinds[name]
    asked = client.get(f"/cases/{case.pk}/")
    assert (asked.status_code, case.summary in asked.content.decode()) == (403, False)
    assert client.get(f"/cases/{case.pk}/way").status_code == 409, "no other page of it opens before"
    client.post(f"/cases/{case.pk}/", {"_purpose": "1", "purpose": "supervision", "note": "日常检查", "case": ""})
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    look = Entry.objects.get(tag="ledger.record.looked", subject_kind="case", subject_id=str(case.pk))
    assert (look.actor_id, look.body["purpose"]) == (str(boss.pk), "supervision")


def test_whoever_handles_it_is_not_asked(client, kinds, staff):
    client.force_login(staff("case_officer", "east"))
    for name in ("plain", "minor", "law"):
        assert client.get(f"/cases/{kinds[name].pk}/").status_code == 200


def test_a_sealed_case_opens_for_the_posts_named_for_a_case_and_a_purpose(client, kinds, staff):
    case, legal = kinds["sealed"], staff("legal_officer")
    client.force_login(legal)
    found = client.get(f"/cases/find?number={case.number}")
    assert (found.status_code, found["Location"]) == (302, f"/cases/{case.pk}/")
    assert client.get(f"/cases/{case.pk}/").status_code == 403
    told = {"_purpose": "1", "purpose": "review", "note": "复查", "case": ""}
    assert client.post(f"/cases/{case.pk}/", told).status_code == 403, "no case named"
    client.post(f"/cases/{case.pk}/", {**told, "case": str(kinds["plain"].ref)})
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    client.post(f"/cases/{case.pk}/unseal", {"basis": "更正"})
    case.refresh_from_db()
    assert not case.sealed
    for other in (staff("station_head", "east"), staff("case_officer", "east"), staff("department_head")):
        Case.objects.filter(pk=case.pk).update(sealed=True, sealed_basis="x")
        with pytest.raises(Refusal):
            opening = of_case(other, other.acting(), case.pk)
            raise Refusal(opening.allowed) if not opening.allowed else AssertionError(opening)


@pytest.mark.parametrize(
    ("kind", "stage", "on", "sealed"),
    [
        ("public_order", "decided", date(2026, 11, 23), True),
        ("public_order", "filed", date(2026, 11, 23), False),
        ("public_order", "decided", date(2025, 11, 23), False),
        ("criminal", "judged", date(2026, 11, 23), False),
    ],
)
def test_the_books_say_when_a_record_is_sealed(kind, stage, on, sealed):
    from datetime import UTC, datetime

    assert sealed_by_law(kind, stage, datetime(on.year, on.month, on.day, 4, tzinfo=UTC)) == sealed


def test_requests_clocks_and_alarms_of_them_are_hidden_alike(kinds, staff, bureau):
    keeper, legal, asker = staff("inspector"), staff("legal_officer"), staff("case_officer", "east")
    for name, case in kinds.items():
        Request.objects.create(
            subject_kind="case", subject_id=str(case.pk), kind=f"case.{name}", rank="county_chief", unit=case.unit,
            log=LOG, reason="x", asked_at=now(), asked_by=str(asker.pk), asked_name="x",
        )  # fmt: skip
    Request.objects.create(
        subject_kind="stay", subject_id="s1", kind="other", rank="county_chief", unit=bureau["east"], log=LOG,
        reason="x", asked_at=now(), asked_by="nobody", asked_name="x",
    )  # fmt: skip

    def kinds_of(officer):
        return {r.kind.removeprefix("case.") for r in Request.objects.visible_to(officer)}

    assert kinds_of(keeper) == {"plain", "other"}
    assert kinds_of(legal) == {"plain", "minor", "law", "other"}
    assert kinds_of(asker) == set(kinds), "what he asked himself stays his"
    assert not Timed.objects.visible_to(keeper).exists()
    rows = Request.objects.filter(sight.hidden(keeper))
    assert {Ref(r.subject_kind, r.subject_id) for r in rows} == {kinds[n].ref for n in ("minor", "law", "sealed")}


def test_lists_cost_no_more_questions_for_it(client, kinds, staff, django_assert_max_num_queries):
    client.force_login(staff("inspector"))
    with django_assert_max_num_queries(18):
        client.get("/cases/")
