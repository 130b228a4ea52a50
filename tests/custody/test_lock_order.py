"""Two acts that meet at the worst moment wait for one another and never in a ring (ADR 0196).

On PostgreSQL both run at once and are held back at exactly the place where the one would have what the other wants; on
SQLite there is one writer, and they take turns.
"""

import contextlib
import threading

import pytest
from django.db import connection

from mingjing.alerts.actions.alarm import acknowledge
from mingjing.alerts.models import Alarm
from mingjing.alerts.watching import WATCH
from mingjing.clocks.actions.timed import attend
from mingjing.clocks.models import Timed
from mingjing.custody.actions import amendment, incident, stay, visit, watching
from mingjing.kernel.time import frozen
from mingjing.ledger import numbering
from mingjing.ledger.act import Act
from mingjing.ledger.models import Entry
from tests.custody.conftest import build
from tests.refusals import refusal

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 4  # seconds one waits for the other to come to the place; he may be waiting himself, as he should


def together(at, first, second):
    """Both acts in threads of their own. Whatever they throw is answered."""
    thrown = []

    def run(work):
        try:
            with frozen(at):
                work()
        except Exception as why:
            thrown.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,), name=name) for name, work in (("1", first), ("2", second))]
    for thread in threads:
        thread.start()
        if connection.vendor == "sqlite":
            thread.join()
    for thread in threads:
        thread.join()
    return thrown


@pytest.fixture
def number_first(monkeypatch):
    """The first thread comes to its number only when the second has one, which waits for the first to come that far."""
    numbered, come, plain = threading.Event(), threading.Event(), numbering.write
    waits = {"1": (come, numbered), "2": (numbered, come)}

    def write(*told):
        mine, other = waits.get(threading.current_thread().name, (None, None))
        if mine is come:
            come.set()
        if other and connection.vendor != "sqlite":
            other.wait(PATIENCE)
        plain(*told)
        if mine is numbered:
            numbered.set()

    monkeypatch.setattr(numbering, "write", write)


@pytest.fixture
def first_rows(monkeypatch):
    """Each thread has its first row before either asks for a second one."""
    meet, plain, been = threading.Barrier(2), Act.lock, set()

    def lock(it, model, pk):
        row, name = plain(it, model, pk), threading.current_thread().name
        if name in {"1", "2"} - been and connection.vendor != "sqlite":
            been.add(name)
            with contextlib.suppress(threading.BrokenBarrierError):
                meet.wait(PATIENCE)
        return row

    monkeypatch.setattr(Act, "lock", lock)


def test_the_watch_at_a_duty_and_the_look_that_does_it(number_first):
    centre = build()
    begun = centre.received()
    duty = Timed.objects.filter(subject_id=str(begun.pk), rule="cn.care.check_interval").latest("number")
    late, guard = centre.at(8 * 60), centre.by("custody_guard")  # long overdue
    thrown = together(
        late,
        lambda: attend(duty.pk, by=WATCH, at=late),
        lambda: watching.check(begun.pk, by=guard, at=late),
    )
    assert thrown == []
    duty.refresh_from_db()
    assert not duty.is_open


def test_an_answer_to_an_alarm_and_the_act_that_ends_several(number_first):
    centre = build()
    begun, by = centre.received(), centre.by("custody_officer")
    for minute in (5, 6):
        incident.report(begun.pk, by=by, at=centre.at(minute), kind="illness", what="x")
    last = Alarm.objects.filter(rule="incident.reported").latest("raised_at")
    at = centre.at(20)
    thrown = together(
        at,
        lambda: acknowledge(last.pk, by=by, at=at),
        lambda: stay.void(begun.pk, by=centre.by("custody_officer"), at=at, reason="误登记"),
    )
    assert thrown == []
    assert not Alarm.objects.filter(rule="incident.reported", state="unseen").exists()


def test_the_end_of_a_visit_and_its_amendment(first_rows):
    centre = build()
    begun, by = centre.received(), centre.by("custody_officer")
    row = visit.arrive(begun.pk, by=by, at=centre.at(5), kind="family", name="某父")
    entry = Entry.objects.get(tag="custody.stay.visited")
    at = centre.at(20)
    thrown = together(
        at,
        lambda: visit.end(row.pk, by=by, at=at),
        lambda: amendment.amend(entry, by=by, at=at, reason="笔误", changes={"name": "某母"}),
    )
    assert thrown == []
    row.refresh_from_db()
    assert (row.name, row.ended_at) == ("某母", at)
    assert refusal(visit.end, row.pk, by=by, at=at) == ["custody.visit.not_under_way"]
