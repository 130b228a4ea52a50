import io
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import chdir, closing

import psycopg
import pytest
from django.db import connection

from mingjing.config.backup import MANIFEST, backup
from mingjing.config.console import PROJECT, Stopped
from mingjing.config.database_cache import lay_migrated
from mingjing.config.restore import restore
from mingjing.presence.journal import Journal, Kind, Record

WORDS = "correct horse battery"


@pytest.fixture
def data(tmp_path):
    """A small system: a WAL database, two media files, a log key."""
    folder = tmp_path / "data"
    for name, content in {"media/ab/one": b"\x00\x01", "media/ab/two": b"photo", "keys/log.key": b"secret"}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    with closing(sqlite3.connect(folder / "mingjing.sqlite3")) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute("CREATE TABLE entry (seq INTEGER PRIMARY KEY)")
        opened.executemany("INSERT INTO entry VALUES (?)", [(n,) for n in range(100)])
        opened.commit()
    return folder


def entries(folder):
    with closing(sqlite3.connect(folder / "mingjing.sqlite3")) as opened:
        return [seq for (seq,) in opened.execute("SELECT seq FROM entry ORDER BY seq")]


def test_nobody_is_signed_in_by_a_backup(data, tmp_path):
    """Rows of sessions are left out, also from the free pages of the copy; the system itself loses none."""
    key = "k" * 16 + "signed-in-as-the-chief"
    with closing(sqlite3.connect(data / "mingjing.sqlite3")) as opened:
        opened.execute("CREATE TABLE django_session (session_key TEXT)")
        opened.execute("INSERT INTO django_session VALUES (?)", [key])
        opened.commit()
    backup(data, tmp_path / "b.tar", WORDS)
    assert key.encode() not in (tmp_path / "b.tar").read_bytes()
    restore(tmp_path / "b.tar", tmp_path / "back", words=WORDS)
    for folder, held in ((data, 1), (tmp_path / "back", 0)):
        with closing(sqlite3.connect(folder / "mingjing.sqlite3")) as opened:
            assert opened.execute("SELECT count(*) FROM django_session").fetchone() == (held,)


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz"])
@pytest.mark.parametrize("words", [None, WORDS])
def test_what_was_backed_up_comes_back(name, words, data, tmp_path):
    backup(data, tmp_path / name, words)
    back = tmp_path / "back"
    restore(tmp_path / name, back, words=words)
    assert entries(back) == list(range(100))
    assert (back / "media/ab/two").read_bytes() == b"photo"
    assert (back / "keys/log.key").read_bytes() == b"secret"
    assert (back / "keys/log.key").stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [".back.lock", name, "back", "data"]


def test_readings_and_tracks_come_back_while_they_are_taken(data, tmp_path):
    """The journal of a site that is open, a closed piece of tracks, and the socket beside them, which is no file."""
    one = Journal(data / "readings" / "A")
    one.begin(1000, b"")
    one.append(Record(Kind.MESSAGE, 1001, "G1", raw=b"said"))
    one.commit()
    (data / "tracks" / "A").mkdir(parents=True)
    (data / "tracks" / "A" / "000000000001000.track.gz").write_bytes(b"piece")
    with socket.socket(socket.AF_UNIX) as door, chdir(data / "readings"):
        door.bind("sense.sock")
        backup(data, tmp_path / "all.tar", None)
    restore(tmp_path / "all.tar", tmp_path / "back", words=None)
    back = Journal(tmp_path / "back" / "readings" / "A")
    assert [record.raw for record in back.resume()] == [b"", b"said"]
    assert (tmp_path / "back" / "tracks" / "A" / "000000000001000.track.gz").read_bytes() == b"piece"


