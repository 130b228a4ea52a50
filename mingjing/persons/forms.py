"""What people type about people."""

from typing import Any

from django import forms

from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.looking import Purpose
from mingjing.persons import grounds
from mingjing.persons.vocab import (
    Basis,
    Confidence,
    ContactKind,
    DocumentKind,
    Held,
    NameKind,
    PhotoKind,
    Protection,
    Sex,
)
from mingjing.webkit.forms import Form, PhotoField, ScanField

NAME = Text("姓名", "Name")


def _day(zh: str, en: str, **more: Any) -> forms.DateField:
    box = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=Text(zh, en), required=False, widget=box, **more)


def _words(zh: str, en: str, most: int, *, rows: int = 0, required: bool = False, **more: Any) -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=Text(zh, en), max_length=most, required=required, widget=box, **more)


def _pick(zh: str, en: str, vocab: type[Vocab], *, required: bool = True) -> forms.ChoiceField:
    """A choice with nothing chosen beforehand: what decides about a person is picked by hand."""
    choices = [("", "—"), *[(m.value, m.text) for m in vocab if m.value]]
    return forms.ChoiceField(label=Text(zh, en), choices=choices, required=required)


class RegisterForm(Form):
    """A new person. The identity may be unknown: then the name may be empty."""

    draft = "person"
    document_kind = _pick("证件种类", "Document", DocumentKind, required=False)
    document_number = ScanField(
        label=Text("证件号码", "Number"),
        max_length=48,
        required=False,
        help_text=Text("居民身份证可刷卡或扫码；性别和出生日期自动填入。", "Sex and birth date follow from it."),
    )
    document_seen = forms.BooleanField(label=Text("已查验原件", "Original examined"), required=False)
    name = _words("姓名", "Name", 96)
    sex = _pick("性别", "Sex", Sex, required=False)
    birth_date = _day("出生日期", "Birth date")
    identity_unknown = forms.BooleanField(
        label=Text("身份不明", "Identity unknown"),
        required=False,
        help_text=Text("不讲或查不清真实身份时勾选，法定时限随之计算。", "When it cannot be found out."),
    )
    name_withheld = forms.BooleanField(label=Text("不讲真实姓名、住址", "Withholds name and address"), required=False)
    age_about = forms.IntegerField(label=Text("估计年龄", "Estimated age"), required=False, min_value=0)
    features = _words("体貌特征", "Distinguishing features", 500, rows=2)
    alias = _words("别名、绰号", "Aliases", 96, help_text=Text("多个用顿号分开", "Several: separate by commas"))
    former_name = _words("曾用名", "Former names", 96)
    nationality = forms.CharField(
        label=Text("国籍代码", "Nationality code"), min_length=3, max_length=3, required=False, initial="CHN",
        help_text=Text("三位字母，如 CHN、VNM", "Three letters, e.g. CHN, VNM"),
    )  # fmt: skip
    ethnicity = _words("民族", "Ethnicity", 32)
    phone = _words("电话", "Telephone", 40)
    home = _words("户籍地址", "Registered address", 200)
    residence = _words("现住址", "Present address", 200)
    photo = PhotoField(label=Text("正面照", "Portrait"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        told["identity_known"] = not told.pop("identity_unknown", False)
        told["nationality"] = (told.get("nationality") or "").upper()
        return told


class IdentifyForm(Form):
    basis = _pick("查明依据", "Established by", Basis)
    name = _words("姓名", "Name", 96, required=True)
    sex = _pick("性别", "Sex", Sex)
    birth_date = _day("出生日期", "Birth date")
    document_kind = _pick("证件种类", "Document", DocumentKind, required=False)
    document_number = ScanField(label=Text("证件号码", "Number"), max_length=48, required=False)
    nationality = forms.CharField(label=Text("国籍代码", "Nationality code"), max_length=3, required=False)
    note = _words("说明", "Note", 200, rows=2)


class CorrectForm(Form):
    name = _words("姓名", "Name", 96, required=True)
    sex = _pick("性别", "Sex", Sex)
    birth_date = _day("出生日期", "Birth date")
    nationality = forms.CharField(label=Text("国籍代码", "Nationality code"), max_length=3, required=False)
    ethnicity = _words("民族", "Ethnicity", 32)
    features = _words("体貌特征", "Distinguishing features", 500, rows=2)
    reason = _words("更正理由", "Reason for the correction", 200, rows=2, required=True)


class NameForm(Form):
    kind = forms.ChoiceField(
        label=Text("种类", "Kind"), choices=lambda: [c for c in NameKind.choices() if c[0] != NameKind.LEGAL]
    )
    text = _words("姓名", "Name", 96, required=True)


class DocumentForm(Form):
    kind = _pick("证件种类", "Document", DocumentKind)
    number = ScanField(label=Text("证件号码", "Number"), max_length=48)
    issued_by = _words("签发机关", "Issued by", 64)
    valid_until = _day("有效期至", "Valid until")
    seen = forms.BooleanField(label=Text("已查验原件", "Original examined"), required=False)


class ContactForm(Form):
    kind = forms.ChoiceField(label=Text("种类", "Kind"), choices=ContactKind.choices)
    value = _words("内容", "Number or address", 200, required=True)


class PhotoForm(Form):
    kind = forms.ChoiceField(label=Text("种类", "Kind"), choices=PhotoKind.choices)
    photo = PhotoField(label=Text("照片", "Photograph"))


class ProtectForm(Form):
    protection = forms.ChoiceField(label=Text("特别保护", "Protection"), choices=Protection.choices, required=False)
    reason = _words("理由", "Reason", 200, rows=2, required=True)


class SealForm(Form):
    basis = _words("依据（决定文书和条款）", "Basis: decision and article", 120, rows=2, required=True)


class ClaimForm(Form):
    """`other` is the id of the second record, chosen on the page."""

    other = forms.UUIDField(widget=forms.HiddenInput())
    held = _pick("认定", "Held to be", Held)
    confidence = _pick("把握程度", "Confidence", Confidence)
    rationale = _words("理由", "Rationale", 500, rows=3, required=True)


class ReasonForm(Form):
    reason = _words("理由", "Reason", 200, rows=2, required=True)


class SearchForm(Form):
    """A search beyond one's own scope: never without case and purpose."""

    q = _words("姓名、证件号码、电话、出生日期", "Name, document number, telephone, birth date", 80, required=True)
    case = forms.ChoiceField(label=Text("所办案件或在区人员", "Case or stay it serves"))
    purpose = _pick("目的", "Purpose", Purpose)
    note = _words("说明", "In your own words", 200, rows=2)

    def __init__(self, *args: Any, officer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = grounds.choices(officer)  # type: ignore[attr-defined]
