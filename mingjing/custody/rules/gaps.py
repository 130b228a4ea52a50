"""Minutes of a stay that nobody can account for: without a place, without a guard, without a recording."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mingjing.custody.rules.intervals import Span, clip, minus, minutes, total


class Gap(StrEnum):
    PLACE = "place"
    GUARD = "guard"
    RECORDING = "recording"


@dataclass(frozen=True)
class Evidence:
    """What the rows prove about one stay, all in aware times.

    `rooms`: when he was in some room; `recorded`: when the place he was in recorded; `private`: when it must not be
    recorded (lawyers, washing); `attended`: when a named officer was with him (questioning, escort, search, a trip);
    `unseen`: from when a look was due until it was made; `away`: temporary exits.
    """

    rooms: Sequence[Span] = ()
    recorded: Sequence[Span] = ()
    private: Sequence[Span] = ()
    attended: Sequence[Span] = ()
    unseen: Sequence[Span] = ()
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
        Gap.GUARD: [*proof.attended, *minus([stay], proof.unseen)],
        Gap.RECORDING: [*proof.recorded, *proof.private],
    }
    return Gaps(stay, {kind: minus([stay], clip(spans, stay)) for kind, spans in covered.items()})
