"""Which measures the form offers in a case, and why not the others: those of its procedure, as far as no gate of the
law refuses their first step for what is known of the case alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mingjing.cases.models import Case, CasePerson
from mingjing.cases.vocab import CaseKind, PersonRole
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.law import books
from mingjing.law.engine import check
from mingjing.law.rule import Gate
from mingjing.measures import graph
from mingjing.measures.vocab import CRIMINAL, MeasureKind

ANYWHERE = frozenset({MeasureKind.CONTINUED_QUESTIONING})
OF_CRIMES = Text("{k}案件不适用刑事强制措施。", "Not in a case of this kind: {k}.")
OF_OTHERS = Text("刑事案件不适用；转为行政案件后办理。", "Not in a criminal case; convert it first.")
ADMINISTRATIVE = (CaseKind.PUBLIC_ORDER, CaseKind.ADMINISTRATIVE)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A kind that is not offered: why, and by which article (none where the procedure is another one)."""

    kind: MeasureKind
    why: Text
    basis: str = ""

    @property
    def text(self) -> Text:
        return self.kind.text


def offered(case: Case, at: datetime) -> tuple[list[MeasureKind], list[Withheld]]:
    """The kinds that may be proposed in the case as it stands, and the others with the reason. What hangs on the person
    or on what is stated later is for the steps to ask."""
    found: list[MeasureKind] = []
    others: list[Withheld] = []
    for kind in MeasureKind:
        why = _strange(case, kind) or _refused(case, kind, at)
        if why:
            others.append(why)
        else:
            found.append(kind)
    return found, others


def concerned(case: Case, kinds: Iterable[MeasureKind]) -> list[CasePerson]:
    """Whom the form names: suspects; where things may be preserved, whoever may hold them as well. Each once, with the
    role that counts."""
    roles = list(PersonRole) if MeasureKind.PRESERVATION in kinds else [PersonRole.SUSPECT]
    rows = CasePerson.objects.in_force().filter(case=case, role__in=roles).select_related("person")
    first = sorted(rows, key=lambda row: (row.role != PersonRole.SUSPECT, row.since, row.pk))
    return list({row.person_id: row for row in reversed(first)}.values())[::-1]


def _strange(case: Case, kind: MeasureKind) -> Withheld | None:
    """Of the other procedure. A case that is not characterised yet goes the way of crimes."""
    if kind in ANYWHERE:
        return None
    if case.kind in ADMINISTRATIVE:
        named = OF_CRIMES.format(k=CaseKind(case.kind).text)
        return Withheld(kind, named) if kind in CRIMINAL else None
    return None if kind in CRIMINAL else Withheld(kind, OF_OTHERS)


def _refused(case: Case, kind: MeasureKind, at: datetime) -> Withheld | None:
    """When every way on from the proposal is refused already, the first refusal."""
    try:
        procedure = graph.of(kind, at)
    except KeyError:
        return Withheld(kind, Text("当日法规没有这种措施的流程。", "The law of that day draws no procedure of it."))
    told = {**case.facts(), "case.stage": case.stage, "measure.kind": kind.value}
    first = [m.id for m in procedure.moves_from(procedure.start) if m.to != "refused"]
    refusals = [_judged(check(books.current(), f"measure.{move}", told, at)) for move in first]
    if not refusals or not all(refusals):
        return None
    return Withheld(kind, refusals[0][0].text, refusals[0][0].basis)


def _judged(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Refusals that block and rest on what is known; what nobody told yet is no reason."""
    return [v for v in verdicts if not v.ok and v.severity == "block" and v.text == _refusal(v.code)]


def _refusal(rule: str) -> Text | None:
    one = books.current().rules.get(rule)
    return one.refuse if isinstance(one, Gate) else None
