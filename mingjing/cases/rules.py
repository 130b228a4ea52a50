"""Which graph of the law a case goes by. Pure."""

from datetime import datetime
from typing import TYPE_CHECKING

from mingjing.cases.vocab import CaseKind
from mingjing.kernel.time import local
from mingjing.law import books

if TYPE_CHECKING:
    from mingjing.law.procedure import Procedure

START = "accepted"
"""Where every case begins: somebody reported, nothing is decided."""


def beginning(kind: str) -> str:
    """The rule that draws the way of a case of this kind; before it is characterised, that of crimes."""
    drawn = kind if kind in (CaseKind.PUBLIC_ORDER, CaseKind.ADMINISTRATIVE) else CaseKind.CRIMINAL.value
    return f"cn.procedure.{drawn}"


def procedure_on(rule: str, at: datetime) -> "Procedure | None":
    """The graph of that rule as in force on the day of `at`; None when there was none."""
    try:
        return books.current().procedure(rule, local(at).date())
    except KeyError:
        return None


def other_kind(kind: str) -> str:
    """What a case turns into when converted: a crime into a matter of public order, anything else into a crime."""
    return (CaseKind.PUBLIC_ORDER if kind == CaseKind.CRIMINAL else CaseKind.CRIMINAL).value
