"""The instruments a move makes: drafted in the file of the measure, made final with the move, or numbered elsewhere."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mingjing.cases import papers
from mingjing.cases.papers import Paper
from mingjing.documents.models import Instrument
from mingjing.documents.permissions import may_on
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import Verdict
from mingjing.ledger.act import Act
from mingjing.measures.models import Measure
from mingjing.measures.steps import without
from mingjing.measures.vocab import MeasureKind

if TYPE_CHECKING:
    from mingjing.law.procedure import Move


def drafted(measure: Measure, one: "Move") -> dict[str, Paper]:
    """Template → the newest instrument of the move that lies in the file since the present state was reached."""
    rows = [p for p in papers.in_file(measure.ref) if p.template in one.instruments and p.drafted_at >= measure.since]
    return {p.template: p for p in reversed(rows)}


def draft(it: Act, measure: Measure, one: "Move") -> list[Ref]:
    """Begin those the house has a template for and that nobody has begun; the entry is theirs."""
    have = drafted(measure, one)
    wanted = [name for name in one.instruments if name not in have]
    made = papers.draft(
        wanted, by=it.by, at=it.at, log=measure.log, subject=measure.ref, unit=measure.unit, refs=_named(measure)
    )
    return [paper.ref for paper in made]


def begin(it: Act, measure: Measure, templates: Iterable[str]) -> list[Ref]:
    """Begin instruments that belong to something done under the measure, if whoever does it writes instruments; else
    the officers of the case begin them. A second hearing has papers of its own."""
    if not may_on(it.by, "documents:instrument:draft", measure.ref, measure.unit):
        return []
    made = papers.draft(
        templates, by=it.by, at=it.at, log=measure.log, subject=measure.ref, unit=measure.unit, refs=_named(measure)
    )
    return [paper.ref for paper in made]


def lacking(one: "Move", have: Mapping[str, Paper], numbers: Mapping[str, str]) -> list[Verdict]:
    """One verdict for each instrument of the move that is neither drafted nor numbered."""
    return [without(name) for name in one.instruments if name not in have and not numbers.get(name, "").strip()]


def finish(
    it: Act, one: "Move", have: Mapping[str, Paper], numbers: Mapping[str, str], approval: Ref | None
) -> tuple[dict[str, str], list[Ref]]:
    """Make the drafted ones final, unless a number made elsewhere is given; numbers by template, and what was made. The
    entries are theirs. Raises Refusal naming every field nobody filled in."""
    own = [paper for name, paper in have.items() if not numbers.get(name, "").strip()]
    refs = papers.finalise(own, by=it.by, at=it.at, approval=approval)
    made = {row.template: row.number or row.title.zh for row in _rows(refs)}
    return {name: made.get(name) or numbers[name].strip() for name in one.instruments}, refs


def _rows(refs: Iterable[Ref]) -> Iterable[Instrument]:
    return Instrument.objects.filter(pk__in=[ref.id for ref in refs])


def _named(measure: Measure) -> list[Ref]:
    """A penalty and a hearing are named beforehand: what is put forward later stands on what was begun before."""
    later = ("penalty", "hearing") if measure.kind == MeasureKind.PENALTY else ()
    return [measure.person.ref, measure.case.ref, *(Ref(kind, str(measure.pk)) for kind in later)]
