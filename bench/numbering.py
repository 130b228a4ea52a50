"""Gap-free numbering under eight concurrent writers, on SQLite and on PostgreSQL, against plain committed rows."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mingjing.config.database_cache import lay_migrated
from mingjing.kernel.text import Text

NAME = "numbering"
SUMMARY = Text("8 个并发写入者各 2000 次：编号无缺无重", "8 writers × 2,000 acts: no gap, no double, none lost")
WRITERS = int(os.environ.get("MINGJING_BENCH_WRITERS", "8"))
TURNS = int(os.environ.get("MINGJING_BENCH_TURNS", "2000"))
PLAIN_TURNS = max(TURNS // 4, 10)
PROJECT = Path(__file__).resolve().parents[1]
WRITER = PROJECT / "bench" / "_numbering_writer.py"
POSTGRES = os.environ.get("MINGJING_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    figures: dict[str, Any] = {}
    ratios = {}
    with tempfile.TemporaryDirectory() as folder:
        for engine, url in _engines(Path(folder)).items():
            progress(f"{engine}：写入 {WRITERS} × {TURNS} …", f"{engine}: writing {WRITERS} × {TURNS} …")
            said = _race(_migrated(url, Path(folder) / engine))
            told, killed, after = said["main"], said["killed"], said["stored_after"]
            rate, plain = _rate(told), _rate(said["plain"])
            figures |= {
                f"{engine}_acts_per_s": round(rate),
                f"{engine}_plain_rows_per_s": round(plain),
                f"{engine}_faults": _faults(told[:-1], said["stored"][:-1], WRITERS * TURNS),
                f"{engine}_killed_acknowledged": len(killed) - 1,
                f"{engine}_killed_faults": _lost(told[:-1] + killed[:-1], after[:-1]),
            }
            ratios[engine] = round(rate / plain, 2)
    _forget_postgres()
    return {
        "figures": figures,
        "peer": "one plain committed row a turn through the same ORM",
        "ratio": ratios,
        "limits": dict.fromkeys(
            [f"{engine}_{what}" for engine in ("sqlite", "postgres") for what in ("faults", "killed_faults")], 0
        ),
        "size": {"writers": WRITERS, "acts_each": TURNS, "plain_each": PLAIN_TURNS},
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
    if url.startswith("sqlite"):
        lay_migrated(Path(url.removeprefix("sqlite://")))
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True, cwd=PROJECT)
    return environment


def _race(environment: dict[str, str]) -> dict[str, list[str]]:
    """What each round said: `number writer turn` for each act, `seconds S` last."""
    line = [sys.executable, str(WRITER), "race", str(WRITERS), str(TURNS), str(PLAIN_TURNS)]
    done = subprocess.run(line, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    said: dict[str, list[str]] = {}
    for each in done.stdout.splitlines():
        heading, _, words = each.partition(" ")
        said.setdefault(heading, []).append(words)
    return said


def _rate(said: list[str]) -> float:
    return (len(said) - 1) / float(said[-1].split()[1])


def _faults(told: list[str], stored: list[str], wanted: int) -> int:
    """How many acts are missing, doubled or lost, said or stored under another number."""
    numbers = [int(line.split()[0]) for line in stored]
    out_of_order = sum(a != b for a, b in zip(numbers, range(wanted), strict=False))
    return abs(wanted - len(told)) + abs(wanted - len(stored)) + out_of_order + len(set(told) ^ set(stored))


def _lost(acknowledged: list[str], stored: list[str]) -> int:
    """After the kill: acknowledged and not stored, or a gap in what is stored."""
    numbers = [int(line.split()[0]) for line in stored]
    return len(set(acknowledged) - set(stored)) + sum(a != b for a, b in enumerate(numbers))
