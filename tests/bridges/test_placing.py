"""From readings to the map: trackers, tracks, pulses; plans that change; a restart."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mingjing.alerts.models import Alarm
from mingjing.bridges.placing import Placer
from mingjing.bridges.sensing import Sense
from mingjing.bridges.telling import Teller
from mingjing.kernel.ref import Ref
from mingjing.ledger.models import Entry
from mingjing.live import pulses
from mingjing.presence import tracks
from mingjing.presence.actions import binding, floor_plan
from mingjing.presence.feed import Feed as Record
from mingjing.presence.intake import Gateway, Known
from mingjing.presence.models import Device, TrackSegment
from mingjing.presence.plan import write
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits
from mingjing.presence.standard_plans import standard_plan
from mingjing.simulator.scenario import load
from mingjing.simulator.stream import truths
from tests.custody.conftest import SETUP, START, _now, build  # noqa: F401

T0 = round(START.timestamp() * 1000)
PLAN = standard_plan("county_centre")


@pytest.fixture
def centre(db):
    return build()


class Feed:
    """The engine and its placer fed by hand: the clock is the newest reading."""

    def __init__(self, centre, folder):
        self.site, self.at, self.readings = centre.site, T0, folder
        self.fresh()

    def fresh(self):
        devices = {f"{letter}-000{n}": (self.site.code, "band") for letter in "BC" for n in range(1, 4)}
        gateways = {"G1": Gateway("G1", self.site.code)}
        self.sense = Sense(self.readings, Known(gateways, devices), limits(), lambda: self.at)
        self.sense.resume()
        self.record, self.placer = Record(self.site), Placer(self.sense)
        self.look()

    def look(self):
        """What the record says now; and one round of the placer."""
        if told := self.record.look(datetime.fromtimestamp(self.at / 1000, UTC)):
            self.sense.tell(self.site.code, told)
        self.placer.round()

    def give(self, told):
        station = self.sense.stations[self.site.code]
        for truth in told:
            if truth.reading.at // 1000 != self.at // 1000:
                self.at = truth.reading.at
                station.advance(self.at)
                self.placer.round()
            station.judge([truth.reading], self.at)
        self.placer.round()

    @property
    def folder(self):
        return self.placer.trails[self.site.code][1].folder


@pytest.fixture
def feed(centre, settings, tmp_path):
    settings.TRACK_STORE, settings.PULSE_STORE = tmp_path / "tracks", tmp_path / "pulses"
    floor_plan.adopt_standard(by=SETUP, at=centre.at(-10), site_id=centre.site.pk)
    return Feed(centre, tmp_path / "readings")


def told(name="walk_to_interview"):
    return list(truths(load(name), PLAN, 7, T0))


def test_where_people_are_is_where_they_truly_are_most_of_the_time(feed):
    several = told()
    feed.give(several)
    right = [
        tracks.moment(feed.folder, t.reading.at)[1][t.reading.device].room == t.room
        for t in several[400::97]
        if t.reading.device == "B-0001"
    ]
    assert sum(right) / len(right) > 0.85
    assert pulses.beats([str(Ref("place_map", str(feed.site.pk)))])


def test_closed_pieces_are_entered_and_their_files_agree(feed):
    feed.give(told())
    segments = list(TrackSegment.objects.all())
    assert len(segments) == 3
    for segment in segments:
        assert tracks.digest(feed.folder / segment.name) == segment.sha256
    assert Entry.objects.filter(tag="presence.tracks.closed").count() == 3


def test_a_restart_goes_on_with_the_open_piece(feed):
    several = told()
    feed.give(several[:600])
    before = tracks.moment(feed.folder, feed.at)[1]
    feed.fresh()
    assert tracks.moment(feed.folder, feed.at)[1] == before
    feed.give(several[600:1200])
    assert len(tracks.pieces(Path(feed.folder))) == 1


def test_a_new_plan_closes_the_piece_and_places_on_the_new_one(feed, centre):
    feed.give(told()[:600])
    changed = write(PLAN) | {"anchors": []}
    drawn = floor_plan.draw(by=SETUP, at=centre.at(5), site_id=centre.site.pk, content=changed)
    floor_plan.adopt(drawn.pk, by=SETUP, at=centre.at(5))
    feed.at = round(centre.at(5).timestamp() * 1000)
    feed.look()
    [segment] = TrackSegment.objects.all()
    assert segment.plan.version == 1
    assert tracks.moment(feed.folder, feed.at)[0] == 2


def test_a_fault_of_one_round_does_not_end_the_thread(feed, monkeypatch):
    rounds = []

    def broken():
        rounds.append(1)
        if len(rounds) == 3:
            feed.placer.stopping.set()
        raise RuntimeError("a fault")

    monkeypatch.setattr(feed.placer, "round", broken)
    monkeypatch.setattr("mingjing.bridges.placing.PAUSE", 0)
    monkeypatch.setattr("mingjing.bridges.placing.close_old_connections", lambda: None)
    feed.placer.run()
    assert len(rounds) == 3


def test_a_site_without_a_plan_keeps_no_positions(centre, settings, tmp_path):
    settings.TRACK_STORE, settings.PULSE_STORE = tmp_path / "tracks", tmp_path / "pulses"
    feed = Feed(centre, tmp_path / "readings")
    feed.give(told()[:50])
    assert feed.placer.trails == {}
    assert not feed.sense.stations[centre.site.code].places


def test_a_call_for_help_says_where_its_wearer_is(feed, centre):
    officer, card = centre.officer("custody_guard"), "C-0001"
    made = Device.objects.create(number=card, kind="card", site=centre.site, state_since=centre.at(-20))
    binding.issue(made.pk, by=SETUP, at=centre.at(-10), holder=officer.ref)
    feed.look()
    feed.give(told()[:600])
    station = feed.sense.stations[feed.site.code]
    station.judge([Reading(card, feed.at, sos=True)], feed.at)
    room = centre.site.rooms.filter(code=station.joint.place(card).room).first()
    Teller(feed.sense).round(at_once=True)
    assert Alarm.objects.get(rule="body.sos").text_zh.endswith(f"，在{room.text.zh if room else place(station, card)}")


def place(station, device):
    return PLAN.name(station.joint.place(device).room).zh
