"""The real server with a database of its own, and processes that enter acts into it."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mingjing.config.database_cache import lay_migrated

PROJECT = Path(__file__).resolve().parents[2]
RINGER = Path(__file__).with_name("ringer.py")
APPLICATION = "mingjing.config.asgi:application"
SERVER = [sys.executable, "-m", "granian", "--interface", "asginl"]


class Place:
    """A migrated database, one officer signed in, and the server on a free port."""

    def __init__(self, folder: Path) -> None:
        self.environment = os.environ | {
            "MINGJING_DATABASE": f"sqlite:///{folder / 'live.sqlite3'}",
            "MINGJING_DATA": str(folder),
            "MINGJING_MFA_REQUIRED": "no",
            "MINGJING_SQLITE_SYNC": "OFF",  # nobody pulls the plug here
            "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
            "PYTHONPATH": str(PROJECT),
        }
        lay_migrated(folder / "live.sqlite3")
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    @contextmanager
    def open(self):
        with ExitStack() as stack:
            one = stack.enter_context(self._ringer())
            self.session, self.site, self.officer = one.stdout.readline().split()
            self.ringers = one, stack.enter_context(self._ringer("--no-world"))
            self.start()
            yield self
            self.stop()

    def start(self, application=APPLICATION):
        self._server = subprocess.Popen(
            [*SERVER, application, "--host", "127.0.0.1", "--port", str(self.port), "--workers-kill-timeout", "1"],
            env=self.environment,
            cwd=PROJECT,
        )
        while _closed(self.port):
            assert self._server.poll() is None, "the server did not start"
            time.sleep(0.1)

    def stop(self):
        self._server.terminate()
        self._server.wait(20)

    def ask(self, ringer, topic, turns, log):
        """Tell a ringer to enter so many acts; it answers `rung` when all are committed."""
        ringer.stdin.write(f"{log} {topic} {turns}\n")
        ringer.stdin.flush()

    def ring(self, topic):
        """Enter one act about the topic, in another process; it is committed on return."""
        self.ask(self.ringers[0], topic, 1, "HY01")
        assert self.ringers[0].stdout.readline() == "rung\n"

    @contextmanager
    def _ringer(self, *options):
        command = [sys.executable, str(RINGER), *options]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, env=self.environment, cwd=PROJECT, **pipes) as ringer:
            yield ringer
            ringer.stdin.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _closed(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
