"""The verifiable log at size: sealing, proofs from a cold log, verification by the independent program, and a peer.

One million entries by default; `MINGJING_BENCH_ENTRIES` sets another number. The figures named `cpu` count processor
time, for machines that are busy with other things. Sealing and proofs are measured on the
log's own files (durably written), sealing also from a real SQLite database for a tenth of the entries.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingjing.kernel import merkle
from mingjing.kernel.text import Text
from mingjing.ledger.notes import LOG, Note, Signer, TreeHead
from mingjing.ledger.tiles import TileReader, TileWriter

NAME = "ledger"
SUMMARY = Text("可验证日志：封存、证明、离线核验", "the verifiable log: sealing, proofs, offline verification")
ORIGIN = "bench.example/610921-centre"
LIMITS = {
    "sealed_entries_per_s": ">= 50000",
    "sealed_from_database_per_s": ">= 50000",
    "proof_ms_p50": "<= 1",
    "proof_ms_p99": "<= 1",
    "verify_s": "< 30",
    "verify_peak_mib": "does not grow with the log",
}

# the verifier as it is, and afterwards its processor time and the largest memory of the process itself
VERIFY = """
import re, time
from mingjing_verify.__main__ import main
assert main() == 0
print(time.process_time())
print(re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""

TRIES = 3
"""Times each proof is made anew: on a machine that is busy with other things the best says what it costs."""

Progress = Callable[[str, str], None]


def run(data: Path | None, progress: Progress) -> dict[str, Any]:
    """Measure in a temporary folder (inside `data` when given, to measure that disk)."""
    size = int(os.environ.get("MINGJING_BENCH_ENTRIES", "1000000"))
    with TemporaryDirectory(dir=data) as folder:
        place = Path(folder) / "610921-centre"
        figures = _sealing(place, size, progress)
        figures |= _proofs(place, size, progress)
        figures |= _verifying(place, size, progress)
        figures |= _from_database(Path(folder), size // 10, progress)
    ours, theirs = _peer(min(size, 20_000), progress)
    return {
        "figures": figures | ours,
        "peer": f"pymerkle {version('pymerkle')} SqliteTree",
        "ratio": {name: round(ours[f"{name}_per_s"] / theirs[name], 1) for name in theirs},
        "limits": LIMITS,
        "size": {"entries": size, "bytes": figures.pop("bytes")},
    }


def _leaves(start: int, end: int) -> Iterator[bytes]:
    for seq in range(start, end):
        digest = sha256(b"%d" % seq).hexdigest().encode()
        yield b'{"digest":"%b","log":"610921-centre","seq":%d,"v":1}' % (digest, seq)


def _sealing(place: Path, size: int, progress: Progress) -> dict[str, float]:
    progress(f"封存 {size:,} 条", f"sealing {size:,} entries")
    leaves = list(_leaves(0, min(size, 100_000)))
    spent, worked, done = 0.0, 0.0, 0
    while done < size:
        began, began_work = time.perf_counter(), time.thread_time()
        writer = TileWriter(place, done)
        writer.append(leaves[: size - done])
        writer.flush()
        spent += time.perf_counter() - began
        worked += time.thread_time() - began_work
        done = writer.size
        leaves = list(_leaves(done, min(size, done + 100_000)))
    _sign(place, size)
    written = sum(p.stat().st_size for p in place.rglob("*") if p.is_file())
    rates = {"sealed_entries_per_s": round(size / spent), "sealed_entries_per_cpu_s": round(size / worked)}
    return rates | {"bytes": written}


def _sign(place: Path, size: int) -> None:
    signer = Signer(ORIGIN, LOG, Ed25519PrivateKey.generate())
    text = TreeHead(ORIGIN, size, merkle.root(size, TileReader(place, size).node)).text()
    (place / "checkpoint").write_text(str(Note(text, (signer.sign(text),))))
    (place / "vkey").write_text(f"{signer.vkey}\n")


def _proofs(place: Path, size: int, progress: Progress) -> dict[str, float]:
    progress("从未打开过的日志取证明", "proofs from a log not opened before")
    root = merkle.root(size, TileReader(place, size).node)
    first, best, worked = [], [], []
    for index in random.Random(1).sample(range(size), min(size, 3000)):
        tries = [_proof(place, index, size, root) for _ in range(TRIES)]
        first.append(tries[0][0])
        best.append(min(spent for spent, _ in tries))
        worked.append(min(cpu for _, cpu in tries))
    return {
        "proof_ms_p50": _rank(first, 50),
        "proof_ms_p99": _rank(first, 99),
        f"proof_best_of_{TRIES}_ms_p99": _rank(best, 99),
        "proof_cpu_ms_p99": _rank(worked, 99),
    }


def _proof(place: Path, index: int, size: int, root: bytes) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor for one proof from a log not opened before."""
    began, began_work = time.perf_counter(), time.thread_time()
    proof = merkle.inclusion_proof(index, size, TileReader(place, size).node)
    spent = (time.perf_counter() - began) * 1000, (time.thread_time() - began_work) * 1000
    leaf = merkle.leaf_hash(next(_leaves(index, index + 1)))
    assert merkle.root_from_inclusion(leaf, index, size, proof) == root
    return spent


def _verifying(place: Path, size: int, progress: Progress) -> dict[str, float]:
    progress("独立核验程序通读", "the independent verifier reads it all")
    command = [sys.executable, "-c", VERIFY, "log", str(place), "--json"]
    began = time.perf_counter()
    report, worked, peak = subprocess.run(command, capture_output=True, check=True).stdout.splitlines()
    spent = time.perf_counter() - began
    assert json.loads(report)["logs"][0]["size"] == size
    return {"verify_s": _round(spent), "verify_cpu_s": _round(float(worked)), "verify_peak_mib": int(peak) // 1024}


def _from_database(folder: Path, size: int, progress: Progress) -> dict[str, float]:
    progress(f"从数据库封存 {size:,} 条", f"sealing {size:,} entries from the database")
    environment = os.environ | {"MINGJING_DATA": str(folder / "data"), "MINGJING_DATABASE": ""}
    environment["MINGJING_DATABASE"] = f"sqlite:///{folder / 'bench.sqlite3'}"
    command = [sys.executable, "-m", "bench._ledger_rows", str(size)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    spent, worked = map(float, done.stdout.split())
    return {"sealed_from_database_per_s": round(size / spent), "sealed_from_database_per_cpu_s": round(size / worked)}


def _peer(size: int, progress: Progress) -> tuple[dict[str, float], dict[str, float]]:
    """The same three tasks on both durable stores: append in bulk, prove inclusion, prove consistency."""
    import pymerkle

    progress(f"对照 pymerkle，{size:,} 条", f"against pymerkle, {size:,} entries")
    leaves = list(_leaves(0, size))
    picks = random.Random(2).sample(range(1, size), 100)
    with TemporaryDirectory() as folder, pymerkle.SqliteTree(f"{folder}/peer.sqlite3") as tree:
        place = Path(folder) / "ours"
        theirs = {
            "append": _rate(size, lambda: tree.append_entries(leaves)),
            "prove": _rate(len(picks), lambda: [tree.prove_inclusion(i + 1, size) for i in picks]),
            "continue": _rate(len(picks), lambda: [tree.prove_consistency(i, size) for i in picks]),
        }
        ours = {"append_per_s": _rate(size, lambda: _write(place, leaves))}
        node = TileReader(place, size).node
        assert merkle.root(size, node) == tree.get_state(size)
        ours["prove_per_s"] = _rate(len(picks), lambda: [merkle.inclusion_proof(i, size, node) for i in picks])
        ours["continue_per_s"] = _rate(len(picks), lambda: [merkle.consistency_proof(i, size, node) for i in picks])
    return ours, theirs


def _write(place: Path, leaves: list[bytes]) -> None:
    writer = TileWriter(place, 0)
    writer.append(leaves)
    writer.flush()


def _rate(count: int, work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return round(count / (time.perf_counter() - began), 1)


def _rank(values: list[float], percent: int) -> float:
    return _round(sorted(values)[len(values) * percent // 100])


def _round(value: float) -> float:
    return round(value, 3)
