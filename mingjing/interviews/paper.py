"""From a record to the paper that is printed and signed."""

from datetime import datetime

from mingjing.custody.vocab import QuestioningKind, Role
from mingjing.documents.record_sheet import Sheet
from mingjing.documents.unit_data import bureau_of
from mingjing.interviews.filling import HEAD
from mingjing.interviews.models import Interview
from mingjing.interviews.vocab import HelperKind, Line, Reading, Signer
from mingjing.kernel.text import Text
from mingjing.kernel.time import local
from mingjing.media import store
from mingjing.media.models import Blob

LABELS = {
    "name": Text("姓名", "Name"),
    "alias": Text("别名、曾用名、绰号", "Other names"),
    "sex": Text("性别", "Sex"),
    "birth": Text("出生日期", "Born"),
    "ethnicity": Text("民族", "Ethnicity"),
    "native_place": Text("籍贯", "Native place"),
    "birthplace": Text("出生地", "Place of birth"),
    "registered": Text("户籍所在地", "Registered address"),
    "present": Text("现住址", "Present address"),
    "id_kind": Text("身份证件种类", "Identity paper"),
    "id_number": Text("证件号码", "Its number"),
    "phone": Text("联系方式", "Telephone"),
    "education": Text("文化程度", "Education"),
    "political": Text("政治面貌", "Political status"),
    "occupation": Text("职业", "Occupation"),
    "employer": Text("工作单位", "Employer"),
    "family": Text("家庭情况", "Family"),
    "history": Text("社会经历", "History"),
    "deputy": Text("是否人大代表、政协委员", "Deputy or CPPCC member"),
    "sanctions": Text("是否受过刑事处罚或者行政处理", "Past sanctions"),
    "place": Text("地点", "Place"),
    "askers": Text("讯问（询问）人（工作单位）", "Officers (unit)"),
    "writer": Text("记录人（工作单位）", "Written by (unit)"),
    "arrival": Text("到达时间", "Arrived"),
    "departure": Text("离开时间", "Left"),
}
READ, HEARD = "以上笔录我看过，和我说的相符。", "以上笔录向我宣读过，和我说的相符。"
ROLES = {Role.SUSPECT: "嫌疑人", Role.WITNESS: "证人", Role.VICTIM: "被害人"}


def title(interview: Interview) -> str:
    """As the form is called: by kind, role and number."""
    asked = interview.kind == QuestioningKind.INTERROGATION
    doing = "讯问" if asked else "询问"
    whom = "" if interview.role == Role.SUSPECT else f"（{ROLES[Role(interview.role)]}）"
    return f"{doing}笔录{whom}（第 {interview.ordinal or 1} 次）"


def sheet(interview: Interview, *, final: bool, mark: str = "") -> Sheet:
    """What is printed of it now; `final` with the signatures and the foot."""
    record = interview.record
    corrected = {c.line for c in record.corrections.all()}
    lines = [
        (Line(one["kind"]).text.zh if one["kind"] != Line.NOTE else "", one["text"], one["id"] in corrected)
        for one in record.lines
        if one["text"].strip()
    ]
    head = [("时间", period(interview)), *((LABELS[n].zh, record.head.get(n, "")) for n in HEAD if record.head.get(n))]
    helpers = [
        (HelperKind(h.kind).text.zh, "，".join(filter(None, (h.name, h.relation, h.employer, h.contact))))
        for h in interview.helpers.all()
    ]
    return Sheet(
        title=title(interview), number=interview.number, bureau=bureau_of(interview.unit).name,
        head=[*head, *helpers], lines=lines, foot=foot(interview), signs=signs(interview) if final else {}, mark=mark,
        made_at=int((interview.ended_at or interview.planned_for).timestamp()),
    )  # fmt: skip


def foot(interview: Interview) -> list[tuple[str, str]]:
    """Corrections, who checked it and how, the closing formula, refusals."""
    record = interview.record
    rows = [
        (f"更正{n}", f"“{c.before}”改为“{c.after}”{f'（{c.refused}）' if c.refused else ''}")
        for n, c in enumerate(record.corrections.all(), 1)
    ]
    for one in record.checks.all():
        agrees = "核对无误" if one.agrees else "有异议"
        rows.append((f"{one.name}{Reading(one.how).text.zh}", f"{agrees}{f'：{one.note}' if one.note else ''}"))
    if record.closing:
        rows.append(("", record.closing))
    return rows


def formula(interview: Interview) -> str:
    """The words the law gives for the last page (CPR 206), by how he checked it; empty before that."""
    check = interview.record.checks.filter(signer=Signer.PERSON, agrees=True).last()
    if check is None:
        return ""
    return READ if check.how == Reading.ITSELF else HEARD


def signs(interview: Interview) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for one in interview.record.signatures.all():
        label = f"{Signer(one.signer).text.zh} {one.name}" if one.signer != Signer.PERSON else Signer.PERSON.text.zh
        drawn = _drawn(one.sha256)
        said = f"（{one.refused}）" if one.refused else f"{local(one.at):%Y-%m-%d}"
        found.setdefault(str(one.page), []).append((label, drawn, said))
    return found


def period(interview: Interview) -> str:
    """From when until when, as the form says it."""
    return f"{_moment(interview.opened_at)} 至 {_moment(interview.ended_at)}"


def _moment(at: datetime | None) -> str:
    return f"{local(at):%Y年%m月%d日%H时%M分}" if at else "____年__月__日__时__分"


def _drawn(sha256: str) -> str:
    if not sha256:
        return ""
    return store.open_bytes(Blob.objects.get(pk=sha256)).decode("ascii", "ignore")
