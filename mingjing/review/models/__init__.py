"""Rows of the legal review, of what went to the procuratorate and what came back."""

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
    "Correction", "CorrectionQuerySet", "Mark", "Outcome", "Review", "ReviewCounter", "ReviewQuerySet", "Transfer",
]  # fmt: skip
