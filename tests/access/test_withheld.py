"""A word about somebody's health and the number of his card are put where officers write them; then every page, part,
list, file, bell and line of the log is read at every post: who does not need the word does not meet it."""

import gzip
import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import QuerySet

from mingjing.custody.actions import amendment, assessment, care, incident, record, search
from mingjing.custody.models import Stay
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.org.models import Officer
from mingjing.org.posts import grants, posts
from mingjing.org.vocab import RoomKind
from mingjing.persons.actions import particulars
from mingjing.persons.models import Person
from tests.access.test_urls import ADDRESSES, each_post
from tests.access.things import (
    NAMED,
    WHO,
    addresses,
    browser,
    may_knock,
)
from tests.custody.walk import calm
from tests.looking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("evening")]
WORD, CARD = "羊癫风七三一", "610921199005177733"
NEED_IT = {post for post in posts() if post in grants()["custody:medical:view"].posts}
TASKS = ("check", "assess", "medical", "care", "incident", "report", "close-incident", "search", "injury", "ask-exit")
PARTS = ("head", "alarms", "clocks", "steps", "timeline", "acts")


@pytest.fixture
def told(world, settings, tmp_path) -> Iterator[Stay]:
    """The adult's stay, with the word in every field that is kept for those who need it, by hands that know it."""
    settings.LOG_STORE, settings.KEY_STORE = tmp_path / "logs", tmp_path / "keys"  # what is sealed is not rolled back
    settings.WITNESS_STORE = tmp_path / "witness"
    staff = dict(world.centre.staff)
    try:
        yield strewn(world.centre, Stay.objects.get(pk=world.things["stay_id"][0]))
    finally:
        world.centre.staff.clear()
        world.centre.staff.update(staff)  # whoever was hired for this test is gone with it


def strewn(centre, stay: Stay) -> Stay:
    medic, officer, at = centre.by("medic"), centre.by("custody_officer"), now() - timedelta(hours=2)
    pair = [centre.officer("search_officer", name=name).pk for name in ("检甲", "检乙")]
    room = centre.room(RoomKind.SEARCH_ROOM).pk
    search.search(stay.pk, by=officer, at=at, officer_ids=pair, room_id=room, on_camera=True, self_report=WORD)
    assessment.assess(stay.pk, by=medic, at=at, answers=calm(ill="yes", illness_which=WORD), note=WORD)
    seen = care.medical(stay.pk, by=medic, at=at, reason=WORD, medic="李医生", findings=WORD, advice="多饮水")
    amendment.amend(seen, by=medic, at=now(), reason="笔误", changes={"why": f"{WORD}复发"})
    care.offer(stay.pk, by=officer, at=at, kind="medication", what=WORD, note=WORD)
    row = incident.report(stay.pk, by=officer, at=at, kind="illness", what=WORD, measures=WORD)
    incident.tell(row.pk, by=officer, at=at, to="county_leader", note=WORD)
    particulars.document(stay.person_id, by=centre.by("reception"), at=at, kind="resident_id", number=CARD)
    return stay


def everything(world, post: str, stay: Stay) -> list[str]:
    """Every address the post may knock at, with what this world has of his: the word is in no other stay."""
    found = [u for a in NAMED if may_knock(a, post) for u in addresses(world, a.route)[:1]]
    found += [f"/{a.route}" for a in ADDRESSES if "<" not in a.route and may_knock(a, post)]
    found += [f"/stays/{stay.pk}/do/{task}" for task in TASKS] + [f"/stays/{stay.pk}/part/{part}" for part in PARTS]
    found += [f"/desk/{name}" for name in ("people", "rooms", "alarms", "queue", "roster", "wall")]
    found += [f"/stays/{stay.pk}/amend/{e.seq}" for e in Entry.objects.about(stay.ref).filter(log=stay.site.code)]
    found += [f"/search?q={word}" for word in (WORD[:3], WHO["adult"], CARD[-6:])]
    found += [f"/alarms/?q={WORD}", "/alarms/?as=csv", "/stays/past/?as=csv", f"/live?topics=stay:{stay.pk}"]
    return [*found, *(f"/alarms/{pk}/" for pk in world.alarms)]


