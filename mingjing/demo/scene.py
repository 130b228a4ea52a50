"""What every story needs at hand: the crew, the rooms, people to come, and the acts everybody goes through."""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import count
from random import Random
from typing import Any

from mingjing.cases.actions import case as cases
from mingjing.cases.actions import people as on_case
from mingjing.cases.models import Case
from mingjing.cases.vocab import PersonRole
from mingjing.custody.actions import (
    assessment,
    belongings,
    care,
    collection,
    identity,
    placement,
    rights,
    search,
    vest,
)
from mingjing.custody.actions.belongings import Thing
from mingjing.custody.actions.collection import Sample
from mingjing.custody.models import Locker, Questioning, Stay
from mingjing.custody.questions import newest
from mingjing.custody.selectors.rooms import options
from mingjing.custody.vocab import Role, StepKind
from mingjing.demo.cast import Somebody, cast, people
from mingjing.demo.crew import Crew
from mingjing.demo.likenesses import portrayed
from mingjing.demo.pictures import signature
from mingjing.demo.rounds import night
from mingjing.demo.wearing import put_on
from mingjing.kernel.time import local
from mingjing.org.models import Officer, Room, Site, Unit
from mingjing.org.vocab import RoomKind
from mingjing.persons.actions import person as persons
from mingjing.persons.models import Person

Story = Generator[float, datetime, None]
"""What happens to one person: yields minutes until its next act and is sent the time when they have passed."""

ROUND_MINUTES, DRINK_MINUTES, TOILET_MINUTES = 24, 95, 130
STEPS = (
    (StepKind.BELONGINGS, (3, 6)), (StepKind.ASSESSMENT, (4, 8)), (StepKind.RIGHTS, (2, 5)), (StepKind.COLLECTION, (6, 12)),
    (StepKind.VEST, (1, 2)), (StepKind.ROOM, (1, 3)),
)  # fmt: skip
MEALS = {7: "早餐：稀饭、馒头", 12: "午餐：米饭、两菜一汤", 18: "晚餐：面条", 23: "夜餐：饼干、牛奶"}


@dataclass
class Scene:
    """The stage of the demonstration's centre."""

    crew: Crew
    dice: Random
    vests: "count[int]" = field(default_factory=lambda: count(1))
    bags: "count[int]" = field(default_factory=lambda: count(1))
    seed: int = 7
    known: int = 0  # people who have come before: nobody is made twice

    @property
    def site(self) -> Site:
        return self.crew.site

    @cached_property
    def _people(self):
        return people(self.seed, self.known)

    def somebody(self, sex: str = "male", year: int = 0) -> Somebody:
        return next(self._people).make(sex, year)

    def room(self, kind: RoomKind, **wanted: object) -> Room:
        """A room of the kind that stands empty, else any of them."""
        rooms = Room.objects.filter(site=self.site, kind=kind, out_of_service_since=None, **wanted)
        return rooms.exclude(pk__in=Stay.objects.present().exclude(room=None).values("room")).first() or rooms[0]

    def free_room(self, kind: RoomKind, team: list[Officer], juvenile: bool) -> Room | None:
        """An empty room for questioning, when nobody of the team is questioning somebody else just now."""
        if Questioning.objects.filter(ended_at=None, voided=False, officers__in=team).exists():
            return None
        rooms = Room.objects.filter(site=self.site, kind=kind, juvenile=juvenile, out_of_service_since=None)
        taken = Stay.objects.present().exclude(room=None).values("room")
        return rooms.exclude(pk__in=taken).first()

    def register(self, one: Somebody, at: datetime, lead: Officer | None = None, **told: Any) -> Person:
        """By the officer who leads the case, else by reception."""
        given: dict[str, Any] = {
            "birth_date": one.born,
            "document_kind": "resident_id",
            "document_number": one.number,
            "document_seen": True,
            "phone": one.phone,
            "home": "虚构路 1 号",
        } | told
        by = lead.acting("case_officer") if lead else self.crew.by("reception", at)
        return persons.register(by=by, at=at, log=self.site.code, name=one.name, sex=one.sex, **given)

    def case(self, kind: str, at: datetime, unit: Unit | None = None, **told: Any) -> tuple[Case, list[Officer]]:
        """A case of a station (criminal ones: of the detectives) with its two officers."""
        home = unit or (self.crew.stations[-1] if kind == "criminal" else self.dice.choice(self.crew.stations[:-1]))
        team = self.crew.of_unit("case_officer", home)
        lead, second = self.dice.sample(team, 2)
        cause = self.dice.choice(cast()["causes"][kind])
        by = lead.acting("case_officer")
        case = cases.register(
            by=by, at=at, log=self.site.code, kind=kind, cause=cause, unit=home, lead_id=lead.pk, **told
        )
        on_case.assign(case.pk, by=by, at=at, officer_id=second.pk, role="case_officer")
        return case, [lead, second]

    def name_suspect(self, case: Case, person: Person, lead: Officer, at: datetime) -> None:
        on_case.add_person(
            case.pk, by=lead.acting("case_officer"), at=at, person_id=person.pk, role=PersonRole.SUSPECT.value
        )


