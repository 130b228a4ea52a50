"""One writer process: enters acts as fast as it can and says each number after its commit.

Used by `bench/numbering.py` and by `tests/ledger/test_numbering.py`. With `plain` as third argument it makes the same
commits without the spine (one row each), as the measure of what the database itself costs.
"""

import os
import sys
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mingjing.config.settings")
django.setup()

from django.db import transaction  # noqa: E402

from mingjing.kernel.actor import machine  # noqa: E402
from mingjing.kernel.ref import Ref  # noqa: E402
from mingjing.kernel.time import now  # noqa: E402
from mingjing.kernel.vocab import Vocab  # noqa: E402
from mingjing.ledger.act import act  # noqa: E402
from mingjing.ledger.entries import entry  # noqa: E402
from mingjing.org.models import Unit  # noqa: E402


class Tag(Vocab):
    COUNTED = "test.count.counted", "计数", "Counted"


@entry(Tag.COUNTED, zh="{writer} 的第 {turn} 次", en="Turn {turn} of {writer}")
@dataclass(frozen=True)
class Counted:
    writer: str
    turn: int


def plain(writer: str, turns: int) -> None:
    """The yardstick: one committed row a turn, numbered by the database (which leaves gaps on a rollback)."""
    for turn in range(turns):
        with transaction.atomic():
            Unit.objects.create(code=f"{writer}{turn}"[:12], name=writer, kind="station", path=f"{writer}/{turn}/")
        sys.stdout.write(f"{turn} {writer} {turn}\n")
        sys.stdout.flush()


def main(writer: str, turns: int) -> None:
    for turn in range(turns):
        with act(by=machine(writer), at=now()) as it:
            written = it.enter(
                Tag.COUNTED, log="numbering", subject=Ref("writer", writer), body=Counted(writer, turn)
            )
        sys.stdout.write(f"{written.seq} {writer} {turn}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    run = plain if sys.argv[3:] == ["plain"] else main
    run(sys.argv[1], int(sys.argv[2]))
