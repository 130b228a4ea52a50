import os
import signal
import subprocess
import sys
import time

import pytest

from mingjing.config.console import PROJECT
from mingjing.config.supervise import Program, running

SLEEPER = [sys.executable, "-S", "-c", "import time; time.sleep(60)"]
# A parent that starts a child of its own, and tells both process ids.
WITH_CHILD = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
time.sleep(60)
"""


def program(command):
    return Program("sleeper", command, dict(os.environ))


def eventually(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def gone(pid):
    """Ended, or ended and only waiting to be collected by whoever is responsible for orphans."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_killed_child_is_started_again():
    with running([program(SLEEPER)]) as supervisor:
        first = supervisor.pid("sleeper")
        os.kill(first, signal.SIGKILL)
        signal.setitimer(signal.ITIMER_REAL, 2.0)
        signal.signal(signal.SIGALRM, lambda *_: supervisor.stopping.set())
        supervisor.watch()
        second = supervisor.pid("sleeper")
        assert supervisor.alive("sleeper")
        assert second != first
    assert gone(second)


def test_one_started_later_is_stopped_with_the_others():
    with running([program(SLEEPER)]) as supervisor:
        supervisor.also(Program("later", SLEEPER, dict(os.environ)))
        later = supervisor.pid("later")
        assert supervisor.alive("later")
    assert gone(later)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_watch_and_stops_everything_within_three_seconds(number, tmp_path):
    told = tmp_path / "pids"
    began = time.monotonic()
    with running([program([sys.executable, "-S", "-c", WITH_CHILD, str(told)])]) as supervisor:
        assert eventually(told.exists)
        assert eventually(told.read_text)
        began = time.monotonic()
        os.kill(os.getpid(), number)
        supervisor.watch()
    assert time.monotonic() - began < 3
    assert eventually(lambda: all(gone(int(pid)) for pid in told.read_text().split()))


def test_child_that_ignores_sigterm_is_killed():
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    with running([program([sys.executable, "-S", "-c", stubborn])]) as supervisor:
        pid = supervisor.pid("sleeper")
        time.sleep(0.3)
    assert gone(pid)


def test_no_orphan_is_left_when_the_supervisor_itself_is_killed():
    script = (
        "import os, sys; from mingjing.config.supervise import Program, running\n"
        f"with running([Program('a', {SLEEPER!r}, dict(os.environ))]) as s:\n"
        "    print(s.pid('a'), flush=True); s.watch()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=PROJECT) as supervisor:
        child = int(supervisor.stdout.readline())
        assert not gone(child)
        supervisor.kill()
    assert eventually(lambda: gone(child))
