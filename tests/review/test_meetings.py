"""Joint meetings: who calls them, what they show of a case, and decisions followed until they are done."""

from datetime import timedelta

import pytest

from mingjing.cases.models import Case, Recusal
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal
from mingjing.org.posts import grants, posts
from mingjing.review.actions import meeting as meetings
from mingjing.review.machine import HOLD
from mingjing.review.models import Meeting, Resolution
from tests.small_world import LOG

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(legal, bureau):
    told = {"title": "十一月联席会议", "place": "检察院会议室", "planned_at": now() + timedelta(days=1)}
    return meetings.call(by=legal.acting(), at=now(), unit=bureau["county"], log=LOG, **told)


@pytest.mark.parametrize("post", sorted(posts()))
def test_who_calls_one(post, staff, bureau):
    officer = staff(post, "county", "甲")
    told = {"unit": bureau["county"], "log": LOG, "title": "x", "place": "x", "planned_at": now()}
    if post in grants()[HOLD].posts:
        assert meetings.call(by=officer.acting(), at=now(), **told)
    else:
        with pytest.raises(Refusal):
            meetings.call(by=officer.acting(), at=now(), **told)


def test_from_the_agenda_to_what_is_done(client, called, legal, lead, case_at):
    case = case_at()
    client.force_login(legal)
    at = f"/review/meetings/{called.pk}/"
    assert client.post(f"{at}topic", {"topic": "证据标准", "number": case.number}).status_code == 302
    assert client.post(f"{at}topic", {"topic": "x", "number": "A0"}).status_code == 409
    early = {"decision": "x", "number": lead.number, "due_at": f"{now() + timedelta(days=9):%Y-%m-%dT%H:%M}"}
    assert client.post(f"{at}resolve", early).status_code == 409, "not held yet"
    assert (
        client.post(f"{at}minutes", {"attendance": "李检察官，检察院\n钱民警", "minutes": "统一标准"}).status_code
        == 302
    )
    assert client.post(f"{at}minutes", {"attendance": "x", "minutes": "x"}).status_code == 409
    assert client.post(f"{at}resolve", early).status_code == 302
    client.force_login(lead)
    assert "交您落实的" in client.get("/review/meetings/").content.decode()
    row = Resolution.objects.get()
    assert client.post(f"/review/resolutions/{row.pk}/done", {"result": "已培训"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.result, row.late) == ("done", "已培训", False)
    assert Meeting.objects.get().attendance == ["李检察官，检察院", "钱民警"]
    with pytest.raises(Refusal):
        meetings.finish(row.pk, by=lead.acting(), at=now(), result="x")


def test_a_case_on_the_agenda_is_shown_to_who_sees_it(client, called, legal, staff, case_at):
    case = case_at()
    meetings.put(called.pk, by=legal.acting(), at=now(), topic="不得外传的案件", case_id=case.pk)
    for officer, sees in ((staff("inspector"), True), (staff("county_chief"), True)):
        client.force_login(officer)
        assert ("不得外传" in client.get(f"/review/meetings/{called.pk}/").content.decode()) == sees
    Case.objects.filter(pk=case.pk).update(sealed=True, sealed_basis="x")
    page = client.get(f"/review/meetings/{called.pk}/").content.decode()
    assert "不得外传" not in page
    assert case.number not in page
    client.force_login(staff("station_head", "west"))
    assert client.get(f"/review/meetings/{called.pk}/").status_code == 404


def test_minutes_and_decisions_are_read_by_who_sees_every_case_on_the_agenda(client, called, legal, staff, case_at):
    case, chief, kept = case_at(), staff("county_chief"), staff("department_head")
    meetings.put(called.pk, by=legal.acting(), at=now(), topic="议题", case_id=case.pk)
    meetings.hold(called.pk, by=legal.acting(), at=now(), attendance=["李检察官"], minutes="案情如此")
    told = {"due_at": now() + timedelta(days=1)}
    meetings.resolve(called.pk, by=legal.acting(), at=now(), decision="他人的事", officer_id=chief.pk, **told)
    meetings.resolve(called.pk, by=legal.acting(), at=now(), decision="自己的事", officer_id=kept.pk, **told)
    Recusal.objects.create(case=case, officer=kept, reason="近亲属", since=now())
    for officer, words in ((chief, {"案情如此", "李检察官", "他人的事", "自己的事"}), (kept, {"自己的事"})):
        client.force_login(officer)
        page = client.get(f"/review/meetings/{called.pk}/").content.decode()
        assert {w for w in ("案情如此", "李检察官", "他人的事", "自己的事") if w in page} == words


def test_only_who_it_was_given_to_or_who_holds_them_says_it_is_done(called, legal, lead, staff):
    meetings.hold(called.pk, by=legal.acting(), at=now(), attendance=["x"], minutes="x")
    told = {"decision": "x", "officer_id": lead.pk, "due_at": now() + timedelta(days=1)}
    row = meetings.resolve(called.pk, by=legal.acting(), at=now(), **told)
    with pytest.raises(Refusal):
        meetings.finish(row.pk, by=staff("station_head", "east").acting(), at=now(), result="x")
    assert meetings.finish(row.pk, by=legal.acting(), at=now(), result="x").state == "done"
