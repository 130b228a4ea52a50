"""Requests about what was sealed: part of the act that seals it."""

from mingjing.approvals.models import Request
from mingjing.kernel.ref import Ref
from mingjing.ledger.act import Act


def shut(_it: Act, subject: Ref, *, sealed: bool) -> None:
    """Decided requests about a sealed thing stand in no list any more, those that wait still reach who decides; the
    entry is the caller's."""
    Request.objects.about(subject).update(shut=sealed)
