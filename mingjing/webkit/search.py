"""Quick search (Ctrl-K). An app registers providers, in `AppConfig.ready()`:

    from mingjing.webkit import search
    search.provider(Text("在区人员", "People in custody"), "person", find_stays)

A provider takes the officer and what he typed (at least one character, trimmed) and returns the hits that he may see,
best first: it starts from `visible_to(officer)`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mingjing.kernel.text import Text
from mingjing.org.models import Officer

MOST_HITS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the answer: `title` in the reader's language, `note` smaller beside it, `url` where Enter leads."""

    title: str
    url: str
    note: str = ""


Find = Callable[[Officer, str], Iterable[Hit]]
_providers: dict[str, tuple[Text, str, Find, int]] = {}
USUAL = 50


def provider(label: Text, icon: str, find: Find, *, order: int = USUAL) -> None:
    """Register a provider under its label; registering the same label again replaces it. Enter opens the first hit of
    the lowest `order`."""
    _providers[label.en] = (label, icon, find, order)


def search(officer: Officer, typed: str) -> Iterator[tuple[Text, str, list[Hit]]]:
    """(label, icon, hits) of every provider that found something."""
    for label, icon, find, _ in sorted(_providers.values(), key=lambda one: one[-1]):
        hits = [hit for hit, _ in zip(find(officer, typed), range(MOST_HITS), strict=False)]
        if hits:
            yield label, icon, hits
