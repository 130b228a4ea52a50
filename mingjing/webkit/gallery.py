"""The gallery: every component in every state, with made-up people. Nothing here touches a real record."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.kernel.verdict import OK, Refusal, Verdict, no
from mingjing.org.guard import open_to_all_officers
from mingjing.org.models import Officer
from mingjing.webkit.forms import BodyMapField, Form, MomentField, PhotoField, ScanField, SignatureField
from mingjing.webkit.icons import ICONS
from mingjing.webkit.parts import AlarmCard, Card, Deadline, Event, Identity, Step, Tile
from mingjing.webkit.tables import Column, Table
from mingjing.webkit.views import answer

MINUTE = timedelta(minutes=1)

SAME_SEX = no(
    "custody.search.same_sex",
    "检查女性须由女性工作人员进行。",
    "A woman is searched by female staff.",
    basis="PSL 103",
    way="/gallery",
    field="officer",
)
NOT_YOUR_POST = no("access.post", "“解除约束”须由办案区值班民警办理。", "“End restraint” is for: custody officer.")
UNCONFIRMED = Verdict(
    False, "custody.rest.hours", Text("本规则尚待法制部门确认。", "This rule awaits confirmation."), "PSL 98", "warn"
)


class SampleForm(Form):
    """One field of each kind."""

    draft = "sample"
    name = forms.CharField(label=Text("姓名", "Name"), max_length=32)
    at = MomentField(
        label=Text("发生时间", "When it happened"), or_now=True, help_text=Text("空白即现在。", "Blank means now.")
    )
    officer = forms.ChoiceField(
        label=Text("检查人", "Searched by"),
        choices=lambda: [
            ("", "—"),
            ("zhang", str(Text("张民警（男）", "Officer Zhang (male)"))),
            ("li", str(Text("李民警（女）", "Officer Li (female)"))),
        ],
    )
    mode = forms.ChoiceField(
        label=Text("到案方式", "Mode of appearance"),
        widget=forms.RadioSelect,
        choices=lambda: [
            ("summons", str(Text("传唤", "Summons"))),
            ("forced", str(Text("拘传", "Summons by force"))),
            ("surrender", str(Text("投案", "Voluntary surrender"))),
        ],
    )
    injured = forms.BooleanField(label=Text("自述有伤", "Says he is injured"), required=False)
    code = ScanField(label=Text("物品编号", "Exhibit number"), required=False)
    note = forms.CharField(label=Text("情况说明", "Account"), widget=forms.Textarea, required=False)
    body = BodyMapField(label=Text("伤情部位", "Injuries"), required=False)
    photo = PhotoField(label=Text("照片", "Photograph"), required=False)
    signature = SignatureField(label=Text("本人签名", "Signature"), required=False)


@open_to_all_officers
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "webkit/gallery.html", {**samples(now()), "form": SampleForm()})


@open_to_all_officers
def form(request: HttpRequest) -> HttpResponse:
    """The sample form; sending it shows bad input, then a refusal at its field."""
    shown = SampleForm(request.POST or None, request.FILES or None)
    return answer(request, shown, _refuse, to="/gallery", template="webkit/gallery_form.html")


@open_to_all_officers
@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    return render(request, "webkit/_gallery_panel.html", {"at": now()})


@open_to_all_officers
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Colleagues as a table: the one kind of row that is always there."""
    columns = [
        Column("number", Text("警号", "Number"), lambda o: o.number, sort="number"),
        Column("name", Text("姓名", "Name"), lambda o: o.name, sort="name"),
        Column("unit", Text("单位", "Unit"), lambda o: o.unit.name, sort="unit__path"),
        Column("auxiliary", Text("辅警", "Auxiliary"), lambda o: o.auxiliary, shown=False),
    ]
    rows = Officer.objects.select_related("unit").filter(unit=request.user.unit_id)
    shown = Table(request, rows, columns, search=["number", "name"], order="number")
    if shown.wants_csv:
        return shown.csv("gallery")
    return render(request, "webkit/gallery_table.html", {"table": shown})


