"""The verifier's own canonical JSON is that of RFC 8785, and the same as the writer's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.kernel.canonical import dump
from mingjing.ledger import content
from mingjing.ledger.logs import leaf
from mingjing_verify.encoding import LARGEST, Malformed, canonical, entry_digest, field_digest, leaf_data, parse

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_both_writers_give_the_same_bytes_and_they_read_back(value):
    assert canonical(value) == dump(value)
    assert parse(canonical(value)) == value


def test_the_key_order_example_of_rfc_8785():
    example = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    order = ['"\\r"', '"1"', '"\u0080"', '"\u00f6"', '"\u20ac"', '"\U0001f600"', '"\ufb33"']
    text = canonical(example).decode()
    assert sorted(order, key=text.index) == order


def test_the_string_example_of_rfc_8785():
    assert canonical('\u20ac$\u000f\nA\'B"\\\\"/').decode() == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


@pytest.mark.parametrize("value", [0.5, LARGEST + 1, b"x", "\ud800", {"\ud800": 1}, (1,), {1}])
def test_what_the_format_cannot_say_is_refused(value):
    with pytest.raises(Malformed):
        canonical(value)


@given(st.dictionaries(st.text(min_size=1), VALUES, min_size=1, max_size=4))
def test_digests_are_computed_alike(fields):
    kept, digest = content.seal_fields(fields)
    digests = {name: field_digest(salt, name, value) for name, (salt, value) in kept.items()}
    assert digests == content.digests_of(kept)
    assert entry_digest(digests) == digest
    assert leaf_data("610921-centre", 7, digest) == leaf("610921-centre", 7, digest)


@pytest.mark.parametrize("salt", ["", "zz", "00" * 15, "00" * 17])
def test_a_salt_has_sixteen_bytes(salt):
    with pytest.raises(Malformed):
        field_digest(salt, "a", 1)
