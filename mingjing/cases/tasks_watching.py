"""What the watch does for tasks of cases: calls when one is overdue."""

from datetime import datetime

from mingjing.alerts.watching import WATCH, each
from mingjing.cases.actions.tasks import call_for
from mingjing.cases.models import CaseTask
from mingjing.cases.vocab import TaskState


def tick(now: datetime) -> int:
    """Call for every open task whose time has passed and that nobody was called for. Answers how many there were."""
    late = CaseTask.objects.filter(state=TaskState.OPEN, told_overdue=False, due_at__lt=now).order_by("due_at")
    rows = [(pk, None) for pk in late.values_list("pk", flat=True)]
    return each("task", rows, lambda pk: call_for(pk, by=WATCH, at=now), now)