@open_to_all_officers
@require_GET
def printed(request: HttpRequest) -> HttpResponse:
    return render(request, "webkit/gallery_print.html", samples(now()))


def _refuse(data: dict[str, Any]) -> None:
    raise Refusal(SAME_SEX) if data["officer"] == "zhang" else Refusal(NOT_YOUR_POST)


def samples(at: datetime) -> dict[str, Any]:
    people = _people(at)
    return {
        "deadlines": _deadlines(at),
        "people": people,
        "alarms": _alarms(at),
        "events": _events(at),
        "steps": _steps(at),
        "tiles": _tiles(people),
        "cards": _cards(at),
        "ok": OK,
        "refused": SAME_SEX,
        "post": NOT_YOUR_POST,
        "unconfirmed": UNCONFIRMED,
        "both": [SAME_SEX, NOT_YOUR_POST],
        "icons": sorted(ICONS),
    }


def _deadlines(at: datetime) -> list[Deadline]:
    start, label = at - 320 * MINUTE, Text("询问查证", "Questioning")
    return [
        Deadline(label, at + 160 * MINUTE, start, basis="PSL 97"),
        Deadline(label, at + 25 * MINUTE, start, basis="PSL 97"),
        Deadline(label, at - 12 * MINUTE, start, basis="PSL 97"),
        Deadline(label, at + 80 * MINUTE, start, met_at=at - 30 * MINUTE, basis="PSL 97"),
        Deadline(
            Text("鉴定期间", "Expert examination"),
            at + 4000 * MINUTE,
            start,
            paused_at=at - 60 * MINUTE,
            basis="CPL 149",
        ),
    ]


def _people(at: datetime) -> list[Identity]:
    due = _deadlines(at)
    male, female = Text("男", "Male"), Text("女", "Female")
    return [
        Identity(
            Text("王建国", "Wang Jianguo"),
            "#",
            "T-2026-0412",
            male,
            34,
            Text("违法嫌疑人", "Administrative suspect"),
            "red",
            Text("候问室 3", "Holding room 3"),
            at - 46 * MINUTE,
            at - 320 * MINUTE,
            due[2],
            "",
            (Text("约束中", "Restrained"),),
        ),
        Identity(
            Text("阿依古丽·买买提", "Ayguli Memet"),
            "#",
            "T-2026-0413",
            female,
            16,
            Text("犯罪嫌疑人", "Criminal suspect"),
            "amber",
            Text("未成年人询问室", "Juvenile interview room"),
            at - 12 * MINUTE,
            at - 150 * MINUTE,
            due[1],
            "",
            (Text("未成年", "Juvenile"), Text("需翻译", "Interpreter")),
        ),
        Identity(
            Text("身份不明（自称“小五”）", "Identity unknown (calls himself “Xiao Wu”)"),
            "#",
            "T-2026-0414",
            male,
            None,
            Text("继续盘问", "Continued questioning"),
            "green",
            Text("信息采集室", "Collection room"),
            at - 3 * MINUTE,
            at - 40 * MINUTE,
            due[0],
        ),
    ]


def _alarms(at: datetime) -> list[AlarmCard]:
    acts = ((OK, "#", Text("确认", "Acknowledge")), (OK, "#", Text("处置", "Answer")))
    return [
        AlarmCard(
            Text("询问查证时限已超过", "Questioning limit exceeded"),
            "red",
            at - 12 * MINUTE,
            Text("候问室 3", "Holding room 3"),
            Text("未确认", "Unacknowledged"),
            sightings=3,
            basis="PSL 97",
            subject=Text("王建国", "Wang Jianguo"),
            subject_url="#",
            actions=acts,
        ),
        AlarmCard(
            Text("15 分钟内应巡查", "Welfare check due within 15 minutes"),
            "amber",
            at - 4 * MINUTE,
            Text("候问室 1", "Holding room 1"),
            Text("已确认", "Acknowledged"),
            acknowledged_by=Text("李看管", "Guard Li"),
            actions=((NOT_YOUR_POST, "#", Text("搁置", "Shelve")),),
        ),
        AlarmCard(
            Text("夜间安静，全部人员在位", "Quiet; everybody in place"),
            "green",
            at - 60 * MINUTE,
            active=False,
            state=Text("已恢复", "Over"),
        ),
    ]


