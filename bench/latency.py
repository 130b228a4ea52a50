"""From a reading to its alarm on an open screen, measured by the browser, under two thousand other readings a second.

Everything is real: Mosquitto, the process that takes readings, the database, the server, the sealer, the watch, and
Chromium with the page of alarms open. A band calls for help; the page notes by its own clock (`performance.timeOrigin +
performance.now()`) when the alarm that names the band has been painted over it, and that is compared with the time at
which the reading was sent. Each alarm is then answered, so that the next is not hidden behind it.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

from bench._readings_parts import client
from bench._sensing import PROJECT, Process, environment_for, prepare
from bench.bells import _served
from bench.readings import PARTS
from mingjing.config.frontend import build
from mingjing.kernel.text import Text
from mingjing.presence.intake import sign
from mingjing.presence.reading import Reading
from tests.bridges.conftest import mosquitto
from tests.browsers import CALM, CHROMIUM

NAME = "latency"
SUMMARY = Text("从手环读数到浏览器中的告警（以浏览器计时）", "from a reading to its alarm in a browser, by its clock")
ALARMS = int(os.environ.get("MINGJING_BENCH_ALARMS", "240"))
RATE, BANDS = 2_000, 2_000
EVERY = 0.6  # seconds between two alarms, on average: each is answered before the next comes
LATEST = 20.0  # seconds after which an alarm counts as missed
WATCH = r"""
window.seen = {};
const look = () => {
  const box = document.querySelector("[data-calling]");
  if (!box || box.hidden) return;
  for (const card of box.querySelectorAll("[data-calling-alarm]")) {
    const band = /S\d{4}/.exec(card.textContent)?.[0];
    if (!band || band in window.seen) continue;
    window.seen[band] = 0;
    requestAnimationFrame(() => setTimeout(() => { window.seen[band] = performance.timeOrigin + performance.now(); }));
  }
};
addEventListener("DOMContentLoaded", () => {
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, attributes: true});
});
"""


def run(data: Path | None, progress: Callable[[str, str], None]) -> dict[str, Any]:  # noqa: ARG001 - makes its own data
    build()
    with tempfile.TemporaryDirectory(prefix="mingjing-bench-") as name, ExitStack() as stack:
        progress("准备 …", "preparing …")
        folder = Path(name)
        for part in ("broker", "data"):
            (folder / part).mkdir(mode=0o755)
        broker = mosquitto(folder / "broker")
        stack.callback(broker.stop)
        environment = environment_for(folder / "data", MINGJING_BROKER=broker.url, MINGJING_MFA_REQUIRED="no")
        callers = [f"S{n:04d}" for n in range(ALARMS)]
        secrets = prepare(folder / "data", [*callers, *(f"W{n:05d}" for n in range(BANDS))], 2, environment)
        session = stack.enter_context(Officer(environment))
        port = _running(stack, folder / "data", environment)
        _background(stack, broker.port, secrets["G0"])
        progress(f"{ALARMS} 条告警 …", f"{ALARMS} alarms …")
        waits, missed = _measure(port, session, broker.port, secrets["G1"], callers)
    figures = {f"p{share}_ms": _part(waits, share) for share in (50, 90, 99)}
    return {
        "figures": {**figures, "max_ms": round(max(waits), 1), "seen": len(waits), "missed": missed},
        "peer": None,
        "ratio": None,
        "limits": {"p99_ms": 500, "missed": 0},
        "size": {"alarms": ALARMS, "rate": RATE, "bands": BANDS},
    }


class Officer:
    """The process that answers alarms as an officer, and the officer's session."""

    def __init__(self, environment: dict[str, str]) -> None:
        world = Path(__file__).with_name("_latency_world.py")
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen([sys.executable, str(world)], env=environment, cwd=PROJECT, **pipes)
        self.session = self._process.stdout.readline().strip()  # type: ignore[union-attr]

    def answer(self, band: str) -> None:
        print(band, file=self._process.stdin, flush=True)

    def __enter__(self) -> "Officer":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()


def _running(stack: ExitStack, folder: Path, environment: dict[str, str]) -> int:
    """Everything `./mj demo` runs, by itself; the port of the server."""
    sense = Process(folder, environment)
    stack.callback(sense.stop)
    sense.wait_until_listening()
    for command in ("seal", "watch"):
        code = f"from mingjing.config import manage; manage.{command}([])"
        stack.callback(_ended, subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=PROJECT))
    server, port = _served(environment, "mingjing.config.asgi:application", os.cpu_count() or 1)
    stack.callback(_ended, server)
    return port


def _background(stack: ExitStack, port: int, secret: str) -> None:
    told = [f"mqtt://G0:pw-G0@127.0.0.1:{port}", RATE, 86_400, 10, BANDS, secret, 0, 0]
    command = [sys.executable, str(PARTS), "send", *map(str, told)]
    stack.callback(_ended, subprocess.Popen(command, cwd=PROJECT, env=os.environ | {"PYTHONPATH": str(PROJECT)}))


def _measure(port: int, officer: Officer, broker: int, secret: str, callers: list[str]) -> tuple[list[float], int]:
    """Milliseconds of every alarm that was seen, and how many were not."""
    from playwright.sync_api import sync_playwright

    dice, waits = random.Random(1), []
    gateway = client(f"mqtt://G1:pw-G1@127.0.0.1:{broker}", "bench-caller")
    gateway.loop_start()
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=CALM)
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        address = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": "sessionid", "value": officer.session, "url": address}])
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(f"{address}/alarms/")
        page.wait_for_timeout(3000)  # the line of bells is open
        for number, band in enumerate(callers):
            sent = time.time()
            reading = Reading(band, int(sent * 1000), worn=True, sos=True)
            body = msgspec.json.encode({"sent": int(sent * 1000), "readings": [reading]})
            gateway.publish("mingjing/G1/readings", sign(secret.encode(), "G1", number, body), qos=1)
            while not (seen := page.evaluate("band => window.seen[band]", band)) and time.time() - sent < LATEST:
                page.wait_for_timeout(50)
            if seen:
                waits.append(seen - sent * 1000)
            officer.answer(band)
            page.wait_for_timeout(EVERY * 500 + dice.random() * EVERY * 1000)
        browser.close()
    gateway.loop_stop()
    return waits, len(callers) - len(waits)


def _ended(process: "subprocess.Popen[Any]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()


def _part(values: list[float], percent: int) -> float:
    ordered = sorted(values) or [float("nan")]
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)], 1)
