"""What the watch does for requests every few seconds: remind before they are due, let them lapse after."""

from datetime import datetime

from mingjing.alerts.watching import WATCH, each
from mingjing.approvals.actions.request import attend
from mingjing.approvals.models import Request


def tick(now: datetime) -> int:
    """Attend to every request whose hour has come. Answers how many there were."""
    due = Request.objects.filter(attend_at__lte=now).order_by("attend_at").values_list("pk", "site_id")
    return each("request", list(due), lambda pk: attend(pk, by=WATCH, at=now), now)
