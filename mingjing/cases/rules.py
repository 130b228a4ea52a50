"""Which graph of the law a case goes by, and what one brings with it that began elsewhere. Pure."""

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from mingjing.cases.vocab import CaseKind
from mingjing.kernel.time import local
from mingjing.law import books

if TYPE_CHECKING:
    from mingjing.law.procedure import Move, Procedure

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


def entering(graph: "Procedure", stage: str) -> "Move | None":
    """The usual move that leads to a stage: the first written that comes from elsewhere and takes nothing up again."""
    leading = (m for m in graph.moves.values() if m.to == stage and stage not in m.sources and not m.reopens)
    return next(leading, None)


def brought(graph: "Procedure", stage: str) -> frozenset[str]:
    """The instruments that lie in the file of a case which came to this stage in another house: those of every move on
    a way to it, and those that no move makes."""
    passed, moves = {stage}, [m for m in graph.moves.values() if not m.reopens]
    while more := {s for m in moves if m.to in passed for s in m.sources} - passed:
        passed |= more
    made = {one for m in moves for one in m.instruments}
    before = {one for m in moves if m.to in passed for one in m.instruments}
    asked = {one for m in graph.moves.values() for one in m.file}
    return frozenset(before | (asked - made))


def folded(number: str) -> str:
    """A number of another system as it is compared: letters and digits alone, whatever the width and the brackets."""
    return "".join(c for c in unicodedata.normalize("NFKC", number).upper() if c.isalnum())
