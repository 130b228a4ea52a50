"""The verifier's own Merkle tree against the published vectors, against the writer's and against a naive one."""

from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.kernel import merkle
from mingjing_verify import tree

COUNTS = st.integers(0, 700)


def naive(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 §2.1 words it."""
    if len(leaves) < 2:
        return sha256(b"\x00" + leaves[0]).digest() if leaves else sha256(b"").digest()
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + naive(leaves[:k]) + naive(leaves[k:])).digest()


def data(count: int) -> list[bytes]:
    return [b"%d" % i for i in range(count)]


def node_of(leaves):
    return lambda level, index: naive(leaves[index << level : (index + 1) << level])


@given(COUNTS)
@settings(deadline=None)
def test_fold_is_the_tree_hash(count):
    assert tree.fold([tree.leaf(each) for each in data(count)]) == naive(data(count))


@given(count=COUNTS, width=st.sampled_from([2, 4, 16, 256]))
@settings(deadline=None)
def test_growing_by_tiles_ends_in_the_same_root(count, width):
    hashes = [tree.leaf(each) for each in data(count)]
    grown = tree.Growing(width)
    filled = []
    for first in range(0, count - count % width, width):
        filled += grown.add(tree.fold(hashes[first : first + width]))
    assert grown.root(hashes[count - count % width :]) == naive(data(count))
    assert all(len(row) == width for _, row in filled)
    assert sum(level == 1 for level, _ in filled) == count // width**2


@given(size=st.integers(1, 300), pick=st.integers(0, 10_000), flip=st.integers(0, 10_000))
@settings(deadline=None)
def test_the_writers_inclusion_proofs_are_accepted_and_spoilt_ones_refused(size, pick, flip):
    leaves, index = data(size), pick % size
    proof = merkle.inclusion_proof(index, size, node_of(leaves))
    root, leaf = naive(leaves), tree.leaf(leaves[index])
    assert tree.included(index, size, leaf, proof, root)
    assert not tree.included(index, size, tree.leaf(b"another"), proof, root)
    assert not tree.included(index, size, leaf, [*proof, root], root)
    assert not tree.included(index, size, leaf, proof, tree.EMPTY)
    if proof:
        at = flip % len(proof)
        spoilt = [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
        assert not tree.included(index, size, leaf, spoilt, root)
        assert not tree.included(index, size, leaf, proof[:-1], root)
        assert not tree.included((index + 1) % size, size, leaf, proof, root)


@given(a=st.integers(0, 300), b=st.integers(0, 300))
@settings(deadline=None)
def test_the_writers_consistency_proofs_are_accepted_and_forks_refused(a, b):
    old, size = sorted((a, b))
    leaves = data(size)
    proof = merkle.consistency_proof(old, size, node_of(leaves))
    before, now = naive(leaves[:old]), naive(leaves)
    assert tree.continues(old, size, before, now, proof)
    assert not tree.continues(size + 1, size, before, now, proof)
    if 0 < old < size:
        fork = naive([b"fork", *leaves[1:old]])
        assert not tree.continues(old, size, fork, now, proof)
        assert not tree.continues(old, size, before, fork, proof)
        assert not tree.continues(old, size, before, now, proof[:-1])
        assert not tree.continues(old, size, before, now, [*proof, now])
        assert not tree.continues(old, size, before, now, [])


@given(
    index=st.integers(-2, 20),
    size=st.integers(-2, 20),
    proof=st.lists(st.binary(min_size=31, max_size=33), max_size=6),
)
def test_no_proof_made_of_anything_is_accepted_or_breaks_the_verifier(index, size, proof):
    assert not tree.included(index, size, b"\0" * 32, proof, b"\1" * 32)
    assert not tree.continues(index, size, b"\0" * 32, b"\1" * 32, proof) or (index == 0 and not proof)
