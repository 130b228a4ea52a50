"""Keeps a few child processes running: restarts those that die, stops all together, leaves none behind.

Each child leads a process group of its own, so that what *it* started goes with it; and the kernel sends each
child SIGTERM when the supervisor dies, even by `kill -9`.
"""

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from mingjing.config.console import say

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 10.0
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Program:
    """One child: its name in messages, its command line, its environment."""

    name: str
    command: list[str]
    environment: dict[str, str]


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    pause: float = 0.5  # seconds before the next restart; doubles while the child keeps dying young


@dataclass(slots=True)
class Supervisor:
    """Start and watch from the main thread only: the death signal hangs on that thread."""

    programs: list[Program]
    stopping: threading.Event = field(default_factory=threading.Event)
    _children: list[_Child] = field(default_factory=list)

    def start(self) -> None:
        self._children = [_Child(p, _start(p), time.monotonic()) for p in self.programs]

    def also(self, program: Program) -> None:
        """One more, that wanted the others to be there first."""
        self._children.append(_Child(program, _start(program), time.monotonic()))

    def alive(self, name: str) -> bool:
        return any(c.program.name == name and c.process.poll() is None for c in self._children)

    def pid(self, name: str) -> int:
        """The process id of that child now; it changes when the child is restarted."""
        return next(c.process.pid for c in self._children if c.program.name == name)

    def watch(self, restart: bool = True) -> None:
        """Return when told to stop (a signal, or `stopping`), restarting dead children until then."""
        while not self.stopping.wait(0.2):
            for place, child in enumerate(self._children):
                if restart and child.process.poll() is not None:
                    self._children[place] = self._again(child)

    def stop(self) -> None:
        """SIGTERM to every group, SIGKILL to what is left after two seconds."""
        for child in self._children:
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self._children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
            _signal_group(child, signal.SIGKILL)
            child.process.wait()

    def _again(self, child: _Child) -> _Child:
        _signal_group(child, signal.SIGKILL)  # what a killed child left running would hold its port
        lived = time.monotonic() - child.started
        pause = 0.5 if lived > LONGEST_PAUSE_SECONDS else min(child.pause * 2, LONGEST_PAUSE_SECONDS)
        name, code = child.program.name, child.process.returncode
        say(
            f"{name} 已退出（{code}），{pause:.1f} 秒后重启。",
            f"{name} ended ({code}); starting it again in {pause:.1f} s.",
        )
        self.stopping.wait(pause)
        return _Child(child.program, _start(child.program), time.monotonic(), pause)


@contextmanager
def running(programs: list[Program]) -> Iterator[Supervisor]:
    """Start the programs and stop them all at the end; Ctrl-C and SIGTERM end the supervisor's watch."""
    supervisor = Supervisor(programs)

    def stop(_number: int, _frame: FrameType | None) -> None:
        supervisor.stopping.set()

    before = {s: signal.signal(s, stop) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        supervisor.start()
        yield supervisor
    finally:
        supervisor.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def finish(command: list[str], environment: dict[str, str]) -> int:
    """Run one child to its end; its exit code. It dies with us, and Ctrl-C reaches it through us only."""
    done = subprocess.run(command, env=environment, process_group=0, preexec_fn=_die_with(os.getpid()), check=False)
    return done.returncode


def _start(program: Program) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        program.command,
        env=program.environment,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509  only one thread lives here when children start
    )


def _die_with(supervisor: int) -> Callable[[], None]:
    def in_the_child() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != supervisor:  # it died between our fork and the line above
            os._exit(1)

    return in_the_child


def _signal_group(child: _Child, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)
