"""Closed segments reach the ledger once, whatever the moment of a crash; old ones go when the book says so."""

import os
import stat
from datetime import timedelta

import pytest

from mingjing.alerts.models import Alarm
from mingjing.bridges.filing import Filer
from mingjing.bridges.local import bound
from mingjing.bridges.sensing import UNKNOWN
from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.org.models import Site, Unit
from mingjing.presence import journal
from mingjing.presence.actions import segment
from mingjing.presence.beat import turned
from mingjing.presence.models import Refused, Segment
from tests.bridges.conftest import clock

BY = machine("sense")


@pytest.fixture
def site(db):
    unit = Unit.objects.create(code="610900000000", name="县局", kind="county_bureau", path="610900000000/")
    return Site.objects.create(code="A", unit=unit, kind="county", name="中心")


@pytest.fixture
def filer(running, site):
    running.sense._station("A")
    return Filer(running.sense)


def close_one(running):
    station = running.sense.stations["A"]
    with running.sense.lock:
        path = station.journal.close()
        station.journal.begin(clock(), station.remember())
        running.sense.closed.append(("A", path))
    return path


def test_a_closed_segment_is_compressed_and_its_digest_entered_once(running, filer):
    path = close_one(running)
    filer.file()
    filer.file_forgotten()
    row = Segment.objects.get()
    assert journal.measure(path.with_name(row.name)) == (row.sha256, row.size)
    assert not path.exists()
    assert Entry.objects.filter(tag="presence.segment.closed").count() == 1


def test_what_a_crash_left_compressed_and_unentered_is_entered_at_the_start(running, filer):
    journal.compress(close_one(running))
    filer.file_forgotten()
    assert Segment.objects.count() == 1


def test_a_segment_is_erased_at_the_end_of_its_time_and_its_digest_stays(running, filer, site):
    path = close_one(running)
    filer.file()
    row = Segment.objects.get()
    folder = path.parent
    kept = Entry.objects.count()
    assert segment.erase_old(folder, by=BY, at=now(), site=site) == 0
    Segment.objects.update(last=row.last - 200 * 24 * 3_600_000, first=row.first - 200 * 24 * 3_600_000)
    assert segment.erase_old(folder, by=BY, at=now(), site=site) == 1
    assert not (folder / row.name).exists()
    assert Entry.objects.count() == kept + 1


def test_what_was_refused_goes_as_readings_go_also_what_strangers_sent(running, filer, site):
    old, fresh = now() - timedelta(days=200), now() - timedelta(days=2)
    for number, at in (("G1", old), ("G2", fresh)):
        Refused.objects.create(site=site, gateway=number, why="rate", minute=at, last_at=at, count=1)
    folder = running.sense.folder / UNKNOWN
    folder.mkdir(exist_ok=True)
    files = [folder / f"{n:015d}.seg.gz" for n in (1, 2)]
    for file, at in zip(files, (old, fresh), strict=True):
        file.write_bytes(b"x")
        os.utime(file, (at.timestamp(), at.timestamp()))
    filer.erase()
    assert list(Refused.objects.values_list("gateway", flat=True)) == ["G2"]
    assert [file.exists() for file in files] == [False, True]


def test_nothing_of_what_was_refused_can_be_read_but_its_shape_and_digest():
    first = turned(5, '{"hr": 180, "name": "王伟", "id": "61092119800101001X"}'.encode())
    assert first.shape == '{"aa": 000, "aaaa": "??????", "aa": "00000000000000000A"}'
    assert len(first.sha256) == 64
    assert len(turned(5, b"9" * 5000).shape) <= 160


def test_tracks_that_were_taken_away_are_an_alarm_until_they_are_back(filer, site, settings, tmp_path):
    settings.TRACK_STORE = tmp_path / "tracks"
    strange = tmp_path / "tracks" / "A" / "000000000000001.track.gz"
    strange.parent.mkdir(parents=True)
    filer.audit()
    assert not Alarm.objects.open().exists()
    strange.write_bytes(b"x")
    filer.audit()
    assert Alarm.objects.open().get().rule == "integrity.tracks_differ"
    strange.unlink()
    filer.audit()
    assert not Alarm.objects.open().get().active


def test_the_door_of_this_machine_is_never_open_to_others(tmp_path):
    before = os.umask(0)
    try:
        for _ in range(2):  # also over what an earlier run left
            door = bound(str(tmp_path / "s"))
            assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o600
            door.close()
    finally:
        os.umask(before)
