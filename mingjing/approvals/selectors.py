"""Named reads of requests."""

from mingjing.approvals.models import Request
from mingjing.approvals.permissions import may_decide
from mingjing.approvals.vocab import RequestState
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.org.models import Officer


def granted(subject: Ref, kind: str) -> Request | None:
    """The latest granted request of that kind about the subject."""
    rows = Request.objects.about(subject).filter(kind=kind, state=RequestState.GRANTED)
    return rows.order_by("-decided_at").first()


def waiting(subject: Ref) -> list[Request]:
    """Requests about the subject that nobody has decided, the first due first."""
    rows = Request.objects.about(subject).filter(state__in=[RequestState.ASKED, RequestState.RETURNED])
    return list(rows.select_related("unit", "site").order_by("due_at", "asked_at"))


def pending_for(officer: Officer) -> list[Request]:
    """Requests this officer may decide now, the first due first."""
    rows = Request.objects.visible_to(officer).filter(state=RequestState.ASKED).select_related("unit", "site")
    actor, at = officer.acting(), now()
    return [r for r in rows.order_by("due_at", "asked_at") if may_decide(r, actor, at)]
