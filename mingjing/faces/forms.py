"""The forms of face verification."""

from math import ceil, floor
from typing import Any

from django import forms

from mingjing.custody.models import Stay
from mingjing.faces.curve_panels import proposed
from mingjing.faces.models import Camera
from mingjing.faces.rules.curves import Scores
from mingjing.faces.vocab import Held
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import now
from mingjing.media import store
from mingjing.media.vocab import BlobKind
from mingjing.webkit.forms import Form, PhotoField

BY_HAND = Text("未登记的相机", "A camera not registered")


class PictureForm(Form):
    """A picture and the camera it came from. `kept` stores it and answers what the action asks for."""

    picture = PhotoField(label=Text("照片", "Picture"))

    def __init__(self, *args: Any, stay: Stay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stay = stay
        cameras = [(str(one.pk), str(one)) for one in Camera.objects.filter(site=stay.site_id)]
        self.fields["camera_id"] = forms.ChoiceField(
            label=Text("相机", "Camera"), required=False, choices=[*cameras, ("", str(BY_HAND))]
        )

    def kept(self, by: Actor) -> dict[str, str]:
        data = self.cleaned_data["picture"].read()
        log = self.stay.site.code
        blob = store.put(data, kind=BlobKind.PHOTOGRAPH, content_type="", log=log, by=by, at=now())
        return {"picture": blob.sha256, "camera_id": self.cleaned_data["camera_id"]}


class AcceptForm(Form):
    reason = forms.CharField(
        label=Text("仍然采用的理由（照片有上列问题时填写）", "Why it is used all the same (if flawed)"),
        required=False, max_length=240,
    )  # fmt: skip


class ConfirmForm(Form):
    held = forms.ChoiceField(
        label=Text("您的结论", "Your conclusion"), choices=Held.choices,
        widget=forms.RadioSelect(attrs={"autofocus": True}),
    )  # fmt: skip
    reason = forms.CharField(
        label=Text("理由（不是本人、无法确定或与机器不一致时填写）", "Why (not he, unsure, or not as the machine)"),
        required=False, max_length=240,
    )  # fmt: skip


class CameraForm(Form):
    code = forms.CharField(label=Text("编号", "Code"), max_length=16)
    name = forms.CharField(
        label=Text("名称", "Name"), max_length=48, help_text=Text("位置或用途", "Where it is, or what for")
    )


class ThresholdForm(Form):
    """Filled with what keeps the error rates of the house's policy; whoever sends it answers for it."""

    threshold = forms.FloatField(
        label=Text("得分不低于此值：同一人", "Same person from this score on"), min_value=-1, max_value=1,
        widget=forms.NumberInput(attrs={"step": "0.0001"}),
    )  # fmt: skip
    floor = forms.FloatField(
        label=Text("得分低于此值：不同", "Different people below this score"), min_value=-1, max_value=1,
        widget=forms.NumberInput(attrs={"step": "0.0001"}),
    )  # fmt: skip
    reason = forms.CharField(label=Text("理由", "Reason"), max_length=240)

    def __init__(self, *args: Any, scores: Scores, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same, different = proposed(scores)
        self.initial = {"threshold": _up(same), "floor": _down(different)}


def _up(score: float) -> float:
    """To four places, never below: rounded down one more stranger might pass."""
    return ceil(score * 10_000) / 10_000


def _down(score: float) -> float:
    """To four places, never above: rounded up one more of his own might be called another."""
    return floor(score * 10_000) / 10_000
