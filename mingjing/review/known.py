"""What is known of a case where it goes over: who sees it, where it stands, what is in its file, its moves."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

import yaml

from mingjing.cases import papers
from mingjing.cases.models import Case, CasePerson
from mingjing.cases.opening import UNKNOWN as NO_CASE
from mingjing.cases.vocab import PersonRole
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.measures.models import Measure
from mingjing.org.models import Officer

NOT_GONE = no(
    "review.transfer.stage", "案件还没有办理这一步，不能登记移送。", "The case has not gone that way yet.", field="goes"
)
FOREIGN = no("review.transfer.foreign", "所选人员、文书不属于本案。", "Not of this case.", field="persons")


def seen(by: Actor, case: Case) -> Verdict:
    """Whoever does not see the case learns nothing more."""
    if by.kind == "machine":
        return OK
    officer = Officer.objects.get(pk=by.id)
    return OK if Case.objects.visible_to(officer).filter(pk=case.pk).exists() else NO_CASE


def officer_of(by: Actor) -> Officer | None:
    """The officer who acts; none for a machine."""
    return Officer.objects.filter(pk=by.id).first() if by.kind == "officer" else None


def gone(case: Case, goes: str) -> Verdict:
    """Whether the case stands where this is handed over (`goes.yaml`)."""
    return OK if case.kind == "criminal" and case.stage in stages().get(goes, ()) else NOT_GONE


def on_file(case: Case, persons: Collection[str], instruments: Collection[str]) -> Verdict:
    """Whether these are suspects of the case, and papers in its file or in that of a measure in it."""
    suspects = {str(person) for person, _ in suspects_of(case)}
    known = {paper.id for paper in papers_of(case)}
    return OK if set(persons) <= suspects and set(instruments) <= known else FOREIGN


def suspects_of(case: Case) -> list[tuple[object, str]]:
    rows = CasePerson.objects.in_force().filter(case=case, role=PersonRole.SUSPECT).select_related("person")
    return [(row.person_id, row.person.shown_name) for row in rows]


def papers_of(case: Case) -> list[papers.Paper]:
    """Final papers of the case and of the measures in it."""
    several = [case.ref, *(m.ref for m in Measure.objects.filter(case=case))]
    found = {paper.id: paper for ref in several for paper in papers.in_file(ref) if paper.final}  # some name both
    return list(found.values())


@cache
def stages() -> dict[str, list[str]]:
    """What goes over → stages of the case at which it does."""
    return dict(yaml.safe_load(Path(__file__).with_name("goes.yaml").read_text(encoding="utf-8")))