def wait(scene: Scene, least: float, most: float) -> float:
    return round(scene.dice.uniform(least, most), 1)


def booked_in(scene: Scene, stay: Stay, different: dict[str, str] | None = None, **notice: object) -> Story:
    """From identity to a room: every step of booking in, by the people whose step it is."""
    at = yield wait(scene, 2, 4)
    step(scene, stay, StepKind.IDENTITY, at)
    yield from settled_in(scene, stay, different, **notice)


def settled_in(scene: Scene, stay: Stay, different: dict[str, str] | None = None, **notice: object) -> Story:
    """Everything after the identity step: a band, searched, things listed, asked, told, collected, vested, placed."""
    at = yield wait(scene, 1, 2)
    put_on(scene.crew, stay, at)
    yield from searched(scene, stay)
    for kind, minutes in STEPS:
        at = yield wait(scene, *minutes)
        step(scene, stay, kind, at, different, **notice)


def step(
    scene: Scene, stay: Stay, kind: StepKind, at: datetime, different: dict[str, str] | None = None, **notice: object
) -> None:
    """One step of booking in that takes a single act."""
    by, sex = scene.crew.by, stay.person.sex
    match kind:
        case StepKind.IDENTITY:
            how = "读取身份证并与本人核对"
            identity.confirm(stay.pk, by=by("reception", at), at=at, method=how, document_kind="resident_id")
        case StepKind.BELONGINGS:
            list_things(scene, stay, at)
        case StepKind.ASSESSMENT:
            assessment.assess(stay.pk, by=by("custody_officer", at), at=at, answers=answers(sex, different or {}))
        case StepKind.RIGHTS:
            drawn = signature(scene, stay.person.name, at)
            told = {"language": "汉语", "understood": True, "signature": drawn, **notice}
            rights.tell(stay.pk, by=by("custody_officer", at), at=at, **told)  # type: ignore[arg-type]
        case StepKind.COLLECTION:
            collected(scene, stay, at)
            portrayed(scene, stay, at)
        case StepKind.VEST:
            vest.vest(stay.pk, by=by("reception", at), at=at, number=f"{sex[0].upper()}{next(scene.vests):03d}")
        case StepKind.ROOM:
            to_room(scene, stay, at)


def collected(scene: Scene, stay: Stay, at: datetime) -> None:
    pair = scene.crew.on_duty("search_officer", at, stay.person.sex)
    usual = {name: Sample("done") for name in ("photo", "fingerprints", "body_marks")}
    collection.collect(
        stay.pk, by=scene.crew.by("search_officer", at, stay.person.sex), at=at, officer_ids=[o.pk for o in pair],
        on_camera=True, samples=usual | {"dna": Sample("not_needed")}, declared_facts={"collect.approved": True},
    )  # fmt: skip


