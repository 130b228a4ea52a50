"""Fills a new data folder: the prefecture, its staff, and a day at one county centre, played by the real acts."""

import sys
import time
from datetime import date, datetime, timedelta
from random import Random

from mingjing.alerts import watching as alarm_watch
from mingjing.approvals import watching as approval_watch
from mingjing.clocks import waiting as waiting_watch
from mingjing.clocks import watching as clock_watch
from mingjing.custody.actions import locker, temp_exit
from mingjing.custody.models import Stay
from mingjing.demo import stories
from mingjing.demo.crew import SETUP, Crew, enrol_all, plan_shifts
from mingjing.demo.duty import Attendance, answer_alarms
from mingjing.demo.equipment import deliver, install
from mingjing.demo.measures import before as weeks_before
from mingjing.demo.mishaps import Script
from mingjing.demo.past import Past
from mingjing.demo.reports import reports
from mingjing.demo.rounds import EVERY_MINUTES, Rounds
from mingjing.demo.scene import Scene, Story
from mingjing.demo.seats import STATIONS
from mingjing.demo.talks import interviews
from mingjing.demo.timetable import ENTERED_AFTER, Timetable, every
from mingjing.demo.wearing import charge, hand_out_cards
from mingjing.kernel.text import ZH, Text
from mingjing.kernel.time import frozen, local, now
from mingjing.org.actions import room as rooms
from mingjing.org.actions.prefecture import set_up_prefecture
from mingjing.org.models import Room, Site, Unit

COUNTY = "610921"
HOURS, HEARD_HOURS = 19, 1.25
BETWEEN_MINUTES = (22, 38)
BEHIND = timedelta(seconds=15)


def main(spoken: str = ZH) -> None:
    """Set the prefecture up two months ago and play the last hours up to now. Says what it does on standard error, in the
    language of the terminal: what it enters is written in that of the house."""
    began, end = time.monotonic(), now()

    def say(text: Text) -> None:
        print(f"mj: {text.in_(spoken)}", file=sys.stderr, flush=True)

    say(Text("建立示例：市局、十县及派出所 …", "setting up the prefecture: city, ten counties, stations …"))
    crew = prefecture(end - timedelta(days=60))
    before = weeks_before(crew, end - timedelta(hours=HOURS))
    say(Text("演练最近 {n} 小时 …", "playing the last {n} hours …").format(n=HOURS))
    table = play(crew, end - timedelta(hours=HOURS), end)
    seconds = round(time.monotonic() - began)
    say(Text("完成，用时 {s} 秒。", "done in {s} s.").format(s=seconds))
    for at, name, why in [*before, *table.refused]:
        say(Text("{at} {name}：{why}", "{at} {name}: {why}").format(at=f"{local(at):%H:%M}", name=name, why=why))


def prefecture(at: datetime) -> Crew:
    """Units and sites from their templates, staff for every post at one county, lockers, accepted rooms."""
    with frozen(at):
        made = set_up_prefecture(by=SETUP, at=at, stations=STATIONS)
        site = home()
        county, city = site.unit, made.units[min(made.units)]
        stations = list(Unit.objects.filter(parent=county, kind="station").order_by("code"))
        detectives = Unit.objects.get(parent=county, code__startswith=f"{COUNTY}12")
        crew = enrol_all(site, county, city, stations, detectives, at)
        install(site, at)
        deliver(Site.objects.get(unit=city, template="city_centre"), at)
        locker.set_up(by=SETUP, at=at, site_id=site.pk, codes=[f"{n:02d}" for n in range(1, 41)])
        _certify(crew, at)
    return crew


def home() -> Site:
    """The centre of the demonstration."""
    return Site.objects.select_related("unit").get(code=f"{COUNTY}-centre")


def _certify(crew: Crew, at: datetime) -> None:
    chief = crew.members[("city_chief", "")][0].acting("city_chief")
    for room in Room.objects.filter(site=crew.site):
        rooms.certify(room.pk, by=chief, at=at, certificate=f"验收-{room.code}", until=date(at.year + 2, 12, 31))


def play(crew: Crew, start: datetime, end: datetime, seed: int = 7) -> Timetable:
    """Shifts, watch, alarms and people from `start` to `end`."""
    scene, table = Scene(crew, Random(seed), seed=seed), Timetable()
    with frozen(start):
        plan_shifts(crew, start, days=9)
    table.add(start, "attendance", every(1, Attendance(crew)))
    table.add(start, "watch", every(5, tick))
    table.add(start, "answers", every(7, lambda at: answer_alarms(crew, at)))
    table.add(start, "rounds", every(EVERY_MINUTES, Rounds(crew, scene.dice)))
    table.add(start, "cards", every(5, lambda at: hand_out_cards(crew, at)))
    table.add(start, "shelf", every(30, lambda at: charge(crew, at)))
    heard = end - timedelta(hours=HEARD_HOURS)
    past = Past(crew, heard, Script.before(end, scene.dice))
    table.add(heard, "bands", every(0.5, past))
    arrivals(scene, table, start, end)
    table.add(max(start, end - timedelta(hours=5)), "reports", reports(scene))
    for at, name, story in interviews(scene, start, end):
        table.add(at, name, story)
    table.add(end - timedelta(minutes=3), "asks_leave", asks_leave(scene))
    table.play(end)
    while (late := now() - end) > BEHIND:  # the hours were played in a minute, which is part of the day as well
        end += late
        table.play(end - ENTERED_AFTER)
    past.settled(end)
    return table


def arrivals(scene: Scene, table: Timetable, start: datetime, end: datetime) -> None:
    """People come every half hour or so; now and then two of one case, and once somebody by mistake."""
    at, place = start + timedelta(minutes=10), 0
    while at < end:
        kind = stories.USUAL[place % len(stories.USUAL)]
        table.add(at, kind.__name__, kind(scene))
        if place % 9 == 4:
            for story in stories.partners(scene):
                table.add(at + timedelta(minutes=11), "partners", story)
        if place == 14:
            table.add(at + timedelta(minutes=5), "by_mistake", stories.by_mistake(scene))
        place += 1
        at += timedelta(minutes=scene.dice.uniform(*BETWEEN_MINUTES))


def asks_leave(scene: Scene) -> Story:
    """Near the end somebody of every unit asks to take a person out; the requests wait for whoever signs in first."""
    at = yield 0
    here = Stay.objects.present().filter(site=scene.site, state="in_area", role="suspect").exclude(case=None)
    found = here.select_related("case").order_by("arrived_at")
    for stay, case in {case.unit_id: (s, case) for s in found if (case := s.case)}.values():
        team = [row.officer for row in case.officers.filter(until=None).select_related("officer")]
        temp_exit.ask(
            stay.pk, by=team[0].acting("case_officer"), at=at, purpose="identify_scene", place="虚构镇北街 12 号",
            due_back=at + timedelta(hours=2), escort_ids=[o.pk for o in team], reason="辨认作案现场",
        )  # fmt: skip


def tick(at: datetime) -> None:
    """What `mj watch` does, at a simulated hour."""
    for watching in (clock_watch, waiting_watch, approval_watch, alarm_watch):
        watching.tick(at)
