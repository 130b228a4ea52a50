"""The live map, its replay and its explanation; the search for meetings; tracks in the log and their audit."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse

from mingjing.kernel.ref import Ref
from mingjing.kernel.time import frozen, iso
from mingjing.ledger.models import Entry
from mingjing.live import pulses, topics
from mingjing.org import throttle
from mingjing.org.models import Room, Shift, ShiftPlace
from mingjing.org.posts import grants, posts
from mingjing.presence import meeting_search, track_audit, whereabouts
from mingjing.presence.actions import binding, floor_plan, track
from mingjing.presence.fold import Change
from mingjing.presence.journal import Journal, Kind, Record
from mingjing.presence.models import Binding, Device, FloorPlan, TrackSegment
from mingjing.presence.plan import write
from mingjing.presence.position import Placed
from mingjing.presence.reading import Reading
from mingjing.presence.standard_plans import standard_plan
from mingjing.presence.tracks import PIECE_MS, Trail
from mingjing.presence.watching import HEARTBEAT
from tests.custody.conftest import SETUP, START

LATE = 120_000
NOW = START + timedelta(minutes=30)


def ms(at):
    return round(at.timestamp() * 1000)


@pytest.fixture(autouse=True)
def _stores(settings, tmp_path):
    settings.TRACK_STORE = tmp_path / "tracks"
    settings.READING_STORE = tmp_path / "readings"
    settings.PULSE_STORE = tmp_path / "pulses"
    with frozen(NOW):
        yield


@pytest.fixture
def house(centre, bands, settings):
    """Two people with bands, one without, a plan in force, and tracks: B001 in HW01, then in the corridor with B002."""
    floor_plan.adopt_standard(by=SETUP, at=centre.at(-50), site_id=centre.site.pk)
    stays = [centre.received() for _ in range(3)]
    for stay, band in zip(stays[:2], bands, strict=False):
        binding.issue(band.pk, by=centre.by("reception"), at=centre.at(1), holder=stay.ref)
    room = Room.objects.get(site=centre.site, code="HW02")
    stays[2].occupancies.create(room=room, since=centre.at(2))
    stays[2].room = room
    stays[2].save()
    trail = Trail(Path(settings.TRACK_STORE) / centre.site.code, centre.site.code, LATE)
    trail.begin(1, ms(START))

    def place(device, room, minute, p=0.9):
        trail.moved(Change(raised=(Placed(device, room, ms(centre.at(minute)), p),)))

    place("B001", "HW01", 2)
    place("B002", "SX01", 3)
    place("B001", "PB1", 10)
    place("B002", "PB1", 11)
    place("B002", "SX01", 12)
    place("B001", "UNKNOWN", 20)
    trail.flush()
    centre.stays, centre.trail, centre.place = stays, trail, place
    return centre


def seen(house, minute=None, post="custody_officer"):
    at = None if minute is None else house.at(minute)
    figures = whereabouts.scene(house.site, house.officer(post), at).figures
    return {f.ref.id: f for f in figures}


def test_who_wears_a_band_is_where_it_is_others_where_the_record_has_them(house):
    now = seen(house)
    first, second, third = (now[str(s.pk)] for s in house.stays)
    assert (first.room, first.source) == ("UNKNOWN", "band")
    assert (second.room, second.source, second.p) == ("SX01", "band", 0.9)
    assert (third.room, third.source) == ("HW02", "record")


def test_any_minute_of_the_past(house):
    then = seen(house, 10.5)
    assert [then[str(s.pk)].room for s in house.stays] == ["PB1", "SX01", "HW02"]
    assert seen(house, -30) == {}
    assert then[str(house.stays[0].pk)].since == house.at(10)


def test_a_band_that_contradicts_the_record_is_marked(house):
    third = house.stays[2]
    house.place("B003", "SX02", 4)
    house.trail.flush()
    band = Device.objects.get(number="B003")
    if not third.band:
        binding.issue(band.pk, by=house.by("reception"), at=house.at(3), holder=third.ref)
    figure = seen(house)[str(third.pk)]
    assert (figure.room, figure.recorded) == ("SX02", "HW02")


def test_the_map_shows_people_in_words_and_on_the_plan(house, web, django_assert_max_num_queries):
    client = web(house.officer("custody_officer"))
    page = client.get(reverse("places:map")).content.decode()
    assert 'data-room="SX01"' in page
    assert 'data-room-row="HW02"' in page
    assert "位置不明" in page
    with django_assert_max_num_queries(24):
        client.get(reverse("places:map_panel"))


def test_places_by_band_say_since_when_nothing_is_heard(house, web, settings):
    client, beat = web(house.officer("custody_officer")), Path(settings.READING_STORE) / HEARTBEAT
    beat.parent.mkdir(parents=True)
    for seconds, told in ((2, False), (120, True)):
        beat.write_text(json.dumps({"at": ms(NOW) - seconds * 1000}))
        assert ("手环读数已停" in client.get(reverse("places:map_panel")).content.decode()) == told


def test_the_number_of_queries_does_not_grow_with_people(house, web, django_assert_max_num_queries):
    for n in range(6):
        stay = house.received(minutes=n)
        stay.occupancies.create(room=Room.objects.get(site=house.site, code="HW03"), since=house.at(n))
    client = web(house.officer("custody_officer"))
    with django_assert_max_num_queries(24):
        client.get(reverse("places:map_panel"))


def test_people_beyond_the_officers_reach_are_not_on_the_map(house):
    assert seen(house, post="case_officer").keys() <= {str(s.pk) for s in house.stays}
    stranger = house.officer("custody_officer", name="邻县", where=house.beside)
    assert whereabouts.scene(house.site, stranger).figures == ()


def test_the_past_is_replayed_only_after_the_purpose_was_stated(house, web):
    client = web(house.officer("custody_officer"))
    panel = reverse("places:map_panel") + "?at=" + iso(house.at(10.5))
    assert client.get(panel).status_code == 403
    asked = client.get(reverse("places:replay"))
    assert asked.status_code == 403
    answer = client.post(reverse("places:replay"), {"_purpose": "1", "purpose": "supervision", "note": "核查"})
    assert answer.status_code == 302
    assert "data-slider" in client.get(reverse("places:replay")).content.decode()
    then = client.get(panel).content.decode()
    assert 'data-room="PB1"' in then
    looked = Entry.objects.filter(tag="ledger.record.looked", subject_kind="place_map").get()
    assert looked.subject_id == str(house.site.pk)


def test_who_may_only_see_the_present(house, web):
    client = web(house.officer("custody_guard"))
    assert client.get(reverse("places:map")).status_code == 200
    assert client.get(reverse("places:map_panel") + "?at=" + iso(house.at(10))).status_code == 403
    assert client.get(reverse("places:replay")).status_code == 403


def test_why_he_was_there_earlier_is_told_only_after_the_purpose_was_stated(house, web):
    client = web(house.officer("custody_officer"))
    earlier = reverse("places:why", args=["B002"]) + "?at=" + iso(house.at(10.5))
    assert client.get(earlier).status_code == 403
    client.post(reverse("places:replay"), {"_purpose": "1", "purpose": "supervision", "note": "核查"})
    assert client.get(earlier).status_code == 200


def test_why_he_is_thought_to_be_there(house, web, settings):
    journal = Journal(Path(settings.READING_STORE) / house.site.code)
    journal.begin(ms(house.at(25)), b"")
    readings = [
        Reading("B002", ms(house.at(27)) + n * 1000, seq=n, x=4.0 + n * 0.01, y=24.0, accuracy=1.0) for n in range(60)
    ]
    body = msgspec.json.encode({"readings": readings})
    journal.append(Record(Kind.MESSAGE, ms(house.at(28)), "G1", "mingjing-1", b"MJ1 G1 1 sig\n" + body))
    journal.commit()
    page = web(house.officer("custody_officer")).get(reverse("places:why", args=["B002"])).content.decode()
    assert "±1.0 m" in page
    assert "SX01" in page
    assert web(house.officer("custody_officer")).get(reverse("places:why", args=["none"])).status_code == 404


def asked(house, **changes):
    told = {
        "stay": str(house.stays[0].pk),
        "since": "2026-11-23T10:00",
        "until": "2026-11-23T10:30",
        "nearness": "",
        "purpose": "supervision",
        "note": "核查串供",
    }
    return told | changes


def test_a_question_about_meetings_is_entered_with_its_purpose(house, web):
    client = web(house.officer("custody_officer"))
    page = client.post(reverse("places:meetings"), asked(house)).content.decode()
    assert "看得见" in page
    assert ">60<" in page
    [looked] = Entry.objects.filter(tag="ledger.record.looked", subject_kind="stay").with_content()
    assert looked.subject_id == str(house.stays[0].pk)
    assert looked.body["purpose"] == "supervision"
    assert looked.body["found"] == 1


@pytest.mark.parametrize(
    "changes",
    [{"purpose": ""}, {"note": ""}, {"stay": "x"}, {"until": "2026-11-23T09:00"}, {"since": "2026-01-01T00:00"}],
)
def test_a_question_without_a_purpose_or_with_nonsense_is_not_answered(house, web, changes):
    answer = web(house.officer("custody_officer")).post(reverse("places:meetings"), asked(house, **changes))
    assert answer.status_code == 422
    assert not Entry.objects.filter(tag="ledger.record.looked").exists()


def test_who_asks_about_meetings_without_pause_waits(house, web, monkeypatch):
    monkeypatch.setitem(throttle.limits(), "purpose", {"most": 1, "minutes": 10})
    client = web(house.officer("custody_officer"))
    assert client.post(reverse("places:meetings"), asked(house)).status_code == 200
    answer = client.post(reverse("places:meetings"), asked(house))
    assert "查询过于频繁" in answer.content.decode()
    assert Entry.objects.filter(tag="ledger.record.looked").count() == 1


def test_meetings_by_the_record_when_nobody_wore_a_band(house):
    fourth = house.received(minutes=1)
    fourth.occupancies.create(room=Room.objects.get(site=house.site, code="HW02"), since=house.at(5))
    officer = house.officer("custody_officer")
    found = meeting_search.find(house.site, officer, house.stays[2], house.at(0), house.at(30))
    [met] = [m for m in found.met if m.rooms == ("HW02", "HW02")]
    assert met.by_record
    assert met.seconds == 25 * 60


def test_meetings_are_judged_by_the_plan_in_force_then(house):
    """They were within sound through a door that a later plan no longer has."""
    house.place("B002", "PB2", 13)
    house.place("B002", "SX01", 14)
    house.trail.flush()
    content = write(standard_plan("county_centre"))
    doors = [d for d in content["doors"] if {d["first"], d["second"]} != {"PB1", "PB2"}]
    assert len(doors) == len(content["doors"]) - 1
    drawn = floor_plan.draw(by=SETUP, at=house.at(24), site_id=house.site.pk, content=content | {"doors": doors})
    found = meeting_search.find(house.site, house.officer("custody_officer"), house.stays[0], house.at(0), house.at(29))
    assert ("PB1", "PB2") in {m.rooms for m in found.met}
    FloorPlan.objects.filter(site=house.site, state="in_force").update(in_force_until=house.at(25))
    FloorPlan.objects.filter(pk=drawn.pk).update(in_force_since=house.at(25))
    again = meeting_search.find(house.site, house.officer("custody_officer"), house.stays[0], house.at(0), house.at(29))
    assert again.met == found.met


def closed(house):
    [piece] = [house.trail.roll(ms(START) + PIECE_MS + LATE, 1)]
    return track.close(piece, by=SETUP, at=house.at(15), site=house.site)


def test_a_closed_piece_enters_the_log_once(house):
    segment = closed(house)
    entry = Entry.objects.filter(tag="presence.tracks.closed").with_content().get()
    assert entry.body["sha256"] == segment.sha256
    path = whereabouts.folder(house.site) / segment.name
    assert path.exists()
    assert track_audit.audit(house.site) == []


def change_the_file(path):
    path.write_bytes(path.read_bytes()[:-4] + b"\0\0\0\0")


def change_the_row(_):
    TrackSegment.objects.update(sha256="0" * 64)


def add_a_file(path):
    path.with_name("000000000000001.track.gz").write_bytes(path.read_bytes())


TAMPERING = {
    "track.changed": change_the_file,
    "track.missing": Path.unlink,
    "track.row_changed": change_the_row,
    "track.unentered": add_a_file,
}


@pytest.mark.parametrize("code", TAMPERING)
def test_every_way_of_changing_tracks_is_found_and_named(house, code):
    segment = closed(house)
    TAMPERING[code](whereabouts.folder(house.site) / segment.name)
    assert [one.wrong.value for one in track_audit.audit(house.site)] == [code]
    with pytest.raises(SystemExit):
        call_command("audit_tracks")


def test_the_map_rings_for_those_who_may_see_it(house):
    topic = Ref("place_map", str(house.site.pk))
    assert topics.permitted(house.officer("custody_guard"), [str(topic)]) == [str(topic)]
    assert topics.permitted(house.officer("administrator"), [str(topic)]) == []
    assert pulses.beats([str(topic)]) == {}
    pulses.strike(topic)
    assert list(pulses.beats([str(topic), "site:1"])) == [str(topic)]


@pytest.fixture
def carded(house):
    """An officer on duty and one who is not, each with a card that was heard of."""
    began = house.at(-60)
    shift = Shift.objects.create(site=house.site, starts_at=began, ends_at=house.at(600), started_at=began)
    found = []
    for number, name in (("C001", "值班钱一"), ("C002", "来访孙二")):
        one = house.officer("search_officer", name=name)
        card = Device.objects.create(number=number, kind="card", site=house.site, state_since=house.at(-90))
        Binding.objects.create(device=card, holder_kind="officer", holder_id=str(one.pk), since=house.at(-50))
        found.append(one)
    ShiftPlace.objects.create(shift=shift, officer=found[0], post="search_officer", rank=1)
    return found


@pytest.mark.parametrize("post", [p for p in posts() if p in grants()["presence:map:view"].posts])
def test_officers_are_named_to_who_sends_them_and_only_while_on_duty(house, carded, post):
    scene = whereabouts.scene(house.site, house.officer(post))
    named = sorted(str(f.label) for f in scene.figures if f.kind == "officer")
    sends = post in {"custody_guard", "custody_officer", "county_duty_leader"}
    assert named == sorted(["值班钱一" if sends else "民警", "民警"])
    nameless = [f for f in scene.figures if str(f.label) == "民警"]
    assert {(f.ref.id, f.device) for f in nameless} == {("-", "")}, "and there is no way back to him"
    heard = [replace(f, source="band", p=0.8) for f in scene.figures]
    drawn = [render_to_string("presence/_figure.html", {"one": f, "scene": scene, "past": False}) for f in heard]
    assert all("80%" in one for one in drawn), "where he is thought to be is drawn, with a name or without"


@pytest.mark.parametrize("post", [p for p in posts() if p in grants()["presence:track:replay"].posts])
def test_where_an_officer_was_is_for_who_answers_for_officers(house, carded, web, post):
    scene = whereabouts.scene(house.site, house.officer(post), house.at(20))
    named = {str(f.label) for f in scene.figures if f.kind == "officer"}
    assert named == ({"值班钱一", "来访孙二"} if post in {"county_chief", "inspector"} else {"民警"})
    client, past = web(house.officer(post)), iso(house.at(20))
    assert client.get(reverse("places:map_panel"), {"at": past}).status_code == 403, "nor without a purpose"


def test_why_an_officer_is_there_is_not_told_where_he_has_no_name(house, carded, web):
    asked = reverse("places:why", args=["C002"])
    assert web(house.officer("custody_officer")).get(asked).status_code == 404
