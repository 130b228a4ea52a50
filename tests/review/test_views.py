"""The screens of the legal review: who is shown what, the same in lists, counts and exports; how many questions."""

from datetime import timedelta

import pytest

from mingjing.cases.actions import case as cases
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.org.models import Unit
from mingjing.review.models import Correction, Review
from mingjing.review.vocab import ReviewState
from mingjing.webkit import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def various(case_at, submitted, staff):
    """By name: reviews of an ordinary case, of a minor's, of one sealed by decision."""
    made = {
        "plain": submitted(), "minor": submitted(birth_date=now().date() - timedelta(days=365 * 15)),
        "sealed": submitted(),
    }  # fmt: skip
    cases.seal(made["sealed"].case_id, by=staff("legal_officer").acting(), at=now(), basis="刑诉法第二百八十六条")
    return made


def seen(officer, made):
    found = set(Review.objects.visible_to(officer).values_list("pk", flat=True))
    return {name for name, row in made.items() if row.pk in found}


def test_who_sees_which_review(various, staff, lead, bureau):
    assert seen(staff("legal_officer"), various) == {"plain", "minor"}
    assert seen(staff("inspector"), various) == {"plain"}
    assert seen(lead, various) == {"plain", "minor"}
    assert seen(staff("case_officer", "west"), various) == set()
    beside = Unit.objects.create(code="610922000000", name="石泉县公安局", kind="county_bureau", path="610922000000/")
    bureau["beside"] = beside
    assert seen(staff("legal_officer", "beside"), various) == set(), "another county's"


def test_lists_counts_exports_and_search_tell_of_no_other(client, various, staff):
    inspector = staff("inspector")
    client.force_login(inspector)
    page = client.get("/review/")
    assert page.context["table"].total == 1
    told = page.content.decode() + b"".join(client.get("/review/?as=csv")).decode("utf-8-sig")
    assert various["plain"].number in told
    assert not [n for n in ("minor", "sealed") if various[n].number in told]
    hits = {hit.title for _, _, found in search.search(inspector, "S61") for hit in found}
    assert hits == {various["plain"].number}
    for name in ("minor", "sealed"):
        assert client.get(f"/review/{various[name].pk}/").status_code == 404
        assert client.get(f"/review/case/{various[name].case_id}").status_code == 404


def test_a_recused_officer_sees_nothing_of_it(client, submitted, lead, legal, staff):
    review = submitted()
    cases.recuse(review.case_id, by=staff("county_chief").acting(), at=now(), officer_id=legal.pk, reason="亲属")
    client.force_login(legal)
    assert client.get("/review/").context["table"].total == 0
    assert client.get(f"/review/{review.pk}/").status_code == 404
    assert client.post(f"/review/{review.pk}/take").status_code in {403, 404}


def test_a_case_is_submitted_taken_marked_and_passed_on_its_pages(client, case_at, lead, legal):
    case = case_at()
    client.force_login(lead)
    assert "提交法制审核" in client.get(f"/review/case/{case.pk}").content.decode()
    sent = client.post(f"/review/submit/{case.pk}", {"kind": "prosecution", "person": "", "note": ""})
    review = Review.objects.get()
    assert sent["Location"] == f"/review/{review.pk}/"
    client.force_login(legal)
    client.post(f"/review/{review.pk}/take")
    assert "1 无问题" in client.get(f"/review/{review.pk}/").content.decode()
    for row in review.marks.all():
        client.post(f"/review/{review.pk}/item/{row.item}/quick", {"answer": "ok"})
    client.post(f"/review/{review.pk}/pass", {"suggestions": ""})
    review.refresh_from_db()
    assert review.state == ReviewState.PASSED


def test_a_defect_is_given_from_its_form_and_nothing_typed_is_lost(client, taken, lead, legal):
    review = taken()
    client.force_login(legal)
    to = f"/review/{review.pk}/item/no_coercion"
    bad = client.post(to, {"answer": "defect", "place": "第二卷", "words": "需核查", "officer": "", "due_at": ""})
    assert bad.status_code == 409
    assert "第二卷" in bad.content.decode()
    due = f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    client.post(to, {"answer": "defect", "place": "第二卷", "words": "需核查", "officer": str(lead.pk), "due_at": due})
    row = Correction.objects.get()
    client.force_login(lead)
    mine = client.get("/review/corrections/?mine=me&state=due")
    assert [c.pk for c in mine.context["table"].page] == [row.pk]
    client.post(f"/review/corrections/{row.pk}/answer", {"reply": "已核查"})
    row.refresh_from_db()
    assert row.state == "answered"


def test_lists_ask_no_more_for_more_rows(client, submitted, taken, marks, legal, django_assert_max_num_queries):
    client.force_login(legal)
    for _ in range(3):
        marks(taken(), but={"no_coercion": "defect"})
        submitted("arrest")
    with django_assert_max_num_queries(22):
        client.get("/review/")
    with django_assert_max_num_queries(22):
        client.get("/review/corrections/")
    with django_assert_max_num_queries(60):
        client.get(f"/review/{Review.objects.filter(state='taken').first().pk}/")


def test_the_queue_stands_by_the_first_clock_of_the_case(client, submitted, legal):
    from mingjing.clocks.models import Timed
    from mingjing.review.tables import with_due

    late, soon = submitted(), submitted()
    opened = Entry.objects.order_by("pk").first()
    for review, hours in ((late, 48), (soon, 2)):
        Timed.objects.create(
            kind="clock", rule="cn.closing.supplement", number=1, severity="block", state="running", log="x",
            subject_kind="case", subject_id=str(review.case_id), about=review.case_id, started_at=now(),
            due_at=now() + timedelta(hours=hours), reckoned_at=now(), opened_by=opened,
        )  # fmt: skip
    assert [r.pk for r in with_due(Review.objects.visible_to(legal))] == [soon.pk, late.pk]
    Review.objects.filter(pk=soon.pk).update(state="withdrawn")
    rows = with_due(Review.objects.visible_to(legal))
    assert [r.pk for r in rows] == [late.pk, soon.pk], "what is over stands last"
