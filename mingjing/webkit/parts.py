"""The plain values that components are drawn from. Apps fill them in their selectors or panels; templates draw them.

Every label is a Text or a str already in the reader's language; every instant is aware.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import Verdict

Words = Text | str
Colour = Literal["red", "amber", "green", ""]
Level = Literal["ok", "soon", "late", "met", "paused"]

SIGNS = {"red": "▲", "amber": "■", "green": "●", "": "○"}
COLOUR_WORDS = {
    "red": Text("红色", "Red"),
    "amber": Text("黄色", "Amber"),
    "green": Text("绿色", "Green"),
    "": Text("未定色", "No colour"),
}
SOON = timedelta(hours=1)  # how early a chip turns amber when its rule names no warning of its own


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit or duty running towards `due_at`. `warn_at`: from when it is *soon*; `met_at`: when it was kept
    (then it no longer ticks); `paused_at`: since when the clock stands still. `basis` is the article."""

    label: Words
    due_at: datetime
    started_at: datetime | None = None
    warn_at: datetime | None = None
    met_at: datetime | None = None
    paused_at: datetime | None = None
    basis: str = ""
    url: str = ""

    def level(self, at: datetime | None = None) -> Level:
        if self.met_at:
            return "met"
        if self.paused_at:
            return "paused"
        present = at or now()
        if present >= self.due_at:
            return "late"
        return "soon" if present >= self.warning_from else "ok"

    @property
    def warning_from(self) -> datetime:
        return self.warn_at or self.due_at - SOON


@dataclass(frozen=True, slots=True)
class Identity:
    """The strip above everything about one person. `age` in whole years, None when unknown; `place` where he is now
    and `since` since when; `arrived_at` starts the elapsed time; `marks` are short words such as 未成年 / Juvenile."""

    name: Words
    url: str = ""
    number: str = ""
    sex: Words = ""
    age: int | None = None
    category: Words = ""
    colour: Colour = ""
    place: Words = ""
    since: datetime | None = None
    arrived_at: datetime | None = None
    next_due: Deadline | None = None
    photo_url: str = ""
    marks: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a time line. `proof`: entered | sealed | published; `url` leads to the entry; `late_because`: why it
    was entered late, as somebody said; `from_before`: it tells of what was so before anybody here could enter it."""

    sentence: Words
    occurred_at: datetime
    recorded_at: datetime
    by: Words = ""
    proof: Literal["entered", "sealed", "published"] = "entered"
    number: str = ""
    label: Words = ""
    url: str = ""
    amended: bool = False
    amends: str = ""
    late_because: str = ""
    from_before: bool = False
    details: tuple[tuple[Words, Words], ...] = ()

    @property
    def late(self) -> timedelta | None:
        """How long after the event it was entered, when that is long enough to be shown (over five minutes)."""
        gap = self.recorded_at - self.occurred_at
        return gap if gap > timedelta(minutes=5) and not self.from_before else None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a guided list. `state`: done | now | open | refused | skipped | missed (it is
    too late for it); `why` the verdict that holds it up."""

    label: Words
    state: Literal["done", "now", "open", "refused", "skipped", "missed"] = "open"
    url: str = ""
    note: Words = ""
    done_at: datetime | None = None
    by: Words = ""
    why: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A room at a glance. `held` of `capacity`; `people` the names (or initials) inside; `colour` the worst inside."""

    code: str
    name: Words
    kind: Words = ""
    held: int = 0
    capacity: int = 1
    people: tuple[Identity, ...] = ()
    colour: Colour = ""
    closed: Words = ""
    restricted: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A person or an item in a list: a title, small facts, a picture, a state."""

    title: Words
    url: str = ""
    number: str = ""
    picture_url: str = ""
    colour: Colour = ""
    state: Words = ""
    facts: tuple[tuple[Words, Words], ...] = ()
    next_due: Deadline | None = None


@dataclass(frozen=True, slots=True)
class AlarmCard:
    """An alarm as people answer it. `state` is in words; `actions` are (verdict, url, label), each a POST. `rule`: what
    kind of alarm, without a word about anybody, for screens that everybody in the room can read."""

    text: Words
    grade: Colour
    raised_at: datetime
    where: Words = ""
    state: Words = ""
    active: bool = True
    acknowledged_by: Words = ""
    sightings: int = 1
    basis: str = ""
    url: str = ""
    subject: Words = ""
    subject_url: str = ""
    actions: tuple[tuple[Verdict, str, Words], ...] = field(default=())
    rule: Words = ""
