"""Who is kept from deciding about a subject, told by the floor that knows: the recused decide nothing of their case."""

from collections.abc import Callable

from mingjing.kernel.actor import Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import OK, Verdict

Judge = Callable[[Actor, Ref], Verdict]

_judges: dict[str, Judge] = {}


def register(kind: str, judge: Judge) -> None:
    """Ask `judge` before anybody decides about a subject of that kind."""
    _judges[kind] = judge


def barred(by: Actor, subject: Ref) -> Verdict:
    """OK when nothing keeps the officer from deciding about the subject."""
    judge = _judges.get(subject.kind)
    return judge(by, subject) if judge else OK
