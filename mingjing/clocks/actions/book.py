"""Answering for a version of the law books."""

from datetime import datetime

from mingjing.clocks.entries import BookSignedOff
from mingjing.clocks.models import BookSignOff
from mingjing.clocks.vocab import Tag
from mingjing.kernel.actor import Actor
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.law import books
from mingjing.ledger.act import act
from mingjing.org.access import may
from mingjing.org.logs import org_log
from mingjing.org.models import Officer


def sign_off(*, by: Actor, at: datetime, digest: str, note: str = "") -> BookSignOff:
    """A legal officer signs the books in use, named by their `digest`. Raises Refusal for other books than those in
    use, and when he has signed this version before."""
    in_use = books.current()
    with act(by=by, at=at) as it:
        it.permit(may(by, "clocks:book:sign_off"))
        officer = it.lock(Officer, by.id)
        it.permit(_in_use(digest, in_use.digest), _first(officer, digest))
        row = BookSignOff.objects.create(
            version=in_use.version, digest=digest, officer=officer, unit=officer.unit, note=note, at=it.at
        )
        body = BookSignedOff(in_use.version, digest, note)
        refs = [officer.ref, officer.unit.ref]
        it.enter(Tag.BOOK_SIGNED_OFF, log=org_log(officer.unit), subject=row.ref, body=body, refs=refs)
        return row


def _in_use(digest: str, present: str) -> Verdict:
    if digest == present:
        return OK
    said = "法规库在此期间已更新，请重新核对。", "The books have changed meanwhile; read the new version first."
    return no("clocks.book.changed", *said)


def _first(officer: Officer, digest: str) -> Verdict:
    if not BookSignOff.objects.filter(officer=officer, digest=digest).exists():
        return OK
    return no("clocks.book.signed", "您已签核本版法规库。", "You have signed off this version already.")
