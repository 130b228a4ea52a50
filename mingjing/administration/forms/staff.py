"""Officers and posts."""

from typing import Any

from django import forms

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import no
from mingjing.org.models import Unit
from mingjing.org.posts import posts
from mingjing.org.vocab import Sex
from mingjing.webkit.forms import CHOOSE, Form, MomentField, Refused
from mingjing.webkit.opened import Opened

_CODE = forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})
_PASSWORD = forms.PasswordInput({"autocomplete": "new-password"})


class OfficerForm(Form):
    """What of an officer may change."""

    name = forms.CharField(max_length=32, label=Text("姓名", "Name"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=Text("单位", "Unit"))
    auxiliary = forms.BooleanField(required=False, label=Text("辅警", "Auxiliary officer"))
    legal_exam = forms.BooleanField(
        required=False, label=Text("通过高级执法资格考试", "Passed the senior law examination")
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ChangeOfficerForm(Opened, OfficerForm):
    """Over the details as they stand."""


class NewOfficerForm(OfficerForm):
    draft = "officer"
    number = forms.CharField(max_length=16, label=Text("警号", "Police number"))
    sex = forms.ChoiceField(choices=lambda: [("", str(CHOOSE)), *Sex.choices()], label=Text("性别", "Sex"))
    field_order = ["number", "name", "sex"]


class ActivateForm(Form):
    """Both halves of the code, and a password of one's own twice."""

    number = forms.CharField(max_length=16, label=Text("警号", "Police number"))
    first_half = forms.CharField(max_length=24, label=Text("启用码前一半", "First half of the code"), widget=_CODE)
    second_half = forms.CharField(max_length=24, label=Text("启用码后一半", "Second half of the code"), widget=_CODE)
    password = forms.CharField(max_length=128, label=Text("新密码", "New password"), widget=_PASSWORD, strip=False)
    again = forms.CharField(
        max_length=128, label=Text("再输一次新密码", "New password again"), widget=_PASSWORD, strip=False
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            said = "两次输入的密码不一致。", "The two passwords are not the same."
            raise Refused(no("org.password.twice", *said, field="again"))
        return again


def post_choices() -> list[tuple[str, str]]:
    return [(code, str(post.text)) for code, post in posts().items()]


class PostForm(Form):
    post = forms.ChoiceField(choices=lambda: [("", str(CHOOSE)), *post_choices()], label=Text("岗位", "Post"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=Text("任职单位", "At the unit"))
    until = MomentField(required=False, label=Text("至（不填为长期）", "Until (empty: without end)"))

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
