"""Instruments with their data, hash and entry; a thousand in one file; the pages alone beside WeasyPrint.

Every shipped template is drafted for one case and made final several times, with short, long, minority-name,
English-name and empty optional data in turn. `final` is the whole act as an officer waits for it: the data gathered
from its sources, the page set, its places found, the bytes hashed and stored, number and entry written and committed.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import desk
from bench.numbering import _migrated
from mingjing.kernel.text import Text

NAME = "instruments"
SUMMARY = Text("文书定稿：单份与一千份，并与 WeasyPrint 相比", "instruments: one, a thousand, and beside WeasyPrint")
TURNS = int(os.environ.get("MINGJING_BENCH_TURNS", "10"))
BATCH = int(os.environ.get("MINGJING_BENCH_BATCH", "1000"))
MADE = desk.PROJECT / "bench" / "_instruments_made.py"


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    figures: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        for engine, url in desk.engines(Path(folder)).items():
            progress(f"{engine}：每种文书 {TURNS} 份 …", f"{engine}: {TURNS} of every template …")
            command = [sys.executable, str(MADE), str(TURNS), str(BATCH)]
            done = subprocess.run(
                command, env=_migrated(url, Path(folder) / engine), cwd=desk.PROJECT, check=True,
                stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            told = json.loads(done.stdout.splitlines()[-1])
            peer, size = told.pop("peer"), told.pop("size")
            figures |= {f"{engine}_{name}": value for name, value in told.items()}
    desk.forget()
    engines = sorted({name.partition("_")[0] for name in figures})
    return {
        "figures": figures,
        "peer": peer,
        "ratio": {e: round(figures[f"{e}_page_p50_ms"] / figures[f"{e}_peer_p50_ms"], 3) for e in engines},
        "limits": {f"{e}_{what}": limit for e in engines for what, limit in
                   (("final_p50_ms", 15), ("final_p99_ms", 40), ("batch_s", 6), ("bound_s", 6))},
        "size": size,
    }  # fmt: skip
