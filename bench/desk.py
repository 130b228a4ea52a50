"""The duty desk of a full house on SQLite and on PostgreSQL, beside a page that shows nothing but its frame.

Before every round somebody is looked at by the real act, so that nothing drawn before may be shown again: `desk` is who
draws first after it, `second` another officer of the same site, who shares what the first one read."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.numbering import _admin, _migrated
from mingjing.kernel.text import Text

NAME = "desk"
SUMMARY = Text("值班台：60 人在区、1 万条历史记录", "the duty desk: 60 people present, 10,000 past stays")
PRESENT = int(os.environ.get("MINGJING_BENCH_PRESENT", "60"))
PAST = int(os.environ.get("MINGJING_BENCH_PAST", "10000"))
ROUNDS = int(os.environ.get("MINGJING_BENCH_ROUNDS", "200"))
PROJECT = Path(__file__).resolve().parents[1]
HOUSE = PROJECT / "bench" / "_desk_house.py"
DATABASE = f"mj_bench_house_{os.getpid()}"
POSTGRES = os.environ.get("MINGJING_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    figures: dict[str, Any] = {}
    ratio: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for engine, url in engines(Path(folder)).items():
            progress(f"{engine}：布置并测量 …", f"{engine}: filling the house and measuring …")
            told = _measured(_migrated(url, Path(folder) / engine))
            figures |= {f"{engine}_{name}": value for name, value in told.items()}
            ratio[engine] = round(told["desk_p50_ms"] / told["frame_p50_ms"], 2)
    forget()
    return {
        "figures": figures,
        "peer": "the home page of an administrator: the same frame, nothing in it",
        "ratio": ratio,
        "limits": {f"{engine}_queries": 12 for engine in ratio} | {"postgres_desk_p99_ms": 100},
        "size": {"present": PRESENT, "past": PAST, "rounds": ROUNDS},
    }


def _measured(environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, str(HOUSE), str(PRESENT), str(PAST), str(ROUNDS)]
    told = subprocess.run(command, env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


def engines(folder: Path) -> dict[str, str]:
    engines = {"sqlite": f"sqlite:///{folder / 'desk.sqlite3'}"}
    try:
        forget()
        _admin(f"CREATE DATABASE {DATABASE}")
    except Exception as why:
        print(f"PostgreSQL not measured: {why}", file=sys.stderr)
        return engines
    return engines | {"postgres": POSTGRES.rsplit("/", 1)[0] + f"/{DATABASE}"}


def forget() -> None:
    try:
        _admin(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    except Exception as why:
        print(f"PostgreSQL not cleaned: {why}", file=sys.stderr)
