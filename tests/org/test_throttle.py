"""Counters: what waits, what is forgiven, what is forgotten; nothing of it readable."""

from datetime import timedelta

import pytest

from mingjing.kernel.time import now
from mingjing.org import throttle
from mingjing.org.models import Throttle
from tests.org.conftest import refused

pytestmark = pytest.mark.django_db


def fail(times, at=None):
    for _ in range(times):
        throttle.failed("k", at or now())


def test_some_failures_are_free_then_each_doubles_the_wait(settings):
    at = now()
    fail(settings.SIGN_IN_ATTEMPTS - 1)
    assert not throttle.wait("k", at)
    waits = []
    for _ in range(20):
        fail(1)
        waits.append(throttle.wait("k", at))
    assert waits[:3] == [throttle.FIRST_WAIT * n for n in (1, 2, 4)]
    assert waits[-1] == throttle.LONGEST_WAIT
    with refused("throttle.wait"):
        throttle.require("k", at)


def test_success_forgives(settings):
    fail(settings.SIGN_IN_ATTEMPTS)
    throttle.forgive("k")
    throttle.require("k", now())


@pytest.mark.parametrize("what", throttle.limits())
def test_so_many_look_ups_in_a_time_and_then_again(what):
    at, limit = now(), throttle.limits()[what]
    Throttle.objects.create(
        key=throttle.key(what, "a"), count=limit["most"] - 1, until=at + timedelta(minutes=limit["minutes"]), seen_at=at
    )
    throttle.spend(what, "a", at)
    with refused("throttle.often"):
        throttle.spend(what, "a", at)
    throttle.spend(what, "b", at)
    throttle.spend(what, "a", at + timedelta(minutes=limit["minutes"]))


def test_a_used_code_is_used_for_a_day_and_then_swept():
    at = now()
    assert throttle.once("c", at)
    assert not throttle.once("c", at + timedelta(hours=1))
    throttle.failed("other", at + throttle.FORGOTTEN + timedelta(seconds=1))
    assert list(Throttle.objects.values_list("pk", flat=True)) == ["other"]


def test_a_key_tells_nothing_and_parts_do_not_run_together():
    assert "01001" not in throttle.key("sign-in", "01001")
    assert throttle.key("a", "b", "c") != throttle.key("a", "bc") != throttle.key("ab", "c")


@pytest.mark.parametrize(
    ("left", "zh", "en"),
    [(0.2, "1 秒", "1 s"), (30, "30 秒", "30 s"), (59.5, "1 分钟", "1 min"), (3600, "60 分钟", "60 min")],
)
def test_how_long_to_wait_is_told_and_never_too_short(left, zh, en):
    said = throttle.until(timedelta(seconds=left))
    assert (said.zh, said.en) == (zh, en)
