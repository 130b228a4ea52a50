"""The eight-leaf vectors of the RFC 6962 reference implementations, and properties against a naive tree."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingjing.kernel import merkle

LEAVES = [bytes.fromhex(h) for h in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [bytes.fromhex(h) for h in (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)]  # fmt: skip
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
STEPS = {
    (1, 1): [],
    (1, 8): PATHS[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH exactly as RFC 6962 §2.1 words it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def reading(leaves: list[bytes]) -> merkle.Node:
    return lambda level, index: naive_root(leaves[index << level : (index + 1) << level])


def data(count: int) -> list[bytes]:
    return [b"leaf %d" % i for i in range(count)]


def test_root_of_the_empty_tree_is_the_hash_of_nothing():
    assert merkle.root(0, reading([])).hex() == ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")


@pytest.mark.parametrize("size", range(1, 9))
def test_root_vectors(size):
    assert merkle.root(size, reading(LEAVES)) == ROOTS[size - 1]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_inclusion_vectors(index, size):
    proof = merkle.inclusion_proof(index, size, reading(LEAVES))
    assert [h.hex() for h in proof] == PATHS[index, size]
    leaf = merkle.leaf_hash(LEAVES[index])
    assert merkle.root_from_inclusion(leaf, index, size, proof) == ROOTS[size - 1]


@pytest.mark.parametrize(("old", "size"), STEPS)
def test_consistency_vectors(old, size):
    proof = merkle.consistency_proof(old, size, reading(LEAVES))
    assert [h.hex() for h in proof] == STEPS[old, size]
    assert merkle.consistent(old, ROOTS[old - 1], size, ROOTS[size - 1], proof)


@given(size=st.integers(1, 300), pick=st.integers(0, 10_000))
def test_every_inclusion_proof_leads_to_the_root_and_to_no_other(size, pick):
    leaves, index = data(size), pick % size
    proof = merkle.inclusion_proof(index, size, reading(leaves))
    leaf = merkle.leaf_hash(leaves[index])
    assert merkle.root_from_inclusion(leaf, index, size, proof) == naive_root(leaves)
    assert merkle.root_from_inclusion(b"\x00" * 32, index, size, proof) != naive_root(leaves)
    if proof:
        spoilt = [*proof[:-1], bytes([proof[-1][0] ^ 8]) + proof[-1][1:]]
        assert merkle.root_from_inclusion(leaf, index, size, spoilt) != naive_root(leaves)
        with pytest.raises(ValueError, match="hashes"):
            merkle.root_from_inclusion(leaf, index, size, proof[:-1])


@given(a=st.integers(0, 300), b=st.integers(0, 300))
@settings(deadline=None)
def test_every_consistency_proof_holds_and_a_fork_never_does(a, b):
    old, size = sorted((a, b))
    leaves = data(size)
    proof = merkle.consistency_proof(old, size, reading(leaves))
    old_root, new_root = naive_root(leaves[:old]), naive_root(leaves)
    assert merkle.consistent(old, old_root, size, new_root, proof)
    forked = naive_root([b"other", *leaves[1:old]])
    if old:
        assert not merkle.consistent(old, forked, size, new_root, proof)
    if 0 < old < size:
        assert not merkle.consistent(old, old_root, size, forked, proof)
        assert not merkle.consistent(old, old_root, size, new_root, proof[:-1])
        assert not merkle.consistent(old, old_root, size, new_root, [*proof, new_root])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4), (4, 4)])
def test_a_leaf_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion_proof(index, size, reading(data(4)))


def test_a_tree_has_no_larger_past():
    with pytest.raises(ValueError, match="no earlier state"):
        merkle.consistency_proof(5, 4, reading(data(5)))
    assert not merkle.consistent(5, b"", 4, b"", [])


def test_a_proof_is_not_needed_for_the_empty_or_the_same_tree_and_must_then_be_empty():
    some = merkle.leaf_hash(b"")
    assert merkle.consistent(0, merkle.EMPTY_ROOT, 7, some, [])
    assert not merkle.consistent(0, merkle.EMPTY_ROOT, 7, some, [some])
    assert not merkle.consistent(3, some, 3, merkle.EMPTY_ROOT, [])
    assert not merkle.consistent(2, some, 3, some, [b"short"])


@given(start=st.integers(0, 4000), length=st.integers(0, 4000))
def test_perfect_nodes_cover_the_range_once(start, length):
    covered = [
        leaf
        for level, index in merkle.perfect_nodes(start, start + length)
        for leaf in range(index << level, (index + 1) << level)
    ]
    assert covered == list(range(start, start + length))
