"""Writers of one file take turns, and whoever dies or gives up lets the next one write."""

import fcntl
import os
import signal
import sqlite3
import threading
import time

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import NO_DB_ALIAS

from mingjing.config import settings as ours
from mingjing.config.sqlite.base import DatabaseWrapper
from mingjing.config.sqlite.queue import TooLong, Turn


@pytest.fixture
def file(tmp_path):
    return str(tmp_path / "x.sqlite3")


def test_one_at_a_time_and_again_for_the_same_one(file):
    first, second = Turn(file, 1), Turn(file, 0)
    first.take()
    first.take()
    with pytest.raises(TooLong):
        second.take()
    first.give_up()
    first.give_up()
    second.take()
    second.give_up()


def test_whoever_has_written_comes_after_those_who_wait(file):
    """Without the queue a busy writer takes the turn again before a waiting one has looked."""
    order: list[str] = []
    busy, waiting = Turn(file, 60), Turn(file, 60)
    busy.take()
    other = threading.Thread(target=lambda: (waiting.take(), order.append("waiting"), waiting.give_up()))
    other.start()
    while not _queued(file):
        time.sleep(0.001)
    busy.give_up()
    busy.take()
    order.append("busy")
    busy.give_up()
    other.join()
    assert order == ["waiting", "busy"]


def _queued(file: str) -> bool:
    """Does somebody stand at the head of the queue?"""
    with open(f"{file}-queue", "a") as probe:
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def test_those_who_waited_behind_somebody_stuck_leave_together(file):
    stuck = Turn(file, 0)
    stuck.take()
    late = [Turn(file, 0.2) for _ in range(5)]
    left: list[str] = []

    def wait(turn):
        with pytest.raises(TooLong):
            turn.take()
        left.append("left")

    threads = [threading.Thread(target=wait, args=[turn]) for turn in late]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert left == ["left"] * 5
    stuck.give_up()
    late[0].take()
    late[0].give_up()


def test_a_killed_writer_leaves_the_turn_to_the_next(file):
    ready, told = os.pipe()
    child = os.fork()
    if not child:
        Turn(file, 1).take()
        os.write(told, b"x")
        signal.pause()
    os.read(ready, 1)
    with pytest.raises(TooLong):
        Turn(file, 0).take()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    Turn(file, 5).take()


@pytest.fixture
def two(file, django_db_blocker):
    """Two connections to one file, as two processes would have them."""
    plain = ours._database(f"sqlite:///{file}") | {"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0}
    plain |= {"CONN_HEALTH_CHECKS": False, "TIME_ZONE": None, "USER": "", "PASSWORD": "", "HOST": "", "PORT": ""}
    plain["OPTIONS"] = plain["OPTIONS"] | {"timeout": 0.05}
    made = [DatabaseWrapper(plain, NO_DB_ALIAS) for _ in range(2)]
    with django_db_blocker.unblock():  # a file of its own, not the database of the tests
        made[0].cursor().execute("CREATE TABLE t (x)")
        yield made
        [each.close() for each in made]


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.cursor().execute("INSERT INTO t VALUES (1)")


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_every_end_of_a_transaction_gives_up_the_turn(two, end):
    first, second = two
    begin(first)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    getattr(first, end)()
    begin(second)
    second.rollback()


def test_a_beginning_that_fails_keeps_no_turn(two, monkeypatch):
    first, second = two
    with monkeypatch.context() as patch:
        patch.setattr(
            "django.db.backends.sqlite3.base.DatabaseWrapper._start_transaction_under_autocommit",
            lambda _: (_ for _ in ()).throw(OperationalError("disk I/O error")),
        )
        with pytest.raises(OperationalError, match="disk"):
            begin(first)
    begin(second)
    second.rollback()


@pytest.mark.django_db
def test_a_database_in_memory_has_no_queue():
    if connection.vendor == "sqlite":
        assert connection._turn is None
    with transaction.atomic():
        pass


def test_a_file_that_somebody_is_closing_or_mending_is_opened_when_he_is_done(file, django_db_blocker):
    """SQLite may answer "locked" at once there, whatever its own patience: the test takes that from it."""
    holder = sqlite3.connect(file, check_same_thread=False)
    holder.executescript("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; CREATE TABLE t (x);")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        _opened(file, patience=0)
    done = threading.Timer(0.2, holder.close)
    done.start()
    with django_db_blocker.unblock():
        _opened(file, patience=60).close()
    done.join()


def _opened(file: str, patience: float):
    wrapper = DatabaseWrapper(ours._database(f"sqlite:///{file}"), NO_DB_ALIAS)
    wrapper.init_commands = ["PRAGMA busy_timeout=0", "PRAGMA journal_mode=WAL"]
    return wrapper.get_new_connection({"database": file, "timeout": patience})
