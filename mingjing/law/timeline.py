"""Events in order, each with the facts that were true at its moment."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mingjing.kernel.time import local
from mingjing.law.facts import Facts, Holds, Scalar, Vocabulary

GRANTED = "approvals.request.granted"
APPROVAL = "approval.kind"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a tag of the ledger, when (aware), and the facts it established."""

    tag: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """An event with everything known at it. `approval` is the kind of approval it grants, if it is a grant."""

    tag: str
    at: datetime
    facts: Facts
    approval: str = ""


@dataclass(frozen=True)
class Timeline:
    moments: tuple[Moment, ...]
    facts: Facts


def timeline(events: Iterable[Event], vocabulary: Vocabulary, told: Mapping[str, Any] | None = None) -> Timeline:
    """Order events by time and give each its facts.

    Truths that hold throughout (sex, age) count for every moment in their latest version, states from the event that
    told them onward, and facts of one event only there. `told` are facts known apart from any event. Raises FactError.
    """
    ordered = sorted(events, key=lambda e: e.at)
    known = [vocabulary.known(e.facts) for e in ordered]
    throughout = {**vocabulary.assumed, **vocabulary.known(told or {})}
    for facts in known:
        throughout.update(_held(facts, vocabulary, Holds.THROUGHOUT))
    onward: dict[str, Scalar | None] = {}
    moments = tuple(_moments(ordered, known, throughout, onward, vocabulary))
    return Timeline(moments, {**throughout, **onward})


def day_of(at: datetime) -> date:
    """The calendar day in Asia/Shanghai, by which a version of a rule is chosen."""
    return local(at).date()


def _moments(
    events: list[Event],
    known: list[dict[str, Scalar | None]],
    throughout: Facts,
    onward: dict[str, Scalar | None],
    vocabulary: Vocabulary,
) -> Iterator[Moment]:
    shared: Facts = dict(throughout)
    for event, facts in zip(events, known, strict=True):
        if states := _held(facts, vocabulary, Holds.ONWARD):
            onward.update(states)
            shared = {**throughout, **onward}
        once = _held(facts, vocabulary, Holds.ONCE)
        approval = str(once.get(APPROVAL, "")) if event.tag == GRANTED else ""
        yield Moment(event.tag, event.at, {**shared, **once} if once else shared, approval)


def _held(facts: Facts, vocabulary: Vocabulary, holds: Holds) -> dict[str, Scalar | None]:
    return {name: value for name, value in facts.items() if vocabulary[name].holds is holds}
