"""Gap-free numbering under eight concurrent writers, on SQLite and on PostgreSQL, against plain committed rows."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mingjing.kernel.text import Text

NAME = "numbering"
SUMMARY = Text("8 个并发写入者各 2000 次：编号无缺无重", "8 writers × 2,000 acts: no gap, no double, none lost")
WRITERS = int(os.environ.get("MINGJING_BENCH_WRITERS", "8"))
TURNS = int(os.environ.get("MINGJING_BENCH_TURNS", "2000"))
PROJECT = Path(__file__).resolve().parents[1]
WRITER = PROJECT / "bench" / "_numbering_writer.py"
POSTGRES = os.environ.get("MINGJING_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    figures: dict[str, Any] = {}
    ratios = {}
    with tempfile.TemporaryDirectory() as folder:
        for engine, url in _engines(Path(folder)).items():
            progress(f"{engine}：写入中 …", f"{engine}: writing …")
            environment = _migrated(url, Path(folder) / engine)
            seconds, told = _race(environment, "main")
            plain_seconds, _ = _race(environment, "plain")
            figures |= {
                f"{engine}_acts_per_s": round(WRITERS * TURNS / seconds),
                f"{engine}_plain_rows_per_s": round(WRITERS * TURNS / plain_seconds),
                f"{engine}_faults": _faults(told),
            }
            ratios[engine] = round(plain_seconds / seconds, 2)
    _forget_postgres()
    return {
        "figures": figures,
        "peer": "one plain committed row a turn through the same ORM",
        "ratio": ratios,
        "limits": {"sqlite_faults": 0, "postgres_faults": 0},
        "size": {"writers": WRITERS, "acts_each": TURNS},
    }


def _engines(folder: Path) -> dict[str, str]:
    engines = {"sqlite": f"sqlite:///{folder / 'numbering.sqlite3'}"}
    try:
        _forget_postgres()
        _admin(f"CREATE DATABASE {_name()}")
    except Exception as why:
        print(f"PostgreSQL not measured: {why}", file=sys.stderr)
        return engines
    return engines | {"postgres": POSTGRES.rsplit("/", 1)[0] + f"/{_name()}"}


def _name() -> str:
    return f"mj_bench_numbering_{os.getpid()}"


def _admin(statement: str) -> None:
    import psycopg

    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def _forget_postgres() -> None:
    try:
        _admin(f"DROP DATABASE IF EXISTS {_name()} WITH (FORCE)")
    except Exception as why:
        print(f"PostgreSQL not cleaned: {why}", file=sys.stderr)


def _migrated(url: str, folder: Path) -> dict[str, str]:
    environment = os.environ | {
        "MINGJING_DATABASE": url,
        "MINGJING_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
        "PYTHONPATH": str(PROJECT),
        "MINGJING_POOL": "no",
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True, cwd=PROJECT)
    return environment


def _race(environment: dict[str, str], kind: str) -> tuple[float, list[str]]:
    """Seconds from the first to the last commit, and every number acknowledged."""
    began = time.perf_counter()
    writers = [
        subprocess.Popen(
            [sys.executable, str(WRITER), f"w{n}", str(TURNS), kind], env=environment, stdout=subprocess.PIPE, text=True
        )
        for n in range(WRITERS)
    ]
    told = [line for w in writers for line in w.communicate()[0].splitlines()]
    return time.perf_counter() - began, told


def _faults(told: list[str]) -> int:
    """How many numbers are missing, doubled or lost."""
    numbers = sorted(int(line.split()[0]) for line in told)
    wanted = WRITERS * TURNS
    return abs(wanted - len(numbers)) + len(set(range(wanted)) ^ set(numbers))
