"""The data folder of one system: database (unless it is PostgreSQL), logs, what was witnessed, media, keys."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mingjing.config.console import PROJECT, Stopped

DATABASE = "mingjing.sqlite3"
SEALED = ("logs", "witness")
KEYS = "keys"


def default() -> Path:
    """The data folder when no option names one: MINGJING_DATA, else `data` in the project."""
    return Path(os.environ.get("MINGJING_DATA") or PROJECT / "data").resolve()


def holds_a_system(data: Path) -> bool:
    """Whether that folder belongs to a system: it has a database, or logs when the database is elsewhere."""
    return _has_tables(data / DATABASE) or (data / "logs").exists()


def _has_tables(database: Path) -> bool:
    """An empty file is what any management command leaves that only looked."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as opened:
        return bool(opened.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def put_aside(data: Path) -> Path | None:
    """Rename what stands there, so that nothing is ever thrown away; the new name, or None when there was nothing."""
    if not data.exists():
        return None
    aside = data.with_name(f"{data.name}-before-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
    data.rename(aside)
    return aside


def draft_beside(data: Path, purpose: str) -> Path:
    """A name on the same disk for a folder that becomes `data` by one rename when it is complete."""
    data.parent.mkdir(parents=True, exist_ok=True)
    return data.with_name(f".{data.name}-{purpose}")


@contextmanager
def in_use(data: Path, alone: bool) -> Iterator[None]:
    """Hold the folder while the block runs. Raises Stopped when another run holds it and one of us must be alone."""
    data.parent.mkdir(parents=True, exist_ok=True)
    with data.with_name(f".{data.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            raise Stopped(f"{data} 正被另一个进程使用。", f"{data} is in use by another process.") from None
        yield
