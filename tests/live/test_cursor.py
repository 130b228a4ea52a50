"""A cursor says what it knows, or nothing."""

from hypothesis import given
from hypothesis import strategies as st

from mingjing.live import cursor

SIZES = st.dictionaries(st.text(min_size=1, max_size=12), st.integers(0, 10**12), min_size=1, max_size=12)


@given(SIZES)
def test_what_was_written_is_read(sizes):
    assert cursor.read(cursor.write(sizes), sizes) == sizes


@given(SIZES, SIZES)
def test_a_cursor_of_other_logs_is_not_read(one, other):
    if one.keys() != other.keys():
        assert cursor.read(cursor.write(one), other) is None


def test_a_cursor_that_promises_more_than_there_is_is_not_read():
    assert cursor.read(cursor.write({"HY01": 9}), {"HY01": 8}) is None
    assert cursor.read(cursor.write({"HY01": 8}), {"HY01": 9}) == {"HY01": 8}


@given(st.text(max_size=40))
def test_nonsense_is_not_read(text):
    known = {"HY01": 5, "HY02": 7}
    assert cursor.read(text, known) is None or text == cursor.write(cursor.read(text, known))


def test_before_the_first_entry_there_is_no_cursor():
    assert cursor.write({}) == ""
    assert cursor.read("", {}) is None
