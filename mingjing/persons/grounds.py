"""What a search or a look may serve: the officer's own cases and the stays before him. Upper floors name them.

grounds.add("case", Text("案件", "Cases"), lambda officer: [(case.ref, f"{case.number} {case.cause}"), …])
"""

from collections.abc import Callable, Iterable

from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models import Officer

Offer = Callable[[Officer], Iterable[tuple[Ref, str]]]

_offers: dict[str, tuple[Text, Offer]] = {}


def add(kind: str, text: Text, offer: Offer) -> None:
    """Name, once at start-up, what an officer may choose of one kind."""
    _offers[kind] = (text, offer)


def choices(officer: Officer) -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped choices for a form: (group, [(reference as text, label)])."""
    groups = ((str(text), [(str(ref), label) for ref, label in offer(officer)]) for text, offer in _offers.values())
    return [(text, offered) for text, offered in groups if offered]


def parse(chosen: str) -> Ref | None:
    """The reference a form sent back; None for nothing or nonsense. Whether the officer may see it is asked later."""
    try:
        return Ref.parse(chosen)
    except ValueError:
        return None
