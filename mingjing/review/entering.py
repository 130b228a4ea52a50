"""What every entry about a review names: its case, its unit, the person it concerns."""

from collections.abc import Iterable, Mapping
from typing import Any

from mingjing.kernel.ref import Ref
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import Act
from mingjing.ledger.models import Entry
from mingjing.review.models import Review


def enter(
    it: Act,
    tag: Vocab,
    review: Review,
    body: object,
    *,
    refs: Iterable[Ref] = (),
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """The entry of an act on a review, in the log of its case."""
    told = [review.case.ref, review.unit.ref, *([review.person.ref] if review.person else [])]
    return it.enter(tag, log=review.log, subject=review.ref, body=body, refs=[*told, *refs], facts=facts)
