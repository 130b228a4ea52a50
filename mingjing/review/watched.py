"""What the alarm of an overdue correction is called: the rule it falls under, and which one it is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingjing.review.models import Correction

RULE = "duty.overdue"


def cause(row: "Correction") -> str:
    """Of several overdue in a case, this one."""
    return f"correction {row.pk}"
