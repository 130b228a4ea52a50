"""Why a rule about several people did, or did not, find something: what happened at a site, judged again step by step.

What the record told and the situation a segment began with are in the journal; where people were is in the tracks,
which are written by the same trackers. So minutes of a month ago are judged again from a few files, without a reading
of a band. Other limits may be tried; what led up to the segment was judged with those of its day. Pure.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from mingjing.presence import journal, tracks
from mingjing.presence.engine import NOTHING, State
from mingjing.presence.fold import Finding, Memory, Tick
from mingjing.presence.joint import Joint, Told, Written
from mingjing.presence.journal import Kind
from mingjing.presence.position import Belief, Placed
from mingjing.presence.replay import segments_from, walked
from mingjing.presence.rules.limits import Limits
from mingjing.presence.rules.people import Together
from mingjing.presence.rules.situation import Happening, Key, Situation, Wait
from mingjing.presence.tracks import Mark


class Step(msgspec.Struct, frozen=True):
    """One happening as the rules saw it, or `event` None for time that passed. `waits`: every condition that holds for
    the person after it; `places`: where everybody was."""

    at: int
    event: Happening | None
    waits: dict[Key, Wait]
    found: tuple[Finding, ...]
    places: dict[str, str]


class Given:
    """A tracker whose places are given: the program of a device in a `Joint` that judges again."""

    start = Belief()

    def step(self, _: Belief, event: Placed) -> tuple[Belief, tuple[Placed, ...]]:
        return Belief(event.at, {event.room: event.p}, event.room, event.at), (event,)

    def tick(self, state: Belief, _: Tick) -> tuple[Belief, tuple[Placed, ...]]:
        return state, ()

    def due(self, _: Belief) -> Tick | None:
        return None

    def rank(self, event: Placed) -> Any:
        return event.room


class Again(Joint):
    """A site judged again from given places."""

    def stand(self, mark: Mark) -> None:
        """The device is there since before."""
        belief = Belief(mark.since, {mark.room: 1.0}, mark.room, mark.since)
        fold = self._resume(mark.device, Memory(belief, [], 0, mark.since))
        self._seen[mark.device] = list(self._wearers_at(mark.device, fold))

    def come(self, mark: Mark) -> None:
        """The device comes there."""
        fold = self.trackers.get(mark.device) or self._resume(mark.device, Memory(Belief(), [], 0, -1))
        came: Any = Placed(mark.device, mark.room, mark.at, mark.p)
        self._placed(mark.device, fold.add(came))

    def _tracker(self, device: str) -> Any:  # noqa: ARG002
        return Given()


def explain(readings: Path, places: Path, who: str, since: int, until: int, limits: Limits) -> list[Step]:
    """Every step between two times that touched a person (a Ref), in the order in which it happened. Empty when the
    journal or the tracks of that time are not kept any more, or no plan was in force."""
    joint = _again(readings, places, since, until, limits)
    if joint is None:
        return []
    memory = joint.site.remember()
    together = Together(joint.setting.spaces, limits)
    before = together.anew(memory.base, max(memory.mark, 0))
    steps = []
    for at, event, state, found in walked(together, before, memory.events, until):
        if since <= at <= until and _touches(who, event, before, state, found):
            steps.append(_step(at, event, who, state, found))
        before = state
    return steps


def _again(readings: Path, places: Path, since: int, until: int, limits: Limits) -> Again | None:
    """The site, told everything from the beginning of the segment to `until`."""
    joint: Again | None = None
    told: list[tuple[int, Told]] = []
    begin = since
    for start, path in segments_from(journal.segments(readings), since):
        if start > until:
            break
        for record in journal.read(path):
            if record.kind == Kind.STATE and joint is None and not told:
                begin, joint = start, _recalled(record.raw, limits)
            elif record.kind == Kind.TOLD and record.at <= until:
                told.append((record.at, msgspec.msgpack.decode(record.raw, type=Told)))
    marks = _marks(places, begin, until)
    for at, news in told:
        joint = _learnt(joint, news, at, limits, [m for m in marks if m.at <= at])
        marks = [m for m in marks if m.at > at]
    if joint is not None:
        _walk(joint, marks)
    return joint


def _recalled(raw: bytes, limits: Limits) -> Again | None:
    """The site as it stood when the segment began, every device where it was."""
    if not raw or (written := msgspec.msgpack.decode(raw, type=State).joint) == NOTHING:
        return None
    known = msgspec.msgpack.decode(written, type=Written)
    joint = Again.recall(Written(known.setting, {}, known.site, known.worn), limits)
    for device, memory in known.trackers.items():
        base = memory.base
        if base.since:
            joint.stand(Mark(device, base.since, base.room, 1.0, base.since))
    return joint


def _learnt(joint: Again | None, news: Told, at: int, limits: Limits, marks: list[Mark]) -> Again | None:
    """As the engine learns it: with another setting everything counts anew from there."""
    if joint is not None:
        _walk(joint, marks)
    if news.setting is not None and (joint is None or news.setting != joint.setting):
        joint = Again(news.setting, limits) if joint is None else Again.after(joint, news.setting)
    if joint is not None:
        joint.learn(news, at)
    return joint


def _marks(places: Path, since: int, until: int) -> list[Mark]:
    """Where devices came, from a little before: what a segment begins with is as of its watermark."""
    found: dict[tuple[str, int, str], Mark] = {}
    for head, marks in tracks.between(places, since - 2 * tracks.PIECE_MS, until):
        found |= {mark.key: mark for mark in (*head.marks, *marks) if mark.since == mark.at <= until}
    return sorted(found.values(), key=lambda mark: (mark.at, mark.device))


def _walk(joint: Again, marks: Iterable[Mark]) -> None:
    for mark in marks:
        known = joint.trackers.get(mark.device)
        if known is not None and mark.at <= known.settled.since:
            continue
        if mark.at < joint.site.mark:
            joint.stand(mark)  # the situation knows it already
        else:
            joint.come(mark)


def _touches(who: str, event: Happening | None, before: Situation, after: Situation, found: Iterable[Finding]) -> bool:
    if event is not None and event.who == who:
        return True
    return _waits(who, before) != _waits(who, after) or any(who in f.subject.split(" ") for f in found)


def _step(at: int, event: Happening | None, who: str, state: Situation, found: tuple[Finding, ...]) -> Step:
    mine = tuple(f for f in found if who in f.subject.split(" "))
    return Step(at, event, _waits(who, state), mine, {one: place for one, (place, _) in state.place.items()})


def _waits(who: str, state: Situation) -> dict[Key, Wait]:
    return {key: wait for key, wait in state.waits.items() if who in key[1:]}
