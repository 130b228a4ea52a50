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
    """An event with the facts that were true at it, and apart from them those already `known` then. `approval` is the
    kind of approval it grants, if it is a grant."""

    tag: str
    at: datetime
    facts: Facts
    known: Facts
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
    said = [vocabulary.known(e.facts) for e in ordered]
    given = {**vocabulary.assumed, **vocabulary.known(told or {})}
    truths = dict(given)
    for facts in said:
        truths.update(_held(facts, vocabulary, Holds.THROUGHOUT))
    moments = tuple(_moments(ordered, said, given, truths, vocabulary))
    states = _states(said, vocabulary)
    return Timeline(moments, {**truths, **states})


def day_of(at: datetime) -> date:
    """The calendar day in Asia/Shanghai, by which a version of a rule is chosen."""
    return local(at).date()


def _moments(
    events: list[Event], said: list[dict[str, Scalar | None]], given: Facts, truths: Facts, vocabulary: Vocabulary
) -> Iterator[Moment]:
    shared, known = dict(truths), dict(given)
    for event, facts in zip(events, said, strict=True):
        if facts:
            states, once = _held(facts, vocabulary, Holds.ONWARD), _held(facts, vocabulary, Holds.ONCE)
            shared = {**shared, **states}
            known = {**known, **_held(facts, vocabulary, Holds.THROUGHOUT), **states}
        else:
            once = {}
        approval = str(once.get(APPROVAL) or "") if event.tag == GRANTED else ""
        yield Moment(event.tag, event.at, {**shared, **once}, {**known, **once}, approval)


def _states(said: list[dict[str, Scalar | None]], vocabulary: Vocabulary) -> Facts:
    states: dict[str, Scalar | None] = {}
    for facts in said:
        states.update(_held(facts, vocabulary, Holds.ONWARD))
    return states


def _held(facts: Facts, vocabulary: Vocabulary, holds: Holds) -> dict[str, Scalar | None]:
    return {name: value for name, value in facts.items() if vocabulary[name].holds is holds}
