"""Writers of one SQLite file take turns: whoever has just written goes to the end.

SQLite itself lets waiting writers sleep and try again, up to a tenth of a second apart; a busy writer then comes back
before a sleeping one has looked, and somebody waits until his patience ends. Two locks on files beside the database
mend it: one process at a time stands at the head of the queue, and only the head may ask for the turn. Locks of the
kernel die with their process, so a kill leaves nothing to clean up.
"""

import fcntl
import os
import time

LOOK_AGAIN = 0.0005
"""Seconds between two looks of the one at the head: a turn lasts some milliseconds."""


class TooLong(Exception):
    """The turn did not come in time."""


class Turn:
    """The turn of one connection at one database file."""

    def __init__(self, database: str, patience: float) -> None:
        self._paths = (f"{database}-queue", f"{database}-turn")
        self._patience = patience
        self._held: int | None = None

    def take(self) -> None:
        """Wait in the queue, then for the turn. Raises TooLong when it took longer than one is ready to wait."""
        if self._held is not None:
            return
        until = time.monotonic() + self._patience
        head = _open(self._paths[0])
        try:
            fcntl.flock(head, fcntl.LOCK_EX)
            self._held = self._at_the_head(until)
        finally:
            os.close(head)

    def give_up(self) -> None:
        """Let the next one write; nothing when this is not our turn."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _at_the_head(self, until: float) -> int:
        """Those who waited behind somebody stuck leave at once when they come to the head."""
        turn = _open(self._paths[1])
        while True:
            try:
                fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    os.close(turn)
                    raise TooLong from None
                time.sleep(LOOK_AGAIN)
            else:
                return turn


def _open(path: str) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
