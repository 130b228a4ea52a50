"""What people type about reports."""

from typing import Any

from django import forms

from mingjing.cases.forms import blank
from mingjing.cases.models import Case
from mingjing.cases.vocab import CaseKind
from mingjing.intake.models import Report
from mingjing.intake.vocab import Category, Channel, Direction, Party, RecordingKind, ReporterRole
from mingjing.kernel.text import Text
from mingjing.org.models import Officer, Unit
from mingjing.webkit.forms import Form, MomentField, PhotoField, SignatureField


def _words(zh: str, en: str, most: int, *, rows: int = 0, required: bool = True, **more: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=Text(zh, en), max_length=most, required=required, widget=box, **more)


def _tick(zh: str, en: str, **more: Any) -> forms.BooleanField:
    return forms.BooleanField(label=Text(zh, en), required=False, **more)


def _among(form: Form, units: Any) -> None:
    """Which units the form offers."""
    field = form.fields["unit"]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = units


class Content(Form):
    """Category, where, when and what."""

    category = forms.ChoiceField(label=Text("警情类别", "Category"), choices=blank(Category))
    place = _words("发案地点", "Place", 200)
    happened_from = MomentField(label=Text("发案时间（起）", "Happened from"), required=False)
    happened_until = MomentField(label=Text("发案时间（止）", "until"), required=False)
    what = _words("报案内容", "What was reported", 4000, rows=4)
    urgent = _tick("紧急", "Urgent")
    agency = _words("移送机关", "Transferring agency", 120, required=False)
    agency_paper = _words("移送文书号", "Its document", 120, required=False)


class ReceiveForm(Content):
    """A report in one screen: what the officer hears first comes first."""

    draft = "report"
    channel = forms.ChoiceField(label=Text("来源", "How it came"), choices=blank(Channel))
    unit = forms.ModelChoiceField(label=Text("接报单位", "Unit"), queryset=Unit.objects.none())
    received_at = MomentField(
        label=Text("接报时间", "First contact"), or_now=True, help_text=Text("空白为现在", "Empty: now")
    )
    reporter_role = forms.ChoiceField(label=Text("报案人身份", "Reporter is"), choices=blank(ReporterRole))
    reporter_name = _words("报案人姓名", "Reporter", 96, required=False)
    reporter_phone = _words("联系电话", "Telephone", 40, required=False)
    anonymous = _tick("匿名", "Anonymous")
    identity_secret = _tick("报案人要求对身份保密", "The reporter wants his identity kept secret")
    liability_explained = _tick("已说明诬告应负的法律责任", "Liability for false accusation was explained")
    person = forms.UUIDField(widget=forms.HiddenInput(), required=False)
    origin = forms.UUIDField(widget=forms.HiddenInput(), required=False)

    field_order = (
        "channel", "category", "what", "place", "happened_from", "happened_until", "reporter_name", "reporter_phone",
        "reporter_role", "anonymous", "identity_secret", "liability_explained", "urgent", "agency", "agency_paper",
        "unit", "received_at",
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, units)


class CorrectForm(Content):
    draft = "report-correct"
    reason = _words("更正理由", "Reason for the correction", 200, rows=2)


class DispatchForm(Form):
    to = _words("派往人员、车辆", "Who is sent", 200)
    handler = _words(
        "处警民警警号", "Police number of the officer", 16, required=False,
        help_text=Text("此后警情归其办理", "The report lies with him from then on"),
    )  # fmt: skip
    at = MomentField(label=Text("派警时间", "When"), or_now=True)

    def clean_handler(self) -> Any:
        return numbered(self.cleaned_data["handler"])


class ArriveForm(Form):
    found = _words("现场情况和处置", "What was found and done", 2000, rows=3)
    at = MomentField(label=Text("到达时间", "When"), or_now=True)


class AcceptForm(Form):
    draft = "accept"
    kind = forms.ChoiceField(label=Text("案件性质", "Kind of case"), choices=blank(CaseKind))
    cause = _words("案由", "Cause", 120)
    unit = forms.ModelChoiceField(
        label=Text("办案单位", "Unit that handles it"), queryset=Unit.objects.none(), required=False,
        help_text=Text("空白为接报单位", "Empty: the unit that received it"),
    )  # fmt: skip
    lead = _words(
        "主办民警警号", "Police number of the lead", 16, required=False,
        help_text=Text("空白时由受案民警主办或者以后指派", "Empty: whoever accepts it, or assigned later"),
    )  # fmt: skip
    reason = _words("审查意见", "Assessment", 600, rows=2, required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, units)

    def clean_lead(self) -> Any:
        return numbered(self.cleaned_data["lead"])


