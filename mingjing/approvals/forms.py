"""What people type when they ask and when they decide."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mingjing.approvals.vocab import Decision
from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.law.facts import FactType
from mingjing.webkit.forms import Form

REASON = forms.Textarea(attrs={"rows": 3})


class DecisionForm(Form):
    """Grant, return or refuse; the button says which."""

    draft = "decision"
    decision = forms.ChoiceField(label=Text("审批意见", "Decision"), choices=Decision.choices, widget=forms.HiddenInput)
    reason = forms.CharField(label=Text("意见和理由", "Decision and reasons"), max_length=600, widget=REASON)


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
