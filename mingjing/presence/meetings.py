"""Who was within sight or sound of whom, when, how long. Pure.

Within *sight*: in the same space. Within *sound*: in spaces joined by an opening, or in two pieces of corridor joined
by a door. Rooms with a wall or a door between them are neither. What is unknown is no meeting; it is counted as unknown
time instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mingjing.kernel.vocab import Vocab
from mingjing.presence.evidence import UNKNOWN
from mingjing.presence.plan import OUT, Plan
from mingjing.presence.tracks import Mark

JOINED_MS = 10_000
"""Pieces of one meeting so close together are one."""
NOWHERE = frozenset({UNKNOWN, OUT, ""})


class Nearness(Vocab):
    SIGHT = "sight", "看得见", "Within sight"
    SOUND = "sound", "听得见", "Within sound"


class Span(NamedTuple):
    """Somebody was in a room from `since` until `until`."""

    since: int
    until: int
    room: str


class Meeting(NamedTuple):
    one: str
    other: str
    nearness: Nearness
    since: int
    until: int
    rooms: tuple[str, str]

    @property
    def seconds(self) -> int:
        return (self.until - self.since) // 1000


def spans(marks: Iterable[Mark], since: int, until: int) -> dict[str, list[Span]]:
    """Device → where it was between two instants, from its marks in the order of time."""
    found: dict[str, list[Span]] = defaultdict(list)
    here: dict[str, Mark] = {}
    for mark in marks:
        if mark.at > until:
            break
        before = here.get(mark.device)
        if before is not None and before.room == mark.room:
            continue
        if before is not None:
            _close(found[mark.device], before, mark.at, since)
        here[mark.device] = mark
    for device, mark in here.items():
        _close(found[device], mark, until, since)
    return dict(found)


def meetings(plan: Plan, who: Mapping[str, Sequence[Span]], about: str = "") -> list[Meeting]:
    """Every meeting of two people, or only those of `about`, in the order in which they began."""
    near = hearing(plan)
    people = sorted(who)
    pairs = [(a, b) for n, a in enumerate(people) for b in people[n + 1 :] if not about or about in (a, b)]
    found = [m for a, b in pairs for m in _of_pair(a, b, who[a], who[b], near)]
    return sorted(found, key=lambda m: (m.since, m.one, m.other, m.nearness))


def hearing(plan: Plan) -> dict[str, frozenset[str]]:
    """Space → other spaces from which one is heard in it."""
    found: dict[str, set[str]] = defaultdict(set)
    for door in plan.doors:
        both = [plan.by_code.get(code) for code in (door.first, door.second)]
        if all(both) and (door.open or all(space and space.passage for space in both)):
            found[door.first].add(door.second)
            found[door.second].add(door.first)
    return {code: frozenset(others) for code, others in found.items()}


def unknown_seconds(several: Sequence[Span]) -> int:
    """For how long nobody knows where he was."""
    return sum(s.until - s.since for s in several if s.room == UNKNOWN) // 1000


def _close(found: list[Span], mark: Mark, until: int, since: int) -> None:
    begins = max(mark.at, since)
    if until > begins:
        found.append(Span(begins, until, mark.room))


def _of_pair(
    a: str, b: str, first: Sequence[Span], second: Sequence[Span], near: Mapping[str, frozenset[str]]
) -> list[Meeting]:
    found: list[Meeting] = []
    i = j = 0
    while i < len(first) and j < len(second):
        one, other = first[i], second[j]
        begins, ends = max(one.since, other.since), min(one.until, other.until)
        nearness = _nearness(one.room, other.room, near)
        if nearness and begins < ends:
            _add(found, Meeting(a, b, nearness, begins, ends, (one.room, other.room)))
        if one.until <= other.until:
            i += 1
        else:
            j += 1
    return found


def _nearness(one: str, other: str, near: Mapping[str, frozenset[str]]) -> Nearness | None:
    if one in NOWHERE or other in NOWHERE:
        return None
    if one == other:
        return Nearness.SIGHT
    return Nearness.SOUND if other in near.get(one, ()) else None


def _add(found: list[Meeting], more: Meeting) -> None:
    last = next((m for m in reversed(found) if m.nearness == more.nearness), None)
    if last and more.since - last.until <= JOINED_MS and set(last.rooms) == set(more.rooms):
        found[found.index(last)] = last._replace(until=more.until)
    else:
        found.append(more)
