"""Cases are found by number, cause, place, names, officer, unit and time; whom a page masks, no search tells of. On
PostgreSQL the indexes answer, and answer alike."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from mingjing.cases import finding
from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case, CaseOfficer, CaseUnit
from mingjing.kernel.time import now
from mingjing.org.posts import posts
from mingjing.persons.actions import person as people
from mingjing.webkit.long import Order

pytestmark = pytest.mark.django_db
NEWEST = Order("opened_at", down=True)
NIGHT = datetime(2026, 3, 4, 17, tzinfo=UTC)


@pytest.fixture
def made(staff, bureau, register):
    """Three cases of the east station: {"theft", "fight", "fraud"}; persons on the first two."""
    lead = staff("case_officer", "east", "王小明")
    lead.pinyin = "wangxiaoming wang xiao ming wxm"
    lead.save()
    by = {"by": lead.acting(), "at": now()}

    def case(cause, place, number, kind="criminal", **more):
        told = {"kind": kind, "cause": cause, "place": place, "number": number, "unit": bureau["east"], **more}
        return cases.register(**by, log="x", summary="夜间在仓库", **told)

    found = {
        "theft": case(
            "盗窃", "幸福路 12 号", "A6109215100002026030017", happened_at=datetime(2026, 3, 4, 17, tzinfo=UTC)
        ),
        "fight": case("殴打他人", "农贸市场", "A6109215100002026030018", kind="public_order"),
        "fraud": case("诈骗_100%", "网上", "A6109215100002026040019"),
    }
    for name, who in (("theft", "张伟"), ("fight", "Ali Khan"), ("fight", "古丽娜尔·买买提")):
        cases.add_person(found[name].pk, **by, person_id=register(who, by=lead).pk, role="suspect")
    return found


def found_by(made, typed, rows=None):
    rows = Case.objects.all() if rows is None else rows
    hit = {pk for _, pk in finding.keys(rows, typed, NEWEST, 50)}
    return {name for name, case in made.items() if case.pk in hit}


WANTED = [
    ("盗窃", {"theft"}),
    ("仓库", {"theft", "fight", "fraud"}),
    ("仓库 农贸市场", {"fight"}),
    ("市农", set()),
    ("诈骗_", {"fraud"}),
    ("100%", {"fraud"}),
    ("_1", {"fraud"}),
    ("张伟", {"theft"}),
    ("zhangwei", {"theft"}),
    ("zw", {"theft"}),
    ("章伟", {"theft"}),
    ("张伟 盗窃", {"theft"}),
    ("张伟 农贸市场", set()),
    ("Ali Khan", {"fight"}),
    ("khan ali", {"fight"}),
    ("买买提", {"fight"}),
    ("0018", {"fight"}),
    ("A61092151", {"theft", "fight", "fraud"}),
    ("a6109215100002026030017", {"theft"}),
    ("9215100", set()),
    ("王小明 诈骗", {"fraud"}),
    ("wangxiaoming 0019", {"fraud"}),
    ("east派出所", {"theft", "fight", "fraud"}),
    ("2026-03-05", {"theft"}),
    ("2026-03", {"theft"}),
    ("2026-13", set()),
    ("飞碟", set()),
    ("盗", set()),
    ("   ", set()),
    ("'; DROP", set()),
    ('{"a",b}', set()),
    ("\\\\", set()),
]


@pytest.mark.parametrize("frequent", [0.02, 2.0])
def test_words(made, frequent, monkeypatch):
    """By whichever way: through the newest cases, or through the indexes."""
    monkeypatch.setattr(finding, "FREQUENT", frequent)
    finding._newest.until = None
    assert {typed: found_by(made, typed) for typed, _ in WANTED} == dict(WANTED)


def test_pages_of_what_was_found_are_in_order(made):
    keys = finding.keys(Case.objects.all(), "仓库", NEWEST, 2)
    assert len(keys) == 2
    rest = finding.keys(Case.objects.filter(NEWEST.beyond(keys[-1])), "仓库", NEWEST, 2)
    assert [pk for _, pk in [*keys, *rest]] == [c.pk for c in Case.objects.order_by("-opened_at", "-pk")]


def test_who_is_masked_on_the_page_is_not_found_by_name(made, register, staff):
    lead = staff("case_officer", "east", "王小明")
    child, sealed = register("刘小小", by=lead, birth_date=date(2014, 1, 1)), register("何大方", by=lead)
    for one in (child, sealed):
        cases.add_person(made["fraud"].pk, by=lead.acting(), at=now(), person_id=one.pk, role="witness")
    assert found_by(made, "何大方") == {"fraud"}
    people.seal(sealed.pk, by=staff("legal_officer").acting(), at=now(), basis="刑诉法第二百八十六条")
    assert found_by(made, "何大方") == set()
    assert found_by(made, "刘小小") == set()


@pytest.fixture
def kinds(made, staff, register):
    """More cases, by every way in which one is kept from readers."""
    by = staff("case_officer", "east", "王小明")
    child = register("刘小小", by=by, birth_date=now().date() - timedelta(days=365 * 15))
    cases.add_person(made["fight"].pk, by=by.acting(), at=now(), person_id=child.pk, role="suspect")
    Case.objects.filter(pk=made["fraud"].pk).update(sealed_by_law=True)
    cases.seal(made["theft"].pk, by=staff("legal_officer").acting(), at=now(), basis="刑诉法第二百八十六条")
    lone = {"kind": "criminal", "cause": "赌博", "unit": by.unit, "log": "x"}
    return {**made, "plain": cases.register(by=by.acting(), at=now(), **lone),
            "recused": cases.register(by=by.acting(), at=now(), **lone)}  # fmt: skip


@pytest.mark.parametrize("unit", ["county", "east", "west"])
@pytest.mark.parametrize("his", [False, True])
def test_the_parts_of_the_list_are_what_is_visible(kinds, staff, bureau, unit, his):
    """For every post: of units in reach, jointly handled, his own; of minors, sealed by law or by decision, recused."""
    legal = staff("legal_officer").acting()
    for name in ("fight", "plain"):
        CaseUnit.objects.create(case=kinds[name], unit=bureau["west"], reason="联合", since=now())
    for post in sorted(posts()):
        officer = staff(post, unit, "乙")
        cases.recuse(kinds["recused"].pk, by=legal, at=now(), officer_id=officer.pk, reason="亲属")
        for name in ("fight", "fraud") if his else ():
            CaseOfficer.objects.create(case=kinds[name], officer=officer, role="assistant", since=now())
        together = {pk for part in Case.objects.shown_of(officer) for pk in part.values_list("pk", flat=True)}
        assert together == set(Case.objects.visible_to(officer).values_list("pk", flat=True)), post


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is PostgreSQL's")
def test_words_are_answered_by_the_index(made):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        told = Case.objects.filter(finding._paired(["幸福路"])).explain()
    assert "case_words" in told


def test_the_list_is_searched_filtered_and_turned_on_screen(client, made, staff):
    client.force_login(staff("legal_officer"))
    sent = client.post("/find", {"q": "张伟", "to": "/cases/", "kind": "criminal"})
    assert "张伟" not in sent.headers["Location"]
    page = client.get(sent.headers["Location"])
    assert [row.pk for row in page.context["table"].records] == [made["theft"].pk]
    assert "清除条件" in page.content.decode()
    told = client.get("/cases/?kind=public_order&stage=accepted")
    assert [row.pk for row in told.context["table"].records] == [made["fight"].pk]
    assert "没有符合条件的记录" in client.get("/cases/?state=closed").content.decode()
