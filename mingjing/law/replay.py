"""The same story under another law: other books, or those of another day. Pure; asked when a book changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from mingjing.kernel.text import Text
from mingjing.law.outcome import ClockState, DutyState
from mingjing.law.procedure import Proceeding
from mingjing.law.progress import Progress
from mingjing.law.rule import Dated, Extension, Rule, Timed
from mingjing.law.shelf import Books
from mingjing.law.timeline import Event

V = TypeVar("V")
State = ClockState | DutyState
Key = tuple[str, int]


class Change(StrEnum):
    """What became of one clock or duty: new, gone, another end, another state, or only other words (title, article)."""

    BEGUN = "begun"
    GONE = "gone"
    DUE = "due"
    STATE = "state"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Story:
    """One open subject: whatever names it, and all that was told of it. `rules` are those that may hang on its kind;
    None: any."""

    name: str
    events: tuple[Event, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    rules: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One clock or duty that stands otherwise under the other law. None: there is none under that law."""

    name: str
    rule: str
    number: int
    title: Text
    change: Change
    before: State | None
    after: State | None

    @property
    def earlier(self) -> bool:
        """Whether it now falls due before it did, or is due now and was not: what somebody must look at first."""
        if self.after is None or self.after.due_at is None:
            return False
        return self.before is None or self.before.due_at is None or self.after.due_at < self.before.due_at


def moved(stories: Iterable[Story], before: Books, after: Books, now: datetime) -> Iterator[Moved]:
    """What moved, story by story, in the order of the rules before. Only what is open under one law or the other: what
    ended under both stays as it was judged. Raises FactError."""
    for story in stories:
        was, becomes = _open(story, before, now), _open(story, after, now)
        for key in (*was, *(k for k in becomes if k not in was)):
            change = _change(was.get(key), becomes.get(key))
            if change is not None:
                title = (becomes.get(key) or was[key]).title
                yield Moved(story.name, *key, title, change, was.get(key), becomes.get(key))


def _open(story: Story, books: Books, now: datetime) -> dict[Key, State]:
    events = [e for e in story.events if e.at <= now]
    outcome = Progress(books, events, story.facts).outcome(now)
    states: list[State] = [*outcome.clocks, *outcome.duties]
    return {(s.rule, s.number): s for s in states if s.open and (story.rules is None or s.rule in story.rules)}


def _change(was: State | None, becomes: State | None) -> Change | None:
    if was is None or becomes is None:
        return Change.BEGUN if was is None else Change.GONE
    if was.due_at != becomes.due_at:
        return Change.DUE
    if was.state != becomes.state:
        return Change.STATE
    same = (was.title, was.basis, was.severity) == (becomes.title, becomes.basis, becomes.severity)
    return None if same else Change.WORDS


def frozen(books: Books, day: date) -> Books:
    """The books with the law of one day for every day: what would apply had it always been in force. Rules that were
    not in force then are left out."""
    rules = {name: made for name, rule in books.rules.items() if (made := _frozen(rule, day)) is not None}
    return replace(books, rules=rules, version=f"{books.version}@{day.isoformat()}")


def _frozen(rule: Rule, day: date) -> Rule | None:
    versions = _always(rule.versions, day)
    if versions is None:
        return None
    if isinstance(rule, Proceeding):
        graphs = _always(rule.graphs, day)
        return replace(rule, versions=versions, graphs=graphs) if graphs else None
    if isinstance(rule, Timed):
        return replace(rule, versions=versions, extensions=tuple(_extensions(rule, day)))
    return replace(rule, versions=versions)


def _extensions(rule: Timed, day: date) -> Iterator[Extension]:
    for extension in rule.extensions:
        totals = _always(extension.totals, day)
        if totals is not None:
            yield replace(extension, totals=totals)


def _always(values: Dated[V], day: date) -> Dated[V] | None:
    value = values.on(day)
    return None if value is None else Dated(((date.min, value),))
