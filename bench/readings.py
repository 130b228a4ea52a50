"""Twenty thousand readings a second: from a broker, judged, on the disk; beside a consumer that only stores.

Everything is real: the broker, the process, the database. Afterwards the journal is read: every reading sent must be
there, each band's in its order. `ratio` is processor time for a reading, ours to that of the consumer that only stores.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import msgspec

from bench._sensing import PROJECT, Process, environment_for, prepare
from mingjing.kernel.text import Text
from mingjing.presence import journal
from mingjing.presence.fold import Fold
from mingjing.presence.intake import Body
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import limits
from tests.bridges.conftest import Broker, mosquitto, nats

NAME = "readings"
SUMMARY = Text("每秒两万条读数：经消息服务、判断、落盘", "20,000 readings a second: from a broker, judged, on the disk")
SECONDS = float(os.environ.get("MINGJING_BENCH_SECONDS", "600"))
SHORT = min(SECONDS, 20.0)
RATE, BANDS, BATCH = 20_000, 2_000, 50
PARTS = Path(__file__).with_name("_readings_parts.py")
TICK = os.sysconf("SC_CLK_TCK")


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    progress(f"Mosquitto，{SECONDS:.0f} 秒 …", f"Mosquitto, {SECONDS:.0f} s …")
    with House(mosquitto) as house:
        main = house.judged(RATE, SECONDS, BATCH)
        progress(f"{main}；单条报文 …", f"{main}; one reading a message …")
        one = house.judged(RATE, SHORT / 2, 1)
        progress(f"{one}；告警延迟 …", f"{one}; how soon an alarm is there …")
        late = house.alarms(2_000, SHORT, 10)
        progress(f"{late}；只存储的消费者 …", f"{late}; the consumer that only stores …")
        plain = house.stored(RATE, SHORT, BATCH)
        progress(f"{plain}；核对日志 …", f"{plain}; reading the journal back …")
        whole = house.read_back()
    progress(f"{whole}；NATS …", f"{whole}; NATS …")
    with House(nats) as house:
        other = house.judged(RATE, SHORT, BATCH)
        other_whole = house.read_back()
    lost = whole["lost"] + other_whole["lost"]
    return {
        "figures": {
            **main, "lost": lost, "out_of_order": whole["out_of_order"] + other_whole["out_of_order"],
            "batch_1_per_s": one["per_s"], "batch_1_cpu_us": one["cpu_us"],
            "alarm_p50_ms": late[0], "alarm_p99_ms": late[1], "plain_cpu_us": plain["cpu_us"],
            "nats_per_s": other["per_s"], "nats_cpu_us": other["cpu_us"], **_growth(),
        },
        "peer": "a consumer of the same broker that writes, flushes and acknowledges, and judges nothing",
        "ratio": round(main["cpu_us"] / plain["cpu_us"], 2),
        "limits": {"per_s": RATE, "lost": 0, "out_of_order": 0, "alarm_p99_ms": 500},
        "size": {"bands": BANDS, "readings": main["sent"], "rate": RATE, "batch": BATCH, "rules": len(BAND)},
    }  # fmt: skip


class House:
    """A broker and the process that takes readings."""

    def __init__(self, broker: Callable[[Path], Broker]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mingjing-bench-"))
        self.sent = 0
        self.first = 0
        for part in ("broker", "data"):
            (self.folder / part).mkdir(mode=0o755)
        self.broker = broker(self.folder / "broker")
        environment = environment_for(self.folder / "data", MINGJING_BROKER=self.broker.url)
        names = [f"W{n:05d}" for n in range(BANDS)]
        self.secret = prepare(self.folder / "data", names, 1, environment)["G0"]
        self.process = Process(self.folder / "data", environment)
        self.process.wait_until_listening()

    def __enter__(self) -> "House":
        self.process.wait_until_settled()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stop()
        self.broker.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def judged(self, rate: int, seconds: float, batch: int) -> dict[str, float]:
        """A steady stream: readings a second until the last was judged, processor time each, memory early and late."""
        before, pid = _taken(self.folder), self.process.process.pid
        cpu, began = _cpu(pid), time.monotonic()
        sender = self._sender(rate, seconds, batch, 0)
        early = 0.0
        while sender.poll() is None:
            time.sleep(0.5)
            # the folds are full after the lateness, or never in a short run
            if not early and time.monotonic() - began > min(limits().lateness / 1000 + 20, seconds * 0.6):
                early = _memory(pid)
        told = json.loads(sender.stdout.read())  # type: ignore[union-attr]
        sent = int(told["sent"])
        while _taken(self.folder) - before < sent and time.monotonic() - began < seconds + 120:
            time.sleep(0.1)
        judged, spent = _taken(self.folder) - before, time.monotonic() - began
        self.sent += sent
        return {
            "per_s": round(judged / min(spent, max(told["seconds"], spent - 3))), "sent": sent,
            "cpu_us": round((_cpu(pid) - cpu) / max(judged, 1) * 1e6, 1),
            "memory_early_mib": early, "memory_late_mib": _memory(pid),
        }  # fmt: skip

    def alarms(self, rate: int, seconds: float, each_second: float) -> tuple[float, float]:
        """Milliseconds from sending to the row of the finding: median and the slowest of a hundred."""
        since = int(time.time() * 1000)
        sender = self._sender(rate, seconds, 10, each_second)
        told = json.loads(sender.communicate()[0])
        self.sent += int(told["sent"])
        self.process.wait_until_settled()
        query = "SELECT (julianday(told_at) - 2440587.5) * 86400000 - at FROM presence_finding WHERE began AND at >= ?"
        with closing(sqlite3.connect(self.folder / "data" / "mingjing.sqlite3", timeout=60)) as base:
            waits = sorted(row[0] for row in base.execute(query, [since]) if row[0] is not None)
        if not waits:
            return -1, -1
        return round(waits[len(waits) // 2], 1), round(waits[int(len(waits) * 0.99)], 1)

    def stored(self, rate: int, seconds: float, batch: int) -> dict[str, float]:
        """The consumer that only stores, by itself, fed alike."""
        os.kill(self.process.process.pid, signal.SIGSTOP)
        try:
            file = self.folder / "plain"
            plain = subprocess.Popen([sys.executable, str(PARTS), "store", self.broker.url, str(file)],
                cwd=PROJECT, env=_environment(),
            )  # fmt: skip
            time.sleep(3)
            cpu = _cpu(plain.pid)
            told = json.loads(self._sender(rate, seconds, batch, 0).communicate()[0])
            self.sent += int(told["sent"])
            time.sleep(1)
            used = _cpu(plain.pid) - cpu
            plain.terminate()
            plain.wait()
        finally:
            os.kill(self.process.process.pid, signal.SIGCONT)
        return {"cpu_us": round(used / told["sent"] * 1e6, 1)}

    def read_back(self) -> dict[str, int]:
        """Is every reading that was sent in the journal, and each band's in the order it was sent?"""
        end = time.monotonic() + 120
        while _taken(self.folder) < self.sent and time.monotonic() < end:
            time.sleep(0.2)
        self.process.wait_until_settled()
        self.process.stop()
        decode, count, back, last = msgspec.json.Decoder(Body).decode, 0, 0, {}
        for _, path in journal.segments(self.folder / "data" / "readings" / "bench"):
            for record in journal.read(path):
                if record.kind != journal.Kind.MESSAGE:
                    continue
                for reading in decode(record.raw.partition(b"\n")[2]).readings:
                    count += 1
                    back += reading.seq <= last.get(reading.device, -1)
                    last[reading.device] = reading.seq
        return {"lost": self.sent - count, "out_of_order": back}

    def _sender(self, rate: int, seconds: float, batch: int, alarms: float) -> "subprocess.Popen[str]":
        url = f"mqtt://G0:pw-G0@127.0.0.1:{self.broker.port}"
        told = [url, rate, seconds, batch, BANDS, self.secret, alarms, self.first]
        self.first += 10_000_000
        command = [sys.executable, str(PARTS), "send", *map(str, told)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT, env=_environment())


