"""What upper floors show on the page of a stay: each names a panel once, at start-up.

    beside.add("band", Text("手环", "Wristband"), "presence/_worn.html", fill)

`fill(stay, officer, by)` answers the context of the template, or None when there is nothing for this officer. The
name is the panel's id on the page.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mingjing.custody.models import Stay
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.org.models import Officer

Fill = Callable[[Stay, Officer, Actor], dict[str, Any] | None]
_panels: dict[str, tuple[Text, str, Fill]] = {}


@dataclass(frozen=True, slots=True)
class Beside:
    name: str
    title: Text
    template: str
    context: dict[str, Any]


def add(name: str, title: Text, template: str, fill: Fill) -> None:
    _panels[name] = (title, template, fill)


def panels_of(stay: Stay, officer: Officer, by: Actor) -> Iterator[Beside]:
    for name, (title, template, fill) in _panels.items():
        context = fill(stay, officer, by)
        if context is not None:
            yield Beside(name, title, template, context)
