"""Cases are found by number, cause, place, names, officer, unit and time; whom a page masks, no search tells of. On
PostgreSQL the indexes answer, and answer alike."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from mingjing.cases import finding, listing
from mingjing.cases.actions import case as cases
from mingjing.cases.models import Case, CaseUnit
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


@pytest.mark.parametrize("post", sorted(posts()))
@pytest.mark.parametrize("unit", ["county", "west"])
def test_the_parts_of_the_list_are_what_is_visible(made, staff, bureau, post, unit):
    officer = staff(post, unit, "乙")
    CaseUnit.objects.create(case=made["fight"], unit=bureau["west"], reason="联合", since=now())
    cases.assign(
        made["theft"].pk, by=staff("legal_officer").acting(), at=now(), officer_id=officer.pk, role="assistant"
    )
    together = {pk for part in listing.parts(officer) for pk in part.values_list("pk", flat=True)}
    assert together == set(Case.objects.visible_to(officer).values_list("pk", flat=True))


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
