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
    """Each look vouches for the interval that follows it, at whose end the next one is due. No level, no cover."""
    owed = ((look, _interval(look, proof.watches)) for look in sorted(proof.checks))
    return clip((Span(look, look + interval) for look, interval in owed if interval), stay)


def next_check(since: datetime, proof: Evidence) -> datetime | None:
    """When the next look is due, counted from the last look or attendance; None when no interval is owed."""
    last = max([since, *proof.checks, *(s.end for s in proof.attended)])
    interval = _interval(last, proof.watches)
    return last + interval if interval else None


def _interval(at: datetime, watches: Sequence[Watch]) -> timedelta | None:
    owed = [w.interval for w in sorted(watches, key=lambda w: w.since) if w.since <= at]
    return owed[-1] if owed else None
