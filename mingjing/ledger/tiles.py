"""The log as files: C2SP tlog-tiles in one directory.

`tile/<level>/<index>` holds up to 256 hashes, `tile/entries/<index>` the leaves themselves, in immutable
files; a tile that is not full yet is written as `….p/<width>`. What a checkpoint covers never changes again.
"""

import ctypes
import os
import struct
from collections.abc import Collection, Iterable
from hashlib import sha256
from itertools import islice
from pathlib import Path

WIDTH = 256
HASH = 32
SPAN = 8
"""Levels of the tree inside one tile: 2**8 = 256."""

FEW = 16
"""Up to so many files each is made durable by itself: the rest of the disk is then no business of ours."""

_ENTRIES = "entries"
_libc = ctypes.CDLL(None, use_errno=True)
_pairs = struct.Struct(f"{2 * HASH}s").iter_unpack


class TileError(ValueError):
    """A tile or bundle that the tree needs is missing or has the wrong length: the directory is damaged."""


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """The C2SP path of a tile, e.g. `tile/0/x001/x234/067`, `tile/1/000.p/17`; level `entries` for leaves."""
    parts = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        parts.insert(0, f"x{index % 1000:03d}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(parts)}{partial}"


def pack(leaves: Iterable[bytes]) -> bytes:
    """An entry bundle: each leaf after its length as big-endian uint16. TileError above 65,535 bytes."""
    try:
        return b"".join([struct.pack(">H", len(leaf)) + leaf for leaf in leaves])
    except struct.error:
        raise TileError("a leaf is longer than 65,535 bytes") from None


def unpack(bundle: bytes) -> list[bytes]:
    """The leaves of a bundle. Raises TileError when a length points outside it."""
    leaves, at = [], 0
    while at < len(bundle):
        length = int.from_bytes(bundle[at : at + 2])
        leaves.append(bundle[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(bundle) or len(bundle) == 1:
        raise TileError("a bundle ends inside a leaf")
    return leaves


def roll_up(hashes: bytes) -> bytes:
    """Hash neighbours in a row of an even number of concatenated hashes."""
    return b"".join([sha256(b"\x01" + pair).digest() for (pair,) in _pairs(hashes)])


def tile_root(hashes: bytes) -> bytes:
    """The hash of one full tile: its entry in the tile above."""
    while len(hashes) > HASH:
        hashes = roll_up(hashes)
    return hashes


class TileReader:
    """Answers node hashes of the tree of `size` leaves below `directory`, reading each tile once.

    One proof needs at most two tiles per eight levels. It keeps all it has read and hashed, so that of the many proofs
    of a long record only the first in each tile costs anything.
    """

    def __init__(self, directory: Path, size: int) -> None:
        self.size = size
        self._top = str(directory)
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def node(self, level: int, index: int) -> bytes:
        """The hash of the perfect subtree (level, index), as `kernel.merkle` asks it. Raises TileError."""
        tile_level, above = divmod(level, SPAN)
        tile, offset = divmod(index << above, WIDTH)
        rows = self._rows(tile_level, tile)
        while len(rows) <= above:
            rows.append(roll_up(rows[-1][: len(rows[-1]) // (2 * HASH) * (2 * HASH)]))
        at = (offset >> above) * HASH
        found = rows[above][at : at + HASH]
        if len(found) != HASH:
            raise TileError(f"{tile_path(tile_level, tile)} does not reach node {index} of level {level}")
        return found

    def leaves(self, tile: int) -> list[bytes]:
        """The leaves of one bundle, as many as the tree has there. Raises TileError."""
        width = min(WIDTH, self.size - tile * WIDTH)
        leaves = unpack(self.read(_ENTRIES, tile, width))[:width]
        if len(leaves) != width:
            raise TileError(f"{tile_path(_ENTRIES, tile, width)} has {len(leaves)} leaves")
        return leaves

    def leaf_hashes(self, tile: int) -> list[bytes]:
        """The hashes of one tile of level 0, as many as the tree has there. Raises TileError."""
        row = self._rows(0, tile)[0]
        return [row[at : at + HASH] for at in range(0, len(row), HASH)]

    def read(self, level: int | str, tile: int, width: int) -> bytes:
        """The bytes of a tile of at least `width`: the partial file, or the full one that has replaced it."""
        for shape in {width: None, WIDTH: None}:
            try:
                with open(f"{self._top}/{tile_path(level, tile, shape)}", "rb", buffering=0) as file:
                    return file.read()
            except FileNotFoundError:
                continue
        raise TileError(f"{tile_path(level, tile, width)} is missing")

    def _rows(self, level: int, tile: int) -> list[bytes]:
        """The hashes of a tile, and above them as many rows of the tree inside it as were needed so far."""
        if (level, tile) not in self._tiles:
            width = min(WIDTH, (self.size >> level * SPAN) - tile * WIDTH)
            row = self.read(level, tile, width)[: width * HASH]
            if len(row) != width * HASH:
                raise TileError(f"{tile_path(level, tile, width)} holds {len(row) // HASH} hashes")
            self._tiles[level, tile] = [row]
        return self._tiles[level, tile]


class TileWriter:
    """Adds leaves after the first `size` ones. Nothing it writes counts until a checkpoint covers it.

    Killed at any point and run again with the same leaves, it writes the same bytes into the same files.
    """

    def __init__(self, directory: Path, size: int) -> None:
        self.directory = directory
        self.size = size
        self._top = str(directory)
        self._written: dict[str, None] = {}
        self._folders: set[str] = set()
        reader = TileReader(directory, size)
        self._open = [_edge(reader, level) for level in range(_levels(size))]
        edge = size % WIDTH
        self._leaves = reader.leaves(size // WIDTH) if edge else []

    def append(self, leaves: Iterable[bytes]) -> None:
        """Take leaves in order; full tiles are written as they fill."""
        coming = iter(leaves)
        while some := list(islice(coming, WIDTH - len(self._leaves))):
            self._leaves += some
            self.size += len(some)
            self._row(0).extend(b"".join([sha256(b"\x00" + leaf).digest() for leaf in some]))
            if len(self._leaves) == WIDTH:
                self._put(_ENTRIES, self.size // WIDTH - 1, WIDTH, pack(self._leaves))
                self._leaves = []
                self._close(0)

    def flush(self) -> None:
        """Write the tiles that are not full, then make everything written durable, directories included."""
        if self._leaves:
            self._put(_ENTRIES, self.size // WIDTH, len(self._leaves), pack(self._leaves))
        for level, row in enumerate(self._open):
            if row:
                tile = (self.size >> level * SPAN) // WIDTH
                self._put(level, tile, len(row) // HASH, bytes(row))
        _sync(self._written, self.directory)
        self._written = {}

    def _row(self, level: int) -> bytearray:
        while level >= len(self._open):
            self._open.append(bytearray())
        return self._open[level]

    def _close(self, level: int) -> None:
        """Write the tile of the level that has just become full, and hand its root to the level above."""
        row, above = self._row(level), self._row(level + 1)
        full = bytes(row)
        row.clear()
        self._put(level, (self.size >> level * SPAN) // WIDTH - 1, WIDTH, full)
        above += tile_root(full)
        if len(above) == WIDTH * HASH:
            self._close(level + 1)

    def _put(self, level: int | str, tile: int, width: int, content: bytes) -> None:
        path = f"{self._top}/{tile_path(level, tile, width)}"
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        temporary = f"{folder}/.{name}.tmp"
        with open(temporary, "wb", buffering=0) as file:
            file.write(content)
        os.replace(temporary, path)
        self._written[path] = None


def replace(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a small file whole or not at all, durably."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _fsync(path.parent)


def _edge(reader: TileReader, level: int) -> bytearray:
    count = reader.size >> level * SPAN
    width = count % WIDTH
    if not width:
        return bytearray()
    row = reader.read(level, count // WIDTH, width)[: width * HASH]
    if len(row) != width * HASH:
        raise TileError(f"{tile_path(level, count // WIDTH, width)} is too short")
    return bytearray(row)


def _sync(paths: Collection[str], top: Path) -> None:
    """Make files, and every directory up to `top` that names them, survive a power cut."""
    if len(paths) > FEW and _whole_disk(top):
        return
    folders: set[Path] = {top}
    for path in map(Path, paths):
        _fsync(path)
        folders.update(p for p in path.parents if p.is_relative_to(top))
    for folder in folders:
        _fsync(folder)


def _whole_disk(top: Path) -> bool:
    """Linux writes out one file system at a stroke, many times faster than file by file; False where that is unknown.

    It reports failed writes as fsync does (since Linux 5.8). Raises OSError for them.
    """
    if not hasattr(_libc, "syncfs"):
        return False
    handle = os.open(top, os.O_RDONLY)
    try:
        if _libc.syncfs(handle):
            raise OSError(ctypes.get_errno(), "syncfs", str(top))
    finally:
        os.close(handle)
    return True


def _levels(size: int) -> int:
    return (size.bit_length() + SPAN - 1) // SPAN


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
