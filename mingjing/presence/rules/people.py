"""Rules about several people: kept apart, never alone, escorted, in the right room, not outside. Pure.

Each rule names the conditions that hold in a situation for one person; `Together` is the program that waits until a
condition has held for as long as the limits say, finds it, and finds its end. A place that is unknown neither meets a
condition nor ends one that was found: nobody is safe because nobody knows where he is.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from mingjing.presence.fold import Finding, Tick
from mingjing.presence.rules.limits import Limits
from mingjing.presence.rules.situation import OUT, UNKNOWN, Happening, Key, Seen, Situation, Space, Talk, Wait, Who

Spaces = Mapping[str, Space]
NOWHERE = Space("")


class Met(NamedTuple):
    """A condition that holds: the other one it is about, and for how long it must hold before it counts (ms)."""

    other: str
    after: int
    about: tuple[str, ...] = ()


Condition = Callable[[Situation, Who, Space, Spaces, Limits], Iterator[Met]]


class Rule(NamedTuple):
    code: str
    holds: Condition


def _passing(space: Space, limits: Limits) -> int:
    """People may meet in a corridor for a moment; in a room they may not."""
    return limits.together_in_passage if space.passage else limits.together_in_room


def _others(now: Situation, me: Who, space: Space) -> Iterator[Who]:
    """The other people in custody in the same space; of two who meet, one names the other."""
    return (other for other in now.inside(space.code, "stay") if me.who < other.who)


def _co_suspects(now: Situation, me: Who, space: Space, _: Spaces, limits: Limits) -> Iterator[Met]:
    for other in _others(now, me, space):
        if other.who in me.kept_from or me.who in other.kept_from:
            yield Met(other.who, _passing(space, limits), (other.who,))


def _sexes(now: Situation, me: Who, space: Space, spaces: Spaces, limits: Limits) -> Iterator[Met]:
    """In a room people are left in at once; elsewhere only while no officer is with them."""
    if not space.holding and now.with_officer(space.code, spaces, near=False):
        return
    for other in _others(now, me, space):
        if me.sex and other.sex and me.sex != other.sex:
            yield Met(other.who, _passing(space, limits), (other.who,))


def _minors(now: Situation, me: Who, space: Space, spaces: Spaces, limits: Limits) -> Iterator[Met]:
    if not space.holding and now.with_officer(space.code, spaces, near=False):
        return
    for other in _others(now, me, space):
        if me.suspect and other.suspect and {me.minor, other.minor} == {True, False}:
            yield Met(other.who, _passing(space, limits), (other.who,))


def _crowded(now: Situation, me: Who, space: Space, _: Spaces, limits: Limits) -> Iterator[Met]:
    """Whoever came when the space was full is one too many."""
    present = sorted((now.place[one.who][1], one.who) for one in now.inside(space.code, "stay"))
    most = limits.gathering if space.passage else space.capacity
    if most and me.who in [who for _, who in present[most:]]:
        yield Met(space.code, limits.crowded_after, tuple(sorted(who for _, who in present if who != me.who)))


def _unattended(now: Situation, me: Who, space: Space, spaces: Spaces, limits: Limits) -> Iterator[Met]:
    """Left in a room with no officer in it or next to it; who needs somebody with him, with none in it."""
    if space.passage or not space.code:
        return
    if not now.with_officer(space.code, spaces, near=not me.close):
        yield Met("", limits.unattended_close_after if me.close else limits.unattended_after)


def _unescorted(now: Situation, _: Who, space: Space, spaces: Spaces, limits: Limits) -> Iterator[Met]:
    if space.passage and not now.with_officer(space.code, spaces, near=True):
        yield Met("", limits.unescorted_after)


def _too_few_officers(now: Situation, me: Who, _: Space, __: Spaces, limits: Limits) -> Iterator[Met]:
    """How many must be there is the law's to say, for this kind of case and this state of the recording."""
    talk = now.talks.get(me.who)
    if talk and sum(1 for _ in now.inside(talk.room, "officer")) < talk.officers:
        yield Met(talk.room, limits.officers_missing_after)


