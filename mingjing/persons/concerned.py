"""Which open records of upper floors hang on a person or case, so that entries about these move their clocks.

    concerned.by("person", lambda ident: [stay.ref for stay in Stay.objects.present().filter(person=ident)])

An entry that changes who somebody is, or what a case is, names them among its refs: the law's clocks of a stay follow
every entry that names the stay.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from mingjing.kernel.ref import Ref

Answer = Callable[[str], Iterable[Ref]]

_answers: dict[str, list[Answer]] = defaultdict(list)


def by(kind: str, answer: Answer) -> None:
    """Name, once at start-up, a function from the id of a `person` or `case` to the open records that hang on it."""
    _answers[kind].append(answer)


def refs_of(*subjects: Ref) -> list[Ref]:
    """The open records that hang on any of these."""
    found = (ref for subject in subjects for answer in _answers[subject.kind] for ref in answer(subject.id))
    return list(dict.fromkeys(found))
