"""Minutes of a stay that nobody can account for: without a place, without a guard, without a recording."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from mingjing.custody.rules.intervals import Span, clip, minus, minutes, total


class Gap(StrEnum):
    PLACE = "place"
    GUARD = "guard"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Watch:
    """From `since` on he was to be looked at at least every `interval`."""

    since: datetime
    interval: timedelta


@dataclass(frozen=True)
class Evidence:
    """What the rows prove about one stay, all in aware times.

    `rooms`: when he was in some room; `recorded`: when the place he was in recorded; `private`: when it must not be
    recorded (lawyers, washing); `attended`: when a named officer was with him (questioning, escort, search, a trip);
    `checks`: instants at which somebody looked; `watches`: the interval owed from when on; `away`: temporary exits.
    """

    rooms: Sequence[Span] = ()
    recorded: Sequence[Span] = ()
    private: Sequence[Span] = ()
    attended: Sequence[Span] = ()
    checks: Sequence[datetime] = ()
    watches: Sequence[Watch] = ()
    away: Sequence[Span] = ()


@dataclass(frozen=True)
class Gaps:
    """The gaps of each kind as disjoint spans, in order."""

    stay: Span
    spans: dict[Gap, list[Span]] = field(default_factory=dict)

    def minutes(self, kind: Gap) -> int:
        """Whole minutes, rounded up."""
        return minutes(total(self.spans[kind]))

    @property
    def numbers(self) -> dict[str, int]:
        return {kind.value: self.minutes(kind) for kind in Gap}


def gaps(stay: Span, proof: Evidence) -> Gaps:
    """What of the stay the evidence leaves open, per kind."""
    covered = {
        Gap.PLACE: [*proof.rooms, *proof.away],
        Gap.GUARD: [*proof.attended, *watched(stay, proof)],
        Gap.RECORDING: [*proof.recorded, *proof.private],
    }
    return Gaps(stay, {kind: minus([stay], clip(spans, stay)) for kind, spans in covered.items()})


def watched(stay: Span, proof: Evidence) -> list[Span]:
    """Each look vouches for the time until the next one is due. Where no level is set, none vouches for anything."""
    due = ((look, _due_after(look, proof.watches)) for look in sorted(proof.checks))
    return clip((Span(look, end) for look, end in due if end), stay)


def next_check(since: datetime, proof: Evidence) -> datetime | None:
    """When the next look is due, counted from the last look or attendance; None when no interval is owed."""
    return _due_after(max([since, *proof.checks, *(s.end for s in proof.attended)]), proof.watches)


def _due_after(look: datetime, watches: Sequence[Watch]) -> datetime | None:
    """An interval of the level in force at the look; a closer level set later may want him seen sooner."""
    before = [w for w in sorted(watches, key=lambda w: w.since) if w.since <= look]
    later = [w.since + w.interval for w in watches if w.since > look]
    return min([look + before[-1].interval, *later]) if before else None
