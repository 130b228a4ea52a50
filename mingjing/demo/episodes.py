"""What most stories of the demonstration share: arriving, telling the family, being questioned, leaving."""

from datetime import datetime
from typing import Any

from mingjing.cases.models import Case
from mingjing.custody.actions import (
    belongings,
    contact,
    departure,
    questioning,
)  # fmt: skip
from mingjing.custody.actions import (
    stay as stays,
)
from mingjing.custody.models import Stay
from mingjing.demo.likenesses import verified
from mingjing.demo.pictures import signature
from mingjing.demo.scene import Scene, Story, to_room, wait
from mingjing.demo.wearing import take_off
from mingjing.faces.vocab import Occasion
from mingjing.org.models import Officer
from mingjing.org.vocab import RoomKind
from mingjing.persons.models import Person
from mingjing.presence.vocab import Condition


def arrived(
    scene: Scene, at: datetime, person: Person, team: list[Officer], case: Case | None = None, **told: Any
) -> Stay:
    """Booked in by reception, brought by the first of the team."""
    given: dict[str, Any] = {"ground": "oral_summons", "mode": "brought", "condition": "神志清楚，行走正常"} | told
    declared = {"receive.directly_to_area": True, **given.pop("declared", {})}
    return stays.receive(
        by=scene.crew.by("reception", at), at=at, site_id=scene.site.pk, person_id=person.pk,
        case_id=case.pk if case else None, brought_by=team[0].pk, declared_facts=declared, **given,
    )  # fmt: skip


def told_family(stay: Stay, team: list[Officer], at: datetime, relation: str = "父亲") -> None:
    contact.note(
        stay.pk, by=team[0].acting("case_officer"), at=at, kind="family_notified",
        name=f"{stay.person.name[0]}某", relation=relation, means="电话",
    )  # fmt: skip


def questioned(
    scene: Scene, stay: Stay, team: list[Officer], kind: str, minutes: float, juvenile: bool = False
) -> Story:
    """In a room of the right kind, by two officers, recorded, and back to a holding room."""
    at = yield wait(scene, 4, 9)
    room_kind = RoomKind.INTERROGATION_ROOM if kind == "interrogation" else RoomKind.INTERVIEW_ROOM
    while (room := scene.free_room(room_kind, team, juvenile)) is None:
        at = yield 10
    by = team[0].acting("case_officer")
    verified(stay, by, at, Occasion.INTERVIEW)
    talk = questioning.start(
        stay.pk, by=by, at=at, kind=kind, room_id=room.pk,
        officer_ids=[o.pk for o in team], device="房间录音录像系统",
    )  # fmt: skip
    at = yield minutes
    questioning.end(talk.pk, by=by, at=at)
    at = yield 2
    to_room(scene, stay, at)


def left(
    scene: Scene,
    stay: Stay,
    team: list[Officer],
    kind: str,
    outcome: str,
    destination: str = "",
    instrument: str = "",
    fetched_by: str = "",
) -> Story:
    """Prepared, re-checked, belongings signed back or forwarded, signed by both sides, out."""
    at = yield wait(scene, 3, 6)
    case_side, paper = team[0].acting("case_officer"), instrument or f"示例〔2026〕{stay.seq:04d}号"
    departure.prepare(
        stay.pk, by=case_side, at=at, kind=kind, outcome=outcome, destination=destination,
        receiver="收押民警（示例）" if destination else "", instrument=paper,
    )  # fmt: skip
    at = yield wait(scene, 3, 6)
    departure.recheck(stay.pk, by=scene.crew.by("medic", at), at=at, note="与入区时相符，无新增伤情")
    at = yield wait(scene, 2, 5)
    state = "forwarded" if destination else "returned"
    belongings.return_belongings(
        stay.pk, by=scene.crew.by("reception", at), at=at, state=state, to="收押单位" if destination else "",
        signature=signature(scene, stay.person.name, at),
    )  # fmt: skip
    take_off(scene.crew, stay, at, Condition.DIRTY if scene.dice.random() < 0.3 else Condition.GOOD)
    at = yield wait(scene, 2, 4)
    departure.sign_for_case(stay.pk, by=case_side, at=at)
    centre_side = scene.crew.by("custody_officer", at)
    departure.sign_for_centre(stay.pk, by=centre_side, at=at)
    at = yield wait(scene, 1, 3)
    handed: dict[str, Any] = (
        {"receiver_document": "警官证", "receiver_signature": signature(scene, "收押", at)} if destination else {}
    )
    verified(stay, centre_side, at, Occasion.RELEASE)
    departure.depart(
        stay.pk, by=centre_side, at=at, person_signature=signature(scene, stay.person.name, at), fetched_by=fetched_by,
        health_checked=bool(destination) or None, escort_ids=[o.pk for o in team] if destination else [],
        declared_facts={"release.fetched_or_escorted": True}, **handed,
    )  # fmt: skip
