"""Questioning, going out for a while, leaving for good, and putting right what was entered."""

from typing import Any

from mingjing.cases.selectors import open_cases
from mingjing.custody.actions import belongings, departure, questioning, temp_exit  # fmt: skip
from mingjing.custody.actions import stay as stays
from mingjing.custody.entries.words import listed
from mingjing.custody.forms.marks import kept_marks, marks_field
from mingjing.custody.forms.stayform import (
    SignedForm,
    StayForm,
    at_post,
    of_law,
    one_of,
    several,
    stated,
    team,
    ticked,
    words,
)
from mingjing.custody.measured import next_ground
from mingjing.custody.selectors.leaving import prepared
from mingjing.custody.vocab import (
    DETAINED,
    BelongingState,
    DepartureKind,
    ExitPurpose,
    Ground,
    Outcome,
    QuestioningKind,
    TempExitState,
)
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.org.vocab import RoomKind
from mingjing.webkit.forms import MomentField, SignatureField

UNMARKED = Text("请在图上标出新增的伤情。", "Mark the new injuries on the map.")
YET_MARKED = Text("图上标有新增伤情，请核对。", "New marks stand on the map: which is right?")
AT_RELEASE = ("fetched_by", "escorted_home")
AT_HAND_OVER = ("receiver", "receiver_document", "receiver_signature", "first_offence", "escort_ids", "health_checked")
QUESTION_ROOMS = [RoomKind.INTERROGATION_ROOM, RoomKind.INTERVIEW_ROOM, RoomKind.REMOTE_ROOM]


class Question(StayForm):
    title, verb = Text("开始讯问询问", "Begin questioning"), "question"
    kind = one_of("种类", "Kind", choices=QuestioningKind.choices)
    room_id = one_of("地点", "Room")
    officer_ids = several("办案人员", "Officers")
    record = stated("同步录音录像", "Recorded")
    remote = ticked("远程", "Remote")

    def prepare(self) -> None:
        self.people("officer_ids", team(self.stay))
        self.rooms("room_id", kind__in=QUESTION_ROOMS)

    def do(self, by: Actor, **said: Any) -> Any:
        return questioning.start(self.stay.pk, by=by, **said)


class _Talk(StayForm):
    row = one_of("讯问询问", "Questioning")

    def prepare(self) -> None:
        open_ones = self.stay.questionings.filter(ended_at=None, voided=False).select_related("room")
        self.rows("row", [(q.pk, f"{QuestioningKind(q.kind).text} {q.room.text}") for q in open_ones])


class EndQuestioning(_Talk):
    title, verb = Text("结束讯问询问", "End questioning"), "end_questioning"
    matter = "questioning_open"
    remark = words("备注", "Note")

    def do(self, by: Actor, **said: Any) -> Any:
        return questioning.end(said["row"], by=by, at=said["at"], note=said["remark"])


class RecordingFailed(_Talk):
    title, verb = Text("录音录像中断", "Recording broke off"), "end_questioning"
    matter = "recording_on"
    reason = words("原因", "Reason", required=True)

    def do(self, by: Actor, **said: Any) -> Any:
        return questioning.recording_failed(said["row"], by=by, at=said["at"], reason=said["reason"])


class RecordingAgain(_Talk):
    title, verb = Text("恢复录音录像", "Recording runs again"), "end_questioning"
    matter = "recording_off"
    device = words("设备", "Device", most=64)

    def do(self, by: Actor, **said: Any) -> Any:
        return questioning.recording_started(said["row"], by=by, at=said["at"], device=said["device"])


class AskExit(StayForm):
    title, verb = Text("申请临时离区", "Ask for a temporary exit"), "ask_exit"
    purpose = one_of("事由", "Purpose", choices=ExitPurpose.choices)
    place = words("去往地点", "Where to", required=True)
    due_back = MomentField(label=Text("应返回时间", "Due back"), required=True)
    escort_ids = several("押解人员", "Escorts")
    reason = words("理由", "Reason", required=True, long=True)

    def prepare(self) -> None:
        self.people("escort_ids", [*team(self.stay), *at_post(self.stay, "custody_guard")])

    def do(self, by: Actor, **said: Any) -> Any:
        return temp_exit.ask(self.stay.pk, by=by, **said)


class _Trip(StayForm):
    state = TempExitState.ASKED
    row = one_of("临时离区", "Temporary exit")

    def prepare(self) -> None:
        trips = self.stay.temp_exits.filter(state=self.state, voided=False)
        self.rows("row", [(t.pk, f"{ExitPurpose(t.purpose).text} {t.place}") for t in trips])


