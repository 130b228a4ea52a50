"""What people type about devices and floor plans."""

import json
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mingjing.custody.models import Stay
from mingjing.custody.seeing import shown_name
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import no
from mingjing.ledger.looking import Purpose
from mingjing.org.models import Officer, Site
from mingjing.presence.gateway_panels import formats
from mingjing.presence.models import Device
from mingjing.presence.selectors import handy
from mingjing.presence.vocab import Condition, DeviceKind
from mingjing.webkit.forms import Form, MomentField, Refused

Choices = list[tuple[str, Text]]


class RegisterForm(Form):
    draft = "devices"
    kind = forms.ChoiceField(label=Text("种类", "Kind"), choices=DeviceKind.choices)
    numbers = forms.CharField(
        label=Text("编号", "Numbers"), widget=forms.Textarea(attrs={"rows": 6}), max_length=16000,
        help_text=Text("每行一个，可用扫码枪连续扫入。", "One a line; a scanner may type them."),
    )  # fmt: skip
    room_id = forms.ChoiceField(label=Text("安装位置", "Mounted in"), required=False)

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room_id"].choices = rooms_of(site)  # type: ignore[attr-defined]

    def clean_numbers(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["numbers"].splitlines() if line.strip()]


class MountForm(Form):
    room_id = forms.ChoiceField(label=Text("安装位置", "Mounted in"))

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room_id"].choices = rooms_of(device.site)  # type: ignore[attr-defined]


class DeviceForm(Form):
    """A step of one device; fields depend on the step."""

    def __init__(self, *args: Any, device: Device, **_: Any) -> None:
        self.device = device
        super().__init__(*args)


class PlainForm(DeviceForm):
    """Nothing to say: a button."""


class WhyForm(DeviceForm):
    why = forms.CharField(label=Text("原因", "Why"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class ReturnForm(DeviceForm):
    condition = forms.ChoiceField(label=Text("设备状况", "Condition"), choices=Condition.choices)
    note = forms.CharField(label=Text("说明", "Note"), required=False, max_length=200)


class ExchangeForm(DeviceForm):
    new_id = forms.ChoiceField(label=Text("换上", "The new one"))
    why = forms.CharField(label=Text("原因", "Why"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, device: Device, officer: Officer) -> None:
        super().__init__(*args, device=device)
        self.fields["new_id"].choices = ready(device.site, officer, device.kind)  # type: ignore[attr-defined]


class IssueForm(Form):
    """A band for one stay."""

    device_id = forms.ChoiceField(
        label=Text("手环", "Wristband"),
        help_text=Text("按电量从高到低。", "The fullest battery first."),
    )

    def __init__(self, *args: Any, stay: Stay, officer: Officer) -> None:
        super().__init__(*args)
        self.fields["device_id"].choices = ready(stay.site, officer, DeviceKind.BAND)  # type: ignore[attr-defined]


class ConnectForm(DeviceForm):
    profile = forms.ChoiceField(label=Text("格式", "Format"))

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, device=device, **kwargs)
        self.fields["profile"].choices = formats()  # type: ignore[attr-defined]


class CardForm(DeviceForm):
    """A card for an officer, named by his number."""

    officer = forms.CharField(label=Text("警号", "Police number"), max_length=16)

    def clean_officer(self) -> Any:
        found = Officer.objects.filter(number=self.cleaned_data["officer"].strip(), is_active=True).first()
        if found is None:
            said = Text("没有这个警号的在职人员，请核对。", "Nobody in service has this number; please check.")
            raise forms.ValidationError(str(said), code="unknown")
        return found


def ready(site: Site, officer: Officer, kind: str) -> list[tuple[str, str]]:
    return [(str(d.pk), f"{d.number}{_charge(d)}") for d in handy(site, officer, kind)[:200]]


def rooms_of(site: Site) -> list[tuple[str, str]]:
    return [("", "—"), *[(str(r.pk), f"{r.code} {r.text}") for r in site.rooms.order_by("code")]]


def _charge(device: Device) -> str:
    heard = getattr(device, "heard", None)
    return f"（{heard.battery}%）" if heard and heard.battery is not None else ""


MOST_TEXT = 1_000_000
LONGEST_SPAN = timedelta(days=7)


class PlanForm(Form):
    """The drawing, as the editor writes it into the page."""

    content = forms.CharField(max_length=MOST_TEXT, widget=forms.HiddenInput, label=Text("图纸", "Drawing"))
    note = forms.CharField(
        max_length=240, required=False, label=Text("变更说明", "What was changed"), widget=forms.TextInput()
    )

    def clean_content(self) -> Any:
        try:
            return json.loads(self.cleaned_data["content"])
        except (ValueError, RecursionError):
            raise ValidationError(
                str(Text("图纸内容无法读取。", "The drawing cannot be read.")), code="plan.unreadable"
            )


class ImportForm(Form):
    """A drawing from another program."""

    file = forms.FileField(label=Text("SVG 图", "SVG drawing"))
    metres = forms.FloatField(
        min_value=0.0001,
        max_value=1000,
        initial=1,
        label=Text("图上 1 个单位等于多少米", "How many metres one unit of the drawing is"),
    )


class StepsForm(Form):
    """Of whom, until which minute, by which limits, and why it is asked: the question is entered."""

    stay = forms.ChoiceField(label=Text("人员", "Person"))
    at = MomentField(label=Text("到何时为止", "Up to"))
    limits = forms.ChoiceField(label=Text("限值版本", "Version of the limits"))
    name = forms.ChoiceField(
        label=Text("试改一项", "Try another value of"), required=False,
        help_text=Text("只用于本次推演，不改变任何告警。", "For this reckoning only; it changes no alarm."),
    )  # fmt: skip
    value = forms.FloatField(label=Text("改为", "Value"), required=False, min_value=0, max_value=1_000_000)
    purpose = forms.ChoiceField(
        label=Text("目的", "Purpose"), choices=[("", "—"), *[(p.value, p.text) for p in Purpose]]
    )
    note = forms.CharField(
        label=Text("说明", "In your own words"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, stays: list[Stay], versions: Choices, lines: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [(str(s.pk), f"{shown_name(s.person)} {s.number}") for s in stays]
        self.fields["stay"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
        self.fields["limits"].choices = versions  # type: ignore[attr-defined]
        self.fields["name"].choices = [("", "—"), *lines]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("name") and told.get("value") is None:
            raise Refused(no("steps.value", "请填写试改的值。", "Say the value to try.", field="value"))
        return told


class MeetingsForm(Form):
    """Whose meetings, when, and why they are asked for: the question is entered."""

    stay = forms.ChoiceField(label=Text("人员", "Person"))
    since = MomentField(label=Text("自", "From"))
    until = MomentField(label=Text("至", "To"))
    nearness = forms.ChoiceField(
        label=Text("接触", "Nearness"),
        choices=[("", Text("看得见或听得见", "Sight or sound")), ("sight", Text("看得见", "Sight only"))],
        required=False,
    )
    purpose = forms.ChoiceField(
        label=Text("目的", "Purpose"), choices=[("", "—"), *[(p.value, p.text) for p in Purpose]]
    )
    note = forms.CharField(
        label=Text("说明", "In your own words"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, stays: list[Stay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(s.pk), f"{shown_name(s.person)} {s.number}") for s in stays]
        self.fields["stay"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and not since < until <= since + LONGEST_SPAN:
            raise Refused(
                no("meetings.span", "时段须在 7 天以内，且起在止前。", "Ask for at most 7 days, from before to.")
            )
        return told
