"""Spans of time and their algebra. A span includes its start and excludes its end; times are aware."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` until `end`. Empty when they are equal; never the other way round."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a span cannot end before it starts")

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def span(start: datetime, end: datetime | None, until: datetime) -> Span:
    """A span still open (`end` None) runs `until`; one that starts later is empty."""
    stop = until if end is None else end
    return Span(min(start, stop), stop)


def union(spans: Iterable[Span]) -> list[Span]:
    """The same instants as ordered, disjoint, non-touching, non-empty spans."""
    merged: list[Span] = []
    for one in sorted(s for s in spans if s.length):
        if merged and one.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, one.end))
        else:
            merged.append(one)
    return merged


def clip(spans: Iterable[Span], within: Span) -> list[Span]:
    """What of the spans lies within another one."""
    cut = (Span(max(s.start, within.start), max(s.start, within.start, min(s.end, within.end))) for s in spans)
    return union(cut)


def minus(whole: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """The instants of `whole` that lie in none of `taken`."""
    holes = union(taken)
    return union(piece for one in union(whole) for piece in _without(one, holes))


def total(spans: Iterable[Span]) -> timedelta:
    """Length of all instants covered, counting overlaps once."""
    return sum((s.length for s in union(spans)), timedelta())


def minutes(length: timedelta) -> int:
    """Whole minutes, rounded up: a gap of ten seconds is a gap of one minute."""
    return -(-length // timedelta(minutes=1))


def _without(one: Span, holes: list[Span]) -> list[Span]:
    pieces, start = [], one.start
    for hole in clip(holes, one):
        pieces.append(Span(start, hole.start))
        start = hole.end
    return [*pieces, Span(start, one.end)]
