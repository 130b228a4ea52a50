"""Requests that an officer be kept from a case: which there are, and whom each is about."""

from typing import TYPE_CHECKING

from mingjing.approvals.models import Request
from mingjing.cases.models import Case
from mingjing.kernel.ref import Ref

if TYPE_CHECKING:
    from django.db.models import QuerySet

KIND, AGAIN = "case.recuse", "case.recuse_again"
"""What requests are called by which the law knows them: the first, and the reconsideration of a refusal."""


def asked(case: Case) -> "QuerySet[Request]":
    """Every request for a recusal in the case, the oldest first; earlier ones bear the number of the officer too."""
    return Request.objects.about(case.ref).filter(kind__startswith=KIND).order_by("asked_at", "pk")


def whose(request: Request) -> str:
    """Id of the officer it is about: the first one it names."""
    return next(ref.id for ref in map(Ref.parse, request.refs) if ref.kind == "officer")
