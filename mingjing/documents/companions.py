"""Who and what a subject brings along, to choose from when an instrument is begun; the app that owns it answers.

companions.register("case", lambda officer, ident: [(Ref("person", …), Text("张某（嫌疑人）", "…")), …])
"""

from collections.abc import Callable, Iterable

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models import Officer, Unit

Answer = Callable[[Officer, str], Iterable[tuple[Ref, Text]]]
Home = Callable[[str], tuple[Unit, str, str, str]]

_answers: dict[str, Answer] = {}
_homes: dict[str, Home] = {}


def register(kind: str, answer: Answer, home: Home) -> None:
    """Name, once at start-up: (officer, id) → persons to choose from; id → (unit that issues, log, title, address)."""
    _answers[kind] = answer
    _homes[kind] = home


def of(officer: Officer, subject: Ref) -> list[tuple[Ref, Text]]:
    return list(_answers[subject.kind](officer, subject.id)) if subject.kind in _answers else []


def home(subject: Ref) -> tuple[Unit, str, str, str] | None:
    """Unit, log, title and address of the subject; None for a kind nobody answers for."""
    return _homes[subject.kind](subject.id) if subject.kind in _homes else None
