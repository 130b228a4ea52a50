"""Gap-free numbers under concurrent writers and under kill -9, on the real engine, in real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from mingjing.kernel.actor import machine
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.ledger import numbering
from mingjing.ledger.act import act
from mingjing.ledger.sealing import seal
from tests.ledger.conftest import Tag, Written

PROJECT = Path(__file__).resolve().parents[2]
WRITER = PROJECT / "bench" / "_numbering_writer.py"
WRITERS = 8
TURNS = int(os.environ.get("MINGJING_TEST_TURNS", "60"))


def start(environment, writer, turns):
    """A writer whose acknowledgements go to a file, so that a kill loses none of those it had said."""
    said = Path(environment["MINGJING_DATA"]) / f"{writer}.said"
    command = [sys.executable, str(WRITER), writer, str(turns)]
    with said.open("w") as out:
        return subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=out), said


def stored(environment):
    """(seq, actor, turn) of every entry as another process reads them."""
    script = (
        "import django; django.setup()\n"
        "from mingjing.ledger.models import Entry, LogHead\n"
        "for e in Entry.objects.select_related('content').order_by('seq'):\n"
        "    print(e.seq, e.actor_id, e.body['turn'])\n"
        "print('size', LogHead.objects.get(log='numbering').size)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return told[:-1], int(told[-1].split()[1])


def lines(said):
    return [line.strip() for line in said.read_text().splitlines(keepends=True) if line.endswith("\n")]


def test_eight_writers_leave_no_gap_and_no_double(own_database):
    writers = [start(own_database, f"w{n}", TURNS) for n in range(WRITERS)]
    assert [writer.wait(timeout=400) for writer, _ in writers] == [0] * WRITERS
    rows, size = stored(own_database)
    assert size == WRITERS * TURNS
    assert [int(r.split()[0]) for r in rows] == list(range(WRITERS * TURNS))
    assert sorted(rows) == sorted(line for _, said in writers for line in lines(said))


def test_kill_in_the_middle_loses_nothing_acknowledged(own_database):
    writers = [start(own_database, f"w{n}", 100_000) for n in range(4)]
    while any(len(lines(said)) < 10 for writer, said in writers if writer.poll() is None):
        time.sleep(0.05)
    for writer, _ in writers:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    acknowledged = {line for _, said in writers for line in lines(said)}
    rows, size = stored(own_database)
    assert acknowledged <= set(rows)
    assert len(acknowledged) >= 40
    assert [int(r.split()[0]) for r in rows] == list(range(size))
    assert len(rows) - len(acknowledged) <= len(writers), "at most the act under way may be stored unacknowledged"


@pytest.mark.django_db(transaction=True)
def test_an_act_is_acknowledged_and_sealed_only_once_it_is_on_the_disk(monkeypatch, settings, tmp_path):
    """On PostgreSQL the commit itself does not wait, so that the next number is free at once: one wait for an act,
    whatever it entered, after its commit; and one before anything of it is sealed."""
    settings.LOG_STORE, settings.KEY_STORE = tmp_path / "logs", tmp_path / "keys"
    settings.WITNESS_STORE = tmp_path / "witness"
    waits, plain = [], numbering.on_disk
    monkeypatch.setattr(numbering, "on_disk", lambda: waits.append(connection.in_atomic_block) or plain())
    with act(by=machine("w"), at=now()) as it:
        for turn in range(3):
            it.enter(Tag.WRITTEN, log="numbering", subject=Ref("writer", "w"), body=Written(str(turn)))
        assert not waits
    assert waits == ([False] if connection.vendor == "postgresql" else [])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone()[0] == "on", "only that transaction did not wait by itself"
    waits.clear()
    assert seal("numbering").size == 3
    assert len(waits) == 1
    with transaction.atomic():
        plain()  # also within a transaction it must not wait for itself
