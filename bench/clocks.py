"""The watch over open clocks: a pass that finds nothing due, one that finds a hundred, and what both grow with."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.numbering import POSTGRES, _admin, _migrated
from mingjing.kernel.text import Text

NAME = "clocks"
SUMMARY = Text("值守一轮：10 万个在计时限", "a pass of the watch over 100,000 open clocks")
CLOCKS = int(os.environ.get("MINGJING_BENCH_CLOCKS", "100000"))
DUE = int(os.environ.get("MINGJING_BENCH_DUE", "100"))
PROJECT = Path(__file__).resolve().parents[1]
DATABASE = f"mj_bench_clocks_{os.getpid()}"


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for engine, url in _engines(Path(folder)).items():
            environment = _migrated(url, Path(folder) / engine)
            progress(f"{engine}：{CLOCKS} 个时限 …", f"{engine}: {CLOCKS} clocks …")
            line = [sys.executable, str(PROJECT / "bench" / "_clocks_watched.py"), str(CLOCKS), str(DUE)]
            done = subprocess.run(line, env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
            told = json.loads(done.stdout.splitlines()[-1])
            figures |= {f"{engine}_{name}": value for name, value in told.items()}
    if any(name.startswith("postgres") for name in figures):
        _admin(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    return {
        "figures": figures,
        "peer": "every open row read and its hour compared in Python: a watcher without the hour of the next look",
        "ratio": {n.removesuffix("_plain_s"): round(figures[n.replace("plain", "pass")] / v, 4)
                  for n, v in figures.items() if n.endswith("_plain_s")},
        "limits": {name: 2 for name in figures if name.endswith("_pass_s")},
        "size": {"clocks": CLOCKS, "due": DUE},
    }  # fmt: skip


def _engines(folder: Path) -> dict[str, str]:
    engines = {"sqlite": f"sqlite:///{folder / 'clocks.sqlite3'}"}
    try:
        _admin(f"CREATE DATABASE {DATABASE}")
    except Exception as why:
        print(f"PostgreSQL not measured: {why}", file=sys.stderr)
        return engines
    return engines | {"postgres": POSTGRES.rsplit("/", 1)[0] + f"/{DATABASE}"}
