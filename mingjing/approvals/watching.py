"""What the watch does for requests every few seconds: remind before they are due, let them lapse after."""

from datetime import datetime

from mingjing.alerts.actions.alarm import clear, raise_alarm
from mingjing.alerts.watching import WATCH, each
from mingjing.approvals.actions.request import attend
from mingjing.approvals.models import Request
from mingjing.approvals.vocab import RequestState
from mingjing.kernel.text import Text
from mingjing.kernel.time import local

WAITING = Text("“{title}”待审批，{due} 到期", "“{title}” waits for a decision, due {due}")


def tick(now: datetime) -> int:
    """Attend to every request whose hour has come. Answers how many there were."""
    due = Request.objects.filter(attend_at__lte=now).order_by("attend_at").values_list("pk", "site_id")
    return each("request", list(due), lambda pk: _attend(pk, now), now)


def _attend(pk: object, now: datetime) -> Request | None:
    request = attend(pk, by=WATCH, at=now)
    if request is None or request.site is None or request.due_at is None:
        return request
    if request.state == RequestState.ASKED:
        text = WAITING.format(title=request.title, due=f"{local(request.due_at):%m-%d %H:%M}")
        raise_alarm(
            by=WATCH, at=now, log=request.log, site=request.site, rule="approval.waiting", subject=request.ref,
            text=text, basis=request.basis, refs=[request.subject],
        )  # fmt: skip
    else:
        clear("approval.waiting", request.ref, by=WATCH, at=now, refs=[request.subject])
    return request