def _events(at: datetime) -> list[Event]:
    return [
        Event(
            Text(
                "由城关派出所民警张某、刘某带至，口头传唤。",
                "Brought in by officers of Chengguan station, oral summons.",
            ),
            at - 320 * MINUTE,
            at - 318 * MINUTE,
            Text("赵登记", "Zhao, reception"),
            "published",
            "HY01#2231",
            Text("到区", "Arrived"),
        ),
        Event(
            Text("人身安全检查：未发现危险物品。", "Searched: nothing dangerous found."),
            at - 300 * MINUTE,
            at - 270 * MINUTE,
            Text("李民警", "Officer Li"),
            "sealed",
            "HY01#2240",
            Text("检查", "Search"),
            amended=True,
        ),
        Event(
            Text("人身安全检查：左裤袋有打火机一只，已扣存。", "Searched: a lighter in the left pocket, kept."),
            at - 300 * MINUTE,
            at - 200 * MINUTE,
            Text("李民警", "Officer Li"),
            "entered",
            "HY01#2256",
            Text("检查", "Search"),
            amends="HY01#2240",
            details=((Text("物品", "Items"), Text("打火机 1", "Lighter 1")), (Text("见证", "Witness"), "—")),
        ),
    ]


def _steps(at: datetime) -> list[Step]:
    return [
        Step(Text("到区登记", "Arrival"), "done", "#", done_at=at - 50 * MINUTE, by=Text("赵登记", "Zhao")),
        Step(Text("身份核验", "Identity"), "done", "#", done_at=at - 45 * MINUTE, by=Text("赵登记", "Zhao")),
        Step(Text("人身安全检查", "Safety search"), "refused", "#", why=SAME_SEX),
        Step(
            Text("随身物品", "Belongings"), "now", "#", Text("已登记 3 件，待签名", "3 items listed, signature missing")
        ),
        Step(Text("法定代理人到场", "Guardian present"), "skipped", "", Text("本人已满 18 周岁", "Of full age")),
        Step(Text("权利告知", "Rights"), "open", "#"),
        Step(Text("识别服", "ID vest"), "missed"),
    ]


def _tiles(people: list[Identity]) -> list[Tile]:
    kind = Text("候问室", "Holding room")
    return [
        Tile(
            "H03",
            Text("候问室 3", "Holding room 3"),
            kind,
            1,
            1,
            (people[0],),
            "red",
            url="#",
            restricted=Text("男", "male"),
        ),
        Tile(
            "J01",
            Text("未成年人询问室", "Juvenile interview room"),
            Text("询问室", "Interview room"),
            1,
            3,
            (people[1],),
            "amber",
            url="#",
        ),
        Tile(
            "C01",
            Text("信息采集室", "Collection room"),
            Text("信息采集室", "Collection room"),
            1,
            2,
            (people[2],),
            "green",
            url="#",
        ),
        Tile("H04", Text("候问室 4", "Holding room 4"), kind, 0, 1, url="#", restricted=Text("女", "female")),
        Tile(
            "H05",
            Text("候问室 5", "Holding room 5"),
            kind,
            closed=Text("停用：摄像机故障", "Out of service: camera broken"),
            url="#",
        ),
    ]


def _cards(at: datetime) -> list[Card]:
    return [
        Card(
            Text("黑色皮夹", "Black wallet"),
            "#",
            "W-0412-01",
            state=Text("在柜 A-17", "Locker A-17"),
            facts=((Text("现金", "Cash"), "¥ 1,240.50"), (Text("件数", "Pieces"), 1)),
        ),
        Card(
            Text("水果刀（刃长 12 厘米）", "Fruit knife (blade 12 cm)"),
            "#",
            "E-2026-00318",
            colour="amber",
            state=Text("待移交物管", "To be handed over"),
            next_due=Deadline(Text("移交", "Hand-over"), at + 40 * MINUTE),
        ),
    ]
