"""Entries about a measure: the same refs for every one of them, and which stays they name."""

from collections.abc import Mapping
from typing import Any

from mingjing.kernel.ref import Ref
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import Act
from mingjing.ledger.models import Entry
from mingjing.measures.models import Measure
from mingjing.persons.concerned import refs_of


def stays_of(measure: Measure) -> list[Ref]:
    """The open records of other floors that hang on this person in this case: his stay in the centre."""
    mine = set(refs_of(measure.case.ref))
    return [ref for ref in refs_of(measure.person.ref) if ref in mine and ref.kind != "measure"]


def enter(
    it: Act,
    measure: Measure,
    tag: Vocab,
    body: object,
    *refs: Ref,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """In the log of the case, named with case, person and the stays that hang on the person in this case."""
    named = [measure.case.ref, measure.person.ref, *stays_of(measure), *refs]
    told = {"measure.kind": measure.kind, **(facts or {})}
    return it.enter(tag, log=measure.log, subject=measure.ref, body=body, refs=named, facts=told, reason=reason)
