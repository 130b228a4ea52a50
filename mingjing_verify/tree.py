"""Merkle trees, verified the iterative way of RFC 9162 §2.1.3.2 and §2.1.4.2."""

from collections.abc import Iterable
from hashlib import sha256

HASH = 32
EMPTY = sha256(b"").digest()


def leaf(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def join(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def fold(row: list[bytes]) -> bytes:
    """The root over a row of subtree hashes: pairs joined, an odd one at the end carried up as it is."""
    if not row:
        return EMPTY
    while len(row) > 1:
        above = [join(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = above + row[-1:] if len(row) % 2 else above
    return row[0]


def included(index: int, size: int, leaf_hash: bytes, proof: list[bytes], root: bytes) -> bool:
    """RFC 9162 §2.1.3.2: does the proof lead from this leaf at this index to this root?"""
    if not 0 <= index < size:
        return False
    place, last, total = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0 or len(sibling) != HASH:
            return False
        if place & 1 or place == last:
            total = join(sibling, total)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            total = join(total, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and total == root


def continues(old: int, size: int, old_root: bytes, root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162 §2.1.4.2: is the tree (size, root) an extension of the tree (old, old_root)?"""
    if any(len(h) != HASH for h in proof) or not 0 <= old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    place, last = old - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not path:
        return False
    before = now = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, now = join(sibling, before), join(sibling, now)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            now = join(now, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and now == root


class Growing:
    """A tree fed with whole tiles: keeps one open row per level, so memory does not grow with the log."""

    def __init__(self, width: int = 256) -> None:
        self.width = width
        self.rows: list[list[bytes]] = []

    def add(self, tile_root: bytes, level: int = 1) -> Iterable[tuple[int, list[bytes]]]:
        """Add the root of a full tile of `level - 1`; yields every tile this fills, as (level, hashes)."""
        while len(self.rows) < level:
            self.rows.append([])
        row = self.rows[level - 1]
        row.append(tile_root)
        if len(row) == self.width:
            full, self.rows[level - 1] = row, []
            yield level, full
            yield from self.add(fold(full), level + 1)

    def root(self, tail: list[bytes]) -> bytes:
        """The root of all tiles added, followed by the leaf hashes `tail` of one that is not full."""
        total = fold(tail) if tail else None
        for row in self.rows:
            if row or total:
                total = fold([*row, total] if total else row)
        return total or EMPTY
