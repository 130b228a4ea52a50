"""Tracks: what is written is read, late readings take back, a crash loses nothing, digests agree."""

import gzip
import json

import pytest

from mingjing.presence import tracks
from mingjing.presence.fold import Change
from mingjing.presence.position import Placed
from mingjing.presence.reading import Reading
from mingjing.presence.tracks import PIECE_MS, Trail

T0 = 1_764_000_000_000
LATE = 120_000


def placed(device, room, second):
    return Placed(device, room, T0 + second * 1000, 0.9)


def raised(*found):
    return Change(raised=found)


@pytest.fixture
def trail(tmp_path):
    made = Trail(tmp_path, "c1", LATE)
    made.begin(1, T0)
    return made


def where(folder, second):
    return {d: m.room for d, m in tracks.moment(folder, T0 + second * 1000)[1].items()}


def test_any_instant_is_answered_from_an_open_piece(trail, tmp_path):
    trail.moved(raised(placed("B1", "HW01", 5), placed("B2", "SX01", 7)))
    trail.moved(raised(placed("B1", "PB1", 60)))
    trail.flush()
    assert where(tmp_path, 4) == {}
    assert where(tmp_path, 10) == {"B1": "HW01", "B2": "SX01"}
    assert where(tmp_path, 60) == {"B1": "PB1", "B2": "SX01"}
    assert tracks.moment(tmp_path, T0 - 1) == (0, {})


def test_what_a_late_reading_took_back_is_gone(trail, tmp_path):
    wrong = placed("B1", "PB1", 60)
    trail.moved(raised(placed("B1", "HW01", 5), wrong))
    trail.moved(Change(withdrawn=(wrong,), raised=(placed("B1", "PB1", 63),)))
    trail.flush()
    assert where(tmp_path, 61) == {"B1": "HW01"}
    assert where(tmp_path, 63) == {"B1": "PB1"}


def test_a_piece_is_closed_only_when_nothing_in_it_can_change(trail, tmp_path):
    trail.moved(raised(placed("B1", "HW01", 5), placed("B1", "PB1", 610)))
    assert trail.roll(T0 + PIECE_MS + LATE - 1, 1) is None
    closed = trail.roll(T0 + PIECE_MS + LATE, 1)
    assert (closed.since, closed.until, closed.records, closed.devices) == (T0, T0 + PIECE_MS, 1, 1)
    assert tracks.digest(closed.path) == closed.sha256
    assert where(tmp_path, 599) == {"B1": "HW01"}
    assert where(tmp_path, 615) == {"B1": "PB1"}
    assert [p.name.partition(".")[2] for _, p in tracks.pieces(tmp_path)] == ["track.gz", "open"]


def test_the_next_piece_begins_with_where_everybody_is(trail, tmp_path):
    trail.moved(raised(placed("B1", "HW01", 5)))
    trail.roll(T0 + PIECE_MS + LATE, 1)
    assert where(tmp_path, 700) == {"B1": "HW01"}
    head, marks = tracks.load(tracks.pieces(tmp_path)[-1][1])
    assert [m.room for m in head.marks] == ["HW01"]
    assert marks == []


def test_a_new_plan_begins_a_new_piece_at_once(trail, tmp_path):
    trail.moved(raised(placed("B1", "HW01", 5)))
    closed = trail.roll(T0 + 30_000, 2)
    assert closed.plan == 1
    assert tracks.moment(tmp_path, T0 + 40_000)[0] == 2


def test_a_closed_piece_is_plain_lines(trail):
    trail.moved(raised(placed("B1", "HW01", 5)))
    closed = trail.roll(T0 + PIECE_MS + LATE, 1)
    head, mark = [json.loads(line) for line in gzip.decompress(closed.path.read_bytes()).splitlines()]
    assert head == {"site": "c1", "plan": 1, "since": T0, "marks": []}
    assert mark[:3] == ["B1", T0 + 5000, "HW01"]


def test_coordinates_are_kept_now_and_then(trail, tmp_path):
    for n in range(120):
        trail.heard(Reading("B1", T0 + n * 1000, x=5.0, y=2.0), "HW01", T0, 0.9)
    for n in range(120, 180):
        trail.heard(Reading("B1", T0 + n * 1000, x=5.0 + n, y=2.0), "HW01", T0, 0.9)
    trail.heard(Reading("B1", T0, x=99.0, y=99.0), "HW01", T0, 0.9)
    assert len(trail.marks) == 2 + 12
    trail.flush()
    assert tracks.moment(tmp_path, T0 + 130_000)[1]["B1"].x == 135.0


def test_a_crash_at_any_byte_loses_only_what_was_not_whole(trail, tmp_path):
    for n in range(20):
        trail.moved(raised(placed("B1", f"R{n}", n)))
    trail.flush()
    [(_, path)] = tracks.pieces(tmp_path)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    for cut in range(len(lines[0]), len(whole), 37):
        path.write_bytes(whole[:cut])
        again = Trail(tmp_path, "c1", LATE)
        assert again.resume()
        assert len(again.marks) == whole[:cut].count(b"\n") - 1
    path.write_bytes(whole)
    again = Trail(tmp_path, "c1", LATE)
    again.resume()
    assert again.marks == trail.marks


def test_after_a_crash_a_torn_line_spoils_no_later_one(trail, tmp_path):
    trail.moved(raised(placed("B1", "HW01", 5)))
    trail.flush()
    [(_, path)] = tracks.pieces(tmp_path)
    path.write_bytes(path.read_bytes() + b'[["B1",17')
    again = Trail(tmp_path, "c1", LATE)
    again.resume()
    again.moved(raised(placed("B1", "PB1", 9)))
    again.flush()
    assert where(tmp_path, 10) == {"B1": "PB1"}


def test_what_is_older_than_a_closed_piece_changes_nothing(trail):
    trail.roll(T0 + PIECE_MS + LATE, 1)
    trail.moved(raised(placed("B1", "HW01", 5)))
    assert trail.flush() == 0


def test_a_span_gives_every_piece_it_touches(trail, tmp_path):
    trail.moved(raised(placed("B1", "HW01", 5)))
    trail.roll(T0 + PIECE_MS + LATE, 1)
    spans = [head.since for head, _ in tracks.between(tmp_path, T0 + 1000, T0 + PIECE_MS + 1000)]
    assert spans == [T0, T0 + PIECE_MS]
    assert [h.since for h, _ in tracks.between(tmp_path, T0 + PIECE_MS + 1, T0 + PIECE_MS + 5)] == [T0 + PIECE_MS]


def test_a_file_that_is_cut_off_has_no_digest(trail):
    trail.moved(raised(placed("B1", "HW01", 5)))
    closed = trail.roll(T0 + PIECE_MS + LATE, 1)
    closed.path.write_bytes(closed.path.read_bytes()[:-9])
    with pytest.raises(OSError):
        tracks.digest(closed.path)
