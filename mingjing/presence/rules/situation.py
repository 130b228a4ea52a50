"""What rules about several people know: who is where, what the record says of each, who is being questioned. Pure.

The state of a site after each of its events. It is a value: an event makes a new one that shares all that stayed.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from mingjing.presence.evidence import UNKNOWN
from mingjing.presence.plan import OUT

__all__ = ["OUT", "UNKNOWN", "Happening", "Seen", "Situation", "Space", "Talk", "Wait", "Who"]

Kind = Literal["stay", "officer"]


class Who(msgspec.Struct, frozen=True, gc=False, tag="who"):
    """What the record says of somebody from `at` on. `who` is the Ref of a stay or an officer. `room`: where the record
    has him; `kept_from`: Refs he must be kept apart from; `close`: needs somebody with him always; `out`: may be
    outside now; `here` False: gone, no longer judged."""

    at: int
    who: str
    kind: Kind
    here: bool = True
    sex: str = ""
    minor: bool | None = None
    suspect: bool = True
    room: str = ""
    kept_from: tuple[str, ...] = ()
    close: bool = False
    out: bool = False


class Seen(msgspec.Struct, frozen=True, gc=False, tag="seen"):
    """From `at` on he is taken to be in `place`: a space of the plan, OUT or UNKNOWN."""

    at: int
    who: str
    place: str


class Talk(msgspec.Struct, frozen=True, gc=False, tag="talk"):
    """From `at` on he is being questioned in `room`; `officers`: how many the law wants there, as things are with the
    recording. An empty room: no longer."""

    at: int
    who: str
    room: str
    officers: int = 0


Happening = Who | Seen | Talk


class Space(msgspec.Struct, frozen=True, gc=False):
    """A space of the plan as rules see it. `holding`: people are left in it; `shut`: nobody in custody is taken there;
    `beside`: spaces a door joins to it; `against`: those from which one comes here only by going through a one-way door
    the wrong way."""

    code: str
    passage: bool = False
    holding: bool = False
    shut: bool = False
    capacity: int = 0
    beside: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()


class Wait(msgspec.Struct, frozen=True, gc=False):
    """A condition that holds since `since`; `told` once it was found."""

    since: int
    due: int
    told: bool
    about: tuple[str, ...]


Key = tuple[str, str, str]
"""Rule, subject, and the other one it is about (or empty)."""


class Situation(msgspec.Struct, frozen=True, gc=False):
    who: dict[str, Who] = {}
    place: dict[str, tuple[str, int]] = {}
    talks: dict[str, Talk] = {}
    waits: dict[Key, Wait] = {}
    came: dict[str, str] = {}  # from where somebody came to the place he is in

    def inside(self, space: str, kind: Kind) -> Iterator[Who]:
        """Who of that kind is in the space, as far as the record knows them."""
        for who, (place, _) in self.place.items():
            known = self.who.get(who)
            if place == space and known is not None and known.kind == kind and known.here:
                yield known

    def with_officer(self, space: str, spaces: Mapping[str, Space], *, near: bool) -> bool:
        """Whether an officer is in the space, or (`near`) in one that a door joins to it."""
        wanted = {space} | (spaces[space].beside if near and space in spaces else frozenset())
        return any(
            place in wanted and (known := self.who.get(who)) is not None and known.kind == "officer" and known.here
            for who, (place, _) in self.place.items()
        )
