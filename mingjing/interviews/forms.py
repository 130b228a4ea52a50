"""What people type about interviews, apart from the record itself."""

from typing import Any

from django import forms

from mingjing.cases.models import Case, CasePerson
from mingjing.custody.models import Stay
from mingjing.custody.vocab import QuestioningKind, Role
from mingjing.interviews import sets
from mingjing.interviews.gates import STATED, kind_for
from mingjing.interviews.models import Interview
from mingjing.interviews.vocab import HelperKind, Reading, RecorderState, Signer, Where, Why
from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.org.models import Officer, Room, Site
from mingjing.org.vocab import RoomKind
from mingjing.webkit.forms import Form, MomentField, SignatureField

ROOMS = (RoomKind.INTERROGATION_ROOM, RoomKind.INTERVIEW_ROOM, RoomKind.REMOTE_ROOM)
EMPTY = [("", "—")]


def _words(zh: str, en: str, most: int, *, rows: int = 0, required: bool = True, **more: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=Text(zh, en), max_length=most, required=required, widget=box, **more)


def _one_of(zh: str, en: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=Text(zh, en), choices=choices, **more)


class PlanForm(Form):
    """Whom, by whom, where and with which questions; what only the officers know is ticked."""

    draft = "interview-plan"
    person = _one_of("被讯问（询问）人", "Person", EMPTY)
    kind = _one_of(
        "种类",
        "Kind",
        lambda: [("", Text("按身份和案件性质", "By role and case")), *QuestioningKind.choices()],
        required=False,
    )
    officer_1 = _words("讯问（询问）民警警号", "Police number of who asks", 16)
    officer_2 = _words("第二名民警（记录人）警号", "Second officer (writes)", 16, required=False)
    officer_3 = _words("第三名民警警号", "Third officer", 16, required=False)
    room = _one_of("房间", "Room", EMPTY, required=False)
    where = _one_of("地点（不在办案场所的）", "Elsewhere", Where.choices, initial=Where.CENTRE)
    place = _words("具体地点", "Place", 200, required=False)
    planned_for = MomentField(label=Text("安排时间", "Planned for"), or_now=True)
    question_set = _one_of("问题集", "Question set", EMPTY, required=False)
    remote = forms.BooleanField(label=Text("远程讯问（询问）", "By video link"), required=False)
    told = forms.MultipleChoiceField(
        label=Text("情况说明", "What is so"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=Text("在区人员以在区记录为准", "Of somebody in custody the custody record is asked"),
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, site: Site | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.people = {str(p.pk): p for p in CasePerson.objects.in_force().filter(case=case).select_related("person")}
        asked = {r.value for r in Role}
        self.choose(
            "person",
            [
                (k, f"{p.person.shown_name}（{p.get_role_display()}）")
                for k, p in self.people.items()
                if p.role in asked
            ],
        )
        stays = Stay.objects.present().filter(case=case)
        sites = {s.site_id for s in stays} | ({site.pk} if site else set())
        rooms = Room.objects.filter(site__in=sites, kind__in=ROOMS).select_related("site").order_by("site", "code")
        self.choose("room", [(str(r.pk), f"{r.text} {r.code}") for r in rooms])
        self.choose("question_set", [(s.id, s.title) for s in sets.every().values() if not s.base])
        told = self.fields["told"]
        if isinstance(told, forms.MultipleChoiceField):
            told.choices = [(name, books.current().facts.label(name)) for name in STATED]

    def choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*EMPTY, *choices]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        ids = [self._numbered(name, given.pop(name, "")) for name in ("officer_1", "officer_2", "officer_3")]
        listed = self.people.get(given.get("person", ""))
        told = dict.fromkeys(given.pop("told", []), True)
        if listed is None:
            return given
        role = listed.role if listed.role in Role.values() else Role.WITNESS
        stay = Stay.objects.present().filter(case=self.case, person=listed.person_id).first()
        given |= {
            "officer_ids": [i for i in ids if i], "person_id": listed.person_id, "role": role,
            "stay_id": stay.pk if stay and given.get("where") == Where.CENTRE else None, "told": told,
            "kind": given.get("kind") or kind_for(role, self.case.kind).value, "room_id": given.pop("room", "") or None,
        }  # fmt: skip
        given.pop("person", None)
        return given

    def _numbered(self, name: str, typed: str) -> Any:
        if not typed.strip():
            return None
        found = Officer.objects.filter(number=typed.strip(), is_active=True).first()
        if found is None:
            said = Text("没有这个警号的在职人员，请核对。", "Nobody in service has this number; please check.")
            self.add_error(name, forms.ValidationError(str(said), code="unknown"))
            return None
        return found.pk


class BeginForm(Form):
    told = forms.MultipleChoiceField(
        label=Text("已经办理", "Done at the door"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[
            ("interview.card_shown", Text("已出示人民警察证", "Police card shown")),
            ("interview.notice_given", Text("已出示询问通知书", "Interview notice shown")),
        ],
    )  # fmt: skip

    def clean_told(self) -> dict[str, bool]:
        return dict.fromkeys(self.cleaned_data["told"], True)


class PauseForm(Form):
    why = _one_of("原因", "Why", Why.choices)
    note = _words("说明", "Note", 200, required=False)


class NothingForm(Form):
    """Asks for nothing but the will to do it."""


class RecorderForm(Form):
    state = _one_of("录音录像状态", "Recorder", RecorderState.choices)
    device = _words("设备", "Device", 64, required=False)
    note = _words("故障情况", "What failed", 200, required=False)


class ReasonForm(Form):
    reason = _words("理由", "Reason", 200, rows=2)


class HelperForm(Form):
    draft = "interview-helper"
    kind = _one_of("到场身份", "Present as", HelperKind.choices)
    name = _words("姓名", "Name", 96)
    relation = _words("与被讯问（询问）人关系或者职业", "Relation or occupation", 60, required=False)
    employer = _words("工作单位", "Unit or employer", 120, required=False)
    contact = _words("住址、联系方式", "Address, telephone", 120, required=False)


class FixForm(Form):
    """`base`: the revision that stood when he opened the form; what was written since he has not seen."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    electronic = forms.TypedChoiceField(
        label=Text("签名方式", "How it is signed"),
        coerce=lambda v: v == "yes",
        empty_value=None,
        choices=[
            ("yes", Text("电子签名（同步录音录像）", "Electronically (recorded)")),
            ("no", Text("打印后手写签名", "Printed and by hand")),
        ],
    )


class CheckForm(Form):
    signer = _one_of("核对人", "Who checked", Signer.choices)
    name = _words("姓名", "Name", 96)
    how = _one_of("方式", "How", Reading.choices)
    agrees = forms.TypedChoiceField(
        label=Text("核对结果", "Result"), coerce=lambda v: v == "yes", empty_value=None,
        choices=[("yes", Text("核对无误", "Correct")), ("no", Text("有异议", "Objects"))],
    )  # fmt: skip
    note = _words("异议内容", "What he objects to", 400, rows=2, required=False)


class CorrectForm(Form):
    draft = "interview-correct"
    line = _one_of("哪一行", "Which line", EMPTY)
    after = _words("更正为", "Reads now", 8000, rows=4)
    mark = SignatureField(label=Text("本人在更正处签名或者捺印", "His mark at the correction"), required=False)
    refused = _words("未捺印的原因", "Why he does not mark it", 200, required=False)

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        if isinstance(field, forms.ChoiceField):
            lines = [one for one in interview.record.lines if one["text"].strip()]
            field.choices = [*EMPTY, *((one["id"], f"{n}. {one['text'][:40]}") for n, one in enumerate(lines, 1))]


class SignForm(Form):
    who = _one_of("签名人", "Who signs", EMPTY)
    pages = _words("页码（空白为全部未签页）", "Pages (empty: all not yet signed)", 40, required=False)
    drawn = SignatureField(label=Text("签名", "Signature"), required=False)
    refused = _words("拒绝签名的原因", "Why he refuses", 200, required=False)

    def __init__(self, *args: Any, interview: Interview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interview = interview
        people: list[tuple[str, Any]] = [("person", Signer.PERSON.text)]
        people += [(str(a.officer_id), a.officer.name) for a in interview.askers.select_related("officer")]
        people += [(str(h.pk), f"{h.name}（{h.get_kind_display()}）") for h in interview.helpers.all()]
        field = self.fields["who"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*EMPTY, *people]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        record = self.interview.record
        done = set(record.signatures.filter(who=given.get("who", "")).values_list("page", flat=True))
        typed = given.get("pages", "").replace("，", ",").replace("、", ",").split(",")
        asked = [int(one) for one in typed if one.strip().isdigit()]
        given["pages"] = asked or [page for page in range(1, record.pages + 1) if page not in done]
        return given


class SupplementForm(Form):
    draft = "interview-supplement"
    reason = _words("理由", "Reason", 200)
    text = _words("补充内容", "What is added", 4000, rows=5)
