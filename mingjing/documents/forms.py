"""What people type about instruments."""

from typing import Any

from django import forms

from mingjing.documents.models import Instrument
from mingjing.documents.template import Field, Template
from mingjing.documents.vocab import FieldKind, ServiceOutcome, ServiceWay
from mingjing.kernel.text import Text
from mingjing.webkit.forms import Form, MomentField, PhotoField, SignatureField, speak_both

ROWS_HINT = Text("每行一件，各栏用竖线 | 隔开：{columns}", "One a line, columns parted by |: {columns}")


class FillForm(Form):
    """The fields of one template: what a source tells stands in the box until somebody writes over it."""

    draft = "instrument"

    def __init__(self, *args: Any, template: Template, **kwargs: Any) -> None:
        self.template = template
        super().__init__(*args, **kwargs)
        for one in template.fields.values():
            self.fields[one.name] = _box(one)
            speak_both(self.fields[one.name])

    def clean(self) -> dict[str, Any]:
        """Only what differs from what stood in the box: untouched fields stay with their source."""
        told = super().clean() or {}
        return {name: _plain(self.template.fields[name], value) for name, value in told.items() if self._written(name)}

    def _written(self, name: str) -> bool:
        return name in self.changed_data


def shown(field: Field, value: Any) -> Any:
    """A value as it stands in its box."""
    if field.kind == FieldKind.ROWS and isinstance(value, list):
        return "\n".join(" | ".join(str(row.get(key, "")) for key, _ in field.columns) for row in value)
    return value


def _plain(field: Field, value: Any) -> Any:
    if field.kind == FieldKind.ROWS:
        keys = [key for key, _ in field.columns]
        lines = [line for line in (value or "").splitlines() if line.strip()]
        return [dict(zip(keys, [p.strip() for p in line.split("|")], strict=False)) for line in lines]
    return value.isoformat() if hasattr(value, "isoformat") else value or ""


def _box(field: Field) -> forms.Field:
    label = Text(field.text.zh, field.text.en) if field.required else field.text
    how: dict[str, Any] = {"label": label, "required": False, "help_text": field.hint}
    match field.kind:
        case FieldKind.TEXT:
            return forms.CharField(max_length=8000, widget=forms.Textarea(attrs={"rows": 4}), **how)
        case FieldKind.ROWS:
            columns = Text("、".join(t.zh for _, t in field.columns), ", ".join(t.en for _, t in field.columns))
            how["help_text"] = ROWS_HINT.format(columns=columns)
            return forms.CharField(max_length=20000, widget=forms.Textarea(attrs={"rows": 6}), **how)
        case FieldKind.DAY:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **how)
        case FieldKind.INSTANT:
            return MomentField(**how)
        case FieldKind.CHOICE:
            return forms.ChoiceField(choices=[("", "—"), *((v, t) for v, t in field.choices)], **how)
    return forms.CharField(max_length=400, **how)


class DraftForm(Form):
    """Whom it concerns, of those the subject's app offers."""

    person = forms.ChoiceField(label=Text("涉及的人员", "Person concerned"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "—"), *people]  # type: ignore[attr-defined]


class VoidForm(Form):
    reason = forms.CharField(
        label=Text("作废理由", "Why it is made void"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class SureForm(Form):
    """Nothing to type: only to be sent."""


class SignForm(Form):
    place = forms.ChoiceField(label=Text("签名处", "Place"))
    name = forms.CharField(label=Text("签名人", "Who signs"), max_length=64)
    strokes = SignatureField(label=Text("手写签名", "Signature"), required=False)
    picture = PhotoField(label=Text("或指印图片", "Or picture of a fingerprint"), required=False)

    def __init__(self, *args: Any, instrument: Instrument, template: Template, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {p["name"].partition("@")[0] for p in instrument.places if p["kind"] == "signature"}
        labels = {**template.signs, **template.foot}
        self.fields["place"].choices = [("", "—"), *((n, labels.get(n, n)) for n in sorted(named))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        drawn, picture = told.get("strokes"), told.get("picture")
        return {**told, "strokes": drawn["strokes"] if drawn else None, "picture": picture.read() if picture else None}


class ServeForm(Form):
    draft = "service"
    way = forms.ChoiceField(
        label=Text("送达方式", "Way of service"), choices=[("", "—"), *((w.value, w.text) for w in ServiceWay)]
    )
    outcome = forms.ChoiceField(
        label=Text("结果", "Outcome"), choices=[("", "—"), *((o.value, o.text) for o in ServiceOutcome)]
    )
    at = MomentField(label=Text("送达时间", "When"), or_now=True)
    recipient = forms.CharField(label=Text("受送达人", "Addressee"), max_length=96)
    relation = forms.CharField(
        label=Text("代收人及与受送达人的关系", "Who took it, and how he stands to the addressee"),
        max_length=96,
        required=False,
    )
    place = forms.CharField(label=Text("地点", "Place"), max_length=160, required=False)
    refusal = forms.CharField(
        label=Text("拒收或未成的情况", "How it was refused or failed"), max_length=200, required=False
    )
    witnesses = forms.CharField(label=Text("见证人", "Witnesses"), max_length=200, required=False)
    consent = forms.BooleanField(
        label=Text("受送达人同意电子送达", "The addressee consents to electronic service"), required=False
    )
    tried = forms.CharField(label=Text("已试过的方式", "Ways tried before"), max_length=200, required=False)
    strokes = SignatureField(label=Text("送达回证签收", "Signature on the receipt"), required=False)
    photo = PhotoField(label=Text("照片", "Photograph"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        drawn, photo = told.pop("strokes", None), told.pop("photo", None)
        return {**told, "strokes": drawn["strokes"] if drawn else None, "photos": [photo.read()] if photo else []}


CODE = {"class": "code", "spellcheck": "false"}


class TemplateForm(Form):
    draft = "template"
    spec = forms.CharField(
        label=Text("字段和要素（YAML）", "Fields and particulars (YAML)"), max_length=20000, strip=False,
        widget=forms.Textarea(attrs={"rows": 18, **CODE}),
    )  # fmt: skip
    body = forms.CharField(
        label=Text("正文", "Body"), max_length=20000, strip=False, widget=forms.Textarea(attrs={"rows": 14, **CODE})
    )
    note = forms.CharField(label=Text("改了什么、为什么", "What changed and why"), max_length=200)
