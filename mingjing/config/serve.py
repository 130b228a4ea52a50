"""The web server: granian with the ASGI application."""

import argparse
import os
import subprocess
import sys

from mingjing.config import debian, folder, frontend
from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text

HOST = Text("监听地址（默认 127.0.0.1）", "the address to listen at (default 127.0.0.1)")
PORT = Text("监听端口（默认 8000）", "the port to listen at (default 8000)")
WORKERS = Text("进程数（默认与处理器核数相同）", "how many processes (as many as there are cores)")

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
    parser.add_argument("--host", default="127.0.0.1", help=str(HOST))
    parser.add_argument("--port", type=int, default=8000, help=str(PORT))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help=str(WORKERS))
    chosen = speak(parser).parse_args(arguments)
    frontend.build()
    debian.chinese_font()
    with folder.in_use(folder.default(), alone=False):
        done = subprocess.run(command(chosen.host, chosen.port, chosen.workers), check=False)
    return done.returncode
