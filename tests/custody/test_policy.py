"""The house's rules refer to the books for what the books say."""

import pytest

from mingjing.custody.policy import policy
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Observation
from mingjing.kernel.time import local, now
from mingjing.law import books
from mingjing.law.engine import Event, evaluate


@pytest.mark.parametrize("level", Observation.values())
def test_every_level_has_its_own_duty_to_look(level):
    events = [Event(Tag.ARRIVED, now(), {}), Event(Tag.OBSERVED, now(), {"observation.level": level})]
    asked = [d for d in evaluate(books.current(), events, now()).duties if d.rule in policy().looks]
    first = min(asked, key=lambda duty: duty.due_at)
    assert policy().looks.index(first.rule) == Observation.values().index(level)


def test_the_closer_the_level_the_sooner_somebody_looks():
    intervals = [books.current()[rule].version(local(now()).date()).period.elapsed for rule in policy().looks]
    assert intervals == sorted(set(intervals), reverse=True)