def test_backup_is_readable_by_its_owner_only_and_never_overwrites(data, tmp_path):
    backup(data, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").stat().st_mode & 0o077 == 0
    with pytest.raises(Stopped):
        backup(data, tmp_path / "b.tar")


def test_encrypted_backup_shows_no_key_and_opens_with_its_passphrase_only(data, tmp_path):
    backup(data, tmp_path / "b.tar", WORDS)
    assert b"secret" not in (tmp_path / "b.tar").read_bytes()
    for wrong in (None, "another passphrase"):
        with pytest.raises(Stopped):
            restore(tmp_path / "b.tar", tmp_path / "back", words=wrong)
    assert not (tmp_path / "back").exists()


def test_backup_while_somebody_writes_holds_a_prefix_without_gap(data, tmp_path):
    stop = threading.Event()

    def write():
        with closing(sqlite3.connect(data / "mingjing.sqlite3", timeout=20)) as opened:
            number = 100
            while not stop.is_set():
                opened.execute("INSERT INTO entry VALUES (?)", (number,))
                opened.commit()
                number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup(data, tmp_path / "b.tar")
    finally:
        stop.set()
        writer.join()
    restore(tmp_path / "b.tar", tmp_path / "back")
    copied = entries(tmp_path / "back")
    assert copied == list(range(len(copied)))
    assert 100 <= len(copied) <= len(entries(data))


def test_restore_refuses_to_replace_unless_told_and_then_keeps_the_old(data, tmp_path):
    backup(data, tmp_path / "b.tar")
    with pytest.raises(Stopped):
        restore(tmp_path / "b.tar", data)
    restore(tmp_path / "b.tar", data, replace=True)
    (aside,) = tmp_path.glob("data-before-*")
    assert entries(aside) == entries(data)


def _rewrite(source, target, change):
    """Copy a tar, passing each (name, content) through `change`; None drops the member."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            changed = change(member.name, old.extractfile(member).read())
            if changed is not None:
                info = tarfile.TarInfo(changed[0])
                info.size = len(changed[1])
                new.addfile(info, io.BytesIO(changed[1]))


TAMPERED = {
    "a byte of a photograph": lambda n, c: (n, c[:-1] + b"X") if n.endswith("two") else (n, c),
    "a file left out": lambda n, c: None if n.endswith("two") else (n, c),
    "no manifest": lambda n, c: None if n == MANIFEST else (n, c),
    "unknown format": lambda n, c: (
        (n, json.dumps(json.loads(c) | {"format": 99}).encode()) if n == MANIFEST else (n, c)
    ),
    "a way out of the folder": lambda n, c: ("../../escaped", c) if n.endswith("two") else (n, c),
    "a renamed file": lambda n, c: (n + "s", c) if n.endswith("two") else (n, c),
}


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_restore_refuses_a_changed_backup_and_leaves_nothing(change, data, tmp_path):
    backup(data, tmp_path / "b.tar")
    _rewrite(tmp_path / "b.tar", tmp_path / "changed.tar", change)
    with pytest.raises(Stopped):
        restore(tmp_path / "changed.tar", tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert not list(tmp_path.glob("**/escaped"))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A system with a log of twenty sealed entries, made by the programs that make them."""
    folder = tmp_path_factory.mktemp("sealed") / "data"
    folder.mkdir()
    lay_migrated(folder / "mingjing.sqlite3")
    _write_and_seal(folder, f"sqlite://{folder / 'mingjing.sqlite3'}")
    return folder


def _write_and_seal(folder, database):
    names = {"MINGJING_DATA": str(folder), "MINGJING_DATABASE": database, "MINGJING_POOL": "no"}
    writing = [sys.executable, str(PROJECT / "bench" / "_numbering_writer.py"), "w", "20"]
    for line in (writing, [sys.executable, "-m", "mingjing.config.manage", "seal", "--once"]):
        there = os.environ | names | {"PYTHONPATH": str(PROJECT)}
        subprocess.run(line, env=there, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)


def test_a_database_that_says_what_was_sealed_comes_back(sealed, tmp_path):
    backup(sealed, tmp_path / "b.tar")
    restore(tmp_path / "b.tar", tmp_path / "back")
    with closing(sqlite3.connect(tmp_path / "back/mingjing.sqlite3")) as opened:
        assert opened.execute("SELECT count(*) FROM ledger_entry").fetchone() == (20,)
    assert not list((tmp_path / "back").glob(".compared*"))


def test_a_database_changed_inside_the_backup_is_refused_unless_told_otherwise(sealed, tmp_path, capsys):
    """Manifest and logs are right; only the database no longer says what was sealed."""
    spoilt = tmp_path / "spoilt"
    shutil.copytree(sealed, spoilt)
    with closing(sqlite3.connect(spoilt / "mingjing.sqlite3")) as opened:
        opened.execute("DROP TRIGGER guard_ledger_entry_update")
        opened.execute("UPDATE ledger_entry SET actor_name = 'x' WHERE seq = 7")
        opened.commit()
    backup(spoilt, tmp_path / "b.tar")
    with pytest.raises(Stopped) as stopped:
        restore(tmp_path / "b.tar", tmp_path / "back")
    assert "row.column_changed numbering" in stopped.value.text.en
    assert not (tmp_path / "back").exists()
    restore(tmp_path / "b.tar", tmp_path / "back", despite_findings=True)
    assert "row.column_changed numbering" in capsys.readouterr().err
    assert (tmp_path / "back/mingjing.sqlite3").exists()


def test_logs_without_their_database_are_refused(sealed, tmp_path):
    spoilt = tmp_path / "spoilt"
    shutil.copytree(sealed, spoilt)
    (spoilt / "mingjing.sqlite3").unlink()
    with closing(sqlite3.connect(spoilt / "mingjing.sqlite3")) as opened:
        opened.execute("CREATE TABLE ledger_entry (x)")
        opened.commit()
    backup(spoilt, tmp_path / "b.tar")
    with pytest.raises(Stopped, match="核对"):
        restore(tmp_path / "b.tar", tmp_path / "back")


def test_restore_refuses_half_a_file(data, tmp_path):
    backup(data, tmp_path / "b.tar")
    whole = (tmp_path / "b.tar").read_bytes()
    (tmp_path / "half.tar").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Stopped):
        restore(tmp_path / "half.tar", tmp_path / "back")


