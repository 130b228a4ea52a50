"""Fixtures every test may use."""

import os
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError
from django.db import OperationalError, connection
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import settings

from mingjing.config.console import PROJECT
from mingjing.config.database_cache import (  # noqa: F401  pytest finds the fixtures here
    django_db_modify_db_settings,
    django_db_modify_db_settings_xdist_suffix,
    lay_migrated,
)
from mingjing.kernel.text import speak_with

# A busy machine must not make a property look false.
settings.register_profile("mingjing", deadline=None)
settings.load_profile("mingjing")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords():
    """The real hasher takes a good part of a second for every password, on purpose."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _each_test_begins_in_chinese():
    """A request of an English reader leaves his language in the thread, a command line leaves its own in the process;
    no test may depend on the one before it."""
    speak_with(translation.get_language)
    translation.activate("zh-hans")
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def _emptying_may_pass_the_guards():
    """Between transactional tests the database is emptied: only then, and only here, the guards step aside."""
    plain = TransactionTestCase._fixture_teardown

    def teardown(case):
        guards = _take_down()
        try:
            _once_nobody_reads(lambda: plain(case))
        finally:
            _put_up(guards)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = plain


@pytest.fixture
def own_database(tmp_path):
    """A database of its own, migrated, that several processes can open, on the engine this run tests; yields the
    environment that names it."""
    if connection.vendor == "sqlite":
        lay_migrated(tmp_path / "own.sqlite3")
        url = f"sqlite:///{tmp_path / 'own.sqlite3'}"
        drop = None
    else:
        import psycopg

        plain = connection.settings_dict
        name = f"mj_own_{os.getpid()}"
        place = {"host": plain["HOST"], "port": plain["PORT"] or 5432, "user": plain["USER"]}
        if plain["PASSWORD"]:
            place["password"] = plain["PASSWORD"]
        admin = psycopg.connect(dbname="postgres", autocommit=True, **place)
        template = os.environ.get("MINGJING_TEST_TEMPLATE", "template1")
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        secret = f":{plain['PASSWORD']}" if plain["PASSWORD"] else ""
        url = f"postgres://{place['user']}{secret}@{place['host']}:{place['port']}/{name}"
        drop = (admin, name)
    environment = os.environ | {
        "MINGJING_DATABASE": url,
        "MINGJING_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
        "PYTHONPATH": str(PROJECT),
        "MINGJING_POOL": "no",
    }
    if drop and "MINGJING_TEST_TEMPLATE" not in os.environ:
        migrate = [sys.executable, "-m", "django", "migrate", "-v0"]
        subprocess.run(migrate, env=environment, check=True, cwd=PROJECT)
    (tmp_path / "data").mkdir(exist_ok=True)
    yield environment
    if drop:
        admin, name = drop
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        admin.close()


def _take_down() -> list[str]:
    if connection.vendor != "sqlite":
        return _take_down_on_postgres()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        rows = cursor.fetchall()
        for name, _ in rows:
            _once_nobody_reads(lambda name=name: cursor.execute(f"DROP TRIGGER {name}"))
    return [sql for _, sql in rows]


def _once_nobody_reads(do, seconds=10):
    """A page of the test's own server may still be under way; a database in memory is locked meanwhile, not busy."""
    end = time.monotonic() + seconds
    while True:
        try:
            return do()
        except (OperationalError, CommandError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _take_down_on_postgres() -> list[str]:
    """It empties by TRUNCATE: only those guards stand in the way."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgname LIKE 'guard\\_%\\_truncate'"
        )
        rows = cursor.fetchall()
        for name, table, _ in rows:
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
    return [sql for _, _, sql in rows]


def _put_up(guards: list[str]) -> None:
    with connection.cursor() as cursor:
        for sql in guards:
            _once_nobody_reads(lambda sql=sql: cursor.execute(sql))
