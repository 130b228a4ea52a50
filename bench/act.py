"""What one act costs while its stay grows, on both databases, beside a bare transaction that writes the same rows.

`act`: a look at a person, with everything an act does. `anew`: the same by a process that knows nothing of the stay
yet, or after an amendment: all entries are read. `rows`: the peer.
"""

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

NAME = "act"
SUMMARY = Text("一次办理的开销：记录 10、100、1000 条时", "what one act costs at 10, 100 and 1,000 entries of the stay")
LENGTHS = os.environ.get("MINGJING_BENCH_LENGTHS", "10,100,1000")
ACTS = int(os.environ.get("MINGJING_BENCH_ACTS", "40"))
STAY = desk.PROJECT / "bench" / "_act_stay.py"


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    figures: dict[str, Any] = {}
    ratio: dict[str, float] = {}
    longest, shortest = LENGTHS.rsplit(",", 1)[-1], LENGTHS.split(",", 1)[0]
    with tempfile.TemporaryDirectory() as folder:
        for engine, url in desk.engines(Path(folder)).items():
            progress(f"{engine}：记录增长中 …", f"{engine}: the stay grows …")
            command = [sys.executable, str(STAY), str(ACTS), LENGTHS]
            environment = _migrated(url, Path(folder) / engine)
            told = subprocess.run(
                command, env=environment, cwd=desk.PROJECT, check=True, stdout=subprocess.PIPE, text=True
            ).stdout
            found = json.loads(told.splitlines()[-1])
            figures |= {f"{engine}_{name}": value for name, value in found.items()}
            ratio[engine] = round(found[f"act_{longest}_p50_ms"] / found[f"rows_{longest}_p50_ms"], 1)
            grown = found[f"act_{longest}_cpu_p50_ms"] / found[f"act_{shortest}_cpu_p50_ms"]
            figures[f"{engine}_growth"] = round(grown, 2)
    desk.forget()
    return {
        "figures": figures,
        "peer": "the same rows in a bare transaction: nothing asked, sealed, locked or reckoned",
        "ratio": ratio,
        "limits": {f"{engine}_growth": 1.5 for engine in ratio},
        "size": {"acts": ACTS, "entries": [int(n) for n in LENGTHS.split(",")]},
    }
