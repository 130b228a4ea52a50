"""Cases in the quick search, as the reason of a look, and on the pages of the people they concern."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from mingjing.cases import finding
from mingjing.cases.models import Case, CasePerson
from mingjing.cases.panels import address
from mingjing.cases.selectors import assigned
from mingjing.cases.vocab import CaseState, PersonRole
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.persons import elsewhere, grounds
from mingjing.webkit import search

CASES = Text("案件", "Cases")
MOST_OFFERED = 60


def typed(officer: Officer, words: str) -> Iterator[search.Hit]:
    found: dict[UUID, Case] = {}
    for part in Case.objects.shown_of(officer):
        found |= {case.pk: case for case in finding.first(part, words, search.MOST_HITS)}
    newest = sorted(found.values(), key=lambda case: (case.opened_at, case.pk), reverse=True)
    for case in newest[: search.MOST_HITS]:
        yield search.Hit(case.number, address(case), case.cause)


def offered(officer: Officer) -> Iterable[tuple[Ref, str]]:
    """Open cases a look may serve, those he is assigned to first."""
    mine = assigned(officer)
    rows = Case.objects.visible_to(officer).filter(state=CaseState.OPEN)
    chosen = [*rows.filter(pk__in=mine), *rows.exclude(pk__in=mine)[:MOST_OFFERED]]
    return [(case.ref, f"{case.number} {case.cause}") for case in chosen]


def of_persons(officer: Officer, persons: set[UUID]) -> Iterator[elsewhere.Mention]:
    rows = CasePerson.objects.in_force().filter(person__in=persons, case__in=Case.objects.visible_to(officer))
    newest = {(row.case, row.role): row for row in rows.select_related("case").order_by("since")}
    for (case, role), row in reversed(newest.items()):
        yield elsewhere.Mention(f"{case.number} {case.cause}", address(case), PersonRole(role).text, row.since)


search.provider(CASES, "case", typed)
grounds.add("case", CASES, offered)
elsewhere.add("cases", CASES, of_persons)
