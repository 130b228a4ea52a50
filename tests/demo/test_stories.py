"""Every kind of stay can be played by the rules, whoever is left over is brought to an end, officers sign in."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from mingjing.custody.models import Stay
from mingjing.demo import seed, stories
from mingjing.demo.crew import gathered, plan_shifts
from mingjing.demo.duty import Attendance
from mingjing.demo.resumed import going_on
from mingjing.demo.scene import Scene
from mingjing.demo.timetable import Timetable, every
from mingjing.kernel.time import frozen
from mingjing.org.models import SignIn

START = datetime(2026, 11, 20, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_every_story_begins_lawfully_and_everybody_left_over_can_leave():
    crew = seed.prefecture(START - timedelta(days=60))
    scene, table = Scene(crew, Random(7)), Timetable()
    with frozen(START):
        plan_shifts(crew, START, days=2)
    table.add(START, "attendance", every(1, Attendance(crew)))
    kinds = dict.fromkeys(stories.USUAL)
    for place, kind in enumerate(kinds):
        table.add(START + timedelta(minutes=2 + 9 * place), kind.__name__, kind(scene))
    middle = START + timedelta(hours=3)
    table.play(middle)
    assert table.refused == []
    assert Stay.objects.count() == len(kinds)
    assert SignIn.objects.filter(until=None).exists()

    left_over, again = list(Stay.objects.present()), Timetable()
    assert left_over
    later = Scene(gathered(seed.home()), Random(8), known=100)
    for stay in left_over:
        again.add(middle, stay.number, going_on(later, stay))
    again.play(middle + timedelta(hours=5))
    assert again.refused == []
    assert not Stay.objects.present().exists()
