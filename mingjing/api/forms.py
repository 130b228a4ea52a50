"""What is asked when an integration is opened or revoked."""

from typing import Any

from django import forms

from mingjing.api.rules import decides, may_be_given
from mingjing.kernel.text import Text
from mingjing.org.models import Posting, Unit
from mingjing.org.posts import grants
from mingjing.webkit.forms import Form, MomentField

DECISION = Text("{what}（决定事项）", "{what} (a decision)")


class PostForm(Form):
    """First for whom: which of his permissions can be given depends on the post."""

    posting = forms.ChoiceField(label=Text("以谁的岗位办理", "Whose post it acts at"))

    def __init__(self, postings: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (str(one.pk), f"{one.officer.name} {one.officer.number} · {one.text} · {one.unit.text}") for one in postings
        ]
        field: Any = self.fields["posting"]
        field.choices = [("", "—"), *offered]


class OpenForm(Form):
    """Everything else about it."""

    draft = "integration"
    name = forms.CharField(
        max_length=24, label=Text("系统名称", "Name of the system"),
        help_text=Text("会记入每条记录，例如“体检系统”。", "Stands in every entry, e.g. “medical system”."),
    )  # fmt: skip
    purpose = forms.CharField(
        max_length=200, label=Text("用途", "What it is for"), widget=forms.Textarea(attrs={"rows": 2})
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=Text("限于单位（及下级）", "Only this unit and below"))
    until = MomentField(label=Text("有效期至", "Good until"), help_text=Text("最长一年。", "A year at most."))
    scopes = forms.MultipleChoiceField(
        label=Text("授予的权限", "What it may"), widget=forms.CheckboxSelectMultiple,
        help_text=Text("只授予确实需要的；本人同意时会逐项看到。", "Only what is needed; the officer sees each one."),
    )  # fmt: skip

    def __init__(self, posting: Posting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["unit"].queryset = Unit.objects.within(posting.unit.path).order_by("path")
        fields["scopes"].choices = offered(posting.post)


class WhyForm(Form):
    why = forms.CharField(max_length=200, label=Text("理由", "Why"), widget=forms.Textarea(attrs={"rows": 2}))


def offered(post: str) -> list[tuple[str, str]]:
    """Permissions of the post that a program may hold, those that only show first, decisions last."""
    held = [grant for code, grant in grants().items() if post in grant.posts and may_be_given(code)]
    held.sort(key=lambda grant: (decides(grant.permission), not grant.permission.endswith(":view"), grant.permission))
    return [(one.permission, str(label(one.permission))) for one in held]


def label(permission: str) -> Text:
    """What the permission lets, marked when it is a decision."""
    text = grants()[permission].text if permission in grants() else Text(permission, permission)
    return DECISION.format(what=text) if decides(permission) else text
