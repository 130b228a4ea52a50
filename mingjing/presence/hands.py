"""Devices change hands. What rules hold of one wearer ends with his wearing and is not held against the next. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from mingjing.presence.reading import Reading, content

KEPT = 8
"""So many changes of hands of a device are remembered: the record tells them again after a restart."""


class Worn(msgspec.Struct, frozen=True, gc=False):
    """`who` wears the device from `since` until `until` (None: still)."""

    device: str
    who: str
    since: int
    until: int | None = None


class Handed(msgspec.Struct, frozen=True, gc=False):
    """An event of a device: from `at` on somebody has it (`worn`), or nobody. `told`: the time the record gives; `at`
    is later when the record came so late that its time was judged for good."""

    device: str
    at: int
    worn: bool
    told: int


Event = Reading | Handed


def rank(event: Event) -> tuple[Any, ...]:
    """Orders the events of one instant: first the hands it passes through, then what it says in the new ones."""
    if isinstance(event, Handed):
        return ((-1, event.told, event.worn),)
    return content(event)


def fresh(known: Iterable[Handed], worn: Worn, mark: int) -> list[Handed]:
    """What is new of what the record says. `mark`: earlier events of the device count no more."""
    heard = {(one.told, one.worn) for one in known}
    ends = [] if worn.until is None else [(worn.until, False)]
    new = [one for one in [(worn.since, True), *ends] if one not in heard]
    return [Handed(worn.device, max(told, mark), holds, told) for told, holds in new]


def dropped(known: Iterable[Sequence[Handed]], told: Iterable[Worn], at: int) -> Iterator[Worn]:
    """Told everything that is worn now: what is worn no more, though nobody said when it was taken off."""
    held = {one.device for one in told if one.until is None}
    for several in known:
        last = max(several, key=lambda one: one.told)
        if last.worn and last.device not in held:
            yield Worn(last.device, "", last.told, max(at, last.told))


def remembered(known: Iterable[Handed]) -> list[Handed]:
    """The newest of them."""
    return sorted(known, key=lambda one: one.told)[-KEPT:]
