"""Two interviews stand in the demonstration: one closed with its paper, one under way that somebody ends."""

from datetime import timedelta
from random import Random

import pytest

from mingjing.custody.models import Questioning
from mingjing.demo import seed
from mingjing.demo.crew import gathered, plan_shifts
from mingjing.demo.duty import Attendance
from mingjing.demo.resumed import going_on
from mingjing.demo.scene import Scene
from mingjing.demo.talks import interviews
from mingjing.demo.timetable import Timetable, every
from mingjing.interviews.models import Interview
from mingjing.kernel.time import frozen
from mingjing.media import store
from mingjing.media.models import Blob
from tests.demo.played import START

pytestmark = pytest.mark.django_db


def test_one_interview_is_closed_and_one_is_under_way_until_it_is_broken_off():
    crew, table, end = seed.prefecture(START - timedelta(days=60)), Timetable(), START + timedelta(hours=4)
    with frozen(START):
        plan_shifts(crew, START, days=2)
    table.add(START, "attendance", every(5, Attendance(crew)))
    for at, name, story in interviews(Scene(crew, Random(7)), START, end):
        table.add(at, name, story)
    table.play(end)
    assert table.refused == []
    closed, open_ = Interview.objects.order_by("opened_at")
    assert (closed.state, open_.state) == ("closed", "open")
    assert store.open_bytes(Blob.objects.get(pk=closed.record.sha256)).startswith(b"%PDF")
    assert {one["text"] for one in open_.record.lines if one["kind"] == "a"} >= {"都不认识，我在市场里卖菜。"}

    again = Timetable()
    again.add(end, "witness", going_on(Scene(gathered(seed.home()), Random(8), known=100), open_.stay))
    again.play(end + timedelta(hours=3))
    assert again.refused == []
    open_ = Interview.objects.get(pk=open_.pk)
    assert open_.state == "broken_off"
    assert not open_.stay.present
    assert not Questioning.objects.filter(ended_at=None).exists()
