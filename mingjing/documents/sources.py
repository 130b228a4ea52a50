"""Where the fields of instruments come from: each app tells of the things it owns.

    sources.register("case", lambda ident: {"number": case.number, "cause": case.cause, ...})

A field bound to `case.number` asks the source of `case` for the instrument's case. Values are plain: str, int, Decimal,
bool, date, datetime, a list of dicts, or None when it is not known; or a function that answers one of these.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mingjing.kernel.actor import MACHINE, Actor
from mingjing.kernel.ref import Ref
from mingjing.kernel.verdict import Verdict

Answer = Callable[[str], Mapping[str, Any]]
May = Callable[[Actor, str], Verdict]

_answers: dict[str, Answer] = {}
_besides: dict[str, list[Answer]] = {}
_may: dict[str, May] = {}


def register(kind: str, answer: Answer, *, may: May | None = None) -> None:
    """Name, once at start-up, the function from the id of a thing of this kind to what instruments may say of it; `may`
    answers whether an officer may name it on an instrument (without it: whoever sees the subject may)."""
    _answers[kind] = answer
    if may:
        _may[kind] = may


def extend(kind: str, answer: Answer) -> None:
    """Name, once at start-up, what an app above knows besides of a thing of this kind."""
    _besides.setdefault(kind, []).append(answer)


def may_name(by: Actor, refs: Iterable[Ref]) -> list[Verdict]:
    """Whether he may name each of these on an instrument."""
    return [_may[ref.kind](by, ref.id) for ref in refs if ref.kind in _may and by.kind != MACHINE]


def known() -> frozenset[str]:
    """The kinds somebody answers for."""
    return frozenset(_answers)


def gather(refs: Iterable[Ref]) -> dict[str, Any]:
    """`kind.name` → value, of every thing named that somebody answers for. Of two of one kind the first counts."""
    told: dict[str, Any] = {}
    for ref in refs:
        answer = _answers.get(ref.kind)
        if answer and not any(name.startswith(f"{ref.kind}.") for name in told):
            for one in (answer, *_besides.get(ref.kind, ())):
                told |= {f"{ref.kind}.{name}": value for name, value in one(ref.id).items()}
    return told


def value_of(told: Mapping[str, Any], source: str) -> Any:
    """What stands there; a value that costs something to find is a function, asked only when a form wants it."""
    found = told.get(source)
    return found() if callable(found) else found
