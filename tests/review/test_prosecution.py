"""What goes over to the procuratorate and what comes back: once each, as a step of the case, and as figures."""

from datetime import timedelta

import pytest

from mingjing.cases import papers
from mingjing.cases.models import Case
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Refusal
from mingjing.ledger.models import Entry
from mingjing.measures.actions import measure
from mingjing.measures.models import Measure
from mingjing.org.posts import grants, posts
from mingjing.review import rates
from mingjing.review.actions import prosecution
from mingjing.review.actions import review as reviews
from mingjing.review.known import papers_of
from mingjing.review.machine import FEED, SEND
from mingjing.review.models import Outcome, Transfer
from mingjing.review.vocab import NonProsecution, OutcomeKind, ReturnReason

pytestmark = pytest.mark.django_db


def sent(case, by, **told):
    first = {
        "goes": "prosecution", "body": "汉阴县人民检察院", "handed_by": "钱民警", "instruments": [],
        "persons": [str(case.people.get().person_id)], "things": ["诉讼卷 2 册"],
    }  # fmt: skip
    return prosecution.send(case.pk, by=by.acting(), at=now(), **{**first, **told})


def fed(case, by, kind, reason="", paper="汉检刑不诉〔2026〕3号", **told):
    day = local(now()).date()
    return prosecution.feed_back(
        case.pk, by=by.acting(), at=now(), kind=kind, reason=reason, paper=paper, decided_on=day, **told
    )


CLASSES = {"return_for_supplement": "evidence", "not_prosecute": "insufficient"}
AFTER = {
    "return_for_supplement": "supplementing",
    "indict": "indicted",
    "not_prosecute": "not_prosecuted",
    "judge": "judged",
}
FROM = {"judge": "indicted"}


def test_a_transfer_is_listed_and_signed_for_once(case_at, lead):
    case = case_at("prosecuted")
    row = sent(case, lead)
    day = local(now()).date()
    told = {"by": lead.acting(), "at": now(), "receipt": "收〔2026〕9号", "received_by": "李检察官", "received_on": day}
    prosecution.receive(row.pk, **told)
    with pytest.raises(Refusal) as why:
        prosecution.receive(row.pk, **told)
    assert why.value.code == "review.transfer.signed"
    entered = Entry.objects.filter(tag__startswith="review.transfer").order_by("id")
    assert [e.tag for e in entered] == [
        "review.transfer.sent", "review.transfer.received",
    ]  # fmt: skip


@pytest.mark.parametrize("lacks", ["persons", "body", "handed_by", "foreign", "stage"])
def test_what_is_not_whole_or_not_of_the_case_does_not_go_over(case_at, lead, register, lacks):
    case = case_at("filed" if lacks == "stage" else "prosecuted")
    told = {"persons": {"persons": []}, "body": {"body": " "}, "handed_by": {"handed_by": ""}}.get(lacks, {})
    if lacks == "foreign":
        told = {"persons": [str(register("旁人").pk)]}
    with pytest.raises(Refusal):
        sent(case, lead, **told)
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("kind", OutcomeKind.values())
@pytest.mark.parametrize("stage", ["accepted", "filed", "concluded", "prosecuted", "indicted", "supplementing"])
def test_an_outcome_makes_the_step_of_the_case_where_the_graph_has_it(case_at, lead, kind, stage):
    case = case_at(stage)
    if stage == FROM.get(kind, "prosecuted"):
        fed(case, lead, kind, CLASSES.get(kind, ""))
        assert Case.objects.get(pk=case.pk).stage == AFTER[kind]
        with pytest.raises(Refusal):
            fed(case, lead, kind, CLASSES.get(kind, ""))
        assert Outcome.objects.count() == 1
    else:
        with pytest.raises(Refusal):
            fed(case, lead, kind, CLASSES.get(kind, ""))
        assert (Case.objects.get(pk=case.pk).stage, Outcome.objects.count()) == (stage, 0)


def test_a_step_made_already_is_only_stated(case_at, lead):
    from mingjing.cases.actions import move

    case = case_at("prosecuted")
    move.carry_out(case.pk, by=lead.acting(), at=now(), move="return_for_supplement")
    row = fed(case, lead, "return_for_supplement", "facts")
    assert (row.count, Entry.objects.filter(tag="cases.case.moved").count()) == (1, 1)


@pytest.mark.parametrize("kind", OutcomeKind.values())
def test_a_class_where_there_are_classes_and_nowhere_else(case_at, lead, kind):
    case = case_at(FROM.get(kind, "prosecuted"))
    allowed = {"return_for_supplement": ReturnReason.values(), "not_prosecute": NonProsecution.values()}.get(kind, [""])
    for reason in {*ReturnReason.values(), *NonProsecution.values(), ""} - set(allowed):
        with pytest.raises(Refusal) as why:
            fed(case, lead, kind, reason)
        assert why.value.code == "review.outcome.reason"


@pytest.mark.parametrize("post", sorted(posts()))
def test_every_post_and_what_it_may_enter(case_at, staff, post):
    case, officer = case_at("prosecuted"), staff(post, "county", "甲")
    reaches = posts()[post].sees == "subtree"
    for permission, do in ((SEND, lambda: sent(case, officer)), (FEED, lambda: fed(case, officer, "indict"))):
        if post in grants()[permission].posts and reaches:
            assert do()
        else:
            with pytest.raises(Refusal):
                do()


