"""What the watch does for clocks and duties every few seconds."""

from datetime import datetime

from mingjing.alerts.watching import WATCH, each
from mingjing.clocks.actions.timed import attend
from mingjing.clocks.models import Timed


def tick(now: datetime) -> int:
    """Attend to every row whose hour has come, the longest waiting first. Answers how many there were."""
    due = Timed.objects.filter(attend_at__lte=now).order_by("attend_at").values_list("pk", "site_id")
    return each("timed", list(due), lambda pk: attend(pk, by=WATCH, at=now), now)
