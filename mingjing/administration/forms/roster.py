"""Shifts: who stands where; handing over."""

from collections.abc import Iterable
from typing import Any

from django import forms

from mingjing.kernel.text import Text
from mingjing.org.actions.shift import Place
from mingjing.org.models import Officer
from mingjing.org.posts import posts
from mingjing.org.turn_patterns import turn_patterns
from mingjing.webkit.forms import Form, MomentField, SignatureField
from mingjing.webkit.opened import Opened

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


class ChangeShiftForm(Opened, ShiftForm):
    """Over a shift as it is planned. `initial` names every post, empty ones too."""


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
    """The notes, a line about everybody who is here, and the signature of who leaves."""

    draft = "hand-over"
    notes = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 5}),
        label=Text("交班事项", "What the next shift must know"),
    )
    signature = SignatureField(label=Text("交班人签名", "Signature of who hands over"))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        for ident, label in self.people:
            self.fields[f"about_{ident}"] = forms.CharField(label=label, required=False, max_length=200)

    def about(self) -> list[tuple[str, str]]:
        """(id, note) of everybody listed; the note may be empty."""
        return [(ident, self.cleaned_data.get(f"about_{ident}", "")) for ident, _ in self.people]

    @property
    def rows(self) -> list[Any]:
        """The fields about people, as they are drawn."""
        return [self[f"about_{ident}"] for ident, _ in self.people]


class RelieveForm(Form):
    """Who takes over has read what is open, and signs."""

    draft = "take-over"
    remarks = forms.CharField(
        required=False, max_length=400, widget=forms.Textarea({"rows": 3}), label=Text("接班人意见", "Remarks")
    )
    signature = SignatureField(label=Text("接班人签名", "Signature of who takes over"))
