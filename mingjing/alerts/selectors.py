"""Named reads of alarms."""

from django.db.models import Count, Max

from mingjing.alerts.machine import OPEN, UNACKNOWLEDGED
from mingjing.alerts.models import Alarm, AlarmQuerySet, AlarmRef
from mingjing.alerts.vocab import Grade
from mingjing.kernel.ref import Ref
from mingjing.org.models import Officer, Site


def open_about(ref: Ref) -> AlarmQuerySet:
    """Open alarms that name the thing, the worst first."""
    return Alarm.objects.about(ref).open().select_related("site__unit").worst_first()


def open_at(site: Site, officer: Officer) -> AlarmQuerySet:
    """Open alarms of a site that the officer may see, the worst first. Whoever brings people to a site works there
    without hearing everything of it."""
    return Alarm.objects.visible_to(officer).filter(site=site).open().select_related("site__unit").worst_first()


def open_for_many(refs: list[Ref]) -> dict[Ref, list[Alarm]]:
    """Ref → open alarms that name it, the worst first, in one query. Refs without alarms are absent."""
    wanted = set(refs)
    rows = AlarmRef.objects.filter(
        kind__in={r.kind for r in refs}, ref_id__in=[r.id for r in refs], alarm__state__in=OPEN
    )
    found: dict[Ref, list[Alarm]] = {}
    for row in rows.select_related("alarm").order_by("-alarm__weight", "alarm__raised_at"):
        ref = Ref(row.kind, row.ref_id)
        if ref in wanted:
            found.setdefault(ref, []).append(row.alarm)
    return found


def bell(officer: Officer) -> dict[str, object]:
    """What the bell in the top bar shows: how many unanswered alarms call this officer, and the worst grade."""
    row = Alarm.objects.visible_to(officer).loud().aggregate(count=Count("id", distinct=True), worst=Max("weight"))
    worst = next((g for g in Grade if g.weight == row["worst"]), None)
    return {"count": row["count"], "worst": worst, "colour": worst.colour if worst else ""}


def calling(officer: Officer) -> AlarmQuerySet:
    """Red alarms nobody has acknowledged that call this officer: they fill his screen and sound."""
    rows = Alarm.objects.visible_to(officer).loud().filter(grade=Grade.RED, state__in=UNACKNOWLEDGED)
    return rows.select_related("site__unit").worst_first()
