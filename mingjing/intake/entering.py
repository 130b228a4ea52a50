"""What every entry about a report names: its unit, the site whose window rings, the reporter, its case."""

from collections.abc import Iterable, Mapping
from typing import Any

from mingjing.intake.models import Report
from mingjing.kernel.ref import Ref
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.act import Act
from mingjing.ledger.models import Entry
from mingjing.org.models import Site


def enter(
    it: Act,
    tag: Vocab,
    report: Report,
    body: object,
    *,
    refs: Iterable[Ref] = (),
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """The entry of an act on a report, in the report's log."""
    site = Site.objects.filter(code=report.log).first()
    told = [report.unit.ref, *([site.ref] if site else []), *([report.case.ref] if report.case else [])]
    if report.person and not report.identity_secret:
        told.append(report.person.ref)
    return it.enter(tag, log=report.log, subject=report.ref, body=body, refs=[*told, *refs], facts=facts, reason=reason)
