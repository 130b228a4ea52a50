"""Tiles as c2sp.org/tlog-tiles lays them out, written in any portions, read back as the tree they are."""

import math
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingjing.kernel import merkle
from mingjing.ledger import tiles
from mingjing.ledger.tiles import TileError, TileReader, TileWriter, tile_path


def leaves(start: int, end: int) -> list[bytes]:
    return [b'{"n":%d}' % i for i in range(start, end)]


def reference_root(data: list[bytes]) -> bytes:
    rows = {(0, i): merkle.leaf_hash(leaf) for i, leaf in enumerate(data)}

    def node(level: int, index: int) -> bytes:
        if (level, index) not in rows:
            rows[level, index] = merkle.node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))
        return rows[level, index]

    return merkle.root(len(data), node)


def files(directory) -> dict[str, bytes]:
    return {str(p.relative_to(directory)): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 1234067, 256, "tile/0/x001/x234/067"),
        (0, 0, 256, "tile/0/000"),
        (1, 999, 17, "tile/1/999.p/17"),
        ("entries", 1000, 256, "tile/entries/x001/000"),
    ],
)
def test_paths_are_those_of_the_specification(level, index, width, path):
    assert tile_path(level, index, width) == path


def test_a_tree_of_70000_has_the_tiles_the_specification_counts(tmp_path):
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 70_000))
    writer.flush()
    names = [name for name in files(tmp_path) if "/entries/" not in name]
    full = [name for name in names if ".p/" not in name]
    assert sum(name.startswith("tile/0/") for name in full) == 273
    assert sum(name.startswith("tile/1/") for name in full) == 1
    assert sorted(n for n in names if ".p/" in n) == [
        "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1",
    ]  # fmt: skip
    assert TileReader(tmp_path, 70_000).leaves(273) == leaves(273 * 256, 70_000)


def test_a_tree_of_256_is_one_full_tile_and_a_partial_one_above(tmp_path):
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 256))
    writer.flush()
    assert sorted(files(tmp_path)) == ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]


@given(cuts=st.lists(st.integers(0, 700), max_size=5), size=st.integers(1, 700))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_portions_give_the_same_full_tiles_and_the_true_root(tmp_path_factory, cuts, size):
    directory = tmp_path_factory.mktemp("log")
    done = 0
    for cut in sorted({min(c, size) for c in cuts} | {size}):
        writer = TileWriter(directory, done)
        writer.append(leaves(done, cut))
        writer.flush()
        done = cut
        reader = TileReader(directory, done)
        assert merkle.root(done, reader.node) == reference_root(leaves(0, done))
    for tile in range(math.ceil(size / 256)):
        assert reader.leaves(tile) == leaves(tile * 256, min(size, tile * 256 + 256))


def test_writing_again_after_a_crash_changes_no_byte(tmp_path):
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 300))
    writer.flush()
    crashed = TileWriter(tmp_path, 300)
    crashed.append(leaves(300, 900))
    before = files(tmp_path)
    again = TileWriter(tmp_path, 300)
    again.append(leaves(300, 900))
    again.flush()
    after = files(tmp_path)
    assert {name: after[name] for name in before} == before
    assert merkle.root(900, TileReader(tmp_path, 900).node) == reference_root(leaves(0, 900))


def test_a_proof_reads_few_tiles(tmp_path):
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 70_000))
    writer.flush()
    for index in (0, 255, 256, 65_535, 65_536, 69_999):
        reader = TileReader(tmp_path, 70_000)
        merkle.inclusion_proof(index, 70_000, reader.node)
        assert len(reader._tiles) <= 2 * 3


def test_the_second_proof_out_of_the_same_tiles_hashes_nothing(tmp_path, monkeypatch):
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 70_000))
    writer.flush()
    reader = TileReader(tmp_path, 70_000)
    first = merkle.inclusion_proof(1000, 70_000, reader.node)
    monkeypatch.setattr(tiles, "roll_up", None)
    assert merkle.inclusion_proof(1001, 70_000, reader.node)[1:] == first[1:]


@pytest.mark.parametrize("name", ["tile/0/000", "tile/1/001.p/17", "tile/entries/003"])
@pytest.mark.parametrize("harm", ["missing", "short"])
def test_a_missing_or_short_tile_is_an_error_and_not_a_wrong_answer(tmp_path, name, harm):
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 70_000))
    writer.flush()
    path = tmp_path / name
    path.unlink() if harm == "missing" else path.write_bytes(path.read_bytes()[:-9])
    reader = TileReader(tmp_path, 70_000)
    with pytest.raises(TileError):
        (reader.leaves(3), merkle.inclusion_proof(0, 70_000, reader.node))


def test_a_leaf_too_long_for_the_format_is_refused():
    with pytest.raises(TileError):
        tiles.pack([b"x" * 65_536])


@given(st.binary(max_size=64))
def test_unpacking_anything_gives_leaves_or_a_tile_error(raw):
    with suppress(TileError):
        assert tiles.pack(tiles.unpack(raw)) == raw


def test_replace_writes_whole_or_not_at_all(tmp_path):
    target = tmp_path / "keys" / "a.key"
    tiles.replace(target, b"one", mode=0o600)
    tiles.replace(target, b"two", mode=0o600)
    assert target.read_bytes() == b"two"
    assert target.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in target.parent.iterdir()] == ["a.key"]


def test_a_few_files_are_made_durable_one_by_one_and_many_at_a_stroke(tmp_path, monkeypatch):
    each, whole = [], []
    monkeypatch.setattr(tiles, "_fsync", lambda path: each.append(str(path.relative_to(tmp_path))))
    monkeypatch.setattr(tiles, "_whole_disk", lambda top: whole.append(top) or True)
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 3))
    writer.flush()
    assert set(each) == {"tile/0/000.p/3", "tile/entries/000.p/3", "tile", "tile/0", "tile/0/000.p", ".",
                         "tile/entries", "tile/entries/000.p"}  # fmt: skip
    assert whole == []
    writer.append(leaves(3, 256 * tiles.FEW))
    writer.flush()
    assert whole == [tmp_path]


def test_a_disk_that_fails_at_a_stroke_fails_the_sealing(tmp_path, monkeypatch):
    class Failing:
        @staticmethod
        def syncfs(_handle):
            return -1

    monkeypatch.setattr(tiles, "_libc", Failing)
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 256 * tiles.FEW))
    with pytest.raises(OSError, match="syncfs"):
        writer.flush()


def test_where_the_disk_cannot_be_written_out_at_a_stroke_each_file_is(tmp_path, monkeypatch):
    each = []
    monkeypatch.setattr(tiles, "_libc", object())
    monkeypatch.setattr(tiles, "_fsync", each.append)
    writer = TileWriter(tmp_path, 0)
    writer.append(leaves(0, 256 * tiles.FEW))
    writer.flush()
    assert len(each) > 2 * tiles.FEW
