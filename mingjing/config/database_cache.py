"""A test database migrated once and copied ever after: migrating anew took longer than most tests do.

SQLite: the migrated database is kept as a file under `.pytest_cache`, named by what the migrations say, and read
into the empty test database; `migrate` then finds nothing left to do. PostgreSQL: the same by a template database,
when `./mj test` made one and names it in MINGJING_TEST_TEMPLATE.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import _set_suffix_to_test_databases

from mingjing.config.console import PROJECT

PLACE = PROJECT / ".pytest_cache"


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Each worker its own database. In memory it has one anyway; pytest-django knows that of Django's own backend."""
    from django.db import connection  # noqa: PLC0415  there are no settings yet when this module is loaded

    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and connection.vendor != "sqlite":
        _set_suffix_to_test_databases(worker)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,  # noqa: ARG001  asked for: each worker its own database
) -> Iterator[None]:
    """pytest-django's own place for a last word before the test databases are made."""
    from django.db import connection  # noqa: PLC0415  there are no settings yet when this module is loaded

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            _copy_instead_of_migrating(connection.creation, patch)
        elif template := os.environ.get("MINGJING_TEST_TEMPLATE"):
            patch.setitem(connection.settings_dict["TEST"], "TEMPLATE", template)
        yield


def name_of_migrations() -> str:
    """Changes whenever a migration, or the triggers they set, or a dependency's version changes."""
    names = ("migrations/*.py", "triggers.py", "guards.py")
    sources = [p for name in names for p in PROJECT.glob(f"mingjing/*/{name}")]
    total = sha256()
    for path in sorted([*sources, PROJECT / "uv.lock"]):
        total.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return total.hexdigest()[:16]


def lay_migrated(place: Path) -> None:
    """Put a migrated SQLite database there, for tests whose processes share a file of their own."""
    kept = _kept()
    if not kept.exists():
        fresh = place.with_suffix(".fresh")
        migrate = [sys.executable, "-m", "mingjing.config.manage", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=os.environ | {"MINGJING_DATABASE": f"sqlite:///{fresh}"}, check=True, cwd=PROJECT)
        with closing(sqlite3.connect(fresh)) as source:
            _keep(source, kept)
    shutil.copyfile(kept, place)


def _kept() -> Path:
    return PLACE / f"migrated-{name_of_migrations()}.sqlite3"


def _copy_instead_of_migrating(creation: Any, patch: pytest.MonkeyPatch) -> None:
    kept = _kept()
    make_empty, make_whole = creation._create_test_db, creation.create_test_db
    alive: list[sqlite3.Connection] = []  # a database in memory lives as long as somebody holds it

    def empty(*args: Any, **options: Any) -> str:
        name: str = make_empty(*args, **options)
        if kept.exists():
            alive.append(sqlite3.connect(name, uri=True))
            with closing(sqlite3.connect(kept)) as source:
                source.backup(alive[0])
        return name

    def whole(*args: Any, **options: Any) -> str:
        name: str = make_whole(*args, **options)
        if not kept.exists():
            _keep(creation.connection.connection, kept)
        while alive:
            alive.pop().close()
        return name

    patch.setattr(creation, "_create_test_db", empty)
    patch.setattr(creation, "create_test_db", whole)


def _keep(database: sqlite3.Connection, kept: Path) -> None:
    """Several workers may come here at once: each writes a file of its own, the last rename wins."""
    kept.parent.mkdir(exist_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(draft)) as target:
        database.backup(target)
    for old in kept.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    draft.rename(kept)