class GoOut(_Trip):
    title, verb = Text("临时离区放行", "Let him out"), "go_out"
    matter = "exit_asked"
    bodycam = stated("执法记录仪全程记录", "Body-worn recorder throughout")
    escort_ids = several("实际押解人员", "Escorts in fact", required=False)

    def prepare(self) -> None:
        super().prepare()
        self.people("escort_ids", [*team(self.stay), *at_post(self.stay, "custody_guard", "custody_officer")])
        trips = self.stay.temp_exits.filter(state=self.state, voided=False).order_by("escorts__number")
        named = trips.values_list("escorts__name", flat=True)
        self.fields["escort_ids"].help_text = Text(
            "申请时为：{names}；没有变化的不必勾选。", "Asked for: {names}; tick only if others go."
        ).format(names=listed(Text(name, name) for name in named if name))  # type: ignore[assignment]

    def do(self, by: Actor, **said: Any) -> Any:
        others = said["escort_ids"] or None
        return temp_exit.depart(said["row"], by=by, at=said["at"], bodycam=said["bodycam"], escort_ids=others)


class WithdrawExit(_Trip):
    title, verb = Text("撤回临时离区申请", "Withdraw the request"), "ask_exit"
    matter = "exit_asked"
    reason = words("理由", "Reason", required=True)

    def do(self, by: Actor, **said: Any) -> Any:
        return temp_exit.withdraw(said["row"], by=by, at=said["at"], reason=said["reason"])


class ComeBack(_Trip):
    title, verb = Text("返回登记", "He is back"), "come_back"
    matter = "exit_out"
    state = TempExitState.OUT
    remark = words("备注", "Note")

    def do(self, by: Actor, **said: Any) -> Any:
        return temp_exit.come_back(said["row"], by=by, at=said["at"], note=said["remark"])


def offer(form: StayForm, *, detained: bool) -> None:
    """The number of the measure decided last stands in the form, with its ground: nothing is typed twice."""
    if found := next_ground(form.stay, detained=detained):
        form.initial = {"ground": found[0].value, "instrument": found[1], **form.initial}


class ChangeGround(StayForm):
    title, verb = Text("变更在区依据", "Change the ground"), "change_ground"
    ground = one_of("依据", "Ground", choices=Ground.choices)
    instrument = words("文书编号", "Instrument", most=64)
    approved = ticked("依法须批准的已经批准", "Approved where the law wants approval")
    reason = words("理由", "Reason", required=True)

    def prepare(self) -> None:
        offer(self, detained=False)

    def do(self, by: Actor, **said: Any) -> Any:
        stated = {"receive.approved_by_rank": True if said.pop("approved") else None}
        return stays.change_ground(self.stay.pk, by=by, declared_facts=stated, **said)


class AttachCase(StayForm):
    title, verb = Text("关联案件", "Attach the case"), "attach_case"
    row = one_of("案件", "Case")
    reason = words("换案理由（已关联其他案件）", "Why another case than the present one", required=True)

    def prepare(self) -> None:
        others = (one for one in open_cases(self.officer) if one.pk != self.stay.case_id)
        self.rows("row", [(one.pk, f"{one.number} {one.cause}") for one in others])
        if self.stay.case is None:
            del self.fields["reason"]

    def do(self, by: Actor, **said: Any) -> Any:
        return stays.attach_case(self.stay.pk, by=by, at=said["at"], case_id=said["row"], reason=said.get("reason", ""))


class ExecuteDetention(SignedForm):
    title, verb = Text("执行拘留逮捕", "Execute detention or arrest"), "execute_detention"
    ground = one_of("措施", "Measure", choices=lambda: [(g.value, str(g.text)) for g in DETAINED])
    instrument = words("文书编号", "Instrument", required=True, most=64)

    def prepare(self) -> None:
        offer(self, detained=True)

    def do(self, by: Actor, **said: Any) -> Any:
        return stays.execute_detention(self.stay.pk, by=by, **self.signed(by, said))


class PrepareExit(StayForm):
    title, verb = Text("准备出区", "Prepare the exit"), "prepare_exit"
    kind = one_of("出区方式", "How", choices=DepartureKind.choices)
    outcome = one_of("处理结果", "Outcome", choices=Outcome.choices)
    instrument = words("文书编号", "Instrument", most=64)
    destination = words("去向", "Destination", most=64)
    receiver = words("接收人", "Receiver", most=64)
    remark = words("备注", "Note")

    def do(self, by: Actor, **said: Any) -> Any:
        return departure.prepare(self.stay.pk, by=by, note=said.pop("remark"), **said)


class CancelExit(StayForm):
    title, verb = Text("取消出区", "Cancel the exit"), "cancel_exit"
    matter = "exit_prepared"
    reason = words("理由", "Reason", required=True)

    def do(self, by: Actor, **said: Any) -> Any:
        return departure.cancel(self.stay.pk, by=by, **said)


