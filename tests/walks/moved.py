"""The real application with its clock put forward, so that a case lasts days and its walk a minute.

Only the walks serve this module. Program and database run unchanged; the seconds to add stand in a file that the walk
writes, read anew for every request.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mingjing.config.asgi import application as real
from mingjing.kernel.time import frozen

AHEAD = Path(os.environ["MINGJING_DATA"]) / "seconds-ahead"


async def application(scope, receive, send):
    """As the real one, with the time of day the walk says."""
    if scope["type"] != "http":
        return await real(scope, receive, send)
    ahead = int(AHEAD.read_text()) if AHEAD.exists() else 0
    with frozen(datetime.now(UTC) + timedelta(seconds=ahead)):
        return await real(scope, receive, send)
