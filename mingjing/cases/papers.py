"""The instruments in the file of a case, as its moves need them: what lies there, drafting, making final."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.documents import selectors as documents
from mingjing.documents import shelf
from mingjing.documents.actions import instrument
from mingjing.documents.models import Instrument
from mingjing.documents.vocab import InstrumentState
from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.org.models import Unit


@dataclass(frozen=True, slots=True)
class Paper:
    """One instrument in the file."""

    id: str
    template: str
    title: Text
    number: str
    final: bool
    drafted_at: datetime
    state: Text

    @property
    def url(self) -> str:
        """Its page, where it is completed, made final, signed and served."""
        return f"/documents/{self.id}/"


def in_file(ref: Ref) -> list[Paper]:
    """What lies in the file of a thing and was not made void, the newest first."""
    rows = documents.in_file(ref).exclude(state=InstrumentState.VOID)
    return [_paper(row) for row in rows]


def _paper(row: Instrument) -> Paper:
    return Paper(
        str(row.pk), row.template, row.title, row.number, row.state == InstrumentState.FINAL, row.drafted_at,
        InstrumentState(row.state).text,
    )  # fmt: skip


def title(template: str) -> Text:
    """What an instrument is called."""
    known = books.current().instruments.get(template)
    return known or Text(template, template)


def known(templates: Iterable[str]) -> list[str]:
    """Those of them the house has a template for."""
    return [one for one in templates if one in shelf.templates()]


def draft(
    templates: Iterable[str], *, by: Actor, at: datetime, log: str, subject: Ref, unit: Unit, refs: Iterable[Ref]
) -> list[Instrument]:
    """Begin each of these about the subject; one whose template the house does not have is left out."""
    named = list(refs)
    return [
        instrument.draft(by=by, at=at, log=log, template=one, subject=subject, unit=unit, refs=named)
        for one in known(templates)
    ]


def finalise(several: Iterable[Paper], *, by: Actor, at: datetime, approval: Ref | None) -> list[Ref]:
    """Make each of these final that is not yet; refs of all. Raises Refusal naming every field nobody filled in."""
    made = []
    for paper in several:
        if not paper.final:
            instrument.finalise(paper.id, by=by, at=at, approval=approval)
        made.append(Ref("instrument", paper.id))
    return made


def values(told: Mapping[str, Any]) -> dict[str, Any]:
    """Only what is known."""
    return {name: value for name, value in told.items() if value is not None}
