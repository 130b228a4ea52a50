"""The real process: a band comes back while rules hold something of it, and goes to somebody else after a restart.

On both databases: here the process that takes readings and the officers' acts lock the same rows."""

import json
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from bench._sensing import PROJECT, Process
from mingjing.bridges.line import Line
from mingjing.presence.intake import sign
from mingjing.presence.reading import Reading
from tests.bridges.conftest import until

FALL, LOW, OFF = "body.fall", "device.battery_low", "device.off"


class World:
    def __init__(self, environment):
        self.environment, self.number = environment, 0
        self.folder = Path(environment["MINGJING_DATA"])
        made = self.does("make")
        self.first, self.second = made["stays"]
        self.secret = made["secret"].encode()
        self.process = Process(self.folder, self.environment)
        self.process.wait_until_listening()

    def does(self, what):
        command = [sys.executable, "-m", "tests.bridges.band_world", what]
        done = subprocess.run(command, env=self.environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout.splitlines()[-1])

    def says(self, *several):
        line = Line(self.folder / "readings", timeout=60)
        for said in several:
            at = int(time.time() * 1000)
            body = msgspec.json.encode({"sent": at, "readings": [Reading("B1", at, **said)]})
            assert line.ask("G1", sign(self.secret, "G1", self.number, body)) == "taken"
            self.number += 1
            time.sleep(0.005)  # two readings of one millisecond have no order of their own
        line.close()

    def rings(self, wanted):
        told = set()

        def so():
            told.clear()
            told.update((rule, who) for rule, who, active in self.does("alarms") if active)
            return told == wanted

        until(so, f"{wanted} rings", 60)


@pytest.fixture
def world(own_database):
    one = World(own_database)
    yield one
    one.process.stop()


def test_an_alarm_does_not_outlive_the_wearing_of_its_band(world):
    world.says({"peak": 5.0, "battery": 9.0}, {"peak": 1.0}, {"peak": 1.0})
    world.rings({(FALL, world.first), (LOW, world.first)})
    world.does("back")
    world.says({"peak": 1.0, "battery": 9.0, "worn": False}, {"worn": False}, {"worn": False})
    world.process.wait_until_settled()
    assert [one for one in world.does("alarms") if one[2]] == []
    world.process.kill()
    world.process.wait_until_listening()
    world.process.wait_until_settled()
    assert [one for one in world.does("alarms") if one[2]] == []
    world.does("issue")
    world.says({"battery": 9.0, "worn": False}, {"worn": False}, {"worn": False})
    world.rings({(LOW, world.second), (OFF, world.second)})
