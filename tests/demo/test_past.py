"""The hours before the demonstration began can be judged again like any other."""

from datetime import timedelta

import pytest

from mingjing.demo.past import Past
from mingjing.presence import journal
from tests.demo.played import played

pytestmark = pytest.mark.django_db


def test_the_readings_of_these_hours_are_kept_under_their_own_hours(settings, tmp_path):
    for name in ("KEY_STORE", "READING_STORE", "TRACK_STORE"):
        setattr(settings, name, tmp_path / name)
    crew, _, at = played()
    past = Past(crew, at, lambda *_: None)
    [(begins, _)] = journal.segments(settings.READING_STORE / crew.site.code)
    assert begins == round(at.timestamp() * 1000)
    assert past.sense.stations[crew.site.code].roll(begins + round(timedelta(minutes=11).total_seconds() * 1000))
