"""What happens to the people of the demonstration: one function a kind of stay, each lawful from beginning to end.

A story is a generator: it says how many minutes pass before its next act and is sent the hour when they have.
"""

from datetime import timedelta
from typing import Any

from mingjing.approvals.actions import request as approvals
from mingjing.custody.actions import (
    care,
    contact,
    departure,
    identity,
    incident,
    restraint,
    rights,
    temp_exit,
    visit,
)  # fmt: skip
from mingjing.custody.actions import (
    stay as stays,
)
from mingjing.custody.actions.injury import Mark
from mingjing.custody.models import Stay
from mingjing.demo.episodes import arrived, left, questioned, told_family
from mingjing.demo.likenesses import verified
from mingjing.demo.pictures import signature
from mingjing.demo.scene import Scene, Story, booked_in, kept, searched, settled_in, to_room, wait
from mingjing.demo.wearing import put_on, take_off
from mingjing.faces.vocab import Occasion
from mingjing.org.models import Officer


def fight(scene: Scene) -> Story:
    """A public-order case on an oral summons: questioned once, fined, released the same day."""
    at = yield 0
    case, team = scene.case("public_order", at)
    person = scene.register(scene.somebody(), at, team[0])
    scene.name_suspect(case, person, team[0], at)
    mark = Mark("right_hand", "graze", note="右手背擦伤约 2 厘米", cause="自述打斗中擦碰", x=610, y=520)
    stay = arrived(scene, at, person, team, case, injuries=[mark])
    yield from booked_in(scene, stay)
    at = yield wait(scene, 5, 10)
    told_family(stay, team, at)
    yield from kept(scene, stay, wait(scene, 20, 60))
    yield from questioned(scene, stay, team, "questioning", wait(scene, 45, 90))
    yield from kept(scene, stay, wait(scene, 40, 120))
    yield from left(scene, stay, team, "released", "warning_fine")


def woman(scene: Scene) -> Story:
    """The same for a woman who is unwell: seen by the medic, watched more closely."""
    at = yield 0
    case, team = scene.case("public_order", at)
    person = scene.register(scene.somebody("female"), at, team[0])
    scene.name_suspect(case, person, team[0], at)
    stay = arrived(scene, at, person, team, case, condition="自述头晕")
    yield from booked_in(scene, stay, {"pain": "yes"})
    at = yield wait(scene, 4, 8)
    by = scene.crew.by("medic", at)
    care.medical(
        stay.pk,
        by=by,
        at=at,
        reason="自述头晕",
        medic=by.name,
        findings="血压、脉搏正常",
        advice="多饮水，继续观察",
        fit=True,
    )
    told_family(stay, team, at, "丈夫")
    yield from kept(scene, stay, wait(scene, 40, 90))
    yield from questioned(scene, stay, team, "questioning", wait(scene, 40, 70))
    yield from kept(scene, stay, wait(scene, 30, 90))
    yield from left(scene, stay, team, "released", "warning_fine")


def theft(scene: Scene) -> Story:
    """A criminal summons that ends in detention: interrogated, a lawyer asked for, sent to the detention centre."""
    at = yield 0
    case, team = scene.case("criminal", at)
    person = scene.register(scene.somebody(), at, team[0])
    scene.name_suspect(case, person, team[0], at)
    stay = arrived(
        scene, at, person, team, case, ground="summons", mode="captured", instrument=f"传唤〔2026〕{stay_no(scene)}号"
    )
    yield from booked_in(scene, stay)
    at = yield wait(scene, 5, 10)
    told_family(stay, team, at)
    contact.note(
        stay.pk, by=team[0].acting("case_officer"), at=at, kind="lawyer_requested", name="", note="要求委托律师"
    )
    yield from kept(scene, stay, wait(scene, 15, 40))
    contact.note(
        stay.pk,
        by=team[0].acting("case_officer"),
        at=at,
        kind="lawyer_contacted",
        name="某律师事务所（示例）",
        means="电话",
    )
    yield from questioned(scene, stay, team, "interrogation", wait(scene, 60, 110))
    yield from kept(scene, stay, wait(scene, 60, 150))
    yield from detained(scene, stay, team)


