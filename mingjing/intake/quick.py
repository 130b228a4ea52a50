"""Reports in the quick search and on the pages of the people who made them."""

from collections.abc import Iterator
from uuid import UUID

from mingjing.intake.finding import narrowed
from mingjing.intake.models import Report
from mingjing.intake.seeing import address
from mingjing.intake.vocab import ReporterRole
from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.persons import elsewhere
from mingjing.webkit import search

REPORTS = Text("接报案", "Reports")


def typed(officer: Officer, words: str) -> Iterator[search.Hit]:
    for report in narrowed(Report.objects.visible_to(officer), words)[: search.MOST_HITS]:
        yield search.Hit(report.number, address(report), report.what[:60])


def of_persons(officer: Officer, persons: set[UUID]) -> Iterator[elsewhere.Mention]:
    rows = Report.objects.visible_to(officer).filter(person__in=persons, identity_secret=False)
    for row in rows.order_by("-received_at"):
        yield elsewhere.Mention(row.number, address(row), ReporterRole(row.reporter_role).text, row.received_at)


search.provider(REPORTS, "alarm", typed)
elsewhere.add("reports", REPORTS, of_persons)
