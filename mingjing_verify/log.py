"""Verify a whole log directory (C2SP tlog-tiles): every entry, every hash, the signature, the witnesses.

Two trees are grown side by side in one pass: one from the entries themselves, one from the stored leaf hashes. Which
of the two leads to the signed root tells whether entries or hash files were changed. Memory does not grow.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from mingjing_verify.encoding import Malformed
from mingjing_verify.findings import Report, Unusable
from mingjing_verify.heads import judge
from mingjing_verify.note import BadSignature, Checkpoint, Key, read_checkpoint, read_key, read_note, signed
from mingjing_verify.tree import HASH, Growing, fold, leaf

WIDTH = 256
SMALL = 1 << 20
ENOUGH = 1000
"""Suspicions kept while reading; the verdict needs to know that there are any, not all of a ruined log."""
MOST_BUNDLE = WIDTH * (2 + 65_535)

Progress = Callable[[int, int], None]
Blame = tuple[str, str]


def verify_log(
    directory: Path,
    *,
    keys: list[Key] = [],  # noqa: B006  never changed
    witnesses: list[Key] = [],  # noqa: B006
    since: bytes | None = None,
    progress: Progress | None = None,
) -> Report:
    """Verify the log in `directory`. `since` is a checkpoint kept from an earlier day. Raises Unusable."""
    if not directory.is_dir():
        raise Unusable("input.missing", str(directory))
    if not (directory / "checkpoint").exists() and not (directory / "tile").is_dir():
        raise Unusable("input.not_a_log", str(directory))
    report = Report("log", directory.name)
    key, vouching = _log_key(report, directory, keys), _witness_keys(report, directory, witnesses)
    earlier = _earlier(since, key) if since is not None else None
    raw = _read(directory / "checkpoint", SMALL)
    if raw is None:
        report.find("checkpoint.missing")
        return report
    point = judge(report, raw, key, vouching, demanded=bool(witnesses))
    if point is not None:
        _compare(report, point, earlier)
        _Walk(report, directory, point, earlier).run(progress)
    return report


def _log_key(report: Report, directory: Path, keys: list[Key]) -> Key:
    """The pinned key, or the one beside the log. Several pinned: the one that names this log."""
    found = _read(directory / "vkey", SMALL)
    beside = _keys(found, directory / "vkey") if found is not None else []
    if not keys:
        report.notice("key.from_the_log")
        if len(beside) != 1:
            raise Unusable("input.bad_key", str(directory / "vkey"))
        return beside[0]
    named = [key for key in keys if beside and key.name == beside[0].name]
    return (named or keys)[0]


def _witness_keys(report: Report, directory: Path, witnesses: list[Key]) -> list[Key]:
    if witnesses:
        return witnesses
    report.notice("witness.from_the_log")
    found = _read(directory / "witness.vkey", SMALL)
    return _keys(found, directory / "witness.vkey") if found else []


def _keys(raw: bytes, where: Path) -> list[Key]:
    try:
        return [read_key(line) for line in raw.decode().splitlines() if line]
    except (Malformed, UnicodeDecodeError):
        raise Unusable("input.bad_key", str(where)) from None


def _earlier(raw: bytes, key: Key) -> Checkpoint:
    try:
        note = read_note(raw)
        if signed(note, key) is None:
            raise Malformed("not signed by this log")
        return read_checkpoint(note.text)
    except (Malformed, BadSignature) as why:
        raise Unusable("input.bad_since", str(why)) from None


def _compare(report: Report, point: Checkpoint, earlier: Checkpoint | None) -> None:
    if earlier is None:
        return
    if point.size < earlier.size:
        report.find("checkpoint.replayed", f"{point.size} < {earlier.size}")
    elif point.size == earlier.size and point.root != earlier.root:
        report.find("log.forked", point.size)


class _Walk:
    """One pass over a log."""

    def __init__(self, report: Report, directory: Path, point: Checkpoint, earlier: Checkpoint | None) -> None:
        self.report = report
        self.directory = directory
        self.point = point
        self.earlier = earlier
        self.of_entries = Growing()
        self.of_hashes = Growing()
        self.entry_blame: list[Blame] = []
        self.hash_blame: list[Blame] = []
        self.gone: list[tuple[int, int]] = []
        log = json.dumps(point.origin.rpartition("/")[2], ensure_ascii=False).encode()
        self.form = re.compile(rb'\{"digest":"[0-9a-f]{64}","log":%b,"seq":(\d+),"v":1\}' % re.escape(log))

    def run(self, progress: Progress | None) -> None:
        size = self.point.size
        if not size:
            self.report.notice("log.empty")
        for first in range(0, size, WIDTH):
            width = min(WIDTH, size - first)
            entries, hashes = self._tile(first, width)
            self._look_back(first, entries)
            if width == WIDTH:
                self._grow(entries, hashes)
            if progress:
                progress(first + width, size)
        tail = size % WIDTH
        self._finish(entries if tail else [], hashes if tail else [])

    def _tile(self, first: int, width: int) -> tuple[list[bytes], list[bytes]]:
        """Read one bundle and its tile: the leaf hashes by the entries, and those stored. Notes what is amiss."""
        number = first // WIDTH
        stored = _read_tile(self.directory, "0", number, width)
        held = _read_tile(self.directory, "entries", number, width)
        hashes = _split(stored[0]) if stored else []
        if stored and len(hashes) > width and stored[1]:
            hashes = hashes[:width]
        if len(hashes) != width:
            self._blame_hash("tile.corrupted" if stored else "tile.missing", "0", number, width)
        leaves = self._leaves(held, first, width)
        if leaves is None:
            return (hashes if len(hashes) == width else []), hashes
        entries = [leaf(each) for each in leaves]
        if len(hashes) != width:
            hashes = entries[:width]
        if entries == hashes:
            self._numbers(leaves, first)
        else:
            self._blame_hash("tile.corrupted", "0", number, width)
            if len(self.entry_blame) < ENOUGH:
                self.entry_blame += _differences(hashes, entries, first)
        return entries, hashes

    def _leaves(self, held: tuple[bytes, bool] | None, first: int, width: int) -> list[bytes] | None:
        if held is None:
            self.gone.append((first, first + width))
            return None
        try:
            leaves = list(_unpack(held[0]))
        except Malformed:
            self.entry_blame.append(("bundle.damaged", _name("entries", first // WIDTH, width)))
            return []
        return leaves[:width] if held[1] else leaves

    def _numbers(self, leaves: list[bytes], first: int) -> None:
        """Entries that hash as they should must also be of the prescribed form and carry their own number.

        Only the first wrong number of a tile is reported: behind a dropped entry all the others are wrong too.
        """
        match, shifted = self.form.fullmatch, False
        for seq, each in enumerate(leaves, first):
            found = match(each)
            if found is None:
                self.report.find("entry.malformed", seq)
            elif found[1] != b"%d" % seq and not shifted:
                self.report.find("entry.out_of_place", seq)
                shifted = True

    def _look_back(self, first: int, entries: list[bytes]) -> None:
        """Does the tree grown so far have the root of the checkpoint the reader kept from an earlier day?"""
        earlier = self.earlier
        if earlier is None or not first < earlier.size <= min(first + WIDTH, self.point.size):
            return
        if earlier.size < self.point.size and self.of_entries.root(entries[: earlier.size - first]) != earlier.root:
            self.report.find("log.forked", f"{earlier.size} → {self.point.size}", first=True)

    def _grow(self, entries: list[bytes], hashes: list[bytes]) -> None:
        below = fold(list(entries))
        same = entries is hashes or entries == hashes
        filled = list(self.of_entries.add(below))
        other = list(self.of_hashes.add(below if same else fold(list(hashes))))
        for (level, row), (_, alike) in zip(filled, other, strict=True):
            self._upper(level, self._count(level) - 1, row, alike)

    def _count(self, level: int) -> int:
        """How many full tiles of the level the tree has so far."""
        rows = self.of_entries.rows
        count = 0
        for above in range(len(rows), level, -1):
            count = count * WIDTH + len(rows[above - 1])
        return count

    def _upper(self, level: int, number: int, row: list[bytes], alike: list[bytes]) -> None:
        found = _read_tile(self.directory, str(level), number, len(row))
        if found is None:
            self._blame_hash("tile.missing", str(level), number, len(row))
            return
        hashes = _split(found[0])
        if (hashes[: len(row)] if found[1] else hashes) not in (row, alike):
            self._blame_hash("tile.corrupted", str(level), number, len(row))

    def _finish(self, entries: list[bytes], hashes: list[bytes]) -> None:
        for level, row in enumerate(self.of_entries.rows, 1):
            if row:
                self._upper(level, self._count(level), row, self.of_hashes.rows[level - 1])
        self._missing()
        by_entries = not self.gone and self.of_entries.root(entries) == self.point.root
        by_hashes = self.of_hashes.root(hashes) == self.point.root
        if by_entries or not by_hashes:
            self._blame(self.hash_blame)
        if not by_entries:
            self._blame(self.entry_blame)
        if by_hashes and not by_entries:
            level_0 = [b for b in self.hash_blame if not b[1].startswith("tile/0/") or b[0] == "tile.missing"]
            self._blame(level_0)
        if not by_entries and not by_hashes:
            self.report.find("root.mismatch", self.point.size, first=True)

    def _missing(self) -> None:
        for first, end in _joined(self.gone):
            span = f"{first}–{end - 1}" if end - first > 1 else str(first)
            if end == self.point.size:
                self.report.find("log.truncated", span, first=True)
            else:
                self.report.find("entry.missing", span)

    def _blame_hash(self, code: str, level: str, number: int, width: int) -> None:
        if len(self.hash_blame) < ENOUGH:
            self.hash_blame.append((code, _name(level, number, width)))

    def _blame(self, blamed: list[Blame]) -> None:
        for code, where in blamed:
            self.report.find(code, where)


def _differences(stored: list[bytes], found: list[bytes], first: int) -> Iterator[Blame]:
    """Name how `found` differs from the leaf hashes stored for the entries from `first` on."""
    at = next((i for i, (a, b) in enumerate(zip(stored, found, strict=False)) if a != b), min(len(stored), len(found)))
    if len(found) < len(stored) or (at < len(found) and found[at:-1] == stored[at + 1 :] and len(stored) - at > 1):
        yield "entry.missing", str(first + at)
    elif len(found) > len(stored) or (found[at + 1 :] == stored[at:-1] and len(stored) - at > 1):
        yield "entry.extra", str(first + at)
    elif Counter(stored) == Counter(found):
        moved = [first + i for i, (a, b) in enumerate(zip(stored, found, strict=True)) if a != b]
        yield "entry.reordered", ", ".join(map(str, moved[:8]))
    else:
        yield from (
            ("entry.changed", str(first + i)) for i, (a, b) in enumerate(zip(stored, found, strict=True)) if a != b
        )


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, end in spans:
        if joined and joined[-1][1] == first:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    return joined


def _name(level: str, number: int, width: int) -> str:
    """`tile/0/x001/234` or, not full, `tile/0/x001/234.p/17`."""
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03d}")
    return f"tile/{level}/{'/'.join(parts)}" + ("" if width == WIDTH else f".p/{width}")


def _read_tile(directory: Path, level: str, number: int, width: int) -> tuple[bytes, bool] | None:
    """The bytes of a tile, and whether it is the full tile that replaced a partial one. None when neither is there."""
    most = MOST_BUNDLE if level == "entries" else WIDTH * HASH
    exact = _read(directory / _name(level, number, width), most)
    if exact is not None or width == WIDTH:
        return None if exact is None else (exact, False)
    full = _read(directory / _name(level, number, WIDTH), most)
    return None if full is None else (full, True)


def _read(path: Path, most: int) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError:
        return None


def _split(raw: bytes) -> list[bytes]:
    return [raw[at : at + HASH] for at in range(0, len(raw), HASH)]


def _unpack(bundle: bytes) -> Iterator[bytes]:
    at, end = 0, len(bundle)
    while at < end:
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        if start > end or at > end:
            raise Malformed("a bundle ends inside an entry")
        yield bundle[start:at]
