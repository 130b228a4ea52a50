"""The sealer's round: a stretch of a log at a time is compared with what was sealed.

Whoever can write to the database can take the triggers down, change an old entry, and put the triggers back to the
letter. The sealer looks at the newest entries only; this goes through all of them, over and over, so that such a change
is found by itself and not only when somebody asks (`./mj manage audit`). A round begins at a random place: who restarts
the sealer again and again shields nothing.
"""

import secrets

from mingjing.ledger.audit import stretch
from mingjing.ledger.findings import Finding
from mingjing.ledger.models import LogHead
from mingjing.ledger.tiles import WIDTH


class Patrol:
    def __init__(self) -> None:
        self._log, self._tile = "", 0

    def step(self) -> list[Finding]:
        """Compare the next stretch, at most one tile. Nothing while there is no log."""
        sizes = dict(LogHead.objects.order_by("log").values_list("log", "size"))
        if not sizes:
            return []
        if self._log not in sizes:
            self._log = secrets.choice(list(sizes))
            self._tile = secrets.randbelow(sizes[self._log] // WIDTH + 1)
        found = list(stretch(self._log, self._tile))
        self._tile += 1
        if self._tile * WIDTH >= sizes[self._log]:
            self._log, self._tile = _after(self._log, list(sizes)), 0
        return found


def _after(log: str, logs: list[str]) -> str:
    return logs[(logs.index(log) + 1) % len(logs)]
