"""Writers that enter acts as fast as they can and say each number after its commit.

`WRITER TURNS` is one writer in a process of its own, as tests start and kill it. `race WRITERS TURNS PLAIN` plays all
rounds of the benchmark: it pays for the start once and forks the writers of each round, lets them go together, and
begins each line with the round it belongs to. `plain` makes the same commits without the spine (one row each), as the
measure of what the database itself costs; `killed` gets SIGKILL in the middle; `stored` is what another process reads.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
django.setup()

from django.db import connections, transaction  # noqa: E402

from mingjing.kernel.actor import machine  # noqa: E402
from mingjing.kernel.ref import Ref  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.kernel.vocab import Vocab  # noqa: E402
from mingjing.ledger.act import act  # noqa: E402
from mingjing.ledger.entries import entry  # noqa: E402
from mingjing.ledger.models import Entry  # noqa: E402
from mingjing.org.models import Unit  # noqa: E402

LOG = "numbering"


class Tag(Vocab):
    COUNTED = "test.count.counted", "计数", "Counted"


@entry(Tag.COUNTED, zh="{writer} 的第 {turn} 次", en="Turn {turn} of {writer}")
@dataclass(frozen=True)
class Counted:
    writer: str
    turn: int


def main(writer: str, turns: int, heading: str = "") -> None:
    for turn in range(turns):
        with act(by=machine(writer), at=now()) as it:
            written = it.enter(Tag.COUNTED, log=LOG, subject=Ref("writer", writer), body=Counted(writer, turn))
        _say(heading, written.seq, writer, turn)


def plain(writer: str, turns: int, heading: str) -> None:
    """The yardstick: one committed row a turn, numbered by the database (which leaves gaps on a rollback)."""
    for turn in range(turns):
        code = uuid4().hex[:12]
        with transaction.atomic():
            Unit.objects.create(code=code, name=writer, kind="station", path=f"{code}/")
        _say(heading, turn, writer, turn)


def race(writers: int, turns: int, plain_turns: int) -> None:
    _round("main", main, writers, turns)
    _round("stored", stored)
    _round("plain", plain, writers, plain_turns)
    _round("killed", main, writers, plain_turns, kill_after=writers * plain_turns // 2)
    _round("stored_after", stored)


def _round(heading: str, run: Callable[..., None], writers: int = 1, turns: int = 0, kill_after: int = 0) -> None:
    connections.close_all()  # none may be carried into a child
    ready, go = os.pipe()
    children = [_fork(ready, go, lambda n=n: run(f"{heading}{n}", turns, heading)) for n in range(writers)]
    began = time.perf_counter()
    os.close(go)
    if kill_after:
        _kill_in_the_middle(children, kill_after)
    failed = [code for child in children if (code := os.waitpid(child, 0)[1]) and not kill_after]
    os.close(ready)
    _say(heading, "seconds", time.perf_counter() - began)
    if failed:
        sys.exit(f"{len(failed)} writers of {heading} failed")


def _kill_in_the_middle(children: list[int], enough: int) -> None:
    """Once so many entries more stand in the log; the children are in the midst of others then."""
    before = Entry.objects.filter(log=LOG).count()
    while Entry.objects.filter(log=LOG).count() < before + enough:
        time.sleep(0.02)
    for child in children:
        os.kill(child, signal.SIGKILL)


def _fork(ready: int, go: int, run: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    os.close(go)
    os.read(ready, 1)  # ends when the parent lets go
    try:
        run()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def stored(_writer: str, _turns: int, heading: str) -> None:
    rows = Entry.objects.filter(log=LOG).order_by("seq").values_list("seq", "actor_id", "content__fields")
    for seq, writer, fields in rows.iterator():
        _say(heading, seq, writer, fields["body.turn"][1])


def _say(*words: object) -> None:
    """One write a line: what several processes say into one pipe stays whole."""
    os.write(1, f"{' '.join(map(str, words)).strip()}\n".encode())


if __name__ == "__main__":
    if sys.argv[1] == "race":
        race(*map(int, sys.argv[2:]))
    else:
        main(sys.argv[1], int(sys.argv[2]))
