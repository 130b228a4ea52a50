"""The loop: one round does every tick, and a tick that fails does not stop the others."""

import pytest
from django.utils.module_loading import import_string

from mingjing.config import watching

# A round closes stale connections, which inside the usual transaction of a test would be its own.
pytestmark = pytest.mark.django_db(transaction=True)


def test_one_round_of_nothing():
    assert watching.main(["--once"]) == 0


def test_every_tick_exists():
    assert all(callable(import_string(path)) for path in watching.TICKS)


def test_a_failing_tick_stops_nobody(monkeypatch):
    seen = []

    def broken(now):
        raise RuntimeError("no database")

    monkeypatch.setattr(watching, "_load", lambda: [broken, seen.append])
    assert watching.main(["--once"]) == 1
    assert len(seen) == 1
