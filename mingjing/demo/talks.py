"""Two interviews of the demonstration with their records: one finished, signed and closed, one still under way."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from mingjing.cases.actions import case as cases
from mingjing.cases.actions import people as on_case
from mingjing.cases.models import Case
from mingjing.custody.actions import identity, rights
from mingjing.custody.models import Stay
from mingjing.custody.vocab import StayState
from mingjing.demo.episodes import arrived, told_family
from mingjing.demo.likenesses import verified
from mingjing.demo.pictures import signature
from mingjing.demo.scene import Scene, Story, booked_in, kept, to_room, wait
from mingjing.demo.stories import detained, stay_no
from mingjing.faces.vocab import Occasion
from mingjing.interviews import sets
from mingjing.interviews.actions import interview, record
from mingjing.interviews.machine import HELD
from mingjing.interviews.models import Interview
from mingjing.interviews.rules.drafting import HEAD
from mingjing.org.models import Officer
from mingjing.org.vocab import RoomKind
from mingjing.webkit import ink

SAID: Mapping[str, str] = {
    "rights": "看清了，也明白。",
    "recusal": "不申请回避。",
    "identity": "就是笔录头上写的，没有别名和绰号。",
    "home": "户籍和住处都在虚构镇，就是登记的那个地址。",
    "work": "初中文化，群众，在工地打零工，没有固定单位。",
    "family": "父母在家务农，我还没有结婚。",
    "history": "初中毕业后外出务工，去年回到虚构镇。",
    "deputy": "不是。",
    "sanctions": "没有。",
    "health": "身体健康，没有疾病，没有饮酒。",
    "offence": "有。昨天晚上我在虚构镇北街偷了一辆电动自行车，愿意如实说清楚。",
    "when": "昨天晚上十一点多。",
    "where": "虚构镇北街菜市场门口，车停在路边，没有进到院子里面。",
    "who": "就我一个人，没有别人参与。",
    "goods": "一辆红色电动自行车，七八成新，车筐有一道裂口，我估计值一千多元。",
    "how": "用随身带的钳子把车锁剪断，推到没有灯的地方再接线开走，钳子扔在河边了。",
    "intent": "手头紧，想卖了换钱用。",
    "disposal": "还没有来得及卖出去，车藏在我租的房子后面。",
    "more": "没有了，就这一次。",
    "truth": "看清了，我如实说。",
    "relation": "都不认识，我在市场里卖菜。",
    "tell": "晚上收摊的时候，我看见一个男的蹲在红色电动车旁边，过一会儿就推着车往河边走了。",
}
"""Answers by the question asked."""
HEADED = {
    "alias": "无", "native_place": "虚构省虚构县", "birthplace": "虚构省虚构县", "education": "初中", "political": "群众",
    "occupation": "务工", "employer": "无", "family": "父母，未婚", "history": "外出务工，去年返乡", "deputy": "否",
    "sanctions": "无", "registered": "虚构路 1 号", "present": "虚构路 1 号",
}  # fmt: skip
ENOUGH = timedelta(minutes=90)


def interviews(scene: Scene, start: datetime, end: datetime) -> Iterator[tuple[datetime, str, Story]]:
    """When each begins, its name, and the story. Their people and dice are their own: the others do not change."""
    own = replace(scene, dice=Random(47), seed=47)
    shared: dict[str, Any] = {}
    yield max(start, end - timedelta(hours=5)), "interrogated", interrogated(own, shared)
    yield max(start + timedelta(minutes=20), end - timedelta(minutes=70)), "heard", heard(own, shared)


def interrogated(scene: Scene, shared: dict[str, Any]) -> Story:
    """A suspect of theft: asked everything a first interrogation asks, read back, signed by everybody, closed."""
    at = yield 0
    case, team = shared["case"] = theft(scene, at)
    person = scene.register(scene.somebody(), at, team[0])
    scene.name_suspect(case, person, team[0], at)
    paper = f"传唤〔2026〕{stay_no(scene)}号"
    stay = arrived(scene, at, person, team, case, ground="summons", mode="captured", instrument=paper)
    yield from booked_in(scene, stay)
    at = yield wait(scene, 5, 10)
    told_family(stay, team, at)
    row = yield from _begun(scene, stay, team, "interrogation")
    by, every = team[0].acting("case_officer"), sets.current(row.question_set).questions
    for share in (0.5, 1):
        at = yield wait(scene, 15, 25)
        written(row, team[-1], at, HEADED, list(every)[: int(len(every) * share)])
    at = yield 5
    record.fix(row.pk, by=by, at=at, base=Interview.objects.get(pk=row.pk).record.revision)
    at = yield 6
    record.read_back(row.pk, by=by, at=at, signer="person", name=person.name, how="itself", agrees=True)
    at = yield 3
    signed(row, team, at)
    record.finish(row.pk, by=by, at=at)
    at = yield 2
    record.close(row.pk, by=by, at=at)
    to_room(scene, stay, at)
    yield from kept(scene, stay, wait(scene, 60, 120))
    yield from detained(scene, stay, team)


def heard(scene: Scene, shared: dict[str, Any]) -> Story:
    """A witness of the same theft, who is being asked when the demonstration begins."""
    at = yield 0
    case, team = shared["case"]
    person = scene.register(scene.somebody("female"), at, team[0])
    on_case.add_person(case.pk, by=team[0].acting("case_officer"), at=at, person_id=person.pk, role="witness")
    stay = arrived(scene, at, person, team, case, ground="witness", mode="on_call", role="witness")
    at = yield 3
    how = "查验居民身份证"
    identity.confirm(stay.pk, by=scene.crew.by("reception", at), at=at, method=how, document_kind="resident_id")
    at = yield 3
    drawn = signature(scene, person.name, at)
    by = team[0].acting("case_officer")
    rights.tell(stay.pk, by=by, at=at, language="汉语", understood=True, signature=drawn)
    at = yield 2
    to_room(scene, stay, at)
    row = yield from _begun(scene, stay, team, "interview")
    at = yield wait(scene, 1, 2)
    written(row, team[-1], at, {}, [])
    yield from finished_later(row, team)


def finished_later(row: Interview, team: list[Officer]) -> Story:
    """She is asked for a while longer, has to go, and will be heard again."""
    at = yield ENOUGH.total_seconds() / 60
    if Interview.objects.filter(pk=row.pk, state__in=HELD).exists():
        interview.break_off(row.pk, by=team[0].acting("case_officer"), at=at, reason="证人须接孩子放学，另行约定时间")


def left_open(stay: Stay) -> Interview | None:
    """The interview with this stay that was under way when the demonstration stopped."""
    return Interview.objects.filter(stay=stay, state__in=HELD).first() if stay.state != StayState.LEAVING else None


def theft(scene: Scene, at: datetime) -> tuple[Case, list[Officer]]:
    """A case of the detectives with its two officers, the second of whom writes."""
    home = scene.crew.stations[-1]
    lead, second = scene.crew.of_unit("case_officer", home)[:2]
    by = lead.acting("case_officer")
    case = cases.register(
        by=by, at=at, log=scene.site.code, kind="criminal", cause="盗窃案", unit=home, lead_id=lead.pk
    )
    on_case.assign(case.pk, by=by, at=at, officer_id=second.pk, role="case_officer")
    return case, [lead, second]


def _begun(scene: Scene, stay: Stay, team: list[Officer], kind: str) -> Generator[float, datetime, Interview]:
    """Planned, the person checked, and opened once a room is free."""
    at = yield wait(scene, 4, 9)
    wanted = RoomKind.INTERROGATION_ROOM if kind == "interrogation" else RoomKind.INTERVIEW_ROOM
    while (room := scene.free_room(wanted, team, juvenile=False)) is None:
        at = yield 5
    by = team[0].acting("case_officer")
    row = interview.plan(
        by=by, at=at, case_id=stay.case_id, person_id=stay.person_id, role=stay.role, kind=kind, stay_id=stay.pk,
        officer_ids=[o.pk for o in team], room_id=room.pk, question_set="theft",
    )  # fmt: skip
    verified(stay, by, at, Occasion.INTERVIEW)
    return interview.begin(row.pk, by=by, at=at)


def written(row: Interview, by: Officer, at: datetime, head: Mapping[str, str], asked: list[str]) -> None:
    """Every question that stands there answered, and these of the offence's set asked and answered."""
    found = Interview.objects.get(pk=row.pk).record
    lines = [{k: one[k] for k in ("id", "kind", "text", "item")} for one in found.lines]
    known, every = {one["id"] for one in lines}, sets.current(row.question_set).questions
    for name in (n for n in asked if n in SAID and f"{n}-q" not in known):
        lines.append({"id": f"{name}-q", "kind": "q", "text": every[name].text.zh, "item": name})
        lines.append({"id": f"{name}-a", "kind": "a", "text": "", "item": name})
    answers = [one for one in lines if one["kind"] == "a" and not one["text"]]
    for one in answers:
        one["text"] = SAID.get(one["item"], "是的。")
    lacking = {name: head[name] for name in HEAD if name in head and not found.head.get(name)}
    touched = [one["id"] for one in lines]
    record.keep(
        row.pk, by=by.acting("case_officer"), at=at, base=found.revision, lines=lines, touched=touched, head=lacking
    )


def signed(row: Interview, team: list[Officer], at: datetime) -> None:
    """Under every page: the person, and each officer by his own hand."""
    found = Interview.objects.get(pk=row.pk)
    pages = list(range(1, found.record.pages + 1))
    hands = {"person": team[0], **{str(one.pk): one for one in team}}
    for n, (who, by) in enumerate(hands.items()):
        record.sign(row.pk, by=by.acting("case_officer"), at=at, who=who, pages=pages, drawn=hand(n))


def hand(seed: int) -> bytes:
    """A drawing as the pad gives it: a few strokes that are nobody's hand."""
    dice = Random(seed)
    points = [(20.0 + n * 12, dice.uniform(10, 90), n * 16.0, 0.5) for n in range(12)]
    return ink.svg(ink.strokes([[list(point) for point in points]])).encode()
