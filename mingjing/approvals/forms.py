"""What people type when they ask and when they decide."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mingjing.approvals.vocab import Decision
from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.law.facts import FactType
from mingjing.org.models import Officer
from mingjing.webkit.forms import Form, MomentField

REASON = forms.Textarea(attrs={"rows": 3})


class DecisionForm(Form):
    """Grant, return or refuse; the button says which."""

    draft = "decision"
    decision = forms.ChoiceField(label=Text("审批意见", "Decision"), choices=Decision.choices, widget=forms.HiddenInput)
    reason = forms.CharField(label=Text("意见和理由", "Decision and reasons"), max_length=600, widget=REASON)


class OralForm(Form):
    """Who granted it by word of mouth, when, in which words, and why it could not wait."""

    draft = "oral"
    approver = forms.CharField(label=Text("口头批准人警号", "Police number of who granted it"), max_length=16)
    at = MomentField(label=Text("口头批准时间", "When"))
    words = forms.CharField(label=Text("批准内容", "What was said"), max_length=600, widget=REASON)
    why = forms.CharField(label=Text("紧急情况", "Why it could not wait"), max_length=600, widget=REASON)

    def clean_approver(self) -> Any:
        found = Officer.objects.filter(number=self.cleaned_data["approver"].strip(), is_active=True).first()
        if found is None:
            said = Text("没有这个警号的在职人员，请核对。", "Nobody in service has this number; please check.")
            raise forms.ValidationError(str(said), code="unknown")
        return found.pk


class ReasonForm(Form):
    reason = forms.CharField(label=Text("理由", "Reason"), max_length=600, widget=REASON)


class ExtensionForm(Form):
    """Why a longer limit is needed, and the facts the law asks for that nobody has told yet: the asker states them."""

    draft = "extension"
    reason = forms.CharField(label=Text("申请理由", "Why it is needed"), max_length=600, widget=REASON)

    def __init__(self, *args: Any, needs: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asserted = {_field(name): name for name in needs if _yes_or_no(name)}
        for field, name in self.asserted.items():
            self.fields[field] = forms.BooleanField(label=books.current().facts.label(name), required=False)

    def facts(self) -> dict[str, bool]:
        """Law fact → what the asker states; what he left open stays unknown."""
        return {name: True for field, name in self.asserted.items() if self.cleaned_data.get(field)}


def _field(name: str) -> str:
    return name.replace(".", "_")


def _yes_or_no(name: str) -> bool:
    fact = books.current().facts.get(name)
    return fact is not None and fact.type is FactType.BOOL
