"""Named reads of requests."""

from uuid import UUID

from django.db.models import F

from mingjing.approvals.models import Request
from mingjing.approvals.permissions import may_decide
from mingjing.approvals.vocab import IN_FORCE, OPEN, RequestState
from mingjing.clocks.models import Timed
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.org.models import Officer
from mingjing.org.recusal import kept_from
from mingjing.org.seeing import may_see

TO_DECIDE = (RequestState.ASKED, RequestState.ORAL)


def granted(subject: Ref, kind: str) -> Request | None:
    """The latest request of that kind about the subject that was granted in writing, else the one that counts for the
    time being by word of mouth."""
    rows = Request.objects.about(subject).filter(kind=kind, state__in=IN_FORCE)
    return rows.order_by(F("decided_at").desc(nulls_last=True)).first()


def waiting(subject: Ref) -> list[Request]:
    """Requests about the subject that nobody has decided, the first due first."""
    rows = Request.objects.about(subject).filter(state__in=OPEN)
    return list(rows.select_related("unit", "site").order_by("due_at", "asked_at"))


def visible(officer: Officer, request_id: UUID) -> Request | None:
    """The request, when he asked it, may decide it, or may see what it is about; not when recused from it."""
    found = Request.objects.filter(pk=request_id).select_related("unit", "site").first()
    if found is None or found.subject in kept_from(officer.pk):
        return None
    if found.shut and found.state not in OPEN:
        return found if may_see(officer, found.subject) else None
    if str(officer.pk) in found.side:
        return found
    if Request.objects.visible_to(officer).filter(pk=found.pk).exists():
        return found
    return found if may_see(officer, found.subject) else None


def clock_of(request: Request) -> Timed | None:
    """The clock a request would lengthen, if that is what it asks."""
    ref = next((Ref.parse(r) for r in request.refs if r.startswith("clock:")), None)
    return Timed.objects.filter(pk=ref.id).first() if ref else None


def pending_for(officer: Officer) -> list[Request]:
    """Requests this officer may decide now, the first due first."""
    rows = Request.objects.visible_to(officer).filter(state__in=TO_DECIDE).select_related("unit", "site")
    actor, at = officer.acting(), now()
    return [r for r in rows.order_by("due_at", "asked_at") if may_decide(r, actor, at)]
