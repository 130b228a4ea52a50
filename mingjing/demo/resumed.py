"""What becomes of people who were here when the demonstration started again: nobody remembers their stories, so each is
brought to a lawful end from whatever stage he is at."""

from datetime import datetime

from mingjing.custody.actions import departure, questioning, restraint, temp_exit, visit
from mingjing.custody.facts import minor
from mingjing.custody.models import Stay
from mingjing.custody.rules.steps import StepState
from mingjing.custody.selectors.record import steps
from mingjing.custody.vocab import DETAINED, Role, StayState, StepKind, TempExitState
from mingjing.demo.episodes import left, told_family
from mingjing.demo.scene import Scene, Story, kept, searched, step, wait
from mingjing.demo.stories import detained, went_home
from mingjing.demo.talks import finished_later, left_open
from mingjing.demo.wearing import put_on
from mingjing.org.models import Officer


def going_on(scene: Scene, stay: Stay) -> Story:
    """Open things are ended, missing steps made up for, then he is looked after and leaves."""
    team = team_of(stay, scene)
    at = yield wait(scene, 1, 9)
    stay.refresh_from_db()
    if not stay.present:
        return
    if talk := left_open(stay):
        yield from finished_later(talk, team)
        at = yield 1
        stay.refresh_from_db()
    ended(scene, stay, team, at)
    put_on(scene.crew, stay, at)
    yield from made_up(scene, stay)
    if stay.role == Role.WITNESS:
        yield from went_home(scene, stay, team)
        return
    if not stay.contacts.filter(kind="family_notified", voided=False).exists():
        at = yield wait(scene, 1, 3)
        told_family(stay, team, at)
    yield from kept(scene, stay, wait(scene, 20, 110))
    at = yield 1
    stay.refresh_from_db()
    ended(scene, stay, team, at)
    yield from gone(scene, stay, team)


def gone(scene: Scene, stay: Stay, team: list[Officer]) -> Story:
    """By the kind of his case and the ground he is here on."""
    if stay.ground in DETAINED:
        yield from left(scene, stay, team, "detention_centre", "detention", "某县看守所（示例）", stay.instrument)
    elif stay.case and stay.case.kind == "criminal":
        yield from detained(scene, stay, team)
    else:
        fetched_by = f"{stay.person.name[0]}某（母亲）" if minor(stay.person, stay.arrived_at) else ""
        yield from left(scene, stay, team, "released", "warning_fine", fetched_by=fetched_by)


def team_of(stay: Stay, scene: Scene) -> list[Officer]:
    """Who works on his case, else two officers of the first station."""
    rows = stay.case.officers.filter(until=None).select_related("officer__unit") if stay.case else []
    return [row.officer for row in rows] or scene.crew.of_unit("case_officer", scene.crew.stations[0])[:2]


def ended(scene: Scene, stay: Stay, team: list[Officer], at: datetime) -> None:
    """Whatever was under way: a talk, a visit, a restraint, a trip, an exit half prepared."""
    case_side, by = team[0].acting("case_officer"), scene.crew.by
    for trip in stay.temp_exits.filter(state=TempExitState.OUT, voided=False):
        temp_exit.come_back(trip.pk, by=by("reception", at), at=at)
    for trip in stay.temp_exits.filter(state=TempExitState.ASKED, voided=False):
        temp_exit.withdraw(trip.pk, by=case_side, at=at, reason="不再需要外出辨认")
    for talk in stay.questionings.filter(ended_at=None, voided=False):
        questioning.end(talk.pk, by=case_side, at=at)
    for guest in stay.visits.filter(arrived_at__isnull=False, ended_at=None, voided=False):
        visit.end(guest.pk, by=by("reception", at), at=at, note="随同离开")
    for worn in stay.restraints.filter(until=None, voided=False):
        restraint.unrestrain(worn.pk, by=by("custody_officer", at), at=at, note="情形消失")
    if stay.state == StayState.LEAVING:
        departure.cancel(stay.pk, by=case_side, at=at, reason="改期办理出区")
    stay.refresh_from_db()


def made_up(scene: Scene, stay: Stay) -> Story:
    """The steps of booking in that are still open, in their order."""
    for missing in [s.kind for s in steps(stay) if s.state == StepState.OPEN]:
        if missing == StepKind.SEARCH:
            yield from searched(scene, stay)
            continue
        at = yield wait(scene, 1, 4)
        step(scene, stay, missing, at)
