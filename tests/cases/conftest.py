"""The small world of tests/small_world.py."""

from tests.small_world import _alone, bureau, register, staff  # noqa: F401 - pytest finds the fixtures here
