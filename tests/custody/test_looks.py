"""When somebody must look at him: one answer for page, desk and alarm, at every minute of a stay."""

from collections import defaultdict

import pytest

from mingjing.alerts.models import Alarm
from mingjing.approvals.actions import request as requests
from mingjing.clocks import panels as clocks
from mingjing.clocks import watching as clock_watch
from mingjing.custody.actions import belongings, care, departure, questioning, temp_exit, watching
from mingjing.custody.policy import policy
from mingjing.custody.rules.gaps import Gap
from mingjing.custody.selectors import desk
from mingjing.custody.selectors.gaps import gaps_of
from mingjing.desks.lines import line
from mingjing.kernel.time import frozen
from mingjing.org.vocab import RoomKind
from tests.custody.walk import SIGNED, calm, placed, settled

pytestmark = pytest.mark.django_db

MISSED = "round.missed"


class Story:
    """Acts by minute; `play` lets the watch look every few minutes, and just before, at and after each act, and
    remembers what the screens said."""

    def __init__(self, centre) -> None:
        self.centre, self.stay = centre, None
        self.acts = defaultdict(list)
        self.looks, self.alarms = {}, {}

    def then(self, minute, act):
        self.acts[minute].append(act)

    def play(self, until):
        near = {minute + n for minute in self.acts for n in (-1, 0, 1) if minute + n >= 0}
        for minute in sorted(near | set(range(0, until + 1, 6))):
            at = self.centre.at(minute)
            with frozen(at):
                for act in self.acts[minute]:
                    act(minute)
                clock_watch.tick(at)
                self.looks[minute] = self._agreed(at)
            self.alarms[minute] = list(Alarm.objects.open().filter(rule=MISSED))

    def _agreed(self, at):
        """(due, level) of the next look, which every screen tells alike; None where none is owed."""
        page = [one for one in clocks.of(self.stay.ref)["open"] if one.row.rule in policy().looks]
        owed = sorted((one.due.due_at, one.due.level(at)) for one in page if one.due.level(at) != "paused")
        own = desk.one(self.stay, at)
        on_page = owed[0] if owed else None
        assert (own.look and (own.look.due_at, clocks.deadline(own.look).level(at))) == on_page
        if not self.stay.present:
            return on_page
        [row] = desk.everybody(self.centre.site, at)
        chips = [c for c in line(row, check=True, care=True).chips if row.look and c.label == row.look.title]
        assert [(c.due_at, c.level(at)) for c in chips] == ([on_page] if on_page else [])
        return on_page


@pytest.fixture
def story(centre):
    """Arrival, waiting, two hours of questioning, waiting, an hour outside, waiting, release; looked at in between."""
    c, told, case = centre, Story(centre), centre.case()
    asking = [c.officer("case_officer", name=n).pk for n in ("", "办二")]

    def received(minute):
        told.stay = c.received(minutes=minute, case_id=case.pk)

    def look(minute):
        watching.check(told.stay.pk, by=c.by("custody_guard"), at=c.at(minute))

    def drink(minute):
        care.offer(told.stay.pk, by=c.by("custody_guard"), at=c.at(minute), kind="drink")

    def question(minute):
        told.talk = questioning.start(
            told.stay.pk, by=c.by("case_officer"), at=c.at(minute), kind="questioning",
            room_id=c.room(RoomKind.INTERVIEW_ROOM).pk, officer_ids=asking,
        )  # fmt: skip

    def end(minute):
        questioning.end(told.talk.pk, by=c.by("case_officer"), at=c.at(minute))
        told.stay.refresh_from_db()

    def ask_out(minute):
        told.trip = temp_exit.ask(
            told.stay.pk, by=c.by("case_officer"), at=c.at(minute), purpose="identify_scene", place="北街",
            due_back=c.at(minute + 100), escort_ids=asking, reason="辨认现场",
        )  # fmt: skip
        head = c.officer("station_head", where=c.station).acting("station_head")
        requests.decide(told.trip.approval, by=head, at=c.at(minute), granted=True, reason="同意")

    def out(minute):
        temp_exit.depart(told.trip.pk, by=c.by("custody_officer"), at=c.at(minute), bodycam=True)

    def back(minute):
        temp_exit.come_back(told.trip.pk, by=c.by("reception"), at=c.at(minute))

    def leave(minute):
        stay, at = told.stay, c.at(minute)
        departure.prepare(stay.pk, by=c.by("case_officer"), at=at, kind="released", outcome="warning_fine")
        belongings.return_belongings(stay.pk, by=c.by("reception"), at=at, signature=SIGNED)
        departure.recheck(stay.pk, by=c.by("medic"), at=at)
        departure.sign_for_centre(stay.pk, by=c.by("custody_officer"), at=at)
        departure.sign_for_case(stay.pk, by=c.by("case_officer"), at=at)
        departure.depart(stay.pk, by=c.by("custody_officer"), at=at, person_signature=SIGNED)
        stay.refresh_from_db()

    told.then(0, received)
    told.then(27, lambda _: settled(c, told.stay, calm()))
    told.then(28, lambda minute: placed(c, told.stay, minute))
    told.then(55, look)
    told.then(60, question)
    told.then(180, end)
    told.then(182, lambda minute: placed(c, told.stay, minute))
    told.then(205, drink)
    told.then(206, ask_out)
    told.then(210, out)
    told.then(270, back)
    told.then(272, lambda minute: placed(c, told.stay, minute))
    told.then(301, look)
    told.then(320, leave)
    return told


def test_every_screen_tells_the_same_and_nobody_calls_in_vain(centre, story):
    story.play(324)
    at = centre.at
    nobody = [*range(60, 180), *range(210, 270), *range(320, 326)]  # officers are with him, he is out, he is gone
    assert {minute for minute, look in story.looks.items() if look is None} == story.looks.keys() & set(nobody)
    due = {minute: look[0] for minute, look in story.looks.items() if look}
    assert [due[m] for m in (0, 54, 55, 180, 182, 204, 205, 270, 301)] == [
        at(m) for m in (30, 58, 85, 210, 212, 212, 235, 300, 331)
    ]
    assert not any(story.alarms.values())
    assert gaps_of(story.stay, at(324)).spans[Gap.GUARD] == []


def test_a_look_that_was_missed_calls(centre, story):
    story.acts[301] = [lambda _: None]  # nobody comes, from his return to his release
    story.play(324)
    late = {minute for minute, look in story.looks.items() if look and look[1] == "late"}
    assert late == story.looks.keys() & set(range(302, 320)) != set()
    calling = {minute for minute, rows in story.alarms.items() if any(alarm.active for alarm in rows)}
    assert calling == late - {302}  # at the limit itself it is still kept
    assert [alarm.latched for alarm in story.alarms[324]] == [True]  # over, and it stands until somebody answers
    assert gaps_of(story.stay, centre.at(324)).minutes(Gap.GUARD) == 18
