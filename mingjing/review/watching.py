"""What the watch does for corrections: calls when one is overdue."""

from datetime import datetime

from mingjing.alerts.watching import WATCH, each
from mingjing.review.actions.correction import call_for
from mingjing.review.models import Correction
from mingjing.review.vocab import CorrectionState


def tick(now: datetime) -> int:
    """Call for every correction that waits for its officer, whose time has passed and that nobody was called for.
    Answers how many there were."""
    late = Correction.objects.filter(state=CorrectionState.OPEN, told_overdue=False, due_at__lt=now).order_by("due_at")
    rows = [(pk, None) for pk in late.values_list("pk", flat=True)]
    return each("correction", rows, lambda pk: call_for(pk, by=WATCH, at=now), now)
