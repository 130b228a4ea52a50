"""The papers of an acceptance: drafted with it, the receipt made final at once when nothing is missing on it."""

from mingjing.cases.models import Case
from mingjing.documents import selectors, shelf
from mingjing.documents.actions import instrument
from mingjing.documents.models import Instrument
from mingjing.documents.permissions import may_on
from mingjing.intake.models import Report
from mingjing.ledger.act import Act

REGISTER, RECEIPT = "acceptance_register", "acceptance_receipt"


def of_acceptance(it: Act, report: Report, case: Case) -> Instrument | None:
    """Register and receipt of the acceptance as far as the shelf has them and the officer may draft them. Answers the
    receipt."""
    made = {name: _drafted(it, report, case, name) for name in (REGISTER, RECEIPT) if name in shelf.templates()}
    receipt = made.get(RECEIPT)
    if receipt is None or selectors.missing(receipt):
        return receipt
    if not may_on(it.by, "documents:instrument:finalise", case.ref, case.unit):
        return receipt
    return instrument.finalise(receipt.pk, by=it.by, at=it.at)


def receipt_of(case: Case) -> Instrument | None:
    """The receipt in the file of the case that is not void, the newest."""
    rows = selectors.in_file(case.ref).filter(template=RECEIPT).exclude(state="void")
    return rows.order_by("-drafted_at").first()


def _drafted(it: Act, report: Report, case: Case, template: str) -> Instrument | None:
    if not may_on(it.by, "documents:instrument:draft", case.ref, case.unit):
        return None
    refs = [report.ref, *([report.person.ref] if report.person and not report.identity_secret else [])]
    return instrument.draft(
        by=it.by, at=it.at, log=report.log, template=template, subject=case.ref, unit=case.unit, refs=refs
    )