def _wrong_room(now: Situation, me: Who, space: Space, spaces: Spaces, limits: Limits) -> Iterator[Met]:
    """In another room than the record has him in, and no officer with him."""
    talk = now.talks.get(me.who)
    wanted = {me.room, talk.room if talk else me.room}
    if not me.room or space.passage or not space.code or space.code in wanted:
        return
    if not now.with_officer(space.code, spaces, near=False):
        yield Met(space.code, limits.wrong_room_after)


def _shut(_: Situation, __: Who, space: Space, ___: Spaces, limits: Limits) -> Iterator[Met]:
    if space.shut:
        yield Met(space.code, limits.shut_after)


def _left(now: Situation, me: Who, _: Space, __: Spaces, limits: Limits) -> Iterator[Met]:
    """Outside, and the record knows of no leave and no release."""
    if now.place.get(me.who, ("", 0))[0] == OUT and not me.out:
        yield Met("", limits.left_after)


def _lost(now: Situation, me: Who, _: Space, __: Spaces, limits: Limits) -> Iterator[Met]:
    if now.place.get(me.who, ("", 0))[0] == UNKNOWN and not me.out:
        yield Met("", limits.lost_after)


def _against(now: Situation, me: Who, space: Space, _: Spaces, limits: Limits) -> Iterator[Met]:
    """He went through a one-way door the wrong way, with or without an officer."""
    if now.came.get(me.who, UNKNOWN) in space.against:
        yield Met(now.came[me.who], limits.against_after)


RULES = (
    Rule("seen.co_suspect", _co_suspects),
    Rule("seen.sex", _sexes),
    Rule("seen.juvenile", _minors),
    Rule("seen.crowded", _crowded),
    Rule("presence.unattended", _unattended),
    Rule("presence.unescorted", _unescorted),
    Rule("presence.officers_missing", _too_few_officers),
    Rule("presence.wrong_room", _wrong_room),
    Rule("presence.shut_room", _shut),
    Rule("presence.against", _against),
    Rule("presence.left_area", _left),
    Rule("presence.place_unknown", _lost),
)

OF_THE_UNKNOWN = frozenset({"presence.place_unknown"})
"""What can be found of somebody whose place is not known."""

POST_EMPTY = "presence.post_empty"
HOUSE = "house"
"""The subject of what is found of everybody together."""


