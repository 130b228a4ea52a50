"""The organisation's screens: what is typed reaches one action; refusals come back on the same form; scope holds."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from mingjing.kernel.time import now
from mingjing.ledger.entries import sentence
from mingjing.ledger.models import Entry
from mingjing.org.actions import room, shift
from mingjing.org.actions.shift import Place
from mingjing.org.models import Officer, Posting, Proposal, Room, Shift, Site, Unit
from tests.looking import asked
from tests.org.conftest import SETUP

SIGNED = json.dumps({"strokes": [[[10, 10, 0, 0.5], [40, 30, 20, 0.5], [80, 12, 40, 0.5]]]})
DAY = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_a_site_is_previewed_then_set_up(county, enter):
    browser = enter("administrator")
    asked = {"unit": str(county.station.pk), "template": "station_area", "parent": str(county.site.pk)}
    page = browser.get(reverse("org:site_new"), asked)
    assert page.status_code == 200
    assert "610921-s51" in page.content.decode()
    assert Site.objects.count() == 1
    answer = browser.post(reverse("org:site_new"), asked)
    made = Site.objects.get(code="610921-s51")
    assert answer["Location"] == reverse("org:site", args=[made.pk])
    assert (made.parent, made.rooms.count()) == (county.site, len(page.context["plan"].rooms))


def test_setting_the_same_site_up_twice_says_why_and_keeps_what_was_chosen(county, enter):
    asked = {"unit": str(county.unit.pk), "template": "county_centre"}
    answer = enter("administrator").post(reverse("org:site_new"), asked)
    assert answer.status_code == 409
    assert "org.site.code_taken" in answer.content.decode()
    assert answer.context["form"]["unit"].value() == asked["unit"]


def test_a_unit_is_set_up(county, enter):
    answer = enter("administrator").post(
        reverse("org:unit_new"),
        {"parent": str(county.unit.pk), "kind": "station", "code": "610921520000", "name": "涧池派出所"},
    )
    assert answer.status_code == 302
    assert Unit.objects.get(code="610921520000").parent == county.unit


def test_a_room_is_set_up_changed_closed_reopened_and_certified(county, enter):
    browser, zone = enter("legal_officer"), county.site.zones.get(kind="case_area")
    fields = {"name": "候问室20", "capacity": 3, "sex": "male", "recorded": "on"}
    browser.post(
        reverse("org:room_new", args=[county.site.pk]), {**fields, "zone_id": str(zone.pk), "kind": "holding_room"}
    )
    made = Room.objects.get(name="候问室20")
    browser.post(reverse("org:room_edit", args=[made.pk]), {**fields, "capacity": 4})
    browser.post(reverse("org:room_close", args=[made.pk]), {"why": "维修"})
    browser.post(reverse("org:room_reopen", args=[made.pk]))
    browser.post(reverse("org:room_certify", args=[made.pk]), {"certificate": "验1", "until": "2027-01-01"})
    made.refresh_from_db()
    assert (made.capacity, made.certified_until, made.out_of_service_since) == (4, date(2027, 1, 1), None)
    page = browser.get(reverse("org:room", args=[made.pk])).content.decode()
    assert all(said in page for said in ("停用房间", "恢复使用房间", "验收合格"))


def test_closing_without_a_reason_brings_the_form_back(county, enter):
    hw = county.site.rooms.get(code="HW01")
    answer = enter("legal_officer").post(reverse("org:room_close", args=[hw.pk]), {"why": ""})
    assert answer.status_code == 409
    assert "请写明停用原因" in answer.content.decode()


def test_half_the_code_of_a_new_officer_is_shown_once_and_never_cached(county, enter):
    browser = enter("administrator")
    typed = {"number": "091234", "name": "赵新", "sex": "female", "unit": str(county.station.pk)}
    answer = browser.post(reverse("org:officer_new"), typed)
    half = re.search(r"data-secret>([^<]+)<", answer.content.decode())[1]
    officer = Officer.objects.get(number="091234")
    assert not officer.has_usable_password()
    assert answer["Cache-Control"] == "no-store"
    assert half not in browser.get(reverse("org:officer", args=[officer.pk])).content.decode()
    again = browser.post(reverse("org:officer_new"), typed)
    assert again.status_code == 409
    assert again.context["form"]["name"].value() == "赵新"


def test_posts_are_given_refused_and_ended_on_the_officers_page(county, enter):
    browser, officer = enter("administrator"), county.officer("case_officer")
    to = reverse("org:post_give", args=[officer.pk])
    refused = browser.post(to, {"post": "custody_guard", "unit": str(county.unit.pk)})
    assert refused.status_code == 409
    assert "必须由不同的人担任" in refused.content.decode()
    browser.post(to, {"post": "analyst", "unit": str(county.unit.pk)})
    proposal = Proposal.objects.get(officer=officer, post="analyst")
    assert browser.post(reverse("org:post_confirm", args=[proposal.pk])).status_code == 403
    leader = enter("county_chief")
    assert "拟任" in leader.get(reverse("org:officer", args=[officer.pk])).content.decode()
    assert leader.post(reverse("org:post_confirm", args=[proposal.pk])).status_code == 302
    posting = Posting.objects.get(officer=officer, post="analyst")
    browser.post(reverse("org:post_end", args=[posting.pk]))
    posting.refresh_from_db()
    assert posting.until


def listed(browser, **narrowed):
    return list(asked(browser, f"{reverse('org:staff')}?{urlencode(narrowed)}").context["table"].page)


@pytest.mark.parametrize("words", ["王海", "wanghai", "wh", "hai", "01002"])
def test_staff_are_found_by_name_pinyin_and_number(county, enter, words):
    browser, wanted = enter("administrator", name="李四"), county.officer("medic")
    county.officer(name="欧阳春")
    assert wanted.number == "01002"
    assert listed(browser, q=words) == [wanted]


def test_staff_are_filtered_by_unit_and_post(county, enter):
    browser, medic = enter("administrator"), county.officer("medic", at=county.station)
    assert listed(browser, post="medic") == [medic]
    assert listed(browser, unit=str(county.station.pk)) == [medic]


def test_the_list_of_staff_costs_the_same_for_few_and_many(county, enter, django_assert_max_num_queries):
    browser = enter("administrator")
    for _ in range(12):
        county.officer("medic")
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("org:staff")).context["table"].total == 13


def test_the_list_of_staff_leaves_as_a_file_of_what_is_shown(county, enter):
    browser, medic = enter("administrator"), county.officer("medic", name="王海")
    told = browser.get(reverse("org:staff"), {"as": "csv", "post": "medic"}).content.decode()
    assert [line.split(",")[1] for line in told.splitlines()[1:]] == [medic.number]
    assert "医务人员" in told


@pytest.fixture
def crews(county):
    return [(county.officer("custody_officer"), county.officer("custody_guard", name="李四")) for _ in range(2)]


def planned(county, crew, start=DAY):
    return shift.plan(
        by=SETUP,
        at=now(),
        site=county.site,
        starts_at=start,
        ends_at=start + timedelta(hours=12),
        places=[Place(crew[0], "custody_officer"), Place(crew[1], "custody_guard")],
    )


def test_a_shift_is_planned_and_changed_in_the_browser(county, crews, enter):
    browser, roster = enter("legal_officer"), reverse("org:roster", args=[county.site.pk])
    typed = {
        "starts_at": "2026-11-24T08:00",
        "ends_at": "2026-11-24T20:00",
        "custody_officer": str(crews[0][0].pk),
        "custody_guard": [str(crews[0][1].pk), str(crews[1][1].pk)],
    }
    assert browser.post(reverse("org:shift_new", args=[county.site.pk]), typed)["Location"] == roster
    made = Shift.objects.get()
    assert [p.officer for p in made.places.all()] == [crews[0][0], crews[0][1], crews[1][1]]
    browser.post(reverse("org:shift_change", args=[made.pk]), {"custody_officer": str(crews[1][0].pk)})
    assert [p.officer for p in made.places.all()] == [crews[1][0]]
    assert browser.get(roster).status_code == 200


def test_a_week_follows_the_crews_of_the_last_shifts(county, crews, enter):
    browser = enter("legal_officer")
    to = reverse("org:shift_week", args=[county.site.pk])
    typed = {"monday": "2026-11-30", "pattern": "two_turns", "crews": 2}
    empty = browser.post(to, typed)
    assert empty.status_code == 409
    planned(county, crews[0])
    planned(county, crews[1], DAY + timedelta(hours=12))
    assert browser.post(to, typed).status_code == 302
    week = list(Shift.objects.filter(starts_at__gt=DAY + timedelta(hours=24)).order_by("starts_at"))
    assert len(week) == 14
    leaders = [one.places.first().officer for one in week]
    assert leaders == [crews[0][0], crews[1][0]] * 7


def test_a_hand_over_through_the_browser(county, crews):
    from django.test import Client

    day, night = planned(county, crews[0]), planned(county, crews[1], DAY + timedelta(hours=12))
    outgoing, incoming = Client(), Client()
    outgoing.force_login(crews[0][0])
    incoming.force_login(crews[1][0])
    outgoing.post(reverse("org:shift_start", args=[day.pk]))
    page = outgoing.get(reverse("org:shift_offer", args=[day.pk]))
    assert page.status_code == 200
    unsigned = outgoing.post(reverse("org:shift_offer", args=[day.pk]), {"notes": "2号候问室须每15分钟查看"})
    assert unsigned.status_code == 422
    assert not Entry.objects.filter(tag="org.shift.offered").exists()
    signed = {"signature": SIGNED}
    outgoing.post(reverse("org:shift_offer", args=[day.pk]), {"notes": "2号候问室须每15分钟查看", **signed})
    panel = incoming.get(reverse("org:roster_duty", args=[county.site.pk])).content.decode()
    assert "2号候问室须每15分钟查看" in panel
    relieve = reverse("org:shift_relieve", args=[day.pk])
    assert relieve in panel
    own = outgoing.get(reverse("org:roster_duty", args=[county.site.pk])).content.decode()
    assert relieve not in own, "who offered it cannot take it"
    assert "交班和接班须为不同的人" in own
    page = incoming.get(reverse("org:shift_relieve", args=[day.pk])).content.decode()
    assert "2号候问室须每15分钟查看" in page
    assert incoming.post(reverse("org:shift_relieve", args=[day.pk]), {"remarks": "x"}).status_code == 422
    incoming.post(reverse("org:shift_relieve", args=[day.pk]), {"remarks": "已清点", **signed})
    night.refresh_from_db()
    assert night.state == "running"
    taken = Entry.objects.with_content().get(tag="org.shift.handed_over")
    given = Entry.objects.with_content().get(tag="org.shift.offered")
    assert (taken.body["remarks"], len(taken.body["signature"]), len(given.body["signature"])) == ("已清点", 64, 64)


PAGES_BY_ID = {
    "site": lambda c: c.site.pk,
    "room_new": lambda c: c.site.pk,
    "roster": lambda c: c.site.pk,
    "roster_duty": lambda c: c.site.pk,
    "shift_new": lambda c: c.site.pk,
    "shift_week": lambda c: c.site.pk,
    "site_edit": lambda c: c.site.pk,
    "unit_edit": lambda c: c.unit.pk,
    "room": lambda c: c.site.rooms.first().pk,
    "room_edit": lambda c: c.site.rooms.first().pk,
    "room_close": lambda c: c.site.rooms.first().pk,
    "room_certify": lambda c: c.site.rooms.first().pk,
    "officer": lambda c: c.officer().pk,
    "officer_edit": lambda c: c.officer().pk,
    "officer_suspend": lambda c: c.officer().pk,
    "officer_reset_password": lambda c: c.officer().pk,
    "post_give": lambda c: c.officer().pk,
}


@pytest.mark.parametrize("name", PAGES_BY_ID)
def test_nothing_of_another_county_is_reached_by_its_id(county, enter, name):
    url = reverse(f"org:{name}", args=[PAGES_BY_ID[name](county)])
    for post in ("administrator", "legal_officer"):
        stranger = enter(post, at=county.beside)
        assert stranger.get(url).status_code in {403, 404}
        assert stranger.post(url).status_code in {403, 404}
    inside = [enter(post).get(url).status_code for post in ("administrator", "legal_officer")]
    assert 200 in inside


@pytest.mark.parametrize("name", ["sites", "units", "site_new", "unit_new", "staff", "officer_new", "access", "me"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_speak_the_readers_language(county, enter, name, language):
    browser = enter("administrator")
    browser.cookies["mingjing_language"] = language
    page = browser.get(reverse(f"org:{name}"))
    assert page.status_code == 200
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in page.content.decode()


def test_rooms_and_officers_are_found_by_the_quick_search(county, enter):
    from mingjing.administration import find

    administrator = enter("administrator").officer
    assert [hit.title for hit in find.rooms(administrator, "HW01")] == ["HW01 候问室1"]
    assert [hit.title for hit in find.officers(administrator, "wh")] == [f"王海 {administrator.number}"]
    city = enter("administrator", at=county.city).officer
    assert len({hit.note for hit in find.rooms(city, "HW01")}) == 1
    assert not list(find.officers(enter("medic").officer, "wh"))
    assert not list(find.rooms(enter("medic", at=county.beside).officer, "HW01"))


def test_a_closed_room_shows_in_the_list_of_sites(county, enter):
    room.close(county.site.rooms.first().pk, by=SETUP, at=now(), why="维修")
    (row, depth) = enter("administrator").get(reverse("org:sites")).context["rows"][0]
    assert (row.closed_count, depth) == (1, 1)


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "1+1", "2026-11-25"])
def test_the_roster_of_a_strange_week(county, enter, week):
    address = reverse("org:roster", args=[county.site.pk])
    assert enter("custody_officer").get(address, {"week": week}).status_code == 200


def test_a_post_that_is_no_posting_of_ones_own(enter):
    assert enter("custody_officer").post(reverse("org:act_as"), {"posting": "x"}).status_code == 404


def test_notes_of_the_hand_over_are_for_those_who_hand_over(county, enter):
    """They name people in custody; an administrator keeps the roster and reads none of it."""
    notes, start = "张三拒食，请关注", now()
    Shift.objects.create(
        site=county.site, starts_at=start, ends_at=start + timedelta(hours=8), started_at=start, state="offered",
        notes=notes,
    )  # fmt: skip
    address = reverse("org:roster_duty", args=[county.site.pk])
    assert notes in enter("custody_officer").get(address).content.decode()
    assert notes not in enter("administrator").get(address).content.decode()


def test_two_who_change_one_room_lose_nothing(county, enter):
    browser, other = enter("legal_officer"), enter("administrator")
    made = county.site.rooms.first()
    url = reverse("org:room_edit", args=[made.pk])

    def opened(client):
        form = client.get(url).context["form"]
        return {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}

    mine, theirs = opened(browser), opened(other)
    other.post(url, {**theirs, "capacity": 7, "name": "他的名称"})
    answer = browser.post(url, {**mine, "capacity": 9})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "他人已改动此项，现在是：7" in page
    form = answer.context["form"]
    assert (form["capacity"].value(), form["name"].value()) == ("9", "他的名称")
    made.refresh_from_db()
    assert (made.capacity, made.name) == (7, "他的名称")
    again = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    assert browser.post(url, again).status_code == 302
    made.refresh_from_db()
    assert (made.capacity, made.name) == (9, "他的名称")
    said = browser.get(reverse("org:room", args=[made.pk])).content.decode()
    assert "容纳人数 7 → 9" in said
    assert "capacity" not in re.sub(r"<[^>]*>", "", said)


@pytest.mark.parametrize(("name", "of"), [("site_edit", "site"), ("unit_edit", "unit")])
def test_a_unit_and_a_site_are_called_otherwise_and_the_entry_says_what_they_were(county, enter, name, of):
    row = getattr(county, of)
    was, url = row.name, reverse(f"org:{name}", args=[row.pk])
    browser, other = enter("administrator"), enter("administrator")

    def opened(client):
        form = client.get(url).context["form"]
        return {field: form[field].value() for field in form.fields}

    mine, theirs = opened(browser), opened(other)
    assert other.post(url, {**theirs, "name": "新名称", "name_en": "New name"}).status_code == 302
    lost = browser.post(url, {**mine, "name": "又一名称"})
    assert lost.status_code == 409
    assert lost.context["form"]["name"].value() == "又一名称"
    empty = browser.post(url, {**opened(browser), "name": " "})
    assert (empty.status_code, empty.context["form"]["name_en"].value()) == (422, "New name")
    row.refresh_from_db()
    assert (row.name, row.name_en) == ("新名称", "New name")
    [entry] = Entry.objects.about(row.ref).filter(tag=f"org.{of}.changed").with_content()
    assert f"名称 {was} → 新名称" in sentence(entry.tag, entry.body).zh
    assert browser.post(url, opened(browser)).status_code == 302
    assert Entry.objects.about(row.ref).filter(tag=f"org.{of}.changed").count() == 1
    assert enter("legal_officer").get(url).status_code == 403


def test_a_new_unit_stands_in_the_tree_before_it_has_a_site(county, enter):
    browser = enter("administrator")
    made = {"parent": county.unit.pk, "kind": "station", "code": "610921660000", "name": "新设派出所"}
    answer = browser.post(reverse("org:unit_new"), made)
    assert answer["Location"] == reverse("org:units")
    page = browser.get(reverse("org:units"))
    assert "新设派出所" in page.content.decode()
    assert next((u.name, depth) for u, depth in page.context["rows"]) == (county.unit.name, 0)
    assert "变更</a>" not in enter("legal_officer").get(reverse("org:units")).content.decode()


def test_two_who_change_one_officer_lose_nothing(county, enter):
    browser, officer = enter("administrator"), county.officer("custody_guard")
    url = reverse("org:officer_edit", args=[officer.pk])
    form = browser.get(url).context["form"]
    mine = {"name": "新名", "unit": str(officer.unit_id), "seen": form["seen"].value()}
    Officer.objects.filter(pk=officer.pk).update(unit=county.station, legal_exam=True)
    assert browser.post(url, mine).status_code == 302
    officer.refresh_from_db()
    assert (officer.name, officer.unit, officer.legal_exam) == ("新名", county.station, True)
    Officer.objects.filter(pk=officer.pk).update(name="别名")
    answer = browser.post(url, mine | {"name": "再改"})
    assert answer.status_code == 409
    assert "现在是：别名" in answer.content.decode()
