"""What every entry about an interview names: its case, unit, person, stay and room."""

from collections.abc import Iterable, Mapping
from typing import Any

from mingjing.interviews.models import Interview
from mingjing.kernel.ref import Ref
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import Act
from mingjing.ledger.models import Entry


def enter(
    it: Act,
    tag: Vocab,
    interview: Interview,
    body: object,
    *,
    refs: Iterable[Ref] = (),
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """The entry of an act on an interview, in its log."""
    told = [interview.case.ref, interview.unit.ref, interview.person.ref]
    told += [one.ref for one in (interview.stay, interview.room) if one]
    return it.enter(tag, log=interview.log, subject=interview.ref, body=body, refs=[*told, *refs], facts=facts)
