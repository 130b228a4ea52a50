"""What people type about an alarm."""

from typing import Any

from django import forms

from mingjing.alerts.models import Alarm
from mingjing.kernel.text import Text
from mingjing.org.models import Officer
from mingjing.webkit.forms import Form, MomentField


class AnswerForm(Form):
    """A ready answer of the rule, own words, or both."""

    draft = "alarm-answer"
    answer = forms.ChoiceField(label=Text("查看和处置情况", "Found and done"), required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=Text("说明（可不填）", "In your words (optional)"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, alarm: Alarm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(c, str(t)) for c, t in alarm.known_rule.answers.items()]  # type: ignore[attr-defined]


class ShelveForm(Form):
    """Until when and why."""

    until = MomentField(label=Text("搁置到", "Quiet until"))
    reason = forms.CharField(label=Text("理由", "Reason"), max_length=240)


class TakeOutForm(Form):
    reason = forms.CharField(label=Text("理由", "Reason"), max_length=240)


class HandOverForm(Form):
    """To whom the open alarms go at the change of shift."""

    to = forms.ModelChoiceField(label=Text("接班人", "Taken over by"), queryset=Officer.objects.none())
    note = forms.CharField(
        label=Text("交接说明", "Notes"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = officers  # type: ignore[attr-defined]
