"""May this officer see that thing? Each app answers for the kinds of thing it owns; lower floors only ask.

    sees("stay")(lambda officer, ids: Stay.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True))

Used where a thing is known only by its reference: bytes named by an entry, the bell, the reason of a look.
A kind nobody answers for is seen by nobody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from uuid import UUID

from mingjing.kernel.ref import Ref
from mingjing.org.models import Officer

Answer = Callable[[Officer, list[str]], Iterable[object]]

_answers: dict[str, Answer] = {}


def sees(kind: str) -> Callable[[Answer], Answer]:
    """Decorator: name the function (officer, ids) → those ids of this kind the officer may see."""

    def register(answer: Answer) -> Answer:
        _answers[kind] = answer
        return answer

    return register


def seen_by(officer: Officer, refs: Iterable[Ref]) -> set[Ref]:
    """Those of the references the officer may see; one question per kind."""
    asked: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        if ref.kind in _answers and _is_id(ref.id):
            asked[ref.kind].append(ref.id)
    return {Ref(kind, str(one)) for kind, ids in asked.items() for one in _answers[kind](officer, ids)}


def may_see(officer: Officer, ref: Ref) -> bool:
    return ref in seen_by(officer, [ref])


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
