"""Looking after him: checks, care, medical attention, contacts, visits, force and restraint, incidents."""

from typing import Any

from mingjing.custody.actions import care, contact, incident, injury, restraint, vest, visit, watching
from mingjing.custody.actions.injury import Mark
from mingjing.custody.forms.stayform import StayForm, at_post, of_law, one_of, several, stated, ticked, words
from mingjing.custody.models import Stay
from mingjing.custody.rules.colour import by_what
from mingjing.custody.selectors.colour import decided
from mingjing.custody.vocab import (
    CareKind,
    Colour,
    ContactKind,
    Device,
    Finding,
    IncidentKind,
    InjuryKind,
    NotHeld,
    Observation,
    Region,
    ReportTo,
    VisitKind,
)
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.webkit.forms import MomentField, PhotoField

MEANS = (Text("电话", "Telephone"), Text("当面", "In person"), Text("书面", "In writing"), Text("短信", "Text message"))


class Check(StayForm):
    title, verb = Text("巡查", "Check"), "check"
    finding = one_of("所见", "Finding", choices=Finding.choices)
    remark = words("备注", "Note", long=True)

    def do(self, by: Actor, **said: Any) -> Any:
        return watching.check(self.stay.pk, by=by, at=said["at"], finding=said["finding"], note=said["remark"])


class Observe(StayForm):
    title, verb = Text("设定看护等级", "Set the observation level"), "observe"
    level = one_of("看护等级", "Observation level", choices=Observation.choices)
    reason = words("理由", "Reason", required=True)

    def do(self, by: Actor, **said: Any) -> Any:
        return watching.observe(self.stay.pk, by=by, **said)


class SetColour(StayForm):
    title, verb = Text("确定管控颜色", "Set the control colour"), "colour"
    colour = one_of("管控颜色", "Control colour", choices=Colour.choices)
    reason = words("理由", "Reason", required=True)

    def prepare(self) -> None:
        found = decided(self.stay, now())
        why = by_what(found.category.text, found.risk)
        told = Text("按制度为{colour}：{why}。", "The rules say {colour}: {why}.")
        self.note = told.format(colour=found.colour.text, why=why)

    def do(self, by: Actor, **said: Any) -> Any:
        return vest.colour(self.stay.pk, by=by, **said)


class Care(StayForm):
    title, verb = Text("生活保障", "Care"), "care"
    kind = one_of("项目", "What", choices=CareKind.choices)
    accepted = one_of(
        "本人", "He", choices=lambda: [("yes", str(Text("接受", "accepted"))), ("no", str(Text("拒绝", "refused")))]
    )
    what = words("内容", "Details")
    ended_at = MomentField(label=Text("结束时间（休息等）", "Ended at (rest and the like)"), required=False)
    remark = words("备注", "Note")

    def do(self, by: Actor, **said: Any) -> Any:
        told = said | {"accepted": said["accepted"] == "yes"}
        return care.offer(self.stay.pk, by=by, note=told.pop("remark"), **told)


class Medical(StayForm):
    title, verb = Text("医务检查", "Medical attention"), "medical"
    reason = words("原因", "Reason", required=True)
    medic = words("医务人员", "Medic", required=True, most=64)
    place = words("地点", "Place", most=64)
    findings = words("检查所见", "Findings", long=True)
    advice = words("医嘱", "Advice", long=True)
    fit = one_of(
        "是否适合继续留置",
        "Fit to stay",
        required=False,
        choices=lambda: [("", "—"), ("yes", str(Text("适合", "Fit"))), ("no", str(Text("不适合", "Not fit")))],
    )

    def do(self, by: Actor, **said: Any) -> Any:
        return care.medical(self.stay.pk, by=by, **said | {"fit": {"yes": True, "no": False}.get(said["fit"])})


