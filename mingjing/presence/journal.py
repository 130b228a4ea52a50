"""What came, in the order it came: append-only files of one site, on the disk before anything is acknowledged.

A segment is a row of records, each with its length and checksum, so that the torn end a power cut leaves is known as
such and cut off. It begins with the engine's state, so that any minute can be judged again from its segment and the few
minutes before it. A closed segment is compressed with gzip, which anybody can open, and its digest enters the ledger.
"""

import gzip
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from enum import IntEnum
from hashlib import sha256
from io import BufferedIOBase
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

MAGIC = b"mingjing readings 1\n"
FRAME = struct.Struct("<II")  # length, CRC-32
LARGEST = 1 << 30
OPEN, CLOSED = ".seg", ".seg.gz"


class Kind(IntEnum):
    MESSAGE = 1  # taken, as it came
    REFUSED = 2  # refused as a whole
    TICK = 3  # time that passed and made a finding
    STATE = 4  # the engine's state before everything that follows
    TOLD = 5  # what the custody record said: who is here, who wears what, on which plan


class Record(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One line of the journal. `skip`: place in the message → why that reading was refused; `counted`: under which name
    the number of the message was counted."""

    kind: int
    at: int
    gateway: str = ""
    profile: str = ""
    raw: bytes = b""
    why: str = ""
    skip: dict[int, str] = {}
    counted: str = ""

    @property
    def message(self) -> tuple[str, str, bytes, dict[int, str], int, str]:
        """What `Intake.replay` asks for."""
        return self.gateway, self.profile, self.raw, self.skip, self.at, self.counted


class Closed(NamedTuple):
    """A finished segment; `sha256` is of the records, whether compressed or not."""

    path: Path
    first: int
    last: int
    size: int
    sha256: str


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Record).decode


class Journal:
    """The one writer of a site's journal. `append` as often as wanted, then `commit`: only then is it on the disk."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.started = 0
        self.size = self.state_size = 0
        self._file: IO[bytes] | None = None
        self._waiting: list[bytes] = []

    def resume(self) -> Iterator[Record]:
        """Go on with the last segment, its torn end cut off: its records, to be read to the end before `append`."""
        last = next(iter(sorted(self.folder.glob(f"*{OPEN}"), reverse=True)), None)
        if last is None:
            return
        good = 0
        self.started = _start(last)
        with last.open("rb") as file:
            for record, end in _records(file):
                self.state_size = self.state_size if good else len(record.raw)
                good = end
                yield record
        if not good:  # the power went before its first record was whole: it holds nothing
            last.unlink()
            return
        with last.open("r+b") as file:
            file.truncate(good)
            os.fsync(file.fileno())
        self._use(last, good)

    def begin(self, at: int, state: bytes) -> None:
        """Start a segment at `at` with the state of the engine."""
        while (path := self.folder / f"{at:015d}{OPEN}").exists() or path.with_suffix(OPEN + ".gz").exists():
            at += 1
        self.state_size = len(state)
        draft = path.with_suffix(".part")
        with draft.open("wb") as file:
            file.write(MAGIC + _framed(Record(Kind.STATE, at, raw=state)))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        _sync(self.folder)
        self._use(path, path.stat().st_size)

    def append(self, record: Record) -> None:
        self._waiting.append(_framed(record))

    def commit(self) -> int:
        """Everything appended is on the disk when this returns; how many records."""
        waiting = self._waiting
        if not waiting:
            return 0
        if self._file is None:
            raise RuntimeError("begin or resume the journal first")
        written = b"".join(waiting)
        self._file.write(written)
        self._file.flush()
        os.fdatasync(self._file.fileno())
        self.size += len(written)
        self._waiting = []
        return len(waiting)

    def close(self) -> Path | None:
        """Close the segment; its path, not yet compressed."""
        self.commit()
        if self._file is None:
            return None
        path = Path(self._file.name)
        self._file.close()
        self._file = None
        return path

    def _use(self, path: Path, size: int) -> None:
        self._file = path.open("ab")
        self.started, self.size = _start(path), size


def segments(folder: Path) -> list[tuple[int, Path]]:
    """(start, path) of every segment that is there, in order; a compressed one instead of its draft."""
    found = {_start(p): p for p in sorted(folder.glob(f"*{OPEN}")) + sorted(folder.glob("*.gz"))}
    return sorted(found.items())


def messages_before(folder: Path, started: int, since: int) -> Iterator[Record]:
    """What was taken from `since` on in segments before the one that started at `started`, in the order it came."""
    known = [(start, path) for start, path in segments(folder) if start < started]
    first = max((n for n, (start, _) in enumerate(known) if start <= since), default=0)
    for _, path in known[first:]:
        for record in read(path):
            if record.kind == Kind.MESSAGE and record.at >= since:
                yield record


def read(path: Path) -> Iterator[Record]:
    """The records of a segment, open, closed or compressed, up to the first that is not whole."""
    with gzip.open(path) if path.name.endswith(CLOSED) else path.open("rb") as file:
        for record, _ in _records(file):
            yield record


def compress(path: Path) -> Closed:
    """Replace a closed segment by its compressed form. May be repeated after a crash at any point."""
    target = path.with_name(path.name + ".gz")
    digest, size = sha256(), 0
    draft = target.with_suffix(".part")
    with path.open("rb") as source, gzip.GzipFile(draft, "wb", compresslevel=1, mtime=0) as out:
        while chunk := source.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    first = _start(path)
    last = int(path.stat().st_mtime * 1000)
    _fsync(draft)
    draft.rename(target)
    _sync(path.parent)
    path.unlink()
    return Closed(target, first, last, size, digest.hexdigest())


def measure(path: Path) -> tuple[str, int]:
    """Digest and size of a segment's records as they are on the disk now, to compare with the ledger."""
    digest, size = sha256(), 0
    with gzip.open(path) if path.name.endswith(CLOSED) else path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _start(path: Path) -> int:
    return int(path.name.partition(".")[0])


def _framed(record: Record) -> bytes:
    body = _encode(record)
    return FRAME.pack(len(body), zlib.crc32(body)) + body


def _records(file: BufferedIOBase | gzip.GzipFile | IO[bytes]) -> Iterable[tuple[Record, int]]:
    """Each whole record and where it ends."""
    place = len(MAGIC)
    if file.read(place) != MAGIC:
        return
    while len(head := file.read(FRAME.size)) == FRAME.size:
        length, crc = FRAME.unpack(head)
        body = file.read(length) if length <= LARGEST else b""
        if len(body) != length or zlib.crc32(body) != crc:
            return
        place += FRAME.size + length
        yield _decode(body), place


def _fsync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
