"""The small prefecture at noon, time standing still."""

import pytest

from mingjing.kernel.time import frozen
from tests.watched import NOON, build


@pytest.fixture
def centre(db):
    with frozen(NOON):
        yield build()
