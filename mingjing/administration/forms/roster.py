"""Shifts: who stands where; handing over."""

from typing import Any

from django import forms

from mingjing.kernel.text import Text
from mingjing.org.actions.shift import Place
from mingjing.org.models import Officer
from mingjing.org.posts import posts
from mingjing.org.turn_patterns import turn_patterns
from mingjing.webkit.forms import Form, MomentField

# Posts that stand on a roster, in the order in which an alarm reaches them.
ON_THE_ROSTER = ("custody_officer", "custody_guard", "search_officer", "reception", "legal_officer", "medic")


class PlacesForm(Form):
    """One list of officers for every post of the roster; `places()` puts them in order."""

    def __init__(self, candidates: dict[str, list[Officer]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for post in ON_THE_ROSTER:
            people = candidates.get(post, [])
            if people:
                self.fields[post] = forms.MultipleChoiceField(
                    choices=[(str(o.pk), f"{o.name} {o.number}") for o in people],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    label=posts()[post].text,
                )

    def places(self) -> list[Place]:
        people = {str(o.pk): o for several in self.candidates.values() for o in several}
        return [Place(people[pk], post) for post in ON_THE_ROSTER for pk in self.cleaned_data.get(post, [])]


class ShiftForm(PlacesForm):
    starts_at = MomentField(label=Text("开始", "From"))
    ends_at = MomentField(label=Text("结束", "To"))


class WeekForm(Form):
    monday = forms.DateField(widget=forms.DateInput({"type": "date"}), label=Text("从星期一", "From Monday"))
    pattern = forms.ChoiceField(label=Text("班制", "Pattern"))
    crews = forms.IntegerField(
        min_value=1,
        max_value=8,
        label=Text("轮班组数", "Crews in rotation"),
        help_text=Text("按最近已排的几班依次轮换", "The last shifts planned follow one another in turn"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pattern"].choices = [(code, str(p.text)) for code, p in turn_patterns().items()]  # type: ignore[attr-defined]


class OfferForm(Form):
    draft = "hand-over"
    notes = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 5}),
        label=Text("交班事项", "What the next shift must know"),
    )
