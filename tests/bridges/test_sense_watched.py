"""Through the real process: what goes wrong with the means of measuring is an alarm, each and by its own name."""

import json
import signal
import subprocess
import sys
import time

import msgspec
import pytest

from bench._sensing import PROJECT, environment_for, prepare
from mingjing.bridges.line import Line
from mingjing.presence.intake import sign
from mingjing.presence.reading import Reading
from mingjing.presence.rules.limits import limits
from tests.bridges.conftest import until

# The real process, with one rule more, which cannot bear a battery of exactly 13 per cent.
SENSE = """
from mingjing.bridges import sense
from mingjing.presence import engine
from mingjing.presence.rules.judging import Rule, unmoved

def judge(state, reading, limits):
    if reading.battery == 13:
        raise ZeroDivisionError
    return state, None

engine.BAND = (*engine.BAND, Rule("test.weak", bool, False, judge, unmoved))
sense.main()
"""
# The watch's look at presence, with gateways that must speak every two seconds; prints what is wrong now.
WATCH = """
import json
import django; django.setup()
import msgspec
from mingjing.alerts.models import Alarm
from mingjing.kernel.time import now
from mingjing.presence import watching
known = msgspec.structs.replace(watching.limits(), gateway_silent_after=2000)
watching.limits = lambda: known
watching.tick(now())
print(json.dumps(sorted(a.rule for a in Alarm.objects.open())))
"""


class World:
    def __init__(self, folder):
        self.folder = folder
        self.environment = environment_for(folder)
        self.secret = prepare(folder, ["W1"], 1, self.environment)["G0"].encode()
        self.process = subprocess.Popen([sys.executable, "-c", SENSE], env=self.environment, cwd=PROJECT)
        until((folder / "readings" / "sense.sock").exists, "the process listens", 90)
        self.line = Line(folder / "readings", timeout=60)
        self.number = 0

    def send(self, at, sent=None, **said):
        self.number += 1
        reading = Reading("W1", at, worn=True, **said)
        body = msgspec.json.encode({"sent": sent or int(time.time() * 1000), "readings": [reading]})
        assert self.line.ask("G0", sign(self.secret, "G0", self.number, body)) == "taken"

    def wrong(self):
        done = subprocess.run(
            [sys.executable, "-c", WATCH], env=self.environment, cwd=PROJECT, check=True, capture_output=True, text=True
        )
        return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture
def world(tmp_path):
    one = World(tmp_path)
    yield one
    one.process.send_signal(signal.SIGCONT)
    one.process.terminate()
    one.process.wait(30)


@pytest.mark.one_engine
def test_each_fault_of_measuring_is_an_alarm(world):
    now = int(time.time() * 1000)
    world.send(now, battery=80.0)
    until(lambda: _heard(world), "what was heard is noted")
    world.send(int(time.time() * 1000), battery=80.0)
    time.sleep(2.5)
    world.send(int(time.time() * 1000), battery=80.0)
    assert world.wrong() <= {"gateway.silent"}  # the machine may be slow; nothing else is wrong

    world.send(now - limits().lateness - 60_000, battery=80.0)
    until(lambda: "integrity.reading_late" in world.wrong(), "a late reading is an alarm")

    world.send(int(time.time() * 1000), battery=13.0)
    until(lambda: "integrity.rule_broken" in world.wrong(), "a rule that throws is an alarm")

    world.send(int(time.time() * 1000), sent=int(time.time() * 1000) - limits().drift - 30_000, battery=80.0)
    until(lambda: "gateway.drift" in world.wrong(), "a clock that is off is an alarm")
    until(lambda: "gateway.silent" in world.wrong(), "a gateway nobody hears is an alarm")
    assert "sense.stalled" not in world.wrong()

    world.process.send_signal(signal.SIGSTOP)
    until(lambda: "sense.stalled" in world.wrong(), "a process that stands still is an alarm", 60)


def _heard(world):
    return (world.folder / "readings" / "heartbeat.json").exists()