@pytest.fixture
def figures(case_at, lead, submitted, taken, marks, legal, passed):
    """Two passed at once, one returned; of three cases decided one came back, one was not prosecuted."""
    passed()
    passed()
    review = marks(taken(), but={"no_coercion": "defect"})
    reviews.return_(review.pk, by=legal.acting(), at=now(), reasons="需核查")
    for kind in ("return_for_supplement", "not_prosecute", "indict"):
        fed(case_at("prosecuted"), lead, kind, CLASSES.get(kind, ""))


def period():
    today = local(now()).date()
    return rates.Period(today - timedelta(days=9), today)


def told(officer):
    return {r.code: (r.n, r.of) for r in rates.rates(officer, period())}


def test_the_figures_and_their_cases(figures, staff):
    legal = staff("legal_officer")
    found = {r.code: r for r in rates.rates(legal, period())}
    assert told(legal) == {
        "first_pass": (2, 3), "arrest_refused_first": (0, 0), "arrest_refused": (0, 0), "supplement": (1, 3),
        "not_prosecuted": (1, 2),
    }  # fmt: skip
    assert (found["first_pass"].share, found["arrest_refused"].share) == (66, None)
    assert [(str(p.text), p.n) for p in found["supplement"].parts] == [("证据不足", 1)]
    assert len(rates.cases_of(legal, found["first_pass"])) == 2
    assert [(bad, asked) for _, _, bad, asked in rates.defects(legal, period())] == [(1, 3)]


def test_who_sees_no_case_counts_none(figures, staff, bureau):
    Case.objects.filter(pk=Outcome.objects.get(kind="not_prosecute").case_id).update(sealed=True, sealed_basis="x")
    assert told(staff("legal_officer"))["not_prosecuted"] == (0, 1)
    assert set(told(staff("station_head", "west")).values()) == {(0, 0)}
    assert told(staff("station_head", "east"))["supplement"] == (1, 2)


def test_an_arrest_refused_and_approved_later_counts_by_its_first_and_by_its_last(case_at, lead, staff):
    case = case_at("filed")
    person = case.people.get().person_id
    row = measure.propose(by=lead.acting(), at=now(), case_id=case.pk, person_id=person, kind="arrest", reason="x")
    then, facts = now(), {rates.REASON: "insufficient_evidence"}
    for told, first, last in (
        ({"state": "requested"}, (0, 0), (0, 0)),
        ({"state": "refused", "refused_at": then, "since": then, "facts": facts}, (1, 1), (1, 1)),
        ({"state": "requested"}, (1, 1), (1, 1)),  # asked for again: the last decision is still the refusal
        ({"state": "approved", "decided_at": then + timedelta(hours=1)}, (1, 1), (0, 1)),
    ):
        Measure.objects.filter(pk=row.pk).update(**told)
        found = {r.code: (r.n, r.of) for r in rates.rates(staff("legal_officer"), period())}
        assert (found["arrest_refused_first"], found["arrest_refused"]) == (first, last), told


def test_the_pages_and_the_export(client, case_at, lead, figures, staff, django_assert_max_num_queries):
    case = case_at("prosecuted")
    client.force_login(lead)
    person = str(case.people.get().person_id)
    told = {"goes": "prosecution", "body": "检察院", "handed_by": "钱", "persons": [person], "things": "卷 1\n卷 2"}
    assert client.post(f"/review/prosecution/{case.pk}/send", told).status_code == 302
    assert Transfer.objects.get().things == ["卷 1", "卷 2"]
    day = f"{local(now()):%Y-%m-%d}"
    got = {"receipt": "收 9", "received_by": "李", "received_on": day}
    assert client.post(f"/review/transfers/{Transfer.objects.get().pk}/receipt", got).status_code == 302
    out = {"kind": "return_for_supplement", "reason": "facts", "paper": "退 1", "decided_on": day, "note": ""}
    assert client.post(f"/review/prosecution/{case.pk}/outcome", out).status_code == 302
    assert "犯罪事实不清" in client.get(f"/review/prosecution/{case.pk}").content.decode()
    assert client.get("/review/rates/").status_code == 403
    legal = staff("legal_officer")
    client.force_login(legal)
    assert "退回补充侦查率" in client.get("/review/rates/?rate=supplement").content.decode()
    assert "审核一次通过率,,2,3" in client.get("/review/rates/?as=csv").content.decode("utf-8-sig")
    with django_assert_max_num_queries(30):
        client.get("/review/rates/")
    with django_assert_max_num_queries(45):
        client.get(f"/review/prosecution/{case.pk}")


def test_a_paper_that_names_its_case_and_its_measure_is_offered_once(case_at, lead, monkeypatch):
    case = case_at("filed")
    person = case.people.get().person
    measure.propose(by=lead.acting(), at=now(), case_id=case.pk, person_id=person.pk, kind="bail", reason="x")
    one = papers.Paper("p1", "bail_report", Text("x", "x"), "1", True, now(), Text("x", "x"))
    asked = []
    monkeypatch.setattr(papers, "in_file", lambda ref: asked.append(ref.kind) or [one])
    assert papers_of(case) == [one]
    assert asked == ["case", "measure"]
