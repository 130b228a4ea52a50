"""Lists and looks: every one is scoped, paged by key, and shows nobody who is not seen."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from mingjing.api.listing import LISTS
from mingjing.kernel.time import iso, now
from mingjing.ledger.models import Entry
from mingjing.org.posts import grants
from mingjing.persons.models import Person
from mingjing.presence.actions import floor_plan
from tests.custody.conftest import SETUP

pytestmark = pytest.mark.django_db
BY_LIST = pytest.mark.parametrize("name", [one.name for one in LISTS])
OF = {one.name: one for one in LISTS}


def a_post(permission):
    return sorted(grants()[permission].posts - {"administrator"})[0]


@BY_LIST
def test_a_list_wants_its_scope_and_nothing_more(program, name):
    permission = OF[name].permission
    assert program(a_post(permission), scopes=[permission]).get(f"/{name}").status_code == 200
    other = next(code for code in sorted(grants()) if code != permission and a_post(permission) in grants()[code].posts)
    refused = program(a_post(permission), scopes=[other], name="二").get(f"/{name}")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.scope")


@BY_LIST
def test_numbers_beyond_every_bound_and_odd_letters_are_refused_or_found_nothing(program, name):
    one = program(a_post(OF[name].permission))
    for query in (f"limit={2**63}", "limit=-1", "limit=x", "after=x", f"after={2**70}"):
        answer = one.get(f"/{name}?{query}")
        assert (answer.status_code, answer["Content-Type"][:24]) == (422, "application/problem+json"), query
    for column in OF[name].by:
        for value in ("x", "1" * 60, "\ufffe", "é", "'", "%25"):
            assert one.get(f"/{name}?{column}={quote(value)}").status_code == 200
        assert one.get(f"/{name}?{column}=%00").status_code in {400, 422}


def test_stays_are_paged_by_key_and_narrowed(centre, program):
    stays = [centre.received() for _ in range(5)]
    one, seen, after = program(), [], ""
    while True:
        page = one.get(f"/stays?limit=2{after}").json()
        seen += [row["id"] for row in page["items"]]
        if not page["next"]:
            break
        after = f"&after={page['next']}"
    assert seen == [str(s.pk) for s in reversed(stays)]
    assert one.get(f"/stays?site_id={centre.site.pk}&state=departed").json()["items"] == []


@BY_LIST
def test_nothing_of_another_county_is_listed_or_looked_at(centre, program, name):
    centre.received(centre.person(name="欧阳晓明"))
    post = a_post(OF[name].permission)
    stranger = program(officer=centre.officer(post, name="邻县", where=centre.beside), post=post)
    here = program(post, name="二").get(f"/{name}").json()["items"]
    theirs = stranger.get(f"/{name}").json()["items"]
    shared = {row["id"] for row in here} & {row["id"] for row in theirs}
    assert not shared
    for row in here[:2]:
        assert stranger.get(f"/{name}/{row['id']}").status_code == 404


def test_a_protected_person_wants_a_purpose_and_the_look_is_entered(centre, program):
    who = centre.person(name="诸葛大海")
    stay = centre.received(who)
    Person.objects.filter(pk=who.pk).update(protection="victim")
    one = program("legal_officer")
    with_name = one.get("/stays").content.decode() + one.get(f"/persons/{who.pk}").content.decode()
    assert "诸葛大海" not in with_name
    asked = one.get(f"/stays/{stay.pk}/whole")
    assert (asked.status_code, asked.json()["code"], asked.json()["refusals"][0]["field"]) == (
        403, "access.purpose", "Mingjing-Purpose",
    )  # fmt: skip
    nonsense = one.get(f"/stays/{stay.pk}/whole", Mingjing_Purpose="curiosity")
    assert nonsense.json()["code"] == "look.purpose"
    opened = one.get(f"/stays/{stay.pk}/whole", Mingjing_Purpose="review", Mingjing_Purpose_Note=quote("法制审核"))
    assert opened.status_code == 200
    assert opened.json()["stay"]["person_name"] == "诸葛大海"
    look = Entry.objects.with_content().filter(tag="ledger.record.looked").latest("id")
    assert (look.body["purpose"], look.body["note"], look.subject_id) == ("review", "法制审核", str(who.pk))
    assert one.get(f"/persons/{who.pk}").status_code == 200, "half an hour it stands open"


def test_a_sealed_record_is_nowhere(centre, program):
    who = centre.person(name="上官飞燕")
    stay = centre.received(who)
    Person.objects.filter(pk=who.pk).update(sealed=True, sealed_basis="CPL 286")
    one = program("custody_officer")
    answers = [
        one.get("/persons"), one.get(f"/persons/{who.pk}"), one.get(f"/stays/{stay.pk}/whole"), one.get("/stays"),
        one.send("post", "/persons/search", {"q": "上官飞燕"}), one.send("post", "/stays/search", {"q": "上官"}),
        one.get(f"/entries/about?thing=stay:{stay.pk}"), one.get("/entries"),
    ]  # fmt: skip
    assert not [a for a in answers if "上官飞燕" in a.content.decode()]


def test_a_whole_stay_says_what_is_due_and_what_can_be_done(centre, program):
    stay = centre.received()
    told = program().get(f"/stays/{stay.pk}/whole").json()
    assert {"identity", "search"} <= {s["step"] for s in told["steps"]}
    assert any(c["due_at"] for c in told["clocks"])
    acts = {a["task"]: a for a in told["possible"]}
    assert acts["check"]["possible"]
    assert acts["depart"]["why"]["en"]


def test_names_are_searched_in_the_content_not_in_an_address(centre, program):
    centre.received(centre.person(name="欧阳晓明"))
    one = program("reception")
    for path in ("/persons/search", "/stays/search"):
        found = one.send("post", path, {"q": "欧阳晓明"})
        assert len(found.json()["items"]) == 1, path
        assert one.get(path).status_code in {404, 405}
    assert program("case_officer", name="二").send("post", "/cases/search", {"q": "殴打"}).status_code == 200


def test_searching_beyond_wants_a_case_and_is_entered(centre, program):
    case, stay = centre.case(), centre.received()
    one = program("legal_officer")
    wrong = one.send("post", "/persons/search-beyond", {"q": "某", "purpose": "case", "case": "case:x"})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "record.unknown")
    found = one.send(
        "post", "/persons/search-beyond", {"q": stay.person.name, "purpose": "review", "case": str(case.ref)}
    )
    assert found.status_code == 200
    assert Entry.objects.filter(tag="ledger.record.looked", subject_id=str(case.pk)).exists()


def test_who_is_where_now_and_in_the_past_with_a_purpose(centre, program):
    stay = centre.received()
    floor_plan.adopt_standard(by=SETUP, at=now(), site_id=centre.site.pk)
    one, past = program("legal_officer"), quote(iso(now() - timedelta(hours=2)))
    here = one.get(f"/sites/{centre.site.pk}/presence").json()["people"]
    assert [p["ref"] for p in here] == [str(stay.ref)]
    asked = one.get(f"/sites/{centre.site.pk}/presence?at={past}")
    assert asked.json()["code"] == "access.purpose"
    assert one.get(f"/sites/{centre.site.pk}/presence?at={past}", Mingjing_Purpose="review").status_code == 200
    met = {"stay_id": str(stay.pk), "since": iso(now() - timedelta(hours=1)), "until": iso(now()), "purpose": "review"}
    assert one.send("post", "/meetings/search", met).status_code == 200
    assert one.send("post", "/meetings/search", met | {"since": "2020-01-01T00:00:00Z"}).json()["code"] == "api.span"


def test_the_law_explains_and_judges_without_entering_anything(program):
    one = program()
    before = Entry.objects.count()
    rules = one.get("/law/rules").json()["items"]
    assert one.get(f"/law/rule?rule={rules[0]['id']}").json()["lines"]
    assert one.get("/law/rule?rule=none").status_code == 404
    story = {"now": "2026-11-23T10:00:00+08:00", "events": [
        {"tag": "custody.stay.arrived", "at": "2026-11-23T08:00:00+08:00",
         "facts": {"case.kind": "public_order", "stay.ground": "oral_summons"}},
    ]}  # fmt: skip
    judged = one.send("post", "/law/evaluate", story)
    assert judged.status_code == 200, judged.content
    assert judged.json()["clocks"]
    for wrong in ({"events": [{"tag": "no.such", "at": story["now"]}]}, {"events": [], "facts": {"no.such": True}},
                  {"events": [{"tag": "custody.stay.arrived", "at": "9999-01-01T00:00:00Z"}]}):  # fmt: skip
        assert one.send("post", "/law/evaluate", wrong).status_code == 422
    assert Entry.objects.count() == before


def test_pictures_go_up_and_come_down_by_their_hash(centre, program):
    import base64

    drawn = b'<svg viewBox="0 0 9 9"><path d="M 1 1"/></svg>'
    one = program("reception")
    kept = one.send("post", "/files", {"kind": "signature", "base64": base64.b64encode(drawn).decode()})
    assert kept.status_code == 200, kept.content
    sha256 = kept.json()["sha256"]
    assert one.get(f"/files/{sha256}").content == drawn
    stranger = program(
        officer=centre.officer("reception", name="邻县", where=centre.beside), post="reception", name="二"
    )
    assert stranger.get(f"/files/{sha256}").status_code == 404
    assert one.get("/files/nothing").status_code == 422
    for wrong in (
        {"kind": "record", "base64": ""},
        {"kind": "signature", "base64": "é"},
        {"kind": "signature", "base64": "aGk="},
    ):
        assert one.send("post", "/files", wrong).status_code in {409, 422}


def test_a_token_says_as_whom_it_acts(centre, program):
    told = program(scopes=["custody:stay:view"]).get("/me").json()
    assert (told["post"], told["scopes"], told["unit"]["code"]) == (
        "custody_officer", ["custody:stay:view"], centre.county.code,
    )  # fmt: skip