class NoteInjury(StayForm):
    title, verb = Text("记录伤情", "Note an injury"), "note_injury"
    region = one_of("部位", "Region", choices=Region.choices)
    kind = one_of("伤情", "Kind", choices=InjuryKind.choices)
    remark = words("描述", "Description", long=True)
    cause = words("自述成因", "How it came about, in his words")
    photo = PhotoField(label=Text("照片", "Photograph"), required=False)

    def do(self, by: Actor, **said: Any) -> Any:
        photo = self.kept_photo(by, said["photo"])
        mark = Mark(said["region"], said["kind"], said["remark"], said["cause"], photo)
        return injury.note(self.stay.pk, by=by, at=said["at"], mark=mark)


class Contact(StayForm):
    title, verb = Text("通知和要求", "Contacts and requests"), "contact"
    kind = one_of("事项", "What", choices=ContactKind.choices)
    name = words("姓名或单位", "Name or office", most=64)
    relation = words("关系", "Relation", most=32)
    means = words("方式", "By what means", most=32, offers=MEANS)
    remark = words("说明", "Note", long=True)

    def do(self, by: Actor, **said: Any) -> Any:
        told = {name: said[name] for name in ("at", "kind", "name", "relation", "means")}
        return contact.note(self.stay.pk, by=by, note=said["remark"], **told)


def waiting(stay: Stay) -> list[tuple[object, object]]:
    """Visits asked for that neither began nor were settled otherwise."""
    rows = stay.visits.filter(arrived_at=None, closed_at=None, voided=False)
    return [(v.pk, f"{VisitKind(v.kind).text} {v.name}") for v in rows]


class AskVisit(StayForm):
    title, verb = Text("登记会见申请", "Note a request for a visit"), "ask_visit"
    kind = one_of("会见人", "Visitor", choices=VisitKind.choices)
    name = words("姓名", "Name", required=True, most=64)
    relation = words("关系或单位", "Relation or office", most=64)
    document = words("证件", "Papers", most=64)
    remote = ticked("远程会见", "By video")

    def do(self, by: Actor, **said: Any) -> Any:
        return visit.ask(self.stay.pk, by=by, **said)


class AdmitVisit(StayForm):
    title, verb = Text("安排会见", "Admit a visitor"), "visit"
    matter = "visit_waiting"
    note = Text("律师会见不录音录像，办案人员不在场。", "A lawyer's talk is not recorded and no officer is present.")
    row = one_of("申请", "Request")
    room_id = one_of("地点", "Room")
    papers_shown = stated("已查验证件", "Papers were shown")
    permitted = of_law("visit.permitted")
    co_suspect = of_law("lawyer.acts_for_co_suspect")

    def prepare(self) -> None:
        self.rows("row", waiting(self.stay))
        self.rooms(
            "room_id", kind__in=["legal_visit_room", "interview_room", "waiting_room", "medical_room", "remote_room"]
        )

    def do(self, by: Actor, **said: Any) -> Any:
        law = {"visit.permitted": said.pop("permitted"), "lawyer.acts_for_co_suspect": said.pop("co_suspect")}
        return visit.admit(said.pop("row"), by=by, declared_facts=law, **said)


class CloseVisit(StayForm):
    title, verb = Text("会见未成", "Note that a visit is off"), "close_visit"
    matter = "visit_waiting"
    note = Text(
        "律师会见依法须安排的，不予安排不免除时限。",
        "A lawyer's visit that the law wants arranged stays owed when it is not.",
    )
    row = one_of("申请", "Request")
    how = one_of("情况", "What happened", choices=NotHeld.choices)
    reason = words("理由", "Reason", required=True)

    def prepare(self) -> None:
        self.rows("row", waiting(self.stay))

    def do(self, by: Actor, **said: Any) -> Any:
        return visit.close(said.pop("row"), by=by, **said)


