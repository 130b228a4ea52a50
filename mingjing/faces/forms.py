"""The forms of face verification."""

from typing import Any

from django import forms

from mingjing.custody.models import Stay
from mingjing.faces.models import Camera
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
        label=Text("您的结论", "What you hold"), choices=Held.choices,
        widget=forms.RadioSelect(attrs={"autofocus": True}),
    )  # fmt: skip
    reason = forms.CharField(
        label=Text("理由（不是本人、无法确定或与机器不一致时填写）", "Why (not he, unsure, or not as the machine)"),
        required=False, max_length=240,
    )  # fmt: skip
