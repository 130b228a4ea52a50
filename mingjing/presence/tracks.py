"""Where the devices of a site were: files outside the database, in pieces of ten minutes. Pure but for the disk.

A piece is lines of JSON, so that anybody can read it: a head (site, version of the plan, beginning, where every device
was then) and marks in the order of time. It stands alone: any instant in it is answered from it. While it is open, what
a late reading took back is a line too; a closed piece holds only what stood, is compressed with gzip, and its digest
enters the ledger.
"""

import gzip
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from mingjing.presence.fold import Change
from mingjing.presence.geometry import distance
from mingjing.presence.position import Placed
from mingjing.presence.reading import Reading

PIECE_MS = 600_000
SPARSE_MS, SPARSE_METRES = 5_000, 1.0
"""Coordinates are kept when so much time has passed and he moved so far; and once a minute in any case."""
MINUTE_MS = 60_000
OPEN, CLOSED = ".open", ".track.gz"


class Mark(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """From `at` on the device is in `room` with probability `p`; where exactly, when its coordinates were told.
    `since`: when it came into the room."""

    device: str
    at: int
    room: str
    p: float
    since: int
    x: float | None = None
    y: float | None = None
    accuracy: float | None = None

    @property
    def key(self) -> tuple[str, int, str]:
        return (self.device, self.at, self.room)


class Head(msgspec.Struct, frozen=True):
    site: str
    plan: int
    since: int
    marks: list[Mark]


class Taken(msgspec.Struct, frozen=True, array_like=True):
    """A line of an open piece: a mark, or that one was taken back."""

    mark: Mark
    back: bool = False


class Closed(NamedTuple):
    """A finished piece; `sha256` is of its lines, whether compressed or not."""

    path: Path
    plan: int
    since: int
    until: int
    size: int
    sha256: str
    records: int
    devices: int


class Trail:
    """The one writer of a site's tracks. `moved` and `heard` as often as wanted, `flush` to have them read."""

    def __init__(self, folder: Path, site: str, lateness: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.site, self.lateness = folder, site, lateness
        self.marks: dict[tuple[str, int, str], Mark] = {}
        self.head = Head(site, 0, 0, [])
        self._last: dict[str, Mark] = {}
        self._waiting: list[bytes] = []
        self._path: Path | None = None

    def resume(self) -> bool:
        """Go on with the piece that was open. False when there is none."""
        last = next(iter(sorted(self.folder.glob(f"*{OPEN}"), reverse=True)), None)
        if last is None:
            return False
        data = last.read_bytes()
        self.head, marks = _open_piece(data)
        with last.open("r+b") as file:  # the torn end of a line would spoil the next one
            file.truncate(data.rindex(b"\n") + 1)
        self._use(last, marks)
        return True

    def begin(self, plan: int, at: int) -> None:
        """Start a piece at `at`, on that version of the plan, with every device where it was last."""
        marks = sorted(self._standing(at).values(), key=lambda m: m.device)
        self.head = Head(self.site, plan, at, marks)
        path = self.folder / f"{at:015d}{OPEN}"
        later = [m for m in self.marks.values() if m.at > at]
        lines = [_encode(self.head), *(_encode(Taken(m)) for m in later)]
        _write(path, b"".join(line + b"\n" for line in lines))
        self._use(path, later)

    def moved(self, change: Change) -> None:
        """What a tracker found or took back."""
        for gone in change.withdrawn:
            if isinstance(gone, Placed):
                self._put(Mark(gone.device, gone.at, gone.room, gone.p, gone.at), back=True)
        for placed in change.raised:
            if isinstance(placed, Placed):
                last = self._last.get(placed.device)
                spot = (last.x, last.y, last.accuracy) if last and last.at <= placed.at else (None, None, None)
                self._put(Mark(placed.device, placed.at, placed.room, placed.p, placed.at, *spot))

    def heard(self, reading: Reading, room: str, since: int, p: float) -> None:
        """Coordinates, now and then; `room` is what is reported of the device."""
        if reading.x is None or reading.y is None:
            return
        last = self._last.get(reading.device)
        if last is not None and reading.at <= last.at:
            return
        if last is not None and last.x is not None and last.y is not None:
            passed, far = reading.at - last.at, distance((last.x, last.y), (reading.x, reading.y))
            if passed < MINUTE_MS and (passed < SPARSE_MS or far < SPARSE_METRES):
                return
        spot = round(reading.x, 1), round(reading.y, 1), reading.accuracy
        self._put(Mark(reading.device, reading.at, room, round(p, 3), since, *spot))

    def flush(self) -> int:
        """Write what waits, for whoever reads the open piece; how many lines."""
        waiting, self._waiting = self._waiting, []
        if waiting and self._path:
            with self._path.open("ab") as file:
                file.write(b"".join(waiting))
        return len(waiting)

    def roll(self, now: int, plan: int) -> Closed | None:
        """Close the piece when it is full and nothing in it can change any more; or at once when the plan changed."""
        until = self.head.since + PIECE_MS
        if plan == self.head.plan and now < until + self.lateness:
            return None
        until = until if plan == self.head.plan else now
        self.flush()
        held = sorted((m for m in self.marks.values() if m.at < until), key=lambda m: (m.at, m.device, m.room))
        lines = b"".join(_encode(one) + b"\n" for one in (self.head, *held))
        target = self.folder / closed_name(self.head.since)
        _write(target, gzip.compress(lines, 6, mtime=0))
        before, closed = self._path, self.head
        self.begin(plan, until)
        if before and before != self._path:
            before.unlink(missing_ok=True)
        devices = {m.device for m in (*closed.marks, *held)}
        digest = sha256(lines).hexdigest()
        return Closed(target, closed.plan, closed.since, until, len(lines), digest, len(held), len(devices))

    def _use(self, path: Path, marks: Iterable[Mark]) -> None:
        self._path = path
        self.marks = {m.key: m for m in marks}
        self._last = _latest((*self.head.marks, *sorted(self.marks.values(), key=lambda m: m.at)))

    def _standing(self, at: int) -> dict[str, Mark]:
        return _latest((*self.head.marks, *sorted((m for m in self.marks.values() if m.at <= at), key=lambda m: m.at)))

    def _put(self, mark: Mark, back: bool = False) -> None:
        known = self._last.get(mark.device)
        if mark.at < self.head.since:
            if back or known is None or mark.at <= known.at:
                return  # too late for a piece that is closed: the reading itself is in the journal
            mark = msgspec.structs.replace(mark, at=self.head.since)  # a new plan began: here from its first moment
        if back:
            self.marks.pop(mark.key, None)
        else:
            self.marks[mark.key] = mark
            if known is None or mark.at >= known.at:
                self._last[mark.device] = mark
        self._waiting.append(_encode(Taken(mark, back)) + b"\n")


def closed_name(since: int) -> str:
    """The name of the file of a closed piece."""
    return f"{since:015d}{CLOSED}"


def pieces(folder: Path) -> list[tuple[int, Path]]:
    """(beginning, path) of every piece that is there, in order; a closed one rather than its open form."""
    found = {int(p.name.partition(".")[0]): p for p in [*folder.glob(f"*{OPEN}"), *folder.glob(f"*{CLOSED}")]}
    return sorted(found.items())


def moment(folder: Path, at: int) -> tuple[int, dict[str, Mark]]:
    """(version of the plan, device → where it was at that instant). Version 0 when nothing is known of it."""
    before = [path for since, path in pieces(folder) if since <= at]
    if not before:
        return 0, {}
    head, marks = load(before[-1])
    return head.plan, _latest((*head.marks, *(m for m in marks if m.at <= at)))


def between(folder: Path, since: int, until: int) -> Iterator[tuple[Head, list[Mark]]]:
    """Every piece that touches the span."""
    known = pieces(folder)
    for n, (begins, path) in enumerate(known):
        ends = known[n + 1][0] if n + 1 < len(known) else None
        if begins <= until and (ends is None or ends > since):
            yield load(path)


def load(path: Path) -> tuple[Head, list[Mark]]:
    """A piece, open or closed: its head and its marks in the order of time."""
    stat = path.stat()
    return _loaded(path, stat.st_mtime_ns, stat.st_size)


def digest(path: Path) -> str:
    """The digest of a closed piece as it is on the disk now, to compare with the ledger. Raises OSError when it is
    missing or no longer whole."""
    total = sha256()
    try:
        with gzip.open(path) as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                total.update(chunk)
    except EOFError as why:
        raise OSError(f"{path.name} is cut off") from why
    return total.hexdigest()


@lru_cache(maxsize=64)
def _loaded(path: Path, changed: int, size: int) -> tuple[Head, list[Mark]]:  # noqa: ARG001  what makes it another file
    if path.name.endswith(OPEN):
        return _open_piece(path.read_bytes())
    lines = gzip.decompress(path.read_bytes()).splitlines()
    return _decode_head(lines[0]), [_decode_mark(line) for line in lines[1:]]


def _open_piece(data: bytes) -> tuple[Head, list[Mark]]:
    """What stands in an open piece; a last line that is not whole is not there yet."""
    lines = data.split(b"\n")[:-1]
    standing: dict[tuple[str, int, str], Mark] = {}
    for line in lines[1:]:
        told = _decode_taken(line)
        if told.back:
            standing.pop(told.mark.key, None)
        else:
            standing[told.mark.key] = told.mark
    return _decode_head(lines[0]), sorted(standing.values(), key=lambda m: (m.at, m.device, m.room))


def _latest(marks: Iterable[Mark]) -> dict[str, Mark]:
    return {mark.device: mark for mark in marks}


def _write(path: Path, data: bytes) -> None:
    """The whole file or none of it, also when the power goes."""
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_encode = msgspec.json.Encoder().encode
_decode_head = msgspec.json.Decoder(Head).decode
_decode_mark = msgspec.json.Decoder(Mark).decode
_decode_taken = msgspec.json.Decoder(Taken).decode
