"""A data folder with one site, its bands and its gateways, and the real process that takes readings, to be killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from mingjing.bridges.line import Line

PROJECT = Path(__file__).resolve().parents[1]
Connect = dict[str, str]


def prepare(folder: Path, devices: Sequence[str], gateways: int, environment: dict[str, str]) -> Connect:
    """Make the system; gateway → secret."""
    made = folder / "devices.json"
    made.write_bytes(msgspec.json.encode({"devices": list(devices), "gateways": gateways}))
    _python(["-m", "django", "migrate", "-v0"], environment)
    out = _python([str(Path(__file__).with_name("_sensing_world.py")), str(made)], environment)
    return msgspec.json.decode(out.strip().splitlines()[-1], type=Connect)


def environment_for(folder: Path, **more: str) -> dict[str, str]:
    return os.environ | {
        "MINGJING_DATA": str(folder),
        "MINGJING_DATABASE": f"sqlite:///{folder / 'mingjing.sqlite3'}",
        "MINGJING_SQLITE_SYNC": "NORMAL",
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
        "PYTHONPATH": str(PROJECT),
        **more,
    }


class Process:
    """`./mj sense` of that folder, started, killed, started again."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.kills = 0
        self.start()

    def start(self) -> None:
        (self.folder / "readings" / "sense.sock").unlink(missing_ok=True)
        command = [sys.executable, "-m", "mingjing.bridges.sense"]
        self.process = subprocess.Popen(command, env=self.environment, cwd=PROJECT)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1
        self.start()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def wait_until_listening(self, seconds: float = 120) -> None:
        """Until somebody answers: the name of a process that was killed is still there."""
        end = time.monotonic() + seconds
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the process that takes readings does not start")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            Line(self.folder / "readings").close()
        except OSError:
            return False
        return True

    def wait_until_settled(self, seconds: float = 300) -> None:
        """Until, by its heartbeat since this was asked, no message waits and no finding is owed."""
        end, asked = time.monotonic() + seconds, time.time() * 1000
        while time.monotonic() < end:
            with suppress(OSError, ValueError):
                said = json.loads((self.folder / "readings" / "heartbeat.json").read_text())
                if said["at"] > asked and not said["waiting"] and not said["owed"]:
                    return
            time.sleep(0.1)
        raise RuntimeError("the process that takes readings does not come to rest")


def _python(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout
