"""Minutes nobody can account for, against a second reckoning without spans: minutes that are ticked off one by one."""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mingjing.custody.actions import amendment, placement, questioning, temp_exit, watching
from mingjing.custody.rules.gaps import Gap
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.kernel.time import iso
from mingjing.ledger.models import Entry
from mingjing.org.models import Room
from mingjing.org.vocab import RoomKind
from tests.custody.conftest import build
from tests.custody.walk import calm, settled
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

INTERVAL = 30  # minutes between looks at the level everybody has at first
SEEN_AT_BOOKING = (5, 12, 15, 20, 21)  # search, assessment, rights, collection, vest: see walk.settled from minute 0 on
LAST = 470

KINDS = ["place", "bare", "check", "out", "filmed", "back", "talk", "broken", "again", "end", "late", "void", "sooner"]
stories = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 50)), min_size=4, max_size=14)


@dataclass
class Told:
    """What happened, minute by minute: where he was, whether that was filmed, who had him, when he was looked at."""

    place: dict[int, str] = field(default_factory=dict)
    taped: set[int] = field(default_factory=set)
    looks: set[int] = field(default_factory=lambda: {0, *SEEN_AT_BOOKING})
    anew: set[int] = field(default_factory=set)  # from here the interval counts though nobody noted a look

    def go(self, minutes: range, where: str) -> None:
        for minute in minutes:
            self.place[minute] = where

    def gaps(self, end: int) -> dict[Gap, set[int]]:
        every = range(end)
        return {
            Gap.PLACE: {m for m in every if self.place.get(m, "") == ""},
            Gap.RECORDING: {m for m in every if not self._filmed(m)},
            Gap.GUARD: {m for m in every if self.place.get(m) not in {"talk", "away", "filmed"} and self._alone(m)},
        }

    def _filmed(self, minute: int) -> bool:
        where = self.place.get(minute, "")
        return where in {"camera", "filmed", "interview"} or (where == "talk" and minute in self.taped)

    def _alone(self, minute: int) -> bool:
        last = max(m for m in self.looks | self.anew if m <= minute)
        return minute - last >= INTERVAL


class Story:
    """Acts out each step that is possible where he is, and ticks off the minutes since the last one."""

    def __init__(self) -> None:
        self.centre = c = build()
        self.stay = c.received(case_id=c.case().pk)
        self.minute, self.where, self.taping = settled(c, self.stay, calm(), minutes=0), "", False
        self.told = Told()
        self.told.go(range(self.minute), "")
        self.trip = self.talk = self.check = self.entered = None
        self.pair = [c.officer("case_officer", name=n, where=c.station).pk for n in ("押甲", "押乙")]
        holding = c.site.rooms.filter(kind=RoomKind.HOLDING_ROOM, juvenile=False, sex__in=["male", "any"])
        filmed, bare = holding.order_by("code")[:2]
        self.interview = c.room(RoomKind.INTERVIEW_ROOM, juvenile=False)
        Room.objects.filter(pk__in=[filmed.pk, self.interview.pk]).update(recorded=True)
        Room.objects.filter(pk=bare.pk).update(recorded=False)
        self.rooms = {"camera": filmed, "dark": bare}

    def step(self, kind: str, after: int) -> None:
        if self.minute + after > LAST:
            return
        since = range(self.minute, self.minute + after)
        self.told.go(since, self.where)
        if self.where == "talk" and self.taping:
            self.told.taped |= set(since)
        self.minute += after
        getattr(self, f"do_{kind}")()

    def told_at(self, post: str, minute: int | None = None):
        return {"by": self.centre.by(post), "at": self.centre.at(self.minute if minute is None else minute)}

    def do_place(self, where="camera"):
        if self.where in {"away", "filmed", "talk", where}:
            return
        entry = placement.place(self.stay.pk, room_id=self.rooms[where].pk, **self.told_at("custody_guard"))
        self.entered = entry, self.minute, self.where
        self.where = where
        self.told.looks.add(self.minute)

    def do_bare(self):
        self.do_place("dark")

    def do_sooner(self):
        """The last move between rooms is amended to some minutes sooner."""
        if self.entered is None or self.where not in self.rooms:
            return
        entry, minute, before = self.entered
        first = max(m for m in range(minute) if self.told.place.get(m) != before or m == 21) + 1
        sooner = max(first, minute - 7)
        changes = {"occurred_at": iso(self.centre.at(sooner))}
        amendment.amend(entry, reason="钟慢", changes=changes, **self.told_at("custody_officer"))
        self.told.go(range(sooner, minute), self.where)
        self.told.looks = (self.told.looks - {minute}) | {sooner, *self._other_looks(minute)}
        self.entered = None

    def _other_looks(self, minute: int) -> set[int]:
        return {minute} if self.check and self.check[0] == minute else set()

    def do_check(self, minute=None):
        if self.where in {"away", "filmed"}:
            return
        minute = self.minute if minute is None else minute
        if minute in self.told.looks:
            return
        self.check = minute, watching.check(self.stay.pk, **self.told_at("custody_guard", minute))
        self.told.looks.add(minute)

    def do_late(self):
        """A look some minutes ago, entered now, while he was where he still is."""
        minute = self.minute - 9
        if minute > 22 and all(self.told.place.get(m) == self.where for m in range(minute - 1, self.minute)):
            self.do_check(minute)

    def do_void(self):
        """The last look never happened."""
        if self.check is None or (self.entered and self.entered[1] == self.check[0]):
            return
        minute, entry = self.check
        amendment.amend(entry, reason="误记", changes={"voided": True}, **self.told_at("custody_officer"))
        self.told.looks.discard(minute)
        self.check = None

    def do_out(self, where="away"):
        if self.where not in self.rooms:
            return
        due = self.centre.at(LAST + 9)
        told = {"purpose": "medical", "place": "县医院", "due_back": due, "escort_ids": self.pair, "reason": "x"}
        self.trip = temp_exit.ask(self.stay.pk, **told, **self.told_at("custody_officer"))
        temp_exit.depart(self.trip.pk, bodycam=where == "filmed", **self.told_at("custody_officer"))
        self.where, self.entered = where, None

    def do_filmed(self):
        self.do_out("filmed")

    def do_back(self):
        if self.where in {"away", "filmed"}:
            temp_exit.come_back(self.trip.pk, **self.told_at("reception"))
            self.where = ""
            self.told.anew.add(self.minute)

    def do_talk(self):
        if self.where not in self.rooms:
            return
        told = {"kind": "questioning", "room_id": self.interview.pk, "officer_ids": self.pair}
        self.talk = questioning.start(self.stay.pk, **told, **self.told_at("case_officer"))
        self.where, self.taping, self.entered = "talk", True, None
        self.told.looks.add(self.minute)

    def do_broken(self):
        if self.where == "talk" and self.taping:
            questioning.recording_failed(self.talk.pk, reason="死机", **self.told_at("case_officer"))
            self.taping = False

    def do_again(self):
        if self.where == "talk" and not self.taping:
            questioning.recording_started(self.talk.pk, **self.told_at("case_officer"))
            self.taping = True

    def do_end(self):
        """He stays in the room in which he was questioned, whose camera runs as everywhere."""
        if self.where == "talk":
            questioning.end(self.talk.pk, **self.told_at("case_officer"))
            self.where, self.taping = "interview", False
            self.told.anew.add(self.minute)


