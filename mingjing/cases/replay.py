"""What would apply under the law of another day: the same facts and events, read by the books of that day alone."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from mingjing.clocks.following import events_of
from mingjing.clocks.hearing import rules_about
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.law.outcome import ClockState, DutyState
from mingjing.law.progress import Progress
from mingjing.law.rule import Dated, Rule, Timed
from mingjing.law.shelf import Books

State = ClockState | DutyState


@dataclass(frozen=True, slots=True)
class Compared:
    """One clock or duty, as the law reckons it and as that of the other day would; None where it has none."""

    title: Text
    now: State | None
    then: State | None

    @property
    def differs(self) -> bool:
        return _due(self.now) != _due(self.then)


def law_of(book: Books, on: date) -> Books:
    """Books in which what was in force on that day is in force on every day, and nothing else."""
    rules = {ident: fixed for ident, rule in book.rules.items() if (fixed := _fixed(rule, on)) is not None}
    return replace(book, rules=rules)


def compared(subject: Ref, on: date, at: datetime) -> list[Compared]:
    """Every clock and duty of the subject by the law as it applied, beside the law of that day; what differs first."""
    book = books.current()
    events = [event for event in events_of(subject) if event.at <= at]
    only = rules_about(book, subject.kind)
    applied, other = (_states(Progress(law, events, only=only), at) for law in (book, law_of(book, on)))
    keys = dict.fromkeys([*applied, *other])
    rows = [Compared((applied.get(k) or other[k]).title, applied.get(k), other.get(k)) for k in keys]
    return sorted(rows, key=lambda row: not row.differs)


def _states(progress: Progress, at: datetime) -> dict[tuple[str, int], State]:
    outcome = progress.outcome(at)
    several: list[State] = [*outcome.clocks, *outcome.duties]
    return {(s.rule, s.number): s for s in several}


def _fixed(rule: Rule, on: date) -> Rule | None:
    if not isinstance(rule, Timed):
        return rule
    version = rule.version(on)
    if version is None:
        return None
    longer = tuple(
        replace(one, totals=Dated(((date.min, total),)))
        for one in rule.extensions
        if (total := one.totals.on(on)) is not None
    )
    return replace(rule, versions=Dated(((date.min, version),)), extensions=longer)


def _due(state: State | None) -> datetime | None:
    return state.due_at if state else None
