"""Units, sites and rooms."""

from typing import Any

from django import forms

from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.org.models import Site, Unit
from mingjing.org.vocab import RoomKind, RoomSex, SiteKind, UnitKind
from mingjing.webkit.forms import CHOOSE, Form
from mingjing.webkit.opened import Opened


class UnitForm(Form):
    draft = "unit"
    parent = forms.ModelChoiceField(Unit.objects.none(), label=Text("上级单位", "Unit above"))
    kind = forms.ChoiceField(choices=lambda: [("", str(CHOOSE)), *UnitKind.choices()], label=Text("类别", "Kind"))
    code = forms.CharField(
        max_length=12,
        label=Text("单位代码", "Unit code"),
        help_text=Text("12 位数字：区划 6 位、单位 2 位、内设 4 位", "12 digits: division 6, unit 2, inner unit 4"),
    )
    name = forms.CharField(max_length=64, label=Text("名称", "Chinese name"))
    name_en = forms.CharField(max_length=96, required=False, label=Text("英文名称", "English name"))

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units  # type: ignore[attr-defined]


class ChangeUnitForm(Opened):
    """Over a unit as it stands."""

    name = forms.CharField(max_length=64, label=Text("名称", "Chinese name"))
    name_en = forms.CharField(max_length=96, required=False, label=Text("英文名称", "English name"))
    kind = forms.ChoiceField(choices=UnitKind.choices, label=Text("类别", "Kind"))


class ChangeSiteForm(Opened):
    """Over a site as it stands."""

    name = forms.CharField(max_length=64, label=Text("名称", "Chinese name"))
    name_en = forms.CharField(max_length=96, required=False, label=Text("英文名称", "English name"))


class SiteForm(Form):
    """Asked for by GET, so that the preview has an address; the same values set the site up by POST."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=Text("单位", "Unit"))
    template = forms.ChoiceField(
        choices=lambda: [("", str(CHOOSE)), *SiteKind.choices()], label=Text("模板", "Template")
    )
    parent = forms.ModelChoiceField(
        Site.objects.none(),
        required=False,
        label=Text("上级场所（见证本场所的日志）", "Site above (witnesses its log)"),
    )

    def __init__(self, units: Any, sites: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["parent"].queryset = sites  # type: ignore[attr-defined]


class RoomForm(Form):
    """What of a room may change."""

    name = forms.CharField(max_length=48, label=Text("名称", "Chinese name"))
    name_en = forms.CharField(max_length=64, required=False, label=Text("英文名称", "English name"))
    capacity = forms.IntegerField(min_value=1, max_value=60, label=Text("容纳人数", "Capacity"))
    sex = forms.ChoiceField(choices=RoomSex.choices, label=Text("性别", "Sex"))
    juvenile = forms.BooleanField(required=False, label=Text("未成年人专用", "For juveniles"))
    special_care = forms.BooleanField(required=False, label=Text("特殊照护", "Special care"))
    recorded = forms.BooleanField(required=False, label=Text("全程录音录像", "Recorded"))


class ChangeRoomForm(Opened, RoomForm):
    """Over a room as it stands."""


class NewRoomForm(RoomForm):
    draft = "room"
    zone_id = forms.ChoiceField(label=Text("区域", "Zone"))
    kind = forms.ChoiceField(choices=RoomKind.choices, label=Text("类别", "Kind"))
    field_order = ["zone_id", "kind"]

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone_id"].choices = [(str(z.pk), str(z.text)) for z in site.zones.order_by("id")]  # type: ignore[attr-defined]


class WhyForm(Form):
    """A reason in words."""

    why = forms.CharField(
        max_length=120, required=False, widget=forms.Textarea({"rows": 3}), label=Text("原因", "Reason")
    )


class CertifyForm(Form):
    certificate = forms.CharField(max_length=48, required=False, label=Text("验收证号", "Certificate number"))
    until = forms.DateField(widget=forms.DateInput({"type": "date"}), label=Text("有效期至", "Valid until"))


def labels(words: type[Vocab]) -> list[tuple[str, str]]:
    """Choices with an empty one first, for filters."""
    return [("", str(Text("全部", "All"))), *words.choices()]