@pytest.fixture
def two_databases():
    """The addresses of two databases on the PostgreSQL server of this run; the second is empty."""
    if connection.vendor != "postgresql" or not shutil.which("pg_dump"):
        pytest.skip("needs PostgreSQL and its client programs")
    asked = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
    held = connection.settings_dict
    host = held["HOST"] or held["OPTIONS"].get("host", "")
    server = f"postgres://{held['USER']}@/{{}}?host={host}" + (f"&port={held['PORT']}" if held["PORT"] else "")
    names = [f"mingjing_backup_{os.getpid()}_{side}" for side in ("from", "to")]
    with closing(psycopg.connect(server.format("postgres"), autocommit=True)) as opened:
        if opened.info.server_version // 10_000 > int(re.search(r"(\d+)", asked)[1]):
            pytest.skip("pg_dump is older than the server")
        template = os.environ.get("MINGJING_TEST_TEMPLATE", "template1")
        opened.execute(f"CREATE DATABASE {names[0]} TEMPLATE {template}")
        opened.execute(f"CREATE DATABASE {names[1]}")
        yield [server.format(name) for name in names]
        for name in names:
            opened.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgres
def test_postgres_comes_back_into_an_empty_database_only(two_databases, data, tmp_path):
    here, there = two_databases
    with psycopg.connect(here) as opened:
        opened.execute("CREATE TABLE entry (seq int PRIMARY KEY)")
        opened.execute("INSERT INTO entry SELECT generate_series(0, 99)")
    backup(data, tmp_path / "b.tar", database=here)
    with pytest.raises(Stopped, match="MINGJING_DATABASE"):
        restore(tmp_path / "b.tar", tmp_path / "back")
    restore(tmp_path / "b.tar", tmp_path / "back", database=there)
    with psycopg.connect(there) as opened:
        assert opened.execute("SELECT count(*), max(seq) FROM entry").fetchone() == (100, 99)
    with pytest.raises(Stopped):
        restore(tmp_path / "b.tar", tmp_path / "again", database=there)
    restore(tmp_path / "b.tar", tmp_path / "again", replace=True, database=there)


@pytest.mark.postgres
def test_postgres_is_compared_with_the_logs_before_it_is_put_in_place(two_databases, tmp_path):
    here, there = two_databases
    (tmp_path / "data").mkdir()
    migrate = [sys.executable, "-m", "mingjing.config.manage", "migrate", "--verbosity", "0"]
    names = {"MINGJING_DATA": str(tmp_path / "data"), "MINGJING_DATABASE": here, "MINGJING_POOL": "no"}
    subprocess.run(migrate, env=os.environ | names, cwd=PROJECT, check=True)
    _write_and_seal(tmp_path / "data", here)
    backup(tmp_path / "data", tmp_path / "b.tar", database=here)
    with psycopg.connect(here) as opened:
        opened.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        opened.execute("UPDATE ledger_entry SET actor_name = 'x' WHERE seq = 7")
    backup(tmp_path / "data", tmp_path / "spoilt.tar", database=here)
    with pytest.raises(Stopped) as stopped:
        restore(tmp_path / "spoilt.tar", tmp_path / "back", database=there)
    assert "row.column_changed numbering" in stopped.value.text.en
    with psycopg.connect(there) as opened:
        assert opened.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        scratch = opened.execute("SELECT count(*) FROM pg_database WHERE datname LIKE '%restoring%'").fetchone()
        assert scratch == (0,)
    restore(tmp_path / "b.tar", tmp_path / "back", database=there)
    with psycopg.connect(there) as opened:
        assert opened.execute("SELECT count(*) FROM ledger_entry").fetchone() == (20,)