def detained(scene: Scene, stay: Stay, team: list[Officer]) -> Story:
    at = yield wait(scene, 3, 6)
    paper = f"拘〔2026〕{stay_no(scene)}号"
    stays.execute_detention(
        stay.pk, by=team[0].acting("case_officer"), at=at, ground="detention", instrument=paper,
        signature=signature(scene, stay.person.name, at),
    )  # fmt: skip
    yield from kept(scene, stay, wait(scene, 30, 80))
    yield from left(scene, stay, team, "detention_centre", "detention", "某县看守所（示例）", paper)


def surrendered(scene: Scene) -> Story:
    """He gives himself up, is interrogated, shows the scene outside with the department head's leave, and is bailed."""
    at = yield 0
    case, team = scene.case("criminal", at)
    person = scene.register(scene.somebody(), at, team[0])
    scene.name_suspect(case, person, team[0], at)
    stay = arrived(scene, at, person, team, case, ground="surrender", mode="came_alone")
    yield from booked_in(scene, stay)
    at = yield wait(scene, 5, 12)
    told_family(stay, team, at, "妻子")
    yield from questioned(scene, stay, team, "interrogation", wait(scene, 60, 90))
    yield from taken_out(scene, stay, team)
    yield from kept(scene, stay, wait(scene, 40, 100))
    yield from left(scene, stay, team, "released", "bail")


def taken_out(scene: Scene, stay: Stay, team: list[Officer]) -> Story:
    at = yield wait(scene, 3, 6)
    by = team[0].acting("case_officer")
    trip = temp_exit.ask(
        stay.pk, by=by, at=at, purpose="identify_scene", place="虚构镇北街 12 号", due_back=at + timedelta(hours=2),
        escort_ids=[o.pk for o in team], reason="辨认作案现场",
    )  # fmt: skip
    at = yield wait(scene, 6, 15)
    head = scene.crew.of_unit("department_head", team[0].unit) if team[0].unit == scene.crew.stations[-1] else []
    chief = head or scene.crew.of_unit("station_head", team[0].unit)
    approvals.decide(trip.approval, by=chief[0].acting(), at=at, granted=True, reason="同意，注意安全")
    at = yield wait(scene, 2, 5)
    take_off(scene.crew, stay, at)
    verified(stay, scene.crew.by("custody_officer", at), at, Occasion.TEMP_EXIT)
    temp_exit.depart(trip.pk, by=scene.crew.by("custody_officer", at), at=at, bodycam=True)
    at = yield wait(scene, 40, 80)
    verified(stay, scene.crew.by("custody_officer", at), at, Occasion.RETURN)
    temp_exit.come_back(trip.pk, by=scene.crew.by("reception", at), at=at)
    put_on(scene.crew, stay, at)
    yield from searched(scene, stay)
    at = yield 1
    to_room(scene, stay, at)


def delivered(scene: Scene) -> Story:
    """Caught by citizens, cleared, released: no case against him remains."""
    at = yield 0
    case, team = scene.case("public_order", at)
    person = scene.register(scene.somebody(), at, team[0])
    scene.name_suspect(case, person, team[0], at)
    stay = arrived(scene, at, person, team, case, ground="citizen_delivery", mode="delivered")
    yield from booked_in(scene, stay)
    at = yield wait(scene, 4, 9)
    told_family(stay, team, at, "母亲")
    yield from questioned(scene, stay, team, "questioning", wait(scene, 30, 50))
    yield from kept(scene, stay, wait(scene, 15, 40))
    yield from left(scene, stay, team, "released", "no_case")


def juvenile(scene: Scene) -> Story:
    """Sixteen years old: guardian called and present, the room for minors, legal aid told."""
    at = yield 0
    case, team = scene.case("public_order", at)
    one = scene.somebody("male", year=at.year - 16)
    person = scene.register(one, at, team[0])
    scene.name_suspect(case, person, team[0], at)
    stay = arrived(scene, at, person, team, case)
    by, name = team[0].acting("case_officer"), f"{one.name[0]}某（母亲）"
    at = yield 2
    contact.note(stay.pk, by=by, at=at, kind="guardian_called", name=name, relation="母亲", means="电话")
    at = yield wait(scene, 1, 2)
    guest = visit.arrive(
        stay.pk,
        by=scene.crew.by("reception", at),
        at=at,
        kind="guardian",
        name=name,
        relation="母亲",
        document="居民身份证",
    )
    yield from booked_in(scene, stay, None, guardian=name)
    yield from questioned(scene, stay, team, "questioning", wait(scene, 35, 60), juvenile=True)
    yield from kept(scene, stay, wait(scene, 20, 50))
    at = yield 1
    visit.end(guest.pk, by=scene.crew.by("reception", at), at=at, note="随同离开")
    yield from left(scene, stay, team, "released", "warning_fine", fetched_by=name)