class EndVisit(StayForm):
    title, verb = Text("结束会见", "End a visit"), "end_visit"
    matter = "visit_running"
    row = one_of("会见", "Visit")
    remark = words("备注", "Note")

    def prepare(self) -> None:
        running = self.stay.visits.filter(arrived_at__isnull=False, ended_at=None, voided=False)
        self.rows("row", [(v.pk, f"{VisitKind(v.kind).text} {v.name}") for v in running])

    def do(self, by: Actor, **said: Any) -> Any:
        return visit.end(said["row"], by=by, at=said["at"], note=said["remark"])


class UseForce(StayForm):
    title, verb = Text("记录使用强制手段", "Note use of force"), "use_force"
    what = words("强制手段", "What was done", required=True)
    reason = words("原因", "Reason", required=True)
    officer_ids = several("使用人员", "Officers")

    def prepare(self) -> None:
        self.people(
            "officer_ids", at_post(self.stay, "custody_guard", "custody_officer", "search_officer", "case_officer")
        )

    def do(self, by: Actor, **said: Any) -> Any:
        return restraint.use_force(self.stay.pk, by=by, **said)


class Restrain(StayForm):
    title, verb = Text("使用约束", "Restrain"), "restrain"
    device = one_of("约束器具", "Device", choices=Device.choices)
    reason = words("原因", "Reason", required=True)
    sobering = ticked("约束至酒醒", "Until he is sober")
    guard_id = one_of("专人看护", "Guard assigned", required=False)
    lawful = stated("属于法律规定的情形", "One of the situations the law names")

    def prepare(self) -> None:
        self.people("guard_id", at_post(self.stay, "custody_guard", "custody_officer"))

    def do(self, by: Actor, **said: Any) -> Any:
        facts = {"restraint.legal_situation": said.pop("lawful")}
        return restraint.restrain(
            self.stay.pk, by=by, **said | {"guard_id": said["guard_id"] or None}, declared_facts=facts
        )


class Unrestrain(StayForm):
    title, verb = Text("解除约束", "End restraint"), "unrestrain"
    matter = "restraint_on"
    row = one_of("约束", "Restraint")
    remark = words("备注", "Note")

    def prepare(self) -> None:
        self.rows("row", [(r.pk, Device(r.device).text) for r in self.stay.restraints.filter(until=None, voided=False)])

    def do(self, by: Actor, **said: Any) -> Any:
        return restraint.unrestrain(said["row"], by=by, at=said["at"], note=said["remark"])


class Report(StayForm):
    title, verb = Text("报告突发情况", "Report an incident"), "incident"
    kind = one_of("情况", "Kind", choices=IncidentKind.choices)
    what = words("经过", "What happened", required=True, long=True)
    measures = words("处置措施", "What was done", long=True)

    def do(self, by: Actor, **said: Any) -> Any:
        return incident.report(self.stay.pk, by=by, **said)


class Tell(StayForm):
    title, verb = Text("上报突发情况", "Report it upwards"), "incident"
    matter = "incident_told"
    row = one_of("情况", "Incident")
    to = one_of("报告对象", "To", choices=ReportTo.choices)
    remark = words("备注", "Note")

    def prepare(self) -> None:
        self.rows(
            "row",
            [
                (i.pk, f"{IncidentKind(i.kind).text} {local(i.at):%m-%d %H:%M}")
                for i in self.stay.incidents.filter(voided=False)
            ],
        )

    def do(self, by: Actor, **said: Any) -> Any:
        return incident.tell(said["row"], by=by, at=said["at"], to=said["to"], note=said["remark"])


class CloseIncident(StayForm):
    title, verb = Text("突发情况处置完毕", "Close an incident"), "close_incident"
    matter = "incident_open"
    row = one_of("情况", "Incident")
    outcome = words("处置结果", "How it ended", required=True, long=True)

    def prepare(self) -> None:
        running = self.stay.incidents.filter(closed_at=None, voided=False)
        self.rows("row", [(i.pk, f"{IncidentKind(i.kind).text} {local(i.at):%m-%d %H:%M}") for i in running])

    def do(self, by: Actor, **said: Any) -> Any:
        return incident.close(said["row"], by=by, at=said["at"], outcome=said["outcome"])
