"""A little of the demonstration: one person, some minutes after he came."""

from datetime import UTC, datetime, timedelta
from random import Random

from mingjing.custody.models import Stay
from mingjing.demo import seed, stories
from mingjing.demo.crew import Crew, plan_shifts
from mingjing.demo.duty import Attendance
from mingjing.demo.scene import Scene
from mingjing.demo.timetable import Timetable, every
from mingjing.kernel.time import frozen

START = datetime(2026, 11, 20, 1, tzinfo=UTC)


def played(minutes: int = 4) -> tuple[Crew, Stay, datetime]:
    """The crew, the only stay, and the time then."""
    crew, table = seed.prefecture(START - timedelta(days=60)), Timetable()
    with frozen(START):
        plan_shifts(crew, START, days=2)
    table.add(START, "attendance", every(1, Attendance(crew)))
    table.add(START, "fight", stories.fight(Scene(crew, Random(7))))
    table.play(START + timedelta(minutes=minutes))
    return crew, Stay.objects.get(), START + timedelta(minutes=minutes)