def drunk(scene: Scene) -> Story:
    """Intoxicated: protected until sober with a belt and a guard of his own, then booked in and questioned."""
    at = yield 0
    case, team = scene.case("public_order", at)
    person = scene.register(scene.somebody(), at, team[0])
    scene.name_suspect(case, person, team[0], at)
    stay = arrived(scene, at, person, team, case, condition="醉酒，步态不稳")
    yield from booked_in(scene, stay, {"seen_drunk": "yes", "drunk": "yes"})
    at = yield wait(scene, 2, 4)
    guard = scene.crew.on_duty("custody_guard", at, stay.person.sex)[0]
    belt = restraint.restrain(
        stay.pk, by=scene.crew.by("custody_officer", at), at=at, device="belt_or_rope", reason="醉酒有危险，保护性约束",
        sobering=True, guard_id=guard.pk, declared_facts={"restraint.legal_situation": True},
    )  # fmt: skip
    yield from kept(scene, stay, wait(scene, 70, 110))
    at = yield 2
    restraint.unrestrain(belt.pk, by=scene.crew.by("custody_officer", at), at=at, note="已酒醒")
    told_family(stay, team, at, "兄弟")
    yield from kept(scene, stay, wait(scene, 30, 60))
    yield from questioned(scene, stay, team, "questioning", wait(scene, 30, 60))
    yield from kept(scene, stay, wait(scene, 20, 50))
    yield from left(scene, stay, team, "released", "warning_fine")


def stranger(scene: Scene) -> Story:
    """Nobody knows who he is; after an hour he tells, and the record follows."""
    at = yield 0
    case, team = scene.case("public_order", at)
    one = scene.somebody()
    person = scene.register(
        one, at, team[0], identity_known=False, age_about=30, features="身高约 175 厘米，左眉有疤", birth_date=None, document_kind="",
        document_number="", document_seen=False, phone="", home="",
    )  # fmt: skip
    scene.name_suspect(case, person, team[0], at)
    stay = arrived(scene, at, person, team, case, mode="captured")
    at = yield 3
    identity.unknown(
        stay.pk, by=scene.crew.by("reception", at), at=at, reason="未携带证件，拒绝说明身份", withheld=True
    )
    yield from settled_in(scene, stay)
    yield from kept(scene, stay, wait(scene, 40, 70))
    at = yield 2
    identity.establish(
        stay.pk, by=team[0].acting("case_officer"), at=at, name=one.name, basis="statement", method="本人陈述，与常住人口信息核对一致",
        sex=one.sex, birth_date=one.born, document_kind="resident_id", document_number=one.number,
    )  # fmt: skip
    told_family(stay, team, at)
    yield from questioned(scene, stay, team, "questioning", wait(scene, 40, 60))
    yield from kept(scene, stay, wait(scene, 30, 60))
    yield from left(scene, stay, team, "admin_detention_house", "admin_detention", "某县拘留所（示例）")


def witness(scene: Scene) -> Story:
    """Came when called, was heard, left."""
    at = yield 0
    case, team = scene.case("public_order", at)
    person = scene.register(scene.somebody(scene.dice.choice(["male", "female"])), at)
    stay = arrived(scene, at, person, team, case, ground="witness", mode="on_call", role="witness")
    at = yield 3
    identity.confirm(
        stay.pk, by=scene.crew.by("reception", at), at=at, method="查验居民身份证", document_kind="resident_id"
    )
    at = yield 3
    rights.tell(
        stay.pk, by=team[0].acting("case_officer"), at=at, language="汉语", understood=True,
        signature=signature(scene, person.name, at),
    )  # fmt: skip
    at = yield 2
    to_room(scene, stay, at)
    yield from questioned(scene, stay, team, "interview", wait(scene, 30, 60))
    yield from went_home(scene, stay, team)


