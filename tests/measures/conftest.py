"""The small world of tests/small_world.py, with measures."""

from tests.measures.world import (  # noqa: F401 - pytest finds the fixtures here
    case_of,
    chief,
    evening,
    later,
    lead,
    measure_of,
    step,
    suspect_of,
)
from tests.small_world import _alone, bureau, register, staff  # noqa: F401 - as above
