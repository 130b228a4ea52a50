"""The real process, killed with `kill -9` while people move: its alarms about several people are those of perfect
delivery of the same readings, with what the record told it and when."""

import json
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import msgspec
import pytest

from bench._sensing import PROJECT, Process, environment_for
from mingjing.bridges.line import Line
from mingjing.presence import journal
from mingjing.presence.engine import Station
from mingjing.presence.intake import Intake, Known, sign
from mingjing.presence.joint import Told
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits
from mingjing.presence.standard_plans import standard_plan
from tests.bridges.conftest import until
from tests.presence.test_engine import settled
from tests.presence.test_joint import middle

PLAN = standard_plan("county_centre")
WORN = {"B1": "band", "B2": "band", "B3": "band", "K1": "card"}
PASSAGE = next(s.code for s in PLAN.spaces if s.passage and not PLAN.beside[s.code] & {"OUT", "HW01"})
SECONDS, EVERY, IN_A_MESSAGE = 600, 3, 8


def stream(start, dice):
    """Readings of people who go about, as they arrive: late by up to a minute, some twice."""
    coming = []
    for device in WORN:
        second = 0
        while second < SECONDS:
            place = dice.choice(["HW01", "HW01", "HW03", PASSAGE, "out"])
            x, y = (-30.0, -30.0) if place == "out" else middle(place)
            stays = dice.randrange(40, 200)
            for n in range(second, min(second + stays, SECONDS), EVERY):
                near = {"x": x + dice.uniform(-0.3, 0.3), "y": y + dice.uniform(-0.3, 0.3)}
                reading = Reading(device, start + n * 1000, worn=True, **near)
                coming.append((reading.at + dice.randrange(60_000), reading))
            second += stays
    coming += dice.sample(coming, 60)
    return sorted(coming, key=lambda one: one[0])


def expected(folder, site, records, coming):
    """What stands when the readings come one by one in their own order, and the record tells what it told."""
    devices = {device: (site, kind) for device, kind in WORN.items()}
    one = Station(site, folder, Intake(Known({}, devices), limits()), limits())
    one.resume(0)
    news = [(r.at, msgspec.msgpack.decode(r.raw, type=Told)) for r in records]
    for reading in sorted((r for _, r in coming), key=lambda r: (r.at, r.device)):
        while news and news[0][0] <= reading.at:
            at, told = news.pop(0)
            one.learn(told, at)
        one.judge([reading], reading.at)
        one.advance(reading.at)
    one.advance(coming[-1][0])
    return settled(one.owed)


def told_by_the_record(readings):
    return [r for _, path in journal.segments(readings) for r in journal.read(path) if r.kind == journal.Kind.TOLD]


@pytest.mark.one_engine
def test_killed_while_people_move_it_finds_what_perfect_delivery_gives(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    environment = environment_for(data, MINGJING_SENSE_CLOCK="sent")
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, cwd=PROJECT, check=True)
    command = [sys.executable, "-m", "tests.bridges.people_world"]
    made = subprocess.run(command, env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    world = json.loads(made.stdout.splitlines()[-1])
    readings, dice = data / "readings" / world["site"], random.Random(11)
    process = Process(data, environment)
    try:
        process.wait_until_listening()
        until(lambda: told_by_the_record(readings), "the record has told who is here", 60)
        coming = stream(int(time.time() * 1000) + 5000, dice)
        parts = [coming[n : n + IN_A_MESSAGE] for n in range(0, len(coming), IN_A_MESSAGE)]
        kill_at = set(dice.sample(range(10, len(parts)), 3))
        line = Line(data / "readings", timeout=60)
        for number, part in enumerate(parts):
            body = msgspec.json.encode({"sent": part[-1][0], "readings": [r for _, r in part]})
            raw = sign(world["secret"].encode(), "G1", number, body)
            if number in kill_at:
                line.send("G1", raw)  # under way, and perhaps not on the disk
                process.kill()
                process.wait_until_listening()
                line = Line(data / "readings", timeout=60)
            assert line.ask("G1", raw) in {"taken", "replayed"}
        process.wait_until_settled()
    finally:
        process.stop()
    query = "SELECT rule, at, subject, began FROM presence_finding WHERE state <> 'withdrawn'"
    with closing(sqlite3.connect(data / "mingjing.sqlite3")) as base:
        rows = [(rule, at, subject, bool(began)) for rule, at, subject, began in base.execute(query)]
    want = expected(tmp_path / "again", world["site"], told_by_the_record(readings), coming)
    assert len({rule for rule, *_ in want}) >= 4, "too little happens"
    assert len(rows) == len(set(rows))
    assert set(rows) == want