def _growth() -> dict[str, float]:
    """Readings a second of the engine by itself (processor time): more bands, and every rule several times over."""
    grown = {}
    for bands in (200, 2_000, 20_000):
        grown[f"engine_per_s_{bands}_bands"] = _engine(bands, BAND)
    for times in (2, 4):
        grown[f"engine_per_s_{times}x_rules"] = _engine(2_000, BAND * times)
    return grown


def _engine(bands: int, rules: Any, count: int = 60_000) -> int:
    readings = [
        Reading(f"W{n % bands}", 1_000_000 + n // bands * 1000, hr=70, spo2=97, temp=36.5, peak=1.0, battery=80.0,
                worn=True, zone="cell-01")
        for n in range(count)
    ]  # fmt: skip
    folds = {f"W{n}": Fold(Judge(rules, limits(), f"W{n}"), limits().lateness) for n in range(bands)}
    began = time.process_time()
    for reading in readings:
        folds[reading.device].add(reading)
    return round(count / (time.process_time() - began))


def _taken(folder: Path) -> int:
    with suppress(OSError, ValueError, KeyError):
        return int(json.loads((folder / "data" / "readings" / "heartbeat.json").read_text())["taken"])
    return 0


def _cpu(pid: int) -> float:
    """Seconds of processor time so far."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICK


def _memory(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(PROJECT)}
