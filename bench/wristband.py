"""Alerts of a recorded stream of wristbands, exactly, whatever the order, with repeats, and through `kill -9`.

The readings go through everything: signed messages, the door, the journal, the real process, the database. The same
stream runs as recorded with the process killed at random points; then shuffled within the lateness, with repeats,
through the engine by itself. `found`, `missed` and `invented` are those of the run through the killed process;
`shuffles_wrong` counts shuffles that gave anything else than the alerts.
"""

import csv
import gzip
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from bench._sensing import Process, environment_for, prepare
from mingjing.bridges.line import Line
from mingjing.kernel.text import Text
from mingjing.presence.fold import Fold
from mingjing.presence.intake import sign
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import limits

NAME = "wristband"
SUMMARY = Text(
    "手环数据流：告警逐条核对，含乱序、重复和断电", "a stream of wristbands: every alert exact, in any order, killed"
)
NAMES = {
    "body.pulse_high": "TACHY", "body.pulse_low": "BRADY", "body.oxygen_low": "HYPOXIA", "body.fever": "FEVER",
    "body.fall": "FALL", "device.off": "STRAP_OFF", "device.battery_low": "LOW_BATTERY",
    "device.forbidden_zone": "ZONE", "device.silent": "SILENT",
}  # fmt: skip
KILLS = int(os.environ.get("MINGJING_BENCH_KILLS", "6"))
SHUFFLES = int(os.environ.get("MINGJING_BENCH_SHUFFLES", "5"))
SEED = int(os.environ.get("MINGJING_BENCH_SEED", "1"))
IN_A_MESSAGE = 50
UNDER_WAY = 200
Alert = tuple[int, str, str]
Arrived = tuple[int, Reading]


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:
    if data is None:
        raise SystemExit("--data: a folder with stream.csv.gz and alerts.csv")
    stream, want = list(_stream(data)), _alerts(data)
    progress("经真实进程，随机 kill -9 …", "through the real process, killed at random …")
    got, real = _through_the_process(stream)
    progress("乱序与重复 …", "shuffled, with repeats …")
    wrong, rate = _shuffled(stream, want)
    return {
        "found": len(want & got),
        "missed": len(want - got),
        "invented": len(got - want),
        "figures": {
            "found": len(want & got), "missed": len(want - got), "invented": len(got - want),
            "shuffles_wrong": wrong, "judged_per_s": rate, **real,
        },
        "peer": None,
        "ratio": None,
        "limits": {"missed": 0, "invented": 0, "shuffles_wrong": 0},
        "size": {"readings": len(stream), "alerts": len(want), "kills": KILLS, "shuffles": SHUFFLES},
    }  # fmt: skip


def _stream(data: Path) -> Iterator[Arrived]:
    with gzip.open(data / "stream.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            reading = Reading(
                row["device"], int(row["ts"]) * 1000, hr=float(row["hr"]), spo2=float(row["spo2"]),
                temp=float(row["temp_c"]), peak=float(row["acc_peak_g"]), battery=float(row["battery_pct"]),
                worn=row["worn"] == "1", zone=row["zone"],
            )  # fmt: skip
            yield round(float(row["arrival"]) * 1000), reading


def _alerts(data: Path) -> set[Alert]:
    with (data / "alerts.csv").open() as file:
        return {(int(row["ts"]), row["device"], row["rule"]) for row in csv.DictReader(file)}


def _through_the_process(stream: list[Arrived]) -> tuple[set[Alert], dict[str, float]]:
    dice = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = environment_for(folder, MINGJING_SENSE_CLOCK="sent")
        devices = sorted({r.device for _, r in stream})
        secret = prepare(folder, devices, 1, environment)["G0"].encode()
        messages = list(_messages(stream, secret))
        kill_at = sorted(dice.sample(range(len(messages)), KILLS))
        process = Process(folder, environment)
        began = time.monotonic()
        try:
            resent = _send(folder, process, messages, kill_at)
            seconds = time.monotonic() - began
            _settled(process)
        finally:
            process.stop()
        return _found(folder), {"kills": process.kills, "messages": len(messages), "resent": resent,
                                "through_the_process_per_s": round(len(stream) / seconds)}  # fmt: skip


def _messages(stream: list[Arrived], secret: bytes) -> Iterator[bytes]:
    for number, start in enumerate(range(0, len(stream), IN_A_MESSAGE)):
        part = stream[start : start + IN_A_MESSAGE]
        body = msgspec.json.encode({"sent": part[-1][0], "readings": [r for _, r in part]})
        yield sign(secret, "G0", number, body)


def _send(folder: Path, process: Process, messages: list[bytes], kill_at: list[int]) -> int:
    """Send in order, several under way; after a kill whatever was not acknowledged is sent again, as gateways do."""
    acknowledged, resent, kills = 0, 0, list(kill_at)
    while acknowledged < len(messages):
        process.wait_until_listening()
        try:
            line = Line(folder / "readings", timeout=60)
        except OSError:
            time.sleep(0.05)
            continue
        sent = acknowledged
        try:
            while acknowledged < len(messages):
                while sent < len(messages) and sent - acknowledged < UNDER_WAY:
                    line.send("G0", messages[sent])
                    sent += 1
                if kills and sent > kills[0]:
                    kills.pop(0)
                    process.kill()
                word = line.hear()[1]
                if word not in {"taken", "replayed"}:
                    raise RuntimeError(f"a message was refused: {word}")
                acknowledged += 1
        except OSError:
            resent += sent - acknowledged
        finally:
            line.close()
    return resent


def _settled(process: Process) -> None:
    """Until nothing waits and nothing is owed; then once more killed, for a restart must change nothing."""
    for again in (True, False):
        process.wait_until_settled()
        if again:
            process.kill()
            process.wait_until_listening()


def _found(folder: Path) -> set[Alert]:
    query = "SELECT at, subject, rule FROM presence_finding WHERE began AND state <> 'withdrawn'"
    with closing(sqlite3.connect(folder / "mingjing.sqlite3", timeout=60)) as base:
        rows = base.execute(query).fetchall()
    return {(at // 1000, subject, NAMES.get(rule, rule)) for at, subject, rule in rows}


def _shuffled(stream: list[Arrived], want: set[Alert]) -> tuple[int, int]:
    """How many shuffles gave something else, and how many readings a second the engine judged."""
    dice, bound, wrong, seconds = random.Random(SEED), limits(), 0, 0.0
    for _ in range(SHUFFLES):
        coming = [(r.at + dice.randrange(bound.lateness), r) for _, r in stream]
        coming += dice.sample(coming, len(coming) // 20)
        coming.sort(key=lambda c: c[0])
        began = time.process_time()
        got = _judged([r for _, r in coming])
        seconds += time.process_time() - began
        wrong += got != want
    return wrong, round(SHUFFLES * len(stream) * 1.05 / seconds)


def _judged(readings: list[Reading]) -> set[Alert]:
    folds: dict[str, Fold[Any, Reading]] = {}
    found = set()
    for reading in readings:
        fold = folds.get(reading.device)
        if fold is None:
            fold = folds[reading.device] = Fold(Judge(BAND, limits(), reading.device), limits().lateness)
        found.update(f.key for f in fold.add(reading).final)
    for fold in folds.values():
        found.update(f.key for f in fold.close())
    return {(at // 1000, subject, NAMES[rule]) for rule, at, subject, began in found if began}