class ReferForm(AcceptForm):
    reason = _words("理由", "Reason", 600, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (CaseKind.PUBLIC_ORDER, CaseKind.ADMINISTRATIVE)
        self.fields["kind"].choices = [("", "—"), *[(k.value, k.text) for k in kinds]]  # type: ignore[attr-defined]


class TransferForm(Form):
    draft = "transfer"
    to_unit = forms.ModelChoiceField(
        label=Text("移送公安单位", "Police unit"), queryset=Unit.objects.order_by("path"), required=False
    )
    to_agency = _words("或者移送其他机关", "or another agency", 120, required=False)
    paper = _words("移送文书号", "Document", 120, required=False)
    reason = _words("理由", "Reason", 600, rows=2)


class ExplainForm(Form):
    repeat_of = forms.CharField(label=Text("原报警编号", "Number of the first report"), max_length=32)
    reason = _words("解释情况", "What was explained", 600, rows=2)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        self.officer = officer
        super().__init__(*args, **kwargs)

    def clean_repeat_of(self) -> Any:
        typed = self.cleaned_data["repeat_of"].strip()
        found = Report.objects.visible_to(self.officer).filter(number=typed).first()
        if found is None:
            said = Text("没有这个编号的接报案，请核对。", "There is no report of this number; please check.")
            raise forms.ValidationError(str(said), code="unknown")
        return found.pk


class TellForm(Form):
    to = _words("告知向哪个机关反映", "Where he was told to turn", 120)
    reason = _words("理由", "Reason", 600, rows=2)
    written = _tick("已书面告知", "Told in writing")


class ReasonForm(Form):
    reason = _words("理由", "Reason", 600, rows=3)


class HandleForm(Form):
    reason = _words("处置情况", "What was done", 600, rows=3)


class MediateForm(Form):
    relation = _words("双方关系、纠纷性质", "Relation of the parties", 120)
    reason = _words("调解情况和结果", "Mediation and its result", 600, rows=3)
    performed = _tick("已当场履行", "Performed on the spot")


class EvidenceForm(Form):
    draft = "evidence"
    name = _words("名称", "What it is", 120)
    quantity = _words("数量", "Quantity", 40)
    features = _words("特征", "Features", 200, required=False)
    handed_by = _words("提交人", "Handed in by", 96)
    photo = PhotoField(label=Text("照片", "Photograph"), required=False)


class RecordingForm(Form):
    kind = forms.ChoiceField(label=Text("种类", "Kind"), choices=blank(RecordingKind))
    reference = _words("文件名或编号", "File or reference", 200)
    sha256 = _words("校验值（SHA-256）", "Hash (SHA-256)", 64, required=False)
    started_at = MomentField(label=Text("开始时间", "Began"), required=False)


class ReceiptForm(Form):
    handed = forms.TypedChoiceField(
        label=Text("受案回执", "Receipt"), coerce=lambda v: v == "yes", empty_value=None,
        choices=[("", "—"), ("yes", Text("已交报案人", "Handed over")), ("no", Text("未交付", "Not handed over"))],
    )  # fmt: skip
    note = _words("未交付原因或者说明", "Why not, or a note", 200, rows=2, required=False)
    signature = SignatureField(label=Text("报案人签名", "Signature of the reporter"), required=False)


class ReviewForm(Form):
    passed = forms.TypedChoiceField(
        label=Text("审查意见", "Review"), coerce=lambda v: v == "yes", empty_value=None,
        choices=[("", "—"), ("yes", Text("同意", "Agree")), ("no", Text("有异议", "Object"))],
    )  # fmt: skip
    note = _words("理由", "Reasons", 600, rows=3)


class MissingForm(Form):
    missing = _words("需要补齐的材料", "What is missing", 600, rows=3)


class CompleteForm(Form):
    note = _words("补齐情况", "What was handed in", 600, rows=2)


class ExchangeForm(Form):
    draft = "exchange"
    direction = forms.ChoiceField(label=Text("收发", "Direction"), choices=blank(Direction))
    party = forms.ChoiceField(label=Text("对方", "With"), choices=blank(Party))
    party_name = _words("对方单位", "Name of the body", 120)
    what = _words("材料", "What", 200)
    paper = _words("文书号", "Document number", 120, required=False)
    copies = forms.IntegerField(label=Text("份数", "Copies"), min_value=1, max_value=999, initial=1)
    handed_by = _words("交出人", "Handed over by", 96)
    taken_by = _words("接收人", "Taken by", 96)
    about = _words(
        "案件或接报编号", "Case or report number", 32, required=False,
        help_text=Text("填写后在案件和接报页面可见", "It then stands on the page of the case or report"),
    )  # fmt: skip
    note = _words("备注", "Note", 200, required=False)

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        self.officer = officer
        super().__init__(*args, **kwargs)

    def clean_about(self) -> Any:
        typed = self.cleaned_data["about"].strip()
        if not typed:
            return None
        report = Report.objects.visible_to(self.officer).filter(number=typed).first()
        found = report or Case.objects.visible_to(self.officer).filter(number=typed).first()
        if found is None:
            said = Text("没有这个编号的案件或接报案，请核对。", "No case or report has this number; please check.")
            raise forms.ValidationError(str(said), code="unknown")
        return found


def numbered(typed: str) -> Any:
    """The id of the officer with the number typed; None for nothing. Raises ValidationError."""
    if not typed.strip():
        return None
    found = Officer.objects.filter(number=typed.strip(), is_active=True).first()
    if found is None:
        said = Text("没有这个警号的在职人员，请核对。", "Nobody in service has this number; please check.")
        raise forms.ValidationError(str(said), code="unknown")
    return found.pk
