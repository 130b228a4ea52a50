"""`./mj watch`: the loop that makes hours pass. Clocks fall due, alarms escalate, approvals lapse.

Everything it does is an action that asks first whether it is time, so it may be killed, started twice or late.
"""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from types import FrameType

from mingjing.kernel.arguments import speak
from mingjing.kernel.text import Text

TICKS = (
    "mingjing.clocks.watching.tick",
    "mingjing.clocks.waiting.tick",
    "mingjing.clocks.rereading.tick",
    "mingjing.approvals.watching.tick",
    "mingjing.cases.tasks_watching.tick",
    "mingjing.imports.working.tick",
    "mingjing.review.watching.tick",
    "mingjing.custody.watching.tick",
    "mingjing.presence.watching.tick",
    "mingjing.faces.watching.tick",
    "mingjing.alerts.integrity.tick",
    "mingjing.alerts.rows.tick",
    "mingjing.clocks.row_audit.tick",
    "mingjing.media.sweeping.tick",
    "mingjing.org.sweeping.tick",
    "mingjing.api.keeping.tick",
    "mingjing.alerts.watching.tick",  # last: what was just raised may be due to be called
)

_logger = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Run until told to stop; with --once a single round. The exit code is 1 when a round could not be run."""
    told = Text("值守：时限到期、告警升级、审批失效。", "The watch: clocks fall due, alarms escalate, approvals lapse.")
    parser = argparse.ArgumentParser(prog="./mj watch", description=str(told))
    once, every = Text("只做一轮", "one round, then stop"), Text("间隔秒数（默认 2）", "how often (default 2)")
    parser.add_argument("--once", action="store_true", help=str(once))
    parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS", help=str(every))
    options = speak(parser).parse_args(arguments)
    ticks = _load()
    if options.once:
        return 0 if _round(ticks) else 1
    stop = _stopped_by_signals()
    while not stop.is_set():
        _round(ticks)
        stop.wait(options.every)
    return 0


def _load() -> list[Callable[[datetime], int]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
    import django  # noqa: PLC0415  only this command pays for Django
    from django.utils.module_loading import import_string  # noqa: PLC0415

    django.setup()
    return [import_string(path) for path in TICKS]


def _round(ticks: list[Callable[[datetime], int]]) -> bool:
    """One look at everything; a tick that cannot run at all (a lost database) does not stop the others."""
    from django.db import close_old_connections  # noqa: PLC0415

    from mingjing.kernel.time import now  # noqa: PLC0415

    whole = True
    for tick in ticks:
        close_old_connections()
        try:
            tick(now())
        except Exception:
            _logger.exception("%s failed; trying again in the next round", tick.__module__)
            whole = False
    return whole


def _stopped_by_signals() -> threading.Event:
    stop = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signature of a signal handler
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    return stop


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
