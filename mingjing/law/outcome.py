"""What the engine answers. Times are aware UTC; texts carry both languages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mingjing.kernel.text import Text
from mingjing.law.facts import Facts
from mingjing.law.rule import Certainty, Severity


class ClockPhase(StrEnum):
    RUNNING = "running"
    WARNED = "warned"
    PAUSED = "paused"
    BREACHED = "breached"
    MET = "met"
    LIFTED = "lifted"


class DutyPhase(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    WARNED = "warned"
    OVERDUE = "overdue"
    DONE = "done"
    LATE = "late"
    LIFTED = "lifted"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class ExtensionState:
    """One way to a longer limit. `needs` names facts that must be known before it can be asked for; `granted_at` is
    set when it counts. `approval` is the value of the fact `approval.kind` by which a grant is recognised."""

    id: str
    title: Text
    total: Text
    due_at: datetime
    rank: str
    rank_text: Text
    instrument: Text | None
    basis: str
    approval: str
    available: bool
    needs: tuple[str, ...] = ()
    granted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockState:
    """One run of one clock. `state` is judged against the `now` of the question: exactly at `due_at` it is still
    within the limit (PSL 143: "within" includes the number). `number` counts the runs of the same rule from 0."""

    rule: str
    number: int
    title: Text
    basis: str
    started_at: datetime
    limit: Text
    due_at: datetime
    due_by_other_reading: datetime | None
    warn_at: tuple[datetime, ...]
    state: ClockPhase
    ended_at: datetime | None
    extensions: tuple[ExtensionState, ...]
    certainty: Certainty
    severity: Severity
    confirm: bool
    breach: Text
    explain: Text
    note: Text | None = None

    @property
    def open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class DutyState:
    """One occurrence of one duty. `due_at` is None when the law gives no number."""

    rule: str
    number: int
    title: Text
    basis: str
    since: datetime
    due_at: datetime | None
    warn_at: tuple[datetime, ...]
    done_at: datetime | None
    ended_at: datetime | None
    state: DutyPhase
    role: str
    certainty: Certainty
    severity: Severity
    confirm: bool
    explain: Text
    note: Text | None = None

    @property
    def open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Need:
    """A rule that cannot be applied or ruled out until these facts are known."""

    rule: str
    title: Text
    basis: str
    facts: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole answer about one subject at one instant."""

    clocks: tuple[ClockState, ...]
    duties: tuple[DutyState, ...]
    facts: Facts
    unknown: tuple[Need, ...]
    book: str

    def clock(self, rule: str) -> ClockState | None:
        """The latest run of that clock, if it ever started."""
        return next((c for c in reversed(self.clocks) if c.rule == rule), None)

    def duty(self, rule: str) -> DutyState | None:
        """The latest occurrence of that duty, if it ever arose."""
        return next((d for d in reversed(self.duties) if d.rule == rule), None)
