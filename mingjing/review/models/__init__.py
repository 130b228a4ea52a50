"""Rows of the legal review, of what went to the procuratorate and what came back."""

from mingjing.review.models.meetings import AgendaItem, Meeting, Resolution
from mingjing.review.models.prosecution import Outcome, Transfer
from mingjing.review.models.reviews import (
    Correction,
    CorrectionQuerySet,
    Mark,
    Review,
    ReviewCounter,
    ReviewQuerySet,
)

__all__ = [
    "AgendaItem", "Correction", "CorrectionQuerySet", "Mark", "Meeting", "Outcome", "Resolution", "Review",
    "ReviewCounter", "ReviewQuerySet", "Transfer",
]  # fmt: skip
