"""What the watch does for sessions: those that are over are thrown away, or strangers would fill the database."""

import time
from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore

EVERY = 900.0
_swept: list[float] = []  # when this process last did, by the clock that nobody sets


def tick(_now: datetime) -> int:
    """Throw away sessions that are over, unless that was done lately. 1 when it was done now."""
    if _swept and time.monotonic() - _swept[0] < EVERY:
        return 0
    _swept[:] = [time.monotonic()]
    SessionStore.clear_expired()
    return 1