def ticked(spans, start) -> set[int]:
    """The minutes of spans that begin and end on whole ones."""
    edges = [((one.start - start).total_seconds() / 60, (one.end - start).total_seconds() / 60) for one in spans]
    return {m for begun, over in edges for m in range(int(begun), int(over))}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=stories)
@example(steps=[("place", 8), ("out", 35), ("back", 20), ("place", 10), ("late", 40), ("void", 12), ("check", 45)])
@example(steps=[("bare", 5), ("talk", 31), ("broken", 10), ("again", 15), ("end", 20), ("place", 40), ("sooner", 9)])
@example(steps=[("place", 3), ("filmed", 40), ("check", 5), ("back", 30), ("check", 31), ("bare", 9), ("sooner", 5)])
def test_each_minute_is_in_a_gap_when_the_second_reckoning_says_so(steps):
    with transaction.atomic():
        story = Story()
        for kind, after in steps:
            story.step(kind, after)
        end = LAST + 5
        story.told.go(range(story.minute, end), story.where)
        if story.where == "talk" and story.taping:
            story.told.taped |= set(range(story.minute, end))
        story.stay.refresh_from_db()
        found = gaps_of(story.stay, story.centre.at(end))
        wanted = story.told.gaps(end)
        for kind in Gap:
            assert ticked(found.spans[kind], story.stay.arrived_at) == wanted[kind], kind
            assert found.minutes(kind) == len(wanted[kind])
        transaction.set_rollback(True)


def amended(entry, minute, centre):
    return amendment.amend(
        entry, reason="钟慢", by=centre.by("custody_officer"), at=centre.at(LAST),
        changes={"occurred_at": iso(centre.at(minute))},
    )  # fmt: skip


def test_no_amendment_hides_a_gap_behind_a_room_he_was_not_in():
    """Away from 50 to 80 without a recorder, in a filmed room before and after."""
    story = Story()
    for kind, after in (("place", 8), ("out", 20), ("back", 30), ("place", 10)):
        story.step(kind, after)
    centre = story.centre
    tags = ("placed", "temp_returned", "temp_departed")
    entered, back, out = (Entry.objects.filter(tag=f"custody.stay.{tag}").latest("pk") for tag in tags)
    bare = gaps_of(story.stay, centre.at(100)).spans[Gap.RECORDING]
    for entry, minute in ((entered, 79), (back, 91), (back, 49)):
        assert refusal(amended, entry, minute, centre) == ["custody.amend.order"], (entry.tag, minute)
    assert gaps_of(story.stay, centre.at(100)).spans[Gap.RECORDING] == bare
    amended(out, 55, centre)
    amended(entered, 85, centre)
    begun = story.stay.arrived_at
    found = gaps_of(story.stay, centre.at(100))
    assert ticked(found.spans[Gap.PLACE], begun) == {*range(30), *range(80, 85)}
    assert ticked(found.spans[Gap.RECORDING], begun) == {*range(30), *range(55, 85)}