class Together:
    """The rules of one site as a program of `Fold` over `Happening`s."""

    start = Situation()

    def __init__(self, spaces: Spaces, limits: Limits, rules: tuple[Rule, ...] = RULES) -> None:
        self.spaces, self.limits, self.rules = spaces, limits, rules

    def step(self, state: Situation, event: Happening) -> tuple[Situation, tuple[Finding, ...]]:
        after, places = _told(state, event)
        return self._judged(after, event.at, self._concerned(after, event.who, places))

    def tick(self, state: Situation, tick: Tick) -> tuple[Situation, tuple[Finding, ...]]:
        """Everything that has held long enough by now is found."""
        ripe = {k: w for k, w in state.waits.items() if not w.told and w.due <= tick.at}
        told = {key: msgspec.structs.replace(wait, told=True) for key, wait in ripe.items()}
        found = tuple(
            Finding(key[0], tick.at, subject_of(key), value=state.place.get(key[1], ("", 0))[0], about=wait.about)
            for key, wait in sorted(ripe.items())
        )
        return msgspec.structs.replace(state, waits=state.waits | told), found

    def due(self, state: Situation) -> Tick | None:
        ripe = min(((w.due, key) for key, w in state.waits.items() if not w.told), default=None)
        return Tick(ripe[0], ripe[1][0], ripe[1][1]) if ripe else None

    def rank(self, event: Happening) -> tuple[Any, ...]:
        """Of one instant: first what the record says, then questioning, then where people are."""
        return _ORDER[type(event)], event.who, msgspec.json.encode(event)

    def anew(self, state: Situation, at: int) -> Situation:
        """The same situation, its conditions measured by the limits of this program from now on."""
        return self._judged(state, at, set(state.who))[0]

    def _concerned(self, state: Situation, who: str, places: set[str]) -> set[str]:
        """Whose conditions an event may change: everybody in the spaces it touched, and next to them for escorts."""
        near = set(places)
        for place in places:
            near |= self.spaces.get(place, NOWHERE).beside
        return {one for one, (place, _) in state.place.items() if place in near} | {who}

    def _judged(self, state: Situation, at: int, people: set[str]) -> tuple[Situation, tuple[Finding, ...]]:
        waits, found = dict(state.waits), []
        for who in sorted(people):
            me = state.who.get(who)
            if me is not None and me.kind == "stay":
                found += self._of_one(state, me, at, waits)
        found += self._of_house(state, at, waits)
        if waits == state.waits:
            return state, tuple(found)
        return msgspec.structs.replace(state, waits=waits), tuple(found)

    def _of_one(self, state: Situation, me: Who, at: int, waits: dict[Key, Wait]) -> list[Finding]:
        place = state.place.get(me.who, ("", 0))[0]
        met = dict(self._met(state, me, place)) if me.here and place else {}
        for key, one in met.items():
            held = waits.get(key)
            if held is None:
                waits[key] = Wait(at, at + one.after, told=False, about=one.about)
            elif held.about != one.about or (not held.told and held.due != held.since + one.after):
                waits[key] = Wait(held.since, held.since + one.after, held.told, one.about)
        over = [k for k in waits if k[1] == me.who and k not in met and not (waits[k].told and _lost_sight(state, k))]
        ended = [Finding(k[0], at, subject_of(k), began=False) for k in sorted(over) if waits[k].told]
        for key in over:
            del waits[key]
        return ended

    def _of_house(self, state: Situation, at: int, waits: dict[Key, Wait]) -> list[Finding]:
        """People in custody and no officer in the whole area. An officer whose place is unknown may be there: it
        neither begins nor ends."""
        key = (POST_EMPTY, HOUSE, "")
        held, empty = waits.get(key), self._post_empty(state)
        if empty and held is None:
            waits[key] = Wait(at, at + self.limits.post_empty_after, told=False, about=())
        if held is None or empty or (empty is None and held.told):
            return []
        del waits[key]
        return [Finding(POST_EMPTY, at, HOUSE, began=False)] if held.told else []

    def _post_empty(self, state: Situation) -> bool | None:
        """None: nobody knows."""
        where: dict[str, set[str]] = {"stay": set(), "officer": set()}
        for who, (place, _) in state.place.items():
            if (known := state.who.get(who)) is not None and known.here and place:
                where[known.kind].add(place)
        if not where["stay"] & self.spaces.keys() or where["officer"] & self.spaces.keys():
            return False
        return None if UNKNOWN in where["officer"] else True

    def _met(self, state: Situation, me: Who, place: str) -> Iterator[tuple[Key, Met]]:
        space = self.spaces.get(place, NOWHERE)
        for rule in self.rules:
            if place == UNKNOWN and rule.code not in OF_THE_UNKNOWN:
                continue
            for one in rule.holds(state, me, space, self.spaces, self.limits):
                yield (rule.code, me.who, one.other), one


def _lost_sight(state: Situation, key: Key) -> bool:
    """Whether nobody knows where one of the two is, though both are still here."""
    return any(
        state.place.get(who, ("", 0))[0] == UNKNOWN and (known := state.who.get(who)) is not None and known.here
        for who in key[1:]
    )


_ORDER = {Who: 0, Talk: 1, Seen: 2}


def _told(state: Situation, event: Happening) -> tuple[Situation, set[str]]:
    """The situation with what the event says, and the spaces it touched."""
    before = state.place.get(event.who, ("", 0))[0]
    if isinstance(event, Seen):
        after = msgspec.structs.replace(state, place=state.place | {event.who: (event.place, event.at)})
        if event.place != before:
            after = msgspec.structs.replace(after, came=state.came | {event.who: before})
        return after, {before, event.place}
    if isinstance(event, Talk):
        others = {who: talk for who, talk in state.talks.items() if who != event.who}
        return msgspec.structs.replace(state, talks=others | ({event.who: event} if event.room else {})), {before}
    if event.here:
        return msgspec.structs.replace(state, who=state.who | {event.who: event}), {before}
    gone = {who: talk for who, talk in state.talks.items() if who != event.who}
    return msgspec.structs.replace(state, who=state.who | {event.who: event}, talks=gone), {before}


def subject_of(key: Key) -> str:
    """Who it is about, and the other one or the space: what tells two findings of one rule and moment apart."""
    return f"{key[1]} {key[2]}".rstrip()
