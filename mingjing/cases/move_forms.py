"""The forms of a move: the facts the law asks for, a reason or a remark."""

from typing import Any

from django import forms

from mingjing.kernel.text import Text
from mingjing.law import books
from mingjing.law.facts import Fact, FactType
from mingjing.webkit.forms import NO, YES, Form, speak_both

DOT = "__"


class FactsForm(Form):
    """One field for each fact a move asks for; what nobody knows is left open: the gates say whether they need it."""

    draft = "case-move"
    last = ""

    def __init__(self, *args: Any, asks: tuple[str, ...], known: dict[str, Any], **kwargs: Any) -> None:
        first = {key(name): _shown(known.get(name)) for name in asks}
        super().__init__(*args, initial=first, **kwargs)
        words = self.fields.pop(self.last)
        for name in asks:
            fact = books.current().facts.get(name)
            if fact is not None:
                self.fields[key(name)] = field_of(fact)
                speak_both(self.fields[key(name)])
        self.fields[self.last] = words
        self.asked = [name for name in asks if key(name) in self.fields]

    @property
    def told(self) -> dict[str, Any]:
        """The facts somebody stated, by their names."""
        typed = {name: _value(self.cleaned_data.get(key(name))) for name in self.asked}
        return {name: value for name, value in typed.items() if value is not None}


class ProposeForm(FactsForm):
    last = "reason"
    reason = forms.CharField(
        label=Text("理由", "Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=Text("审批人看到的就是这段话和所附文书。", "The approver reads this and the drafted papers."),
    )  # fmt: skip


class CarryForm(FactsForm):
    last = "remark"
    remark = forms.CharField(
        label=Text("备注", "Remark"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def key(name: str) -> str:
    """The name of the field of a fact."""
    return name.replace(".", DOT)


def field_of(fact: Fact) -> forms.Field:
    """A field by the type of the fact."""
    if fact.type is FactType.BOOL:
        return forms.ChoiceField(label=fact.text, choices=[("", "—"), ("true", YES), ("false", NO)], required=False)
    if fact.type is FactType.ENUM:
        return forms.ChoiceField(label=fact.text, choices=[("", "—"), *fact.values.items()], required=False)
    if fact.type is FactType.INT:
        return forms.IntegerField(label=fact.text, min_value=0, max_value=100_000_000, required=False)
    return forms.CharField(label=fact.text, max_length=200, required=False)


def _value(typed: Any) -> Any:
    return {"true": True, "false": False, "": None}.get(typed, typed) if isinstance(typed, str) else typed


def _shown(known: Any) -> Any:
    return str(known).lower() if isinstance(known, bool) else known
