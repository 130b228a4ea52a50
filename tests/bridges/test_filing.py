"""Closed segments reach the ledger once, whatever the moment of a crash; old ones go when the book says so."""

import pytest

from mingjing.bridges.filing import Filer
from mingjing.kernel.actor import machine
from mingjing.kernel.time import now
from mingjing.ledger.models import Entry
from mingjing.org.models import Site, Unit
from mingjing.presence import journal
from mingjing.presence.actions import segment
from mingjing.presence.models import Segment
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
