"""`./mj deliver`: entries go to the addresses integrations registered, as they come, or what is due once."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.db import close_old_connections

from mingjing.api.pushing import tick
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.ledger.commands import SpokenCommand

DONE = Text("已尝试推送 {n} 处", "{n} addresses tried")
_logger = logging.getLogger(__name__)


class Command(SpokenCommand):
    told = Text("向登记的地址推送条目。", "Delivers entries to the addresses integrations registered.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        once = Text("推送一次后退出", "what is due, once")
        every = Text("间隔秒数（默认 2）", "pause between (default 2)")
        parser.add_argument("--once", action="store_true", help=str(once))
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help=str(every))

    def handle(self, *_args: object, **options: Any) -> None:
        while True:
            done = self._round()
            if options["once"]:
                self.stdout.write(str(DONE.format(n=done)))
                return
            time.sleep(options["every"])
            close_old_connections()

    def _round(self) -> int:
        """A round that cannot be run is tried again: the cursors stand where they stood."""
        try:
            return tick(now())
        except Exception:
            _logger.exception("a round of deliveries failed; trying again")
            return 0
