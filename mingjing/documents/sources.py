"""Where the fields of instruments come from: each app tells of the things it owns.

    sources.register("case", lambda ident: {"number": case.number, "cause": case.cause, ...})

A field bound to `case.number` asks the source of `case` for the instrument's case. Values are plain: str, int, Decimal,
bool, date, datetime, a list of dicts, or None when it is not known.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mingjing.kernel.ref import Ref

Answer = Callable[[str], Mapping[str, Any]]

_answers: dict[str, Answer] = {}
_as: dict[str, str] = {}


def register(kind: str, answer: Answer) -> None:
    """Name, once at start-up, the function from the id of a thing of this kind to what instruments may say of it."""
    _answers[kind] = answer


def known() -> frozenset[str]:
    """The kinds somebody answers for."""
    return frozenset(_answers)


def gather(refs: Iterable[Ref]) -> dict[str, Any]:
    """`kind.name` → value, of every thing named that somebody answers for. Of two things of one kind the first counts."""
    told: dict[str, Any] = {}
    for ref in refs:
        answer = _answers.get(ref.kind)
        if answer and not any(name.startswith(f"{ref.kind}.") for name in told):
            told |= {f"{ref.kind}.{name}": value for name, value in answer(ref.id).items()}
    return told
