"""Lists and searches of a million cases with five million entries on PostgreSQL, read by sixteen officers."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.numbering import POSTGRES, _admin, _migrated
from mingjing.config.console import Stopped
from mingjing.kernel.text import Text

NAME = "cases"
SUMMARY = Text("案件列表和查找：100 万件、500 万条记录、16 人同时", "lists and searches of a million cases, 16 readers")
CASES = int(os.environ.get("MINGJING_BENCH_CASES", "1000000"))
ENTRIES_EACH = int(os.environ.get("MINGJING_BENCH_ENTRIES_EACH", "5"))
SECONDS = float(os.environ.get("MINGJING_BENCH_SECONDS", "60"))
PAUSE = float(os.environ.get("MINGJING_BENCH_PAUSE", "2"))
KEEP = os.environ.get("MINGJING_BENCH_KEEP", "")
"""The name of a database to fill once and to measure again; without it one is made and dropped."""
PROJECT = Path(__file__).resolve().parents[1]


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    name = KEEP or f"mj_bench_cases_{os.getpid()}"
    url = POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    with tempfile.TemporaryDirectory() as folder:
        fresh = _made(name)
        environment = _migrated(url, Path(folder))
        began = time.perf_counter()
        if fresh:
            progress(f"写入 {CASES} 件案件 …", f"writing {CASES} cases …")
            _part("_cases_world", environment, CASES, ENTRIES_EACH)
        filled = round(time.perf_counter() - began, 1)
        progress("测量 …", "measuring …")
        told = _part("_cases_users", environment, SECONDS, PAUSE)
    if not KEEP:
        _admin(f"DROP DATABASE {name} WITH (FORCE)")
    plain, first = told.pop("plain"), told.pop("alone_first_ms")
    return {
        "figures": told | {"filling_s": filled, "plain_ms": plain},
        "peer": "the same rows by icontains, COUNT and OFFSET, as an ordinary admin lists them, alone and not drawn",
        "ratio": round(first / plain["first"], 3),
        "limits": {"p50_ms": 25, "p99_ms": 80},
        "size": {"cases": CASES, "entries": CASES * ENTRIES_EACH, "readers": 16, "pause_s": PAUSE, "seconds": SECONDS},
    }


def _made(name: str) -> bool:
    """Whether the database had to be made."""
    try:
        _admin(f"CREATE DATABASE {name}")
    except Exception as why:
        if KEEP and "exists" in str(why):
            return False
        raise Stopped("需要 PostgreSQL（MINGJING_TEST_POSTGRES）", f"needs PostgreSQL (MINGJING_TEST_POSTGRES): {why}")
    return True


def _part(script: str, environment: dict[str, str], *arguments: object) -> Any:
    line = [sys.executable, str(PROJECT / "bench" / f"{script}.py"), *map(str, arguments)]
    done = subprocess.run(line, env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
