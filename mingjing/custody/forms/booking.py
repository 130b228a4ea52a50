"""The steps of booking in."""

import re
from dataclasses import replace
from typing import Any

from django import forms

from mingjing.custody.actions import (
    assessment,
    belongings,
    collection,
    identity,
    placement,
    rights,
    search,
    vest,
)
from mingjing.custody.actions.belongings import Thing
from mingjing.custody.actions.collection import Sample
from mingjing.custody.entries.words import reasons
from mingjing.custody.forms.sections import NAMELESS, Asked, Section, grid, rest
from mingjing.custody.forms.stayform import SignedForm, StayForm, at_post, one_of, several, stated, ticked, words
from mingjing.custody.models import Locker, PlacementOverride
from mingjing.custody.notices import Notice, notice_for
from mingjing.custody.questions import newest
from mingjing.custody.rules.placement import HARD
from mingjing.custody.selectors.rooms import options
from mingjing.custody.vocab import BIOLOGICAL, CollectionItem, CollectionOutcome, Need, Risk
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.media.vocab import BlobKind
from mingjing.org.vocab import RoomKind, Sex
from mingjing.persons.vocab import Basis, DocumentKind
from mingjing.webkit.forms import MomentField, PhotoField

LINES, MOST_LINES = 6, 60  # drawn at first and added at a time; as many as one list holds
LINE = re.compile(r"item_([1-9]\d?)")
COLUMNS = ("item", "quantity", "unit", "description", "value", "bag", "photo")
UNNAMED = Text("这一行已填写其他栏，请写明物品。", "Other columns of this line are filled: name the item.")
ONE_SHOT = {"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}
CHECKED_BY = (
    Text("读取身份证并与本人核对", "Identity card read and compared with him"),
    Text("查验证件并与本人核对", "Papers seen and compared with him"),
    Text("联网比对人口信息", "Compared with the register of persons"),
    Text("指纹比对", "Compared by fingerprints"),
    Text("他人辨认证明", "Vouched for by somebody who knows him"),
)
LANGUAGES = (Text("汉语", "Chinese"), Text("手语", "Sign language"), Text("英语", "English"))
USUAL = (CollectionItem.PHOTO, CollectionItem.FINGERPRINTS)  # nobody says unasked that these were not needed
NOBODY = ("", Text("（无）", "(none)"))


class Identify(StayForm):
    title, verb = Text("核查身份", "Check identity"), "identify"
    method = words("核查方式", "How it was checked", required=True, offers=CHECKED_BY)
    document_kind = one_of("证件种类", "Document", choices=DocumentKind.choices, required=False)

    def do(self, by: Actor, **said: Any) -> Any:
        return identity.confirm(self.stay.pk, by=by, **said)


class Unknown(StayForm):
    title, verb = Text("身份不明", "Identity unknown"), "identify"
    reason = words("情况", "Why", required=True)
    withheld = ticked("拒不讲明姓名、住址", "He will not say who he is")

    def do(self, by: Actor, **said: Any) -> Any:
        return identity.unknown(self.stay.pk, by=by, **said)


class Establish(StayForm):
    title, verb = Text("查明身份", "Establish identity"), "identify"
    name = words("姓名", "Name", required=True, most=64)
    sex = one_of("性别", "Sex", choices=Sex.choices)
    birth_date = forms.DateField(
        label=Text("出生日期", "Date of birth"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    document_kind = one_of("证件种类", "Document", choices=DocumentKind.choices, required=False)
    document_number = words("证件号码", "Number of the paper", most=32)
    basis = one_of("查明依据", "Established by", choices=Basis.choices)
    method = words("核查方式", "How it was checked", required=True, offers=CHECKED_BY)

    def do(self, by: Actor, **said: Any) -> Any:
        return identity.establish(self.stay.pk, by=by, **said)


class Search(StayForm):
    title, verb = Text("人身安全检查", "Personal safety search"), "search"
    officer_ids = several("检查人员（同性别，两人）", "Officers (of the same sex, two)")
    room_id = one_of("检查地点", "Room")
    on_camera = stated("全程录像", "On camera throughout")
    started_at = MomentField(label=Text("开始时间", "Began at"), required=False)
    findings = words("检查情况", "Findings", long=True)
    self_report = words("自述身体状况", "What he says of his health", long=True)

    def prepare(self) -> None:
        self.people("officer_ids", at_post(self.stay, "search_officer", "custody_officer", sex=self.stay.person.sex))
        self.rooms("room_id", kind=RoomKind.SEARCH_ROOM)

    def do(self, by: Actor, **said: Any) -> Any:
        return search.search(self.stay.pk, by=by, **said)


class ListBelongings(SignedForm):
    title, verb = Text("登记随身财物", "List belongings"), "list_belongings"
    note = Text("没有随身财物时，各行留空即可。", "If he carries nothing, leave the lines empty.")
    locker_id = one_of("储物柜", "Locker", required=False)
    photo = PhotoField(label=Text("全部物品合照", "Photograph of all the things"), required=False)

    def _lines(self) -> range:
        """As many as were sent, and more when asked for."""
        sent = [int(found[1]) for name in self.data if (found := LINE.fullmatch(name))]
        drawn = max(LINES, *(n for n in sent if n <= MOST_LINES)) if sent else LINES
        return range(1, min(drawn + LINES * self.asks_for_more, MOST_LINES) + 1)

    def prepare(self) -> None:
        self.asks_for_more = "more" in self.data
        self.lines = self._lines()
        free = Locker.objects.filter(site=self.stay.site_id).exclude(belongings__state="kept").order_by("code")
        self.rows("locker_id", [NOBODY, *((locker.pk, locker.code) for locker in free)])
        for n in self.lines:
            self.fields[f"item_{n}"] = words("物品", "Item", most=64)
            self.fields[f"quantity_{n}"] = forms.IntegerField(
                label=Text("数量", "Quantity"), required=False, min_value=1, max_value=1_000_000
            )
            self.fields[f"unit_{n}"] = words("单位", "Unit", most=8)
            self.fields[f"description_{n}"] = words("特征", "Description", most=120)
            self.fields[f"value_{n}"] = forms.DecimalField(
                label=Text("价值（元）", "Value (CNY)"), required=False, min_value=0, max_digits=12, decimal_places=2
            )
            self.fields[f"photo_{n}"] = PhotoField(
                label=Text("照片", "Photograph"), required=False, widget=forms.FileInput(attrs=ONE_SHOT)
            )
            self.fields[f"bag_{n}"] = words("封装袋号（贵重物品）", "Sealed bag (valuables)", most=32)

    def sections(self) -> list[Section]:
        rows = tuple(tuple(self[f"{column}_{n}"] for column in COLUMNS) for n in self.lines)
        more = Text("再加 {n} 行", "{n} more lines").format(n=LINES) if len(rows) < MOST_LINES else NAMELESS
        table = Section(Text("物品清单", "List"), rows=rows, more=more)
        return [table, rest(self, [table], Text("存放与签名", "Keeping and signature"))]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for n in self.lines:
            if not said.get(f"item_{n}") and any(said.get(f"{c}_{n}") not in (None, "") for c in COLUMNS):
                self.add_error(f"item_{n}", str(UNNAMED))
        return said

    def do(self, by: Actor, **said: Any) -> Any:
        told = self.signed(by, said)
        together = self.kept_photo(by, told["photo"], BlobKind.BELONGINGS)
        own = {n: self.kept_photo(by, told[f"photo_{n}"], BlobKind.BELONGINGS) for n in self.lines}
        things = [replace(thing, photo=own[n] or together) for n in self.lines if (thing := _thing(told, n))]
        kept = {name: told[name] for name in ("at", "signature", "refused_to_sign")}
        return belongings.list_belongings(
            self.stay.pk, by=by, things=things, locker_id=told["locker_id"] or None, **kept
        )


def _thing(said: dict[str, Any], n: int) -> Thing | None:
    if not said[f"item_{n}"]:
        return None
    bag, yuan = said[f"bag_{n}"], said[f"value_{n}"]
    many, unit = said[f"quantity_{n}"] or 1, said[f"unit_{n}"] or "件"
    return Thing(said[f"item_{n}"], many, unit, description=said[f"description_{n}"], bag=bag, valuable=bool(bag),
                 value=None if yuan is None else int(yuan * 100))  # fmt: skip


class Assess(StayForm):
    """The newest question set, every question a field; questions that follow others stand below them."""

    title, verb = Text("风险与健康询问", "Risk and health questions"), "assess"
    note = Text(
        "每次入区都重新询问，不沿用以前的回答。", "Asked afresh every time: earlier answers are never filled in."
    )
    risk = one_of(
        "风险等级（留空由回答得出）",
        "Risk (empty: as the answers say)",
        required=False,
        choices=lambda: [("", "—"), *Risk.choices()],
    )
    needs = several("另外需要", "Further needs", required=False, choices=Need.choices)
    remark = words("说明", "Note", long=True)

    def prepare(self) -> None:
        for question in newest("arrival").questions:
            if question.sex in {"", self.stay.person.sex}:
                self.fields[f"q_{question.id}"] = question_field(question)

    def sections(self) -> list[Section]:
        asked = [Section(title, questions=self._asked(ident)) for ident, title in newest("arrival").sections]
        return [*asked, rest(self, asked, Text("评估", "Assessment"))]

    def _asked(self, section: str) -> tuple[Asked, ...]:
        """Questions of a section, each with those that are asked only after it."""
        here = [q for q in newest("arrival").questions if q.section == section and f"q_{q.id}" in self.fields]
        return tuple(
            Asked(self[f"q_{q.id}"], tuple(self[f"q_{f.id}"] for f in here if q.id in f.when))
            for q in here if not q.when
        )  # fmt: skip

    def do(self, by: Actor, **said: Any) -> Any:
        told = {name[2:]: value for name, value in said.items() if name.startswith("q_") and value}
        put = {q.id for q in newest("arrival").asked(told, self.stay.person.sex)}
        answers = {name: value for name, value in told.items() if name in put}  # a follow-up hidden again is not put
        return assessment.assess(
            self.stay.pk,
            by=by,
            at=said["at"],
            answers=answers,
            risk=said["risk"],
            needs=said["needs"],
            note=said["remark"],
        )


def question_field(question: Any) -> forms.Field:
    """What a question is answered with."""
    if question.kind == "text":
        return forms.CharField(label=question.ask, required=False, max_length=240)
    answers = [("no", Text("否", "No")), ("yes", Text("是", "Yes")), ("refused", Text("拒绝回答", "Refused"))]
    if question.kind == "seen":
        answers = answers[:2]
    return forms.ChoiceField(
        label=question.ask, required=False, widget=forms.RadioSelect, choices=lambda: [(v, str(t)) for v, t in answers]
    )


class TellRights(SignedForm):
    title, verb = Text("告知权利义务", "Tell rights and duties"), "tell_rights"
    language = words("告知语言", "Language", required=True, offers=LANGUAGES)
    understood = stated("本人表示已理解", "He says he has understood")
    read_aloud = ticked("已向其宣读", "Read aloud to him")
    interpreter = words("翻译人员", "Interpreter", most=64)
    guardian = words("在场的法定代理人或合适成年人", "Guardian or appropriate adult present", most=64)

    @property
    def notice(self) -> Notice:
        """What is read to him and signed."""
        case = self.stay.case
        return notice_for(self.stay.role, self.stay.ground, case.kind if case else "")

    def do(self, by: Actor, **said: Any) -> Any:
        return rights.tell(self.stay.pk, by=by, **self.signed(by, said))


class Collect(StayForm):
    title, verb = Text("信息采集", "Information collection"), "collect"
    officer_ids = several("采集人员", "Officers")
    on_camera = stated("全程录像", "On camera throughout")
    approved = stated("采集已经批准", "Collection has been approved")

    def prepare(self) -> None:
        self.people("officer_ids", at_post(self.stay, "search_officer", "custody_officer"))
        for item in CollectionItem:
            self.fields[item.value] = forms.ChoiceField(
                label=item.text, choices=CollectionOutcome.choices, initial=None if item in USUAL else "not_needed"
            )
            if item in BIOLOGICAL:
                self.fields[f"{item.value}_basis"] = forms.CharField(
                    label=Text("{what}：法律依据或批准", "{what}: lawful basis").format(what=item.text), required=False
                )

    def sections(self) -> list[Section]:
        who = grid(self, NAMELESS, ("officer_ids", "on_camera", "approved", "at"))
        return [who, rest(self, [who], Text("采集项目", "What is collected"))]

    def do(self, by: Actor, **said: Any) -> Any:
        samples = {i.value: Sample(said[i.value], said.get(f"{i.value}_basis", "")) for i in CollectionItem}
        return collection.collect(
            self.stay.pk, by=by, at=said["at"], samples=samples, officer_ids=said["officer_ids"],
            on_camera=said["on_camera"], declared_facts={"collect.approved": said["approved"]},
        )  # fmt: skip


class Vest(StayForm):
    title, verb = Text("发放识别服", "Give the ID vest"), "vest"
    number = words("识别服编号", "Number of the vest", required=True, most=16)

    def do(self, by: Actor, **said: Any) -> Any:
        return vest.vest(self.stay.pk, by=by, **said)


class Place(StayForm):
    """Rooms in the order the rules offer them; those they forbid are listed beside the form with every reason."""

    title, verb = Text("安排房间", "Place in a room"), "place"
    room_id = one_of("房间", "Room")
    escort_ids = several("押解看管人员", "Escorts", required=False)

    def prepare(self) -> None:
        self.options = options(self.stay, now())
        self.rows("room_id", [(o.place.id, f"{o.place.code} {o.place.name}") for o in self.options])
        self.people("escort_ids", at_post(self.stay, "custody_guard", "custody_officer"))

    def do(self, by: Actor, **said: Any) -> Any:
        return placement.place(self.stay.pk, by=by, **said)


class AskOverride(StayForm):
    title, verb = Text("申请例外安置", "Ask for a placement override"), "override"
    note = Text("须由另一人决定；期间报警不会解除。", "A second person decides; the alarm stays on meanwhile.")
    room_id = one_of("房间", "Room")
    reason = words("理由", "Reason", required=True, long=True)
    expires_at = MomentField(label=Text("有效至", "Valid until"), required=True)

    def prepare(self) -> None:
        asked = [o for o in options(self.stay, now()) if o.blocking and not any(v.code in HARD for v in o.blocking)]
        self.rows("room_id", [(o.place.id, f"{o.place.code} {o.place.name}") for o in asked])

    def do(self, by: Actor, **said: Any) -> Any:
        return placement.ask_override(self.stay.pk, by=by, **said)


def _asked(one: PlacementOverride) -> Text:
    """What whoever decides would look up: who asked, what the rules say against it, until when."""
    zh = "{who}申请安置于{room}，至 {until}；规则不允许，因为{why}。"
    en = "{who} asks for {room} until {until}; the rules forbid it: {why}."
    until = f"{local(one.expires_at):%m-%d %H:%M}"
    return Text(zh, en).format(who=one.asked_by.name, room=one.room.text, until=until, why=reasons(one.codes))


class DecideOverride(StayForm):
    title, verb = Text("决定例外安置", "Decide on a placement override"), "override"
    matter = "override_asked"
    permission = "custody:override:decide"
    row = one_of("申请", "Request")
    granted = one_of(
        "决定", "Decision", choices=lambda: [("yes", str(Text("同意", "Grant"))), ("no", str(Text("不同意", "Refuse")))]
    )
    reason = words("理由", "Reason", required=True, long=True)

    def prepare(self) -> None:
        waiting = list(self.stay.overrides.filter(granted=None, voided=False).select_related("room", "asked_by"))
        self.rows("row", [(o.pk, f"{o.room.text}: {o.reason}") for o in waiting])
        told = [_asked(o) for o in waiting]
        self.note = Text(" ".join(t.zh for t in told), " ".join(t.en for t in told))

    def do(self, by: Actor, **said: Any) -> Any:
        return placement.decide_override(
            said["row"], by=by, at=said["at"], granted=said["granted"] == "yes", reason=said["reason"]
        )
