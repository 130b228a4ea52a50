"""Reports that may be the same matter told twice: candidates with their reasons. Nothing follows by itself."""

from dataclasses import dataclass

from django.db.models import Q

from mingjing.intake.models import Report
from mingjing.intake.rules import likeness
from mingjing.intake.rules.likeness import Reason, Told
from mingjing.org.models import Officer
from mingjing.persons.rules import names
from mingjing.persons.selectors import cluster_ids

MOST_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """`open`: whether the reader may open it; of another unit's report he learns number, unit, hour and why alone."""

    report: Report
    reasons: tuple[Reason, ...]
    score: int
    open: bool


def candidates(officer: Officer, report: Report) -> list[Candidate]:
    """Reports of the same county before this one that look like it, the likest first. A few queries."""
    mine = told(report)
    found = []
    for row in _blocked(report):
        why = likeness.reasons(mine, told(row))
        if likeness.worth_showing(why):
            found.append((row, why, likeness.score(why)))
    best = sorted(found, key=lambda f: (-f[2], f[0].received_at))[: likeness.most()]
    seen = Report.objects.visible_to(officer).filter(pk__in=[row.pk for row, _, _ in best])
    visible = set(seen.values_list("pk", flat=True))
    return [Candidate(row, why, points, row.pk in visible) for row, why, points in best]


def told(report: Report) -> Told:
    """What may be compared: of a reporter kept secret nothing that would tell who he is."""
    at = report.happened_from or report.received_at
    if report.identity_secret:
        return Told(report.place, report.what, at)
    persons = frozenset(map(str, cluster_ids(report.person_id))) if report.person_id else frozenset()
    return Told(report.place, report.what, at, persons, names.fold(report.reporter_name), report.reporter_phone)


def _blocked(report: Report) -> list[Report]:
    """Those worth comparing: of the same county, told within the window, with somebody or the days in common."""
    since = report.received_at - likeness.window()
    rows = Report.objects.filter(unit__code__startswith=report.unit.code[:6], received_at__gte=since)
    rows = rows.filter(received_at__lte=report.received_at).exclude(pk=report.pk).exclude(case__sealed=True)
    return list(rows.filter(_in_common(report)).select_related("unit").order_by("-received_at")[:MOST_COMPARED])


def _in_common(report: Report) -> Q:
    near = Q(received_at__gte=report.received_at - likeness.near())
    if report.identity_secret:
        return near
    open_ones = Q(identity_secret=False)
    if report.reporter_phone:
        near |= open_ones & Q(reporter_phone=report.reporter_phone)
    if report.person_id:
        near |= open_ones & Q(person__in=cluster_ids(report.person_id))
    if report.reporter_name:
        near |= open_ones & Q(reporter_name=report.reporter_name)
    return near
