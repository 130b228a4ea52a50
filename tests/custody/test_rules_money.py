"""Amounts as lists write them."""

import pytest

from mingjing.custody.rules.money import yuan


@pytest.mark.parametrize(
    ("fen", "written"), [(0, "¥0.00"), (5, "¥0.05"), (120050, "¥1,200.50"), (10**11, "¥1,000,000,000.00")]
)
def test_fen_are_written_in_yuan(fen, written):
    assert yuan(fen) == written