def searched(scene: Scene, stay: Stay) -> Story:
    began = yield wait(scene, 2, 5)
    at = yield wait(scene, 3, 6)
    sex = stay.person.sex
    pair = scene.crew.on_duty("search_officer", at, sex)
    search.search(
        stay.pk, by=scene.crew.by("search_officer", at, sex), at=at, started_at=began,
        officer_ids=[o.pk for o in pair], room_id=scene.room(RoomKind.SEARCH_ROOM, sex=sex).pk, on_camera=True,
        findings="未发现违禁品", self_report="自述无不适",
    )  # fmt: skip


def list_things(scene: Scene, stay: Stay, at: datetime) -> None:
    rows = scene.dice.sample(cast()["things"], scene.dice.randint(2, 5))
    things = [Thing(**row, bag=f"F{next(scene.bags):05d}" if row.get("valuable") else "") for row in rows]
    locker = Locker.objects.filter(site=scene.site).exclude(belongings__state="kept").first()
    belongings.list_belongings(
        stay.pk, by=scene.crew.by("search_officer", at), at=at, things=things,
        locker_id=locker.pk if locker else None, signature=signature(scene, stay.person.name, at),
    )  # fmt: skip


def answers(sex: str, different: dict[str, str]) -> dict[str, str]:
    """Answers of somebody who is well, a few of them different."""
    good = {"understands": "yes", "language": "yes", "reading": "yes", **different}
    given: dict[str, str] = {}
    for question in newest("arrival").questions:
        if question.asked({**given, **good}, sex) and not question.optional:
            given[question.id] = good.get(question.id, "无" if question.kind == "text" else "no")
    return given


def to_room(scene: Scene, stay: Stay, at: datetime) -> bool:
    """Into the first room the rules offer; False when there is none and he stays where he is. Nobody who was searched
    goes back to the rooms before the search."""
    stay.refresh_from_db()
    inner = {str(room) for room in scene.site.rooms.exclude(kind=RoomKind.WAITING_ROOM).values_list("pk", flat=True)}
    offered = [
        o for o in options(stay, at) if not o.blocking and (str(o.place.id) in inner or stay.role != Role.SUSPECT)
    ]
    if not offered:
        return False
    guard = scene.crew.on_duty("custody_guard", at, stay.person.sex)[0]
    placement.place(
        stay.pk, by=guard.acting("custody_guard"), at=at, room_id=offered[0].place.id, escort_ids=[guard.pk]
    )
    return True


def kept(scene: Scene, stay: Stay, minutes: float) -> Story:
    """He is looked after for that long beside what falls due: water, meals at their hours, the washroom, rest at night."""
    drank = went = done = 0.0
    while done < minutes:
        step = min(wait(scene, ROUND_MINUTES - 6, ROUND_MINUTES), minutes - done)
        at = yield step
        done, drank, went = done + step, drank + step, went + step
        stay.refresh_from_db()
        if stay.state not in {"in_area", "leaving"}:
            return
        by = scene.crew.by("custody_guard", at, stay.person.sex)
        if drank >= DRINK_MINUTES:
            drank = 0
            care.offer(stay.pk, by=by, at=at, kind="drink", accepted=scene.dice.random() > 0.1, what="温水")
        if went >= TOILET_MINUTES:
            went = 0
            care.offer(stay.pk, by=by, at=at, kind="toilet")
        fed(scene, stay, at, step)
        if night(at) and done >= minutes:
            care.offer(stay.pk, by=by, at=at, kind="rest", ended_at=at)


def fed(scene: Scene, stay: Stay, at: datetime, step: float) -> None:
    """A meal when its hour passed during the last step."""
    before = local(at - timedelta(minutes=step))
    for hour, what in MEALS.items():
        if before.hour < hour <= local(at).hour:
            by = scene.crew.by("custody_guard", at, stay.person.sex)
            care.offer(stay.pk, by=by, at=at, kind="meal", accepted=scene.dice.random() > 0.05, what=what)
