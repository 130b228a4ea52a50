"""Fifty open boards, an entry every second: from the commit to the bell, and to the panel drawn anew on every board."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mingjing.kernel.text import Text

NAME = "bells"
SUMMARY = Text("50 块看板、每秒一条记录：从提交到看板刷新", "50 boards, an entry a second: commit to refreshed panel")
BOARDS = int(os.environ.get("MINGJING_BENCH_BOARDS", "50"))
SECONDS = int(os.environ.get("MINGJING_BENCH_SECONDS", "20"))
PROJECT = Path(__file__).resolve().parents[1]
WORLD = PROJECT / "bench" / "_bells_world.py"
PANEL = "/alarms/open"
Heard = list[tuple[float, float]]


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    with tempfile.TemporaryDirectory() as folder:
        progress("准备 …", "preparing …")
        environment = _migrated(Path(folder))
        ours = _ours(environment, progress)
        progress("裸事件流 …", "a bare event stream …")
        bare = _bare(environment)
    return {
        "figures": ours | {f"bare_{name}": value for name, value in bare.items()},
        "peer": "a bare ASGI event stream on granian: no session, no permission, no ledger",
        "ratio": round(ours["panel_p99_ms"] / bare["panel_p99_ms"], 2),
        "limits": {"panel_p99_ms": 500, "missed": 0},
        "size": {"boards": BOARDS, "entries": SECONDS},
    }


def _migrated(folder: Path) -> dict[str, str]:
    environment = os.environ | {
        "MINGJING_DATABASE": f"sqlite:///{folder / 'bells.sqlite3'}",
        "MINGJING_DATA": str(folder),
        "MINGJING_MFA_REQUIRED": "no",
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings",
        "PYTHONPATH": str(PROJECT),
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True, cwd=PROJECT)
    return environment


def _ours(environment: dict[str, str], progress: Callable[[str, str], None]) -> dict[str, float]:
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    world = subprocess.Popen([sys.executable, str(WORLD), str(BOARDS)], env=environment, cwd=PROJECT, **pipes)
    assert world.stdin
    assert world.stdout
    sessions = [world.stdout.readline().strip() for _ in range(BOARDS)]
    topic = world.stdout.readline().strip()
    server, port = _served(environment, "mingjing.config.asgi:application", os.cpu_count() or 1)

    async def ring() -> float:
        world.stdin.write("\n")
        world.stdin.flush()
        return float(await asyncio.to_thread(world.stdout.readline))

    try:
        progress("看板打开 …", "boards open …")
        return asyncio.run(_measure(port, f"/live?topics={topic}", PANEL, sessions, ring))
    finally:
        world.kill()
        server.terminate()
        server.wait()


def _bare(environment: dict[str, str]) -> dict[str, float]:
    server, port = _served(environment, "bench._bells_world:bare")

    async def ring() -> float:
        rung = time.time()
        await _get(*await asyncio.open_connection("127.0.0.1", port), "/ring", "")
        return rung

    try:
        return asyncio.run(_measure(port, "/live", "/panel", [""] * BOARDS, ring))
    finally:
        server.terminate()
        server.wait()


def _served(environment: dict[str, str], target: str, workers: int = 1) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--host", "127.0.0.1", "--port", str(port), "--backpressure", "20000", "--log-level", "error"]
    command = [sys.executable, "-m", "granian", "--interface", "asginl", target, "--workers", str(workers), *options]
    server = subprocess.Popen([*command, "--workers-kill-timeout", "1"], env=environment, cwd=PROJECT)
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    return server, port


async def _measure(port: int, stream: str, panel: str, sessions: list[str], ring: Any) -> dict[str, float]:
    """Milliseconds from the commit to the bell and to the panel, over all boards and entries."""
    heard: list[Heard] = [[] for _ in sessions]
    boards = [asyncio.create_task(_board(port, stream, panel, s, heard[n])) for n, s in enumerate(sessions)]
    await asyncio.sleep(6)
    bells, panels, missed = [], [], 0
    for _ in range(SECONDS):
        for one in heard:
            one.clear()
        rung = await ring()
        await _until_all_drew(heard, rung)
        missed += sum(not one for one in heard)
        bells += [(one[0][0] - rung) * 1000 for one in heard if one]
        panels += [(one[0][1] - rung) * 1000 for one in heard if one]
    for board in boards:
        board.cancel()
    return {
        "bell_p50_ms": _part(bells, 50),
        "bell_p99_ms": _part(bells, 99),
        "panel_p50_ms": _part(panels, 50),
        "panel_p99_ms": _part(panels, 99),
        "missed": missed,
    }


async def _until_all_drew(heard: list[Heard], rung: float) -> None:
    """An entry a second; a board slower than that is waited for, up to ten seconds."""
    while time.time() - rung < 10 and not all(heard):
        await asyncio.sleep(0.02)
    await asyncio.sleep(max(0.0, 1 - (time.time() - rung)))


async def _board(port: int, stream: str, panel: str, session: str, heard: Heard) -> None:
    """One screen: its open line, and a second connection kept for its panel."""
    lines, out = await asyncio.open_connection("127.0.0.1", port)
    out.write(f"GET {stream} HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={session}\r\n\r\n".encode())
    fetching = await asyncio.open_connection("127.0.0.1", port)
    await _get(*fetching, panel, session)  # as a page does that has just been opened
    while line := await lines.readline():
        if line.startswith(b"event: bell"):
            rang = time.time()
            await _get(*fetching, panel, session)
            heard.append((rang, time.time()))


async def _get(lines: asyncio.StreamReader, out: asyncio.StreamWriter, path: str, session: str) -> None:
    """Fetch and read to the end, on a connection that stays."""
    cookie = f"Cookie: sessionid={session}\r\nHX-Request: true\r\nX-Mingjing-Bell: 1\r\n"
    out.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}\r\n".encode())
    head = (await lines.readuntil(b"\r\n\r\n")).lower()
    if b"content-length: " in head:
        await lines.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        return
    while size := int((await lines.readline()).strip() or b"0", 16):
        await lines.readexactly(size + 2)
    await lines.readline()


def _part(values: list[float], percent: int) -> float:
    ordered = sorted(values) or [float("nan")]
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 1)
