"""Figures of alarms: what is right, what is nuisance, how fast somebody came, and when nobody could have."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from mingjing.alerts import figures
from mingjing.alerts.rules import ladder
from mingjing.org.models import Site
from tests.watched import NOON

HERE, THERE = Site(name="县中心", name_en="County centre"), Site(name="市中心")


def alarm(minute=0.0, answer="", acknowledged=None, rule="round.missed", site=HERE, gone=None, **more):
    raised = NOON + timedelta(minutes=minute)
    told = {"grade": "red", "latched": not answer, "escalations": 0, "late": False, "untrue": False, **more}
    seen = raised + timedelta(minutes=acknowledged) if acknowledged is not None else None
    return SimpleNamespace(
        rule=rule, site=site, raised_at=raised, acknowledged_at=seen, answered_at=seen if answer else None,
        answer=answer, cleared_at=None if gone is None else raised + timedelta(minutes=gone), **told,
    )  # fmt: skip


def test_precision_is_the_share_of_answers_that_were_right():
    rows = [alarm(answer="went", acknowledged=1), alarm(answer="mistaken", acknowledged=1), alarm()]
    [line] = figures.by_rule(rows)
    assert (line.count, line.answered, line.mistaken, line.precision, line.unanswered) == (3, 2, 1, 0.5, 1)


def test_what_was_taken_back_was_not_right_though_nobody_said_so():
    [line] = figures.by_rule([alarm(untrue=True, gone=1), alarm(answer="went", acknowledged=1), alarm()])
    assert (line.mistaken, line.answered, line.precision) == (1, 2, 0.5)


def test_nuisance_is_what_called_somebody_for_nothing():
    rows = [
        alarm(answer="mistaken", acknowledged=1), alarm(untrue=True, gone=1), alarm(gone=2, latched=False),
        alarm(gone=2, acknowledged=3, latched=False),
        alarm(gone=3, acknowledged=2, latched=False), alarm(answer="went", acknowledged=2, gone=1), alarm(gone=1),
        alarm(gone=1, late=True, latched=False), alarm(gone=1, grade="green", latched=False),  # these call nobody
    ]  # fmt: skip
    [line] = figures.by_rule(rows)
    assert (line.nuisance, line.calls, line.nuisance_rate) == (4, 7, "57%")
    assert figures.by_rule([alarm(grade="green")])[0].nuisance_rate == "—"


def test_without_answers_nothing_is_said_about_precision():
    [line] = figures.by_rule([alarm()])
    assert (line.precision, line.acknowledged_in, line.slow_to_acknowledge) == (None, None, None)


def test_the_median_and_the_slow_ones():
    [line] = figures.by_rule([alarm(answer="went", acknowledged=n) for n in range(11)])
    assert (line.acknowledged_in, line.slow_to_acknowledge) == (timedelta(minutes=5), timedelta(minutes=9))


@pytest.mark.parametrize(("short", "expected"), [(0, 1), (1, 0)])
def test_a_flood_is_so_many_in_so_short_a_time(short, expected):
    most, within = ladder().flood_alarms, ladder().flood_within.total_seconds() / 60
    rows = [alarm(n * within / most) for n in range(most - short)]
    found = figures.floods(rows)
    assert len(found) == expected
    assert all(f.count == most and f.start == NOON for f in found)


def test_a_long_flood_is_one_and_two_apart_are_two():
    long = [alarm(n / 10) for n in range(40)]
    later = [alarm(300 + n / 10) for n in range(12)]
    assert [f.count for f in figures.floods([*long, *later])] == [12, 40]


def test_two_sites_do_not_flood_together_and_what_was_learnt_late_floods_nobody():
    most = ladder().flood_alarms
    apart = [alarm(n / 10, site=HERE if n % 2 else THERE) for n in range(most)]
    assert not figures.floods(apart)
    assert not figures.floods([alarm(n / 10, late=True) for n in range(most)])