def went_home(scene: Scene, stay: Stay, team: list[Officer]) -> Story:
    """A witness: nothing was taken from him, and nothing is left to do."""
    at = yield 3
    departure.prepare(stay.pk, by=team[0].acting("case_officer"), at=at, kind="released", outcome="interviewed")
    at = yield 3
    drawn = signature(scene, stay.person.name, at)
    departure.depart(stay.pk, by=scene.crew.by("custody_officer", at), at=at, person_signature=drawn)


def fallen_ill(scene: Scene) -> Story:
    """Taken ill in the area: treated, family told, reported, and released on health grounds."""
    at = yield 0
    case, team = scene.case("public_order", at)
    person = scene.register(scene.somebody(), at, team[0])
    scene.name_suspect(case, person, team[0], at)
    stay = arrived(
        scene,
        at,
        person,
        team,
        case,
        ground="compelled_summons_admin",
        instrument=f"传唤〔2026〕{stay_no(scene)}号",
        declared={"receive.approved_by_rank": True},
    )
    yield from booked_in(scene, stay, {"ill": "yes", "medicine": "yes"})
    at = yield wait(scene, 4, 8)
    told_family(stay, team, at, "女儿")
    yield from kept(scene, stay, wait(scene, 30, 50))
    at = yield 1
    what = incident.report(
        stay.pk,
        by=scene.crew.by("custody_guard", at),
        at=at,
        kind="illness",
        what="胸闷、出汗",
        measures="平卧吸氧，通知医务人员",
    )
    at = yield 3
    by = scene.crew.by("medic", at)
    care.medical(
        stay.pk,
        by=by,
        at=at,
        reason="胸闷",
        medic=by.name,
        findings="血压偏高，心电图未见急性改变",
        advice="服用自带降压药",
        fit=True,
    )
    care.offer(stay.pk, by=scene.crew.by("custody_guard", at), at=at, kind="medication", what="自带降压药 1 片")
    told_family(stay, team, at, "女儿")
    incident.tell(what.pk, by=scene.crew.by("custody_officer", at), at=at, to="county_department")
    yield from kept(scene, stay, wait(scene, 20, 30))
    at = yield 1
    incident.close(what.pk, by=scene.crew.by("custody_officer", at), at=at, outcome="服药休息后症状缓解，继续观察")
    yield from kept(scene, stay, wait(scene, 40, 70))
    yield from questioned(scene, stay, team, "questioning", wait(scene, 25, 40))
    yield from left(scene, stay, team, "released", "warning_fine")


def partners(scene: Scene) -> list[Story]:
    """Two men of one case, brought in together and kept apart."""
    shared: dict[str, Any] = {}

    def one(first: bool) -> Story:
        at = yield 0 if first else 50
        if first:
            shared["case"], shared["team"] = scene.case("criminal", at)
        case, team = shared["case"], shared["team"]
        person = scene.register(scene.somebody(), at, team[0])
        scene.name_suspect(case, person, team[0], at)
        stay = arrived(
            scene, at, person, team, case, ground="forced_summons_criminal", mode="captured",
            instrument=f"拘传〔2026〕{stay_no(scene)}号",
        )  # fmt: skip
        yield from booked_in(scene, stay)
        at = yield wait(scene, 4, 9)
        told_family(stay, team, at)
        yield from kept(scene, stay, 20 if first else 130)
        yield from questioned(scene, stay, team, "interrogation", wait(scene, 60, 80))
        yield from kept(scene, stay, wait(scene, 80, 160))
        yield from detained(scene, stay, team)

    return [one(True), one(False)]


def by_mistake(scene: Scene) -> Story:
    """Booked in twice by mistake: recorded in error, nothing deleted."""
    at = yield 0
    case, team = scene.case("public_order", at)
    person = scene.register(scene.somebody(), at)
    stay = arrived(scene, at, person, team, case)
    at = yield 4
    stays.void(stay.pk, by=scene.crew.by("custody_officer", at), at=at, reason="人员实为本局另案证人，登记有误")


def stay_no(scene: Scene) -> str:
    return f"{next(scene.bags):04d}"


USUAL = (fight, woman, theft, fight, witness, surrendered, fight, juvenile, drunk, delivered, stranger, fallen_ill)
