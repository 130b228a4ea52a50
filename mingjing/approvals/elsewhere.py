"""What waits for a second person and is no request to a rank: the app that owns it says what waits for an officer.

    elsewhere.register(lambda officer: [Matter(...), ...])

The inbox shows it beside the requests: who decides looks in one place.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from mingjing.alerts.naming import Named
from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.webkit.parts import Deadline


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to decide. `kind` is that of what it is about, `deadline` when the question lapses, `url` where it is
    decided."""

    kind: str
    title: Text
    subject: Named
    asked_name: str
    asked_at: datetime
    reason: str
    facts: tuple[tuple[Text, Text], ...]
    deadline: Deadline
    url: str


Source = Callable[[Officer], Iterable[Matter]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """From `AppConfig.ready()`: `source(officer)` answers what he, and nobody kept from it, may decide now."""
    _sources.append(source)


def waiting_for(officer: Officer) -> list[Matter]:
    """What waits elsewhere for this officer, what lapses first standing first."""
    return sorted((one for source in _sources for one in source(officer)), key=lambda one: one.deadline.due_at)