@each_post()
def test_a_word_about_health_is_met_by_those_who_need_it_and_nobody_else(world, told, post, caplog):
    from mingjing.alerts.models import Alarm

    world.alarms = list(Alarm.objects.values_list("pk", flat=True))
    client, met, numbers = browser(world, post, world.centre.county), [], []
    with caplog.at_level(logging.INFO):
        for url in everything(world, post, told):
            answer = asked(client, url)
            page = (answer.content if not answer.streaming else b"").decode(errors="replace")
            page += "".join(f"{name}: {value}" for name, value in answer.headers.items())
            met += [url] if WORD in page and WORD not in url else []
            numbers += [url] if CARD in page else []
    if post in NEED_IT:
        assert f"/stays/{told.pk}/" in met, "or nothing was written"
    else:
        assert not met
    assert not [u for u in numbers if not u.startswith(("/persons/", "/cases/"))], "the whole number stands in the file"
    written = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("django.db"))
    assert not [one for one in (WORD, CARD, WHO["adult"]) if one in written]


@pytest.mark.parametrize("post", ["legal_officer", "case_file_keeper", "custody_officer"])
def test_a_copy_holds_the_word_only_when_its_issuer_may_read_it_and_shows_it_to_no_other(world, told, post):
    issuer = browser(world, post, world.centre.county)
    by = Officer.objects.get(pk=issuer.session["_auth_user_id"]).acting()
    copy = record.issue_record(told.pk, by=by, at=now(), made_for="检察院", purpose="procuratorate")
    page = f"/stays/{told.pk}/record/{copy.pk}"
    for reader in ("custody_officer", "legal_officer", "case_file_keeper", "custody_guard", "inspector"):
        client = browser(world, reader, world.centre.county)
        for url in (f"{page}/", f"{page}.mjr"):
            answer = client.get(url)
            held = WORD in _plain(answer.content)
            assert held is (post == "custody_officer" == reader), (reader, url, answer.status_code)
    kept = _plain(issuer.get(f"{page}.mjr").content)
    assert "多饮水" in kept, "the advice is for everybody who looks after him"
    assert ('"redacted"' in kept or "digest" in kept) or post == "custody_officer"


def _plain(content: bytes) -> str:
    raw = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    text = raw.decode(errors="replace")
    return text + json.dumps(text, ensure_ascii=False)


def test_the_guard_who_wrote_it_reads_his_own_words(world, told):
    guard = world.centre.officer("custody_guard")
    incident.report(told.pk, by=guard.acting(), at=now(), kind="illness", what="看守写的话")
    from django.test import Client

    client = Client()
    client.force_login(guard)
    page = client.get(f"/stays/{told.pk}/").content.decode()
    assert "看守写的话" in page
    assert WORD not in page
    assert "限需要知悉者查看" in page


def test_an_escape_is_told_in_words_to_all(world, told):
    incident.report(told.pk, by=world.centre.by("custody_guard"), at=now(), kind="escape", what="从后门跑了")
    page = browser(world, "reception", world.centre.county).get(f"/stays/{told.pk}/").content.decode()
    assert page.count("从后门跑了") >= 2, "in the alarm and in the record"


def test_beside_a_masked_name_stands_no_exact_age(world):
    client = browser(world, "custody_officer", world.centre.county)
    hidden: QuerySet[Person] = Person.objects.exclude(protection="", sealed=False)
    assert hidden.count() >= 2
    for url in ("/", "/desk/people", "/stays/", "/desk/wall", "/search?q=诸葛", "/persons/?q=诸葛大海"):
        page = asked(client, url).content.decode()
        assert "30 余岁" in page or url in {"/desk/wall", "/search?q=诸葛", "/persons/?q=诸葛大海"}
        for line in page.split("诸葛")[1:] if url != "/search?q=诸葛" else []:
            assert " 36 " not in line[:400]
