"""What a rule is once it has been read: dated versions, clauses that listen to event tags, and where it stands in law.

Every rule keeps all its versions; `version(on)` answers the one in force on a day. Rules of procedure apply by the day
of the act (the start of a clock, the moment of a gate), not by the day of the conduct that is investigated.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from mingjing.kernel.text import Text
from mingjing.law.conditions import Condition
from mingjing.law.counting import Period


class Certainty(StrEnum):
    """How the source was seen. Secondary and unconfirmed rules warn and never refuse; all but articles that were read
    and local orders are marked to be confirmed."""

    ARTICLE_READ = "article_read"
    EXCERPT = "excerpt"
    SECONDARY = "secondary"
    UNCONFIRMED = "unconfirmed"
    ORDERED = "ordered"

    @property
    def binds(self) -> bool:
        return self in (Certainty.ARTICLE_READ, Certainty.EXCERPT, Certainty.ORDERED)


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Citation:
    """One article. `quote` is a phrase that must occur in it, so that a program can check the citation."""

    law: str
    article: int
    quote: str = ""

    def __str__(self) -> str:
        return f"{self.law} {self.article}" if self.article else self.law


@dataclass(frozen=True, slots=True)
class Law:
    """A legal instrument a book cites: short name, titles, version read, and its file in the folder of texts."""

    short: str
    title: Text
    version: str
    file: str = ""


V = TypeVar("V")


@dataclass(frozen=True)
class Dated(Generic[V]):
    """Values by the first day on which each applies, ascending. A value marked expected (announced, not yet in force)
    is kept for comparison but never applied."""

    entries: tuple[tuple[date, V], ...]
    expected: tuple[tuple[date, V], ...] = ()
    until: date | None = None

    @cached_property
    def _days(self) -> list[date]:
        return [day for day, _ in self.entries]

    def on(self, day: date) -> V | None:
        """The value in force on that day; None before the first or after the last day of validity."""
        if self.until is not None and day > self.until:
            return None
        at = bisect_right(self._days, day)
        return self.entries[at - 1][1] if at else None


@dataclass(frozen=True, slots=True)
class Clause:
    """An event with one of these tags, meeting the condition if there is one.

    A start with `since` counts from the first event of those tags from which it would have run on: the nature of a case
    may become known hours after the arrival from which its clock runs. One that is `newly` met begins only where the
    condition did not hold before: telling a fact twice owes nothing twice.
    """

    tags: frozenset[str]
    when: Condition | None = None
    since: frozenset[str] = frozenset()
    newly: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What one rule says from one day on. Unused fields are None or empty, by kind.

    `period` is a time limit (None: the law gives no number), `number` an age, a head-count, an amount; things
    kept for ever are `permanent`, those kept as long as the case file `like_case_file`;
    `when` narrows to whom the rule applies, `require` is what a gate demands; a `graph` stands in the procedure itself.
    """

    basis: tuple[Citation, ...]
    period: Period | None = None
    number: int | None = None
    permanent: bool = False
    like_case_file: bool = False
    when: Condition | None = None
    require: Condition | None = None
    graph: bool = False

    @property
    def basis_line(self) -> str:
        return "; ".join(str(c) for c in self.basis)


@dataclass(frozen=True, slots=True)
class Extension:
    """A longer total that the named rank may grant. `after` names an extension that must have been granted before. One
    that somebody else than the police grants has a `granted` clause: the event that tells of it."""

    id: str
    title: Text
    totals: Dated[Version]
    rank: str
    instrument: Text | None
    approval: str
    after: str = ""
    granted: Clause | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Time between these events does not count."""

    begins: Clause
    ends: Clause
    basis: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The part common to all kinds."""

    id: str
    title: Text
    domain: str
    rows: tuple[str, ...]
    certainty: Certainty
    severity: Severity
    explain: Text
    versions: Dated[Version]
    site_set: bool = False
    file: str = ""

    def version(self, on: date) -> Version | None:
        return self.versions.on(on)

    @property
    def asks(self) -> frozenset[str]:
        """The facts its conditions read, in every version."""
        dated = [c for _, version in self.versions.entries for c in (version.when, version.require)]
        return frozenset(name for c in dated if c is not None for name in c.names)

    @property
    def confirm(self) -> bool:
        """True while somebody has yet to compare the rule with the full text."""
        return self.certainty not in (Certainty.ARTICLE_READ, Certainty.ORDERED)


@dataclass(frozen=True, kw_only=True)
class Timed(Rule):
    """A rule that begins and ends with events: the common ground of clocks and duties.

    Its conditions see the facts of the whole stay as known in the end: a minor was a minor on arrival, though the age
    became known later. A rule with `discovery` runs from the moment the fact was found out, and sees only what was
    known then.
    """

    starts: tuple[Clause, ...]
    ends: tuple[Clause, ...]
    lifts: tuple[Clause, ...] = ()
    stops: tuple[Clause, ...] = ()
    restarts: tuple[Clause, ...] = ()
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    warn: tuple[timedelta, ...] = ()
    roll: bool = False
    repeats: bool = False
    discovery: bool = False

    @property
    def asks(self) -> frozenset[str]:
        begun = [clause.when for clause in self.starts if clause.when is not None]
        return super().asks.union(*(c.names for c in begun))

    @cached_property
    def tags(self) -> frozenset[str]:
        """Every tag the rule listens to, apart from approvals of its extensions."""
        clauses = (*self.starts, *self.ends, *self.lifts, *self.stops, *self.restarts)
        paused = [c for p in self.pauses for c in (p.begins, p.ends)]
        granted = [e.granted for e in self.extensions if e.granted]
        return frozenset().union(*(c.tags | c.since for c in (*clauses, *paused, *granted)))


@dataclass(frozen=True, kw_only=True)
class Clock(Timed):
    """A limit on how long something may last."""

    breach: Text


@dataclass(frozen=True, kw_only=True)
class Duty(Timed):
    """Something that must be done, within a limit or at once; `role` is the post that answers for it. A duty that
    `repeats` begins again each time it is done."""

    role: str


@dataclass(frozen=True, kw_only=True)
class Gate(Rule):
    """A precondition of an action. `rank` is who gives the leave it asks for, where it asks for leave."""

    actions: frozenset[str]
    refuse: Text
    field_name: str = ""
    rank: str = ""


@dataclass(frozen=True, kw_only=True)
class Value(Rule):
    """A dated period or number other apps ask for: how long to keep, from what age."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of law facts: how surely its source was `seen` (letters Q, P, S, M, best first or mixed)."""

    seen: str
    source: str

    @property
    def best(self) -> Certainty:
        """The surest a rule that rests on this row alone may claim to be."""
        return next(c for letter, c in _SEEN if letter in self.seen)


_SEEN = (
    ("Q", Certainty.ARTICLE_READ), ("P", Certainty.EXCERPT), ("S", Certainty.SECONDARY), ("M", Certainty.UNCONFIRMED),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rank:
    """Who may approve, in the words of the law; `level` orders ranks from low to high."""

    id: str
    text: Text
    level: int
