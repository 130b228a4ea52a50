"""A table of ten thousand old cases on both databases: read, every row checked, and the first thousand taken over."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import desk
from bench.numbering import _migrated
from mingjing.kernel.text import Text

NAME = "imports"
SUMMARY = Text("导入一万行案件表格：读入、核对、导入", "a table of 10,000 cases: read, checked, taken over")
ROWS = int(os.environ.get("MINGJING_BENCH_IMPORT_ROWS", "10000"))
TAKEN = int(os.environ.get("MINGJING_BENCH_IMPORT_TAKEN", "1000"))
TABLE = desk.PROJECT / "bench" / "_imports_table.py"


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for engine, url in desk.engines(Path(folder)).items():
            progress(f"{engine}：读入、核对、导入中 …", f"{engine}: reading, checking, taking over …")
            command = [sys.executable, str(TABLE), str(ROWS), str(TAKEN)]
            environment = _migrated(url, Path(folder) / engine)
            told = subprocess.run(
                command, env=environment, cwd=desk.PROJECT, check=True, stdout=subprocess.PIPE, text=True
            ).stdout
            figures |= {f"{engine}_{name}": value for name, value in json.loads(told.splitlines()[-1]).items()}
    desk.forget()
    return {"figures": figures, "peer": None, "ratio": None, "limits": {}, "size": {"rows": ROWS, "taken": TAKEN}}
