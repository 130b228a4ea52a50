"""`./mj seal`: keep sealing new entries, or seal once."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from mingjing.kernel.text import Text
from mingjing.ledger.commands import SpokenCommand
from mingjing.ledger.findings import Finding
from mingjing.ledger.patrol import Patrol
from mingjing.ledger.sealing import Sealer, seal_all


class Command(SpokenCommand):
    told = Text("封存新条目并签署检查点。", "Seal new entries and sign checkpoints.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        once = Text("封存一次后退出", "seal once and stop")
        every = Text("间隔秒数（默认 2）", "pause between (default 2)")
        parser.add_argument("--once", action="store_true", help=str(once))
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help=str(every))

    def handle(self, *_args: object, **options: Any) -> None:
        """Exit code 1 when something was found wrong with --once; without it, keeps saying so every round."""
        if options["once"]:
            if self._told(seal_all()):
                raise SystemExit(1)
            return
        sealer, patrol = Sealer(), Patrol()
        while True:
            self._told(sealer.round())
            self._told(patrol.step())
            time.sleep(options["every"])
            close_old_connections()

    def _told(self, found: list[Finding]) -> bool:
        for finding in found:
            self.stderr.write(f"{finding.code.value} {finding.log}: {finding.text}")
        if found and (alarm := _alarm()):
            alarm(found)
        return bool(found)


def _alarm() -> Callable[[list[Finding]], object] | None:
    """The function named by `LEDGER_ALARM`, called with the findings of a round: the floors above can ring."""
    named = getattr(settings, "LEDGER_ALARM", None)
    return import_string(named) if named else None
