"""What the watch does for faces: templates whose time is over are erased."""

from datetime import datetime

from mingjing.alerts.watching import WATCH
from mingjing.faces.actions.template import erase_due


def tick(now: datetime) -> int:
    """Answers how many were erased."""
    return erase_due(by=WATCH, at=now)
