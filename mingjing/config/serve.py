"""The web server: granian with the ASGI application."""

import argparse
import os
import subprocess
import sys

from mingjing.config import folder, frontend

# granian counts open event streams against this; its default would let a thousand boards stop every page.
MOST_REQUESTS_AND_STREAMS = 20_000


def command(host: str, port: int, workers: int = 1) -> list[str]:
    """The command line of the web server."""
    return [
        sys.executable,
        *("-m", "granian", "--interface", "asginl", "mingjing.config.asgi:application"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--backlog", "2048"),
        *("--backpressure", str(MOST_REQUESTS_AND_STREAMS), "--log-level", "warning"),
        *("--workers-kill-timeout", "1"),
    ]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./mj serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    frontend.build()
    with folder.in_use(folder.default(), alone=False):
        done = subprocess.run(command(chosen.host, chosen.port, chosen.workers), check=False)
    return done.returncode
