"""Days and instants."""

from datetime import UTC, date, datetime

from mingjing.kernel.time import local, midnight


def test_a_day_begins_at_midnight_in_shanghai():
    day = date(2026, 11, 23)
    assert midnight(day) == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert local(midnight(day)).date() == day
