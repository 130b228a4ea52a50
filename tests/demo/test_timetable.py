"""Stories are played in order of time, and one that is refused stops alone."""

from datetime import UTC, datetime, timedelta

from mingjing.demo.timetable import ENTERED_AFTER, Timetable, every
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Refusal, no

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


def _story(said, name, *minutes):
    for wait in minutes:
        at = yield wait
        said.append((name, (at - START) / timedelta(minutes=1)))


def test_acts_of_all_stories_come_in_order_of_time():
    said, table = [], Timetable()
    table.add(START, "a", _story(said, "a", 5, 10))
    table.add(START + timedelta(minutes=1), "b", _story(said, "b", 2, 8))
    table.play(START + timedelta(minutes=14))
    assert said == [("b", 3), ("a", 5), ("b", 11)]
    assert table.next_at() == START + timedelta(minutes=15)
    table.play(START + timedelta(hours=1))
    assert said[-1] == ("a", 15)
    assert table.next_at() is None


def test_an_act_is_entered_a_little_after_it_happened():
    clock, table = [], Timetable()

    def story():
        at = yield 1
        clock.append((at, now()))

    table.add(START, "a", story())
    table.play(START + timedelta(hours=1))
    [(at, entered)] = clock
    assert entered - at == ENTERED_AFTER


def test_a_refused_story_ends_and_the_others_go_on():
    said, table = [], Timetable()

    def refused():
        yield 1
        raise Refusal(no("demo.test", "不行", "no"))

    table.add(START, "refused", refused())
    table.add(START, "again", every(2, said.append))
    table.play(START + timedelta(minutes=7))
    assert [name for _, name, _ in table.refused] == ["refused"]
    assert len(said) == 3
    assert table.names() == {"again"}
