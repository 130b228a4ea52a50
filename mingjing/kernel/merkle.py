"""The Merkle tree of RFC 6962 §2.1 (the same in RFC 9162): roots, inclusion paths and consistency proofs.

Pure: where the hashes lie is the caller's affair. A *node* is the hash of a perfect subtree, named by its
level (0 = leaves) and its index there; it covers the leaves `index << level` up to `(index + 1) << level`.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256

Node = Callable[[int, int], bytes]
"""Answers the 32-byte hash of the node at (level, index)."""

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def perfect_nodes(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The fewest perfect subtrees, left to right, that cover the leaves start…end-1, as (level, index)."""
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        yield level, start >> level
        start += 1 << level


def range_root(start: int, end: int, node: Node) -> bytes:
    """The hash of the subtree over the leaves start…end-1, where `start` is where RFC 6962 would split."""
    if start == end:
        return EMPTY_ROOT
    hashes = [node(level, index) for level, index in perfect_nodes(start, end)]
    total = hashes.pop()
    while hashes:
        total = node_hash(hashes.pop(), total)
    return total


def root(size: int, node: Node) -> bytes:
    """The root of the tree over the first `size` leaves."""
    return range_root(0, size, node)


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """PATH(index, D[size]): sibling hashes from the leaf up. ValueError for a leaf outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    return [range_root(start, end, node) for start, end in _path(index, 0, size)]


def consistency_proof(old: int, size: int, node: Node) -> list[bytes]:
    """PROOF(old, D[size]). Empty when old is 0 or equals size. Raises ValueError when old exceeds size."""
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} has no earlier state of {old}")
    if old in (0, size):
        return []
    return [range_root(start, end, node) for start, end in _steps(old, 0, size, whole=True)]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root that `proof` leads to from the leaf hash. Raises ValueError when its length does not fit."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    sides = list(_path(index, 0, size))
    if len(sides) != len(proof):
        raise ValueError(f"the proof needs {len(sides)} hashes and has {len(proof)}")
    total = leaf
    for (start, _end), sibling in zip(sides, proof, strict=True):
        total = node_hash(sibling, total) if start <= index else node_hash(total, sibling)
    return total


def consistent(old: int, old_root: bytes, size: int, new_root: bytes, proof: list[bytes]) -> bool:
    """Is the tree (size, new_root) the tree (old, old_root) with leaves added at its end, by this proof?"""
    if not 0 <= old <= size or any(len(h) != len(EMPTY_ROOT) for h in proof):
        return False
    if old in (0, size):
        return not proof and (old_root == new_root if old == size else True)
    spans = list(_steps(old, 0, size, whole=True))
    known = proof if len(spans) == len(proof) else []
    return bool(known) and _both_roots(old, size, dict(zip(spans, known, strict=True)), old_root) == (
        old_root,
        new_root,
    )


def _path(index: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The leaf ranges of the siblings on the way from leaf `index` to the root, lowest first."""
    if end - start == 1:
        return
    split = start + _largest_power_below(end - start)
    if index < split:
        yield from _path(index, start, split)
        yield split, end
    else:
        yield from _path(index, split, end)
        yield start, split


def _steps(old: int, start: int, end: int, *, whole: bool) -> Iterator[tuple[int, int]]:
    """SUBPROOF: the leaf ranges of a consistency proof; `whole` while the hash is the old root itself."""
    if old == end:
        if not whole:
            yield start, end
        return
    split = start + _largest_power_below(end - start)
    if old <= split:
        yield from _steps(old, start, split, whole=whole)
        yield split, end
    else:
        yield from _steps(old, split, end, whole=False)
        yield start, split


def _both_roots(old: int, size: int, known: dict[tuple[int, int], bytes], old_root: bytes) -> tuple[bytes, bytes]:
    """Recompute the old and the new root from the ranges a consistency proof gives."""

    def walk(start: int, end: int, whole: bool) -> tuple[bytes, bytes]:
        if old == end:
            same = old_root if whole else known[start, end]
            return same, same
        split = start + _largest_power_below(end - start)
        if old <= split:
            before, now = walk(start, split, whole)
            return before, node_hash(now, known[split, end])
        before, now = walk(split, end, False)
        left = known[start, split]
        return node_hash(left, before), node_hash(left, now)

    return walk(0, size, True)


def _largest_power_below(count: int) -> int:
    """The largest power of two smaller than `count` (count ≥ 2)."""
    return 1 << (count - 1).bit_length() - 1
