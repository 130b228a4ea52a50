"""The small world of tests/small_world.py, and papers in the file."""

from tests.cases.papers import file  # noqa: F401 - pytest finds the fixture here
from tests.small_world import _alone, bureau, register, staff  # noqa: F401 - pytest finds the fixtures here
