"""`./mj compare`: look at portraits and compare pictures as they come, or what waits once."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from mingjing.faces.worker import Worker
from mingjing.kernel.time import now


class Command(BaseCommand):
    help = "人脸比对进程 / The process that compares faces"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="处理一次后退出 / what waits once, then stop")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS", help="间隔秒数 / pause between")

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
                self.stdout.write(f"{done} 项 / {done} attended to")
                return
            time.sleep(pause)
            close_old_connections()