class Recheck(StayForm):
    title, verb = Text("出区伤情复查", "Re-check injuries"), "recheck"
    matter = "exit_prepared"
    unchanged = stated("与入区时相符，无新增伤情", "As on arrival, no new marks")
    marks = marks_field("新增伤情（在图上点选）", "New marks (click on the map)")
    remark = words("复查情况", "What was seen", long=True)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        unchanged, marks = said.get("unchanged"), said.get("marks")
        if unchanged is False and not marks and "marks" not in self.errors:
            self.add_error("marks", str(UNMARKED))
        if unchanged and marks:
            self.add_error("unchanged", str(YET_MARKED))
        return said

    def do(self, by: Actor, **said: Any) -> Any:
        return departure.recheck(
            self.stay.pk, by=by, at=said["at"], note=said["remark"], marks=kept_marks(self.stay.site, by, said["marks"])
        )


class ReturnBelongings(SignedForm):
    title, verb = Text("返还随身财物", "Return belongings"), "return_belongings"
    matter = "belongings_kept"
    state = one_of(
        "去向",
        "What becomes of them",
        choices=lambda: [(s.value, str(s.text)) for s in BelongingState if s != BelongingState.KEPT],
    )
    to = words("领取人（本人领取留空）", "To whom (empty: himself)", most=64)
    belonging_ids = several(
        "只交付其中几项时勾选（不勾选即全部）", "Tick some of them (none ticked: all)", required=False
    )

    def prepare(self) -> None:
        kept = self.stay.belongings.filter(state=BelongingState.KEPT, voided=False).order_by("number")
        self.rows("belonging_ids", [(one.pk, f"{one.number}. {one.item} × {one.quantity}{one.unit}") for one in kept])

    def do(self, by: Actor, **said: Any) -> Any:
        told = self.signed(by, said)
        some = told.pop("belonging_ids") or None
        return belongings.return_belongings(self.stay.pk, by=by, belonging_ids=some, **told)


class SignCase(StayForm):
    title, verb = Text("办案单位会签", "Co-sign for the case unit"), "sign_for_case"
    matter = "exit_prepared"

    def do(self, by: Actor, **said: Any) -> Any:
        return departure.sign_for_case(self.stay.pk, by=by, **said)


class SignCentre(StayForm):
    title, verb = Text("办案中心会签", "Co-sign for the centre"), "sign_for_centre"
    matter = "exit_prepared"

    def do(self, by: Actor, **said: Any) -> Any:
        return departure.sign_for_centre(self.stay.pk, by=by, **said)


class Depart(SignedForm):
    title, verb = Text("出区", "Leave"), "depart"
    matter = "exit_prepared"
    receiver = words("接收人", "Receiver", most=64)
    receiver_document = words("接收人证件", "Receiver's paper", most=64)
    receiver_signature = SignatureField(label=Text("接收人签名", "The receiver's signature"), required=False)
    first_offence = of_law("person.first_offence")
    fetched_by = words("领回人（未成年人等）", "Fetched by (minors and others)", most=64)
    escorted_home = ticked("已护送回家", "Escorted home")
    escort_ids = several("押送人员", "Escorts", required=False)
    health_checked = ticked("已作健康检查", "Health was checked")

    def prepare(self) -> None:
        self.people("escort_ids", [*team(self.stay), *at_post(self.stay, "custody_guard")])
        if row := prepared(self.stay):
            for name in AT_RELEASE if row.kind != DepartureKind.RELEASE else AT_HAND_OVER:
                del self.fields[name]
            if row.receiver and "receiver" in self.fields:
                self.fields["receiver"].help_text = row.receiver

    def do(self, by: Actor, **said: Any) -> Any:
        told = self.signed(by, said)
        signature, first = told.pop("signature"), told.pop("first_offence", None)
        told["receiver_signature"] = self.kept_signature(by, said.get("receiver_signature"))
        return departure.depart(
            self.stay.pk, by=by, person_signature=signature, declared_facts={"person.first_offence": first},
            **told | {"health_checked": told.get("health_checked") or None},
        )  # fmt: skip


class Void(StayForm):
    title, verb = Text("作废误登记", "Recorded in error"), "void"
    asks = Text(
        "作废后不能恢复，时限和职责一并终止。确定这是误登记吗？",
        "This cannot be undone, and ends every clock and duty. Was it recorded in error?",
    )
    reason = words("理由", "Reason", required=True)

    def do(self, by: Actor, **said: Any) -> Any:
        return stays.void(self.stay.pk, by=by, **said)
