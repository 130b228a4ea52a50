"""Named reads of clocks and duties."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from mingjing.clocks.hearing import STAY
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


def of_rules(ref: Ref, rules: Collection[str]) -> list[Timed]:
    """Every run of these rules that counts time of the subject, or has counted it: not those that rest."""
    rows = Timed.objects.of(ref).filter(rule__in=rules)
    return list(rows.exclude(state__in=[Phase.PAUSED, Phase.WITHDRAWN]).by_due())


def next_due(refs: Iterable[Ref], rules: Collection[str] = ()) -> dict[Ref, list[Timed]]:
    """Ref → the open clock or duty that is due first (an overdue one is due first of all), and after it, where it is
    another, the one of these rules that is due first; in one query. What rests is not due. Subjects with nothing due
    are absent."""
    wanted = list(refs)
    limited = Timed.objects.open().filter(due_at__isnull=False).exclude(state=Phase.PAUSED)
    mine = limited.filter(subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id"))
    first, of_these = (
        Subquery(several.order_by("due_at", "kind", "pk").values("pk")[:1])
        for several in (mine, mine.filter(rule__in=rules))
    )
    rows = Timed.objects.filter(
        Q(pk=first) | Q(pk=of_these), subject_kind__in={r.kind for r in wanted}, subject_id__in=[r.id for r in wanted]
    )
    found: dict[Ref, list[Timed]] = {}
    for row in rows.order_by("due_at", "kind", "pk"):
        found.setdefault(row.subject, []).append(row)
    return found


def open_breaches(ref: Ref, at: datetime | None = None) -> list[Timed]:
    """Clocks of binding law that are over their limit at `at` (default now) and still run."""
    rows = Timed.objects.of(ref).open().filter(kind=Kind.CLOCK, due_at__lt=at or now(), severity="block")
    rows = rows.exclude(state=Phase.PAUSED)
    return list(rows.by_due())


def due_at_site(site: Site, limit: int = 200) -> list[Timed]:
    """Open clocks and duties of the people at a site that have a limit, the first due first."""
    rows = Timed.objects.open().filter(site=site, subject_kind=STAY, due_at__isnull=False)
    return list(rows.by_due()[:limit])


def due_before(officer: Officer, kind: str, limit: int = 200) -> list[Timed]:
    """Open clocks and duties about things of this kind the officer may see, the first due first."""
    rows = Timed.objects.visible_to(officer).open().filter(subject_kind=kind, due_at__isnull=False)
    return list(rows.select_related("site").by_due()[:limit])


def visible(officer: Officer, timed_id: UUID) -> Timed | None:
    """The row, when it belongs to a site in the officer's reach or to a subject he may see otherwise."""
    row = Timed.objects.filter(pk=timed_id).select_related("site__unit", "opened_by").first()
    if row is None or Timed.objects.visible_to(officer).filter(pk=row.pk).exists():
        return row
    return row if may_see(officer, row.subject) else None


__all__ = [
    "Clock", "Duty", "TimedQuerySet", "due_at_site", "due_before", "next_due", "of", "of_rules", "open_breaches",
    "visible",
]  # fmt: skip
