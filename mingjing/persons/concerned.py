"""Which open records of upper floors hang on a person or case, so that entries about these move their clocks.

    concerned.by("person", lambda ident: [Hanging(s.ref, s.arrived_at) for s in present().filter(person=ident)])

An entry that changes who somebody is, or what a case is, names them among its refs: the law's clocks of a stay follow
every entry that names the stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from mingjing.kernel.ref import Ref


@dataclass(frozen=True, slots=True)
class Hanging:
    """An open record and since when it has been. The law asks how old somebody was when it began."""

    ref: Ref
    since: datetime


Answer = Callable[[str], Iterable[Hanging]]

_answers: dict[str, list[Answer]] = defaultdict(list)


def by(kind: str, answer: Answer) -> None:
    """Name, once at start-up, a function from the id of a `person` or `case` to the open records that hang on it."""
    _answers[kind].append(answer)


def refs_of(*subjects: Ref) -> list[Ref]:
    """The open records that hang on any of these."""
    return list(dict.fromkeys(one.ref for one in _hanging(subjects)))


def since(subject: Ref, otherwise: datetime) -> datetime:
    """Since when the oldest open record has hung on it; `otherwise` when none does."""
    return min((one.since for one in _hanging([subject])), default=otherwise)


def _hanging(subjects: Iterable[Ref]) -> Iterable[Hanging]:
    return (one for subject in subjects for answer in _answers[subject.kind] for one in answer(subject.id))
