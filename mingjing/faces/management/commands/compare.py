"""`./mj compare`: look at portraits and compare pictures as they come, or what waits once."""

import time
from argparse import ArgumentParser
from typing import Any

from django.db import close_old_connections

from mingjing.faces.worker import Worker
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.ledger.commands import SpokenCommand

DONE = Text("已处理 {n} 项", "{n} attended to")


class Command(SpokenCommand):
    told = Text("逐一比对人脸，结论由民警确认。", "The process that compares faces one to one; officers confirm.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        once = Text("处理一次后退出", "what waits, once")
        every = Text("间隔秒数（默认 1）", "pause between (default 1)")
        parser.add_argument("--once", action="store_true", help=str(once))
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS", help=str(every))

    def handle(self, *_args: object, **options: Any) -> None:
        worker = Worker()
        try:
            self._rounds(worker, options["every"], once=options["once"])
        finally:
            worker.close()

    def _rounds(self, worker: Worker, pause: float, *, once: bool) -> None:
        while True:
            done = worker.tick(now())
            if once:
                self.stdout.write(str(DONE.format(n=done)))
                return
            time.sleep(pause)
            close_old_connections()
