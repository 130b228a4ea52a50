"""Twenty thousand readings a second: from a broker, judged, on the disk; beside a consumer that only stores.

Everything is real: the broker, the process, the database. Afterwards the journal is read: every reading sent must be
there, each band's in its order. `ratio` is processor time for a reading, ours to that of the consumer that only stores.
`lag`: from sending to the row of the alarm, of two calls for help a second in the stream. Memory is that of the process
at the start, when the minutes in which late readings count are full, in the middle, and at the end.
MINGJING_BENCH_SECONDS: how long (600).
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
from mingjing.presence.engine import Station
from mingjing.presence.fold import Fold
from mingjing.presence.hands import Worn
from mingjing.presence.intake import Body, Intake, Known
from mingjing.presence.joint import Joint, Setting, Told
from mingjing.presence.plan import write
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import limits
from mingjing.presence.rules.situation import Space, Who
from mingjing.presence.standard_plans import standard_plan
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
        main = house.judged(RATE, SECONDS, BATCH, alarms=2)
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
            "alarm_p50_ms": late["lag_p50_ms"], "alarm_p99_ms": late["lag_p99_ms"], "plain_cpu_us": plain["cpu_us"],
            "nats_per_s": other["per_s"], "nats_cpu_us": other["cpu_us"], **_growth(),
        },
        "peer": "a consumer of the same broker that writes, flushes and acknowledges, and judges nothing",
        "ratio": round(main["cpu_us"] / plain["cpu_us"], 2),
        "limits": {"per_s": RATE, "lost": 0, "out_of_order": 0, "lag_p99_ms": 500},
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

    def judged(self, rate: int, seconds: float, batch: int, alarms: float = 0) -> dict[str, float]:
        """A steady stream: readings a second until the last was judged, processor time each, memory on the way."""
        before, pid, since = _taken(self.folder), self.process.process.pid, int(time.time() * 1000)
        cpu, began = _cpu(pid), time.monotonic()
        sender = self._sender(rate, seconds, batch, alarms)
        memory = [(0.0, _memory(pid))]
        while sender.poll() is None:
            time.sleep(0.5)
            memory.append((time.monotonic() - began, _memory(pid)))
        told = json.loads(sender.stdout.read())  # type: ignore[union-attr]
        sent = int(told["sent"])
        while _taken(self.folder) - before < sent and time.monotonic() - began < seconds + 120:
            time.sleep(0.1)
        judged, spent = _taken(self.folder) - before, time.monotonic() - began
        self.sent += sent
        return {
            "per_s": round(judged / min(spent, max(told["seconds"], spent - 3))), "sent": sent,
            "cpu_us": round((_cpu(pid) - cpu) / max(judged, 1) * 1e6, 1),
            **_on_the_way(memory, seconds), **(self._lag(since) if alarms else {}),
        }  # fmt: skip

    def alarms(self, rate: int, seconds: float, each_second: float) -> dict[str, float]:
        """Milliseconds from sending to the row of the finding, at a small load with many alarms."""
        since = int(time.time() * 1000)
        sender = self._sender(rate, seconds, 10, each_second)
        self.sent += int(json.loads(sender.communicate()[0])["sent"])
        return self._lag(since)

    def _lag(self, since: int) -> dict[str, float]:
        self.process.wait_until_settled()
        query = "SELECT (julianday(told_at) - 2440587.5) * 86400000 - at FROM presence_finding WHERE began AND at >= ?"
        with closing(sqlite3.connect(self.folder / "data" / "mingjing.sqlite3", timeout=60)) as base:
            waits = sorted(row[0] for row in base.execute(query, [since]) if row[0] is not None)
        if not waits:
            raise RuntimeError("no alarm came of the calls for help that were sent")
        shares = {"p50": 0.5, "p99": 0.99, "max": 1.0}
        lag = {f"lag_{k}_ms": round(waits[min(len(waits) - 1, int(len(waits) * v))], 1) for k, v in shares.items()}
        return {"alarms": len(waits), **lag}

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


def _on_the_way(memory: list[tuple[float, float]], seconds: float) -> dict[str, float]:
    """Of (seconds, MiB): at the start, when the watermark is full (in a short run at three fifths), then on."""
    full = min(limits().lateness / 1000 + 20, seconds * 0.6)
    spots = {"start": 0.0, "full": full, "middle": max(full, seconds / 2), "end": seconds}
    return {
        f"memory_{name}_mib": min(memory, key=lambda one: abs(one[0] - spot))[1] for name, spot in spots.items()
    }  # fmt: skip


def _growth() -> dict[str, float]:
    """Readings a second of the engine by itself (processor time): more bands, and every rule several times over; how
    long a new segment's state takes; and what a reading costs that says where its wearer is."""
    grown: dict[str, float] = {}
    for bands in (200, 2_000, 20_000):
        grown[f"engine_per_s_{bands}_bands"] = _engine(bands, BAND)
    for times in (2, 4):
        grown[f"engine_per_s_{times}x_rules"] = _engine(2_000, BAND * times)
    for bands in (2_000, 20_000):
        grown[f"new_segment_ms_{bands}_bands"] = _segment(bands)
    for people in (20, 60, 180):
        grown[f"placed_us_{people}_people"] = _placed(people)
    return grown


def _segment(bands: int, each: int = 20) -> float:
    """Milliseconds of writing the state down while every band has that many readings that still count."""
    known = Known({}, {f"W{n}": ("bench", "band") for n in range(bands)})
    with tempfile.TemporaryDirectory() as name:
        station = Station("bench", Path(name), Intake(known, limits()), limits())
        station.resume(0)
        for n in range(bands * each):
            at = 1_000_000 + n // bands * 5000
            station.judge([Reading(f"W{n % bands}", at, hr=70, battery=80.0, worn=True)], at)
        began = time.perf_counter()
        station.remember()
        return round((time.perf_counter() - began) * 1000, 1)


def _placed(people: int, each: int = 60) -> float:
    """Microseconds of the processor for a reading with coordinates of people who stand in all rooms of a plan."""
    plan = standard_plan("county_centre")
    rooms = [s for s in plan.spaces if not s.passage]
    spaces = {s.code: Space(s.code, s.passage, holding=not s.passage, beside=plan.beside[s.code]) for s in plan.spaces}
    joint = Joint(Setting(write(plan), spaces, 1), limits())
    names = [f"stay:{n}" for n in range(people)]
    who = [Who(1000, name, "stay", sex="male", minor=False, kept_from=tuple(names[:2])) for name in names]
    joint.learn(Told([*who], [Worn(f"W{n}", name, 1000) for n, name in enumerate(names)]), 1000)
    middles = [tuple(sum(axis) / len(axis) for axis in zip(*room.outline, strict=True)) for room in rooms]
    readings = []
    for n in range(people * each):
        x, y = middles[(n % people) % len(middles)]
        readings.append(Reading(f"W{n % people}", 2000 + n // people * 1000, x=x, y=y, accuracy=0.5))
    began = time.process_time()
    for reading in readings:
        joint.read(reading)
        joint.advance(reading.at)
    return round((time.process_time() - began) / len(readings) * 1e6, 1)


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
