"""Events in order, each with the facts that were true at its moment."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from mingjing.kernel.time import local
from mingjing.law.facts import Facts, Holds, Scalar, Vocabulary

GRANTED = "approvals.request.granted"
APPROVAL = "approval.kind"
_EVER = datetime.min.replace(tzinfo=UTC)


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


@dataclass(frozen=True, slots=True)
class _Lasting:
    """What held, and what was known, from an instant until the next one. Shared by every moment in between."""

    since: datetime
    facts: Facts
    known: Facts


@dataclass(frozen=True, slots=True)
class _Said:
    """The facts of one event, by how long they hold."""

    truths: dict[str, Scalar | None]
    states: dict[str, Scalar | None]
    once: dict[str, Scalar | None]


class Timeline:
    """The events of one subject in the order of time, those of one instant in the order of telling.

    Truths that hold throughout (sex, age) count for every moment in their latest version, states from the event that
    told them onward, and facts of one event only there. `told` are facts known apart from any event. Raises FactError.
    """

    def __init__(self, events: Iterable[Event], vocabulary: Vocabulary, told: Mapping[str, Any] | None = None) -> None:
        self._vocabulary = vocabulary
        ordered = sorted(events, key=lambda e: e.at)
        several = [self._said(e) for e in ordered]
        given: Facts = {**vocabulary.assumed, **vocabulary.known(told or {})}
        truths = dict(given)
        for said in several:
            truths.update(said.truths)
        self._truths: Facts = truths
        self._lasting = [_Lasting(_EVER, truths, given)]
        self.moments: list[Moment] = []
        for event, said in zip(ordered, several, strict=True):
            self._append(event, said)

    @property
    def facts(self) -> Facts:
        """What is true in the end."""
        return self._lasting[-1].facts

    def hear(self, event: Event) -> Moment | None:
        """Put one more event in its place. None, and nothing is changed, when it changes what was true or known at
        another moment: then all must be told anew."""
        said = self._said(event)
        if any(name not in self._truths or self._truths[name] != value for name, value in said.truths.items()):
            return None
        if not self.moments or event.at >= self.moments[-1].at:
            return self._append(event, said)
        if said.truths or said.states:
            return None
        lasting = self._lasting[bisect_right(self._lasting, event.at, key=lambda one: one.since) - 1]
        moment = _moment(event, said.once, lasting)
        self.moments.insert(bisect_right(self.moments, event.at, key=lambda one: one.at), moment)
        return moment

    def _append(self, event: Event, said: _Said) -> Moment:
        lasting = self._lasting[-1]
        if said.truths or said.states:
            facts = {**lasting.facts, **said.states}
            lasting = _Lasting(event.at, facts, {**lasting.known, **said.truths, **said.states})
            self._lasting.append(lasting)
        moment = _moment(event, said.once, lasting)
        self.moments.append(moment)
        return moment

    def _said(self, event: Event) -> _Said:
        if not event.facts:
            return _NOTHING
        facts = self._vocabulary.known(event.facts)
        return _Said(
            self._held(facts, Holds.THROUGHOUT), self._held(facts, Holds.ONWARD), self._held(facts, Holds.ONCE)
        )

    def _held(self, facts: Facts, holds: Holds) -> dict[str, Scalar | None]:
        return {name: value for name, value in facts.items() if self._vocabulary[name].holds is holds}


_NOTHING = _Said({}, {}, {})


def day_of(at: datetime) -> date:
    """The calendar day in Asia/Shanghai, by which a version of a rule is chosen."""
    return local(at).date()


def _moment(event: Event, once: Facts, lasting: _Lasting) -> Moment:
    if not once:
        return Moment(event.tag, event.at, lasting.facts, lasting.known)
    approval = str(once.get(APPROVAL) or "") if event.tag == GRANTED else ""
    return Moment(event.tag, event.at, {**lasting.facts, **once}, {**lasting.known, **once}, approval)
