"""Named reads of clocks and duties."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from mingjing.clocks.models import Clock, Duty, Timed, TimedQuerySet
from mingjing.clocks.vocab import Kind, Phase
from mingjing.kernel.ref import Ref
from mingjing.kernel.time import now
from mingjing.org.models import Officer, Site
from mingjing.org.seeing import may_see


def of(ref: Ref) -> list[Timed]:
    """Every clock and duty of a subject: open ones by when they are due, then those that ended, the latest first."""
    rows = list(Timed.objects.of(ref).exclude(state=Phase.WITHDRAWN).by_due())
    ended = sorted((r for r in rows if r.ended_at), key=lambda r: r.ended_at or r.started_at, reverse=True)
    return [r for r in rows if r.is_open] + ended


def next_due(refs: Iterable[Ref]) -> dict[Ref, Timed]:
    """Ref → the open clock or duty that is due first (an overdue one is due first of all), in one query. Subjects with
    nothing due are absent."""
    wanted = list(refs)
    limited = Timed.objects.open().filter(due_at__isnull=False)
    mine = limited.filter(subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"))
    first = Subquery(mine.order_by("due_at", "kind", "pk").values("pk")[:1])
    rows = Timed.objects.filter(
        subject_kind__in={r.kind for r in wanted}, subject_id__in=[r.id for r in wanted], pk=first
    )
    return {row.subject: row for row in rows}


def open_breaches(ref: Ref, at: datetime | None = None) -> list[Timed]:
    """Clocks of binding law that are over their limit at `at` (default now) and still run."""
    rows = Timed.objects.of(ref).open().filter(kind=Kind.CLOCK, due_at__lt=at or now(), severity="block")
    rows = rows.exclude(state=Phase.PAUSED)
    return list(rows.by_due())


def due_at_site(site: Site, limit: int = 200) -> list[Timed]:
    """Open clocks and duties of a site that have a limit, the first due first."""
    return list(Timed.objects.open().filter(site=site, due_at__isnull=False).order_by("due_at")[:limit])


def visible(officer: Officer, timed_id: UUID) -> Timed | None:
    """The row, when it belongs to a site in the officer's reach or to a subject he may see otherwise."""
    row = Timed.objects.filter(pk=timed_id).select_related("site__unit", "opened_by").first()
    if row is None or Timed.objects.visible_to(officer).filter(pk=row.pk).exists():
        return row
    return row if may_see(officer, row.subject) else None


__all__ = ["Clock", "Duty", "TimedQuerySet", "due_at_site", "next_due", "of", "open_breaches", "visible"]
