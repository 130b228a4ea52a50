"""The real process, killed with `kill -9` while readings come: nothing acknowledged is lost, nothing is found twice."""

import random
import sqlite3
from contextlib import closing

import msgspec
import pytest

from bench._sensing import Process, environment_for, prepare
from mingjing.bridges.line import Line
from mingjing.presence.fold import Fold
from mingjing.presence.intake import sign
from mingjing.presence.reading import Reading
from mingjing.presence.rules import BAND
from mingjing.presence.rules.judging import Judge
from mingjing.presence.rules.limits import limits

DEVICES = [f"W{n}" for n in range(5)]


def stream(seed):
    """Readings of some hours as they arrive: late, some twice."""
    dice, coming = random.Random(seed), []
    for device in DEVICES:
        at = 1_790_000_000_000
        for _ in range(400):
            at += dice.choice([15_000] * 20 + [320_000])
            said = {"hr": dice.choice([70, 140]), "worn": dice.random() < 0.9, "battery": dice.choice([10.0, 30.0])}
            coming.append((at + dice.randrange(90_000), Reading(device, at, **said)))
    coming += dice.sample(coming, 100)
    return sorted(coming, key=lambda c: c[0])


def expected(readings, now):
    """What perfect delivery gives, and silences up to `now`."""
    found = set()
    for device in DEVICES:
        fold = Fold(Judge(BAND, limits(), device), limits().lateness)
        for reading in sorted((r for r in readings if r.device == device), key=lambda r: r.at):
            found.update(f.key for f in fold.add(reading).final)
        fold.advance(now)
        found.update(f.key for f in fold.close())
    return {(rule, at, subject) for rule, at, subject, began in found if began}


@pytest.mark.one_engine
def test_killed_while_readings_come_it_finds_what_perfect_delivery_gives(tmp_path):
    environment = environment_for(tmp_path, MINGJING_SENSE_CLOCK="sent")
    secret = prepare(tmp_path, DEVICES, 1, environment)["G0"].encode()
    coming = stream(7)
    messages = []
    for number, start in enumerate(range(0, len(coming), 20)):
        part = coming[start : start + 20]
        body = msgspec.json.encode({"sent": part[-1][0], "readings": [r for _, r in part]})
        messages.append(sign(secret, "G0", number, body))
    process = Process(tmp_path, environment)
    try:
        done = 0
        for stop in (30, 70, len(messages)):
            process.wait_until_listening()
            line = Line(tmp_path / "readings", timeout=60)
            while done < stop:
                assert line.ask("G0", messages[done]) in {"taken", "replayed"}
                done += 1
            if stop < len(messages):
                for n in range(done, done + 5):  # under way, and perhaps not on the disk
                    line.send("G0", messages[n])
                process.kill()
            line.close()
        process.wait_until_settled()
    finally:
        process.stop()
    query = "SELECT rule, at, subject FROM presence_finding WHERE began AND state <> 'withdrawn'"
    with closing(sqlite3.connect(tmp_path / "mingjing.sqlite3")) as base:
        rows = base.execute(query).fetchall()
    assert len(rows) == len(set(rows))
    assert set(rows) == expected([r for _, r in coming], coming[-1][0])
