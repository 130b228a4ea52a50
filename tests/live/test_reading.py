"""What rang between two cursors: everything, once, and nothing else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from mingjing.live import reading
from mingjing.live.reading import Bell

pytestmark = pytest.mark.django_db


def test_every_ref_of_an_entry_rings(ring):
    before = reading.sizes()
    ring("HY01", "stay:1", "site:a", "person:7")
    rang = reading.bells(reading.grown(before, reading.sizes()))
    assert set(rang) == {Bell(t, "test.bell.rang") for t in ("stay:1", "site:a", "person:7")}


def test_only_what_came_after_the_cursor(ring):
    ring("HY01", "stay:1")
    before = reading.sizes()
    ring("HY01", "stay:2")
    ring("HY02", "stay:3")
    rang = reading.bells(reading.grown(before, reading.sizes()))
    assert [b.topic for b in rang] == ["stay:2", "stay:3"]


def test_only_topics_asked_for(ring):
    ring("HY01", "stay:1", "site:a")
    ring("HY01", "stay:2", "site:a")
    rang = reading.bells(reading.grown({}, reading.sizes()), {"stay:2", "room:9"})
    assert [b.topic for b in rang] == ["stay:2"]


def test_the_same_topic_rings_once_however_often_it_was_entered(ring):
    for _ in range(5):
        ring("HY01", "stay:1")
    assert len(reading.bells(reading.grown({}, reading.sizes()))) == 1


def test_nothing_new_is_nothing(ring, django_assert_num_queries):
    ring("HY01", "stay:1")
    now = reading.sizes()
    with django_assert_num_queries(0):
        assert reading.bells(reading.grown(now, now)) == []


def test_too_much_is_a_resync(ring, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ENTRIES", 2)
    for n in range(3):
        ring("HY01", f"stay:{n}")
    assert reading.bells(reading.grown({}, reading.sizes())) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_a_reader_among_writers_misses_nothing(ring):
    """Entry ids of concurrent transactions are out of order; numbers within a log are not. Every act is heard."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one transaction at a time; the served test covers it")

    def write(log, first):
        for n in range(first, first + 30):
            ring(log, f"turn:{n}")
        connection.close()

    heard, upto = set(), {}
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(write, f"HY0{n % 2}", n * 30) for n in range(4)]
        while True:
            finished = all(w.done() for w in work)
            now = reading.sizes()
            heard |= {b.topic for b in reading.bells(reading.grown(upto, now))}
            upto = now
            if finished:
                break
    for w in work:
        w.result()
    assert heard == {f"turn:{n}" for n in range(120)}
