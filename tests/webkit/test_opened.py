"""A form over what others may change meanwhile: nobody's change is lost, and nothing typed."""

import pytest
from django import forms
from django.http import QueryDict

from mingjing.kernel import meanwhile
from mingjing.webkit.opened import Opened


class Room(Opened):
    name = forms.CharField()
    capacity = forms.IntegerField()
    recorded = forms.BooleanField(required=False)
    people = forms.MultipleChoiceField(choices=[(x, x) for x in "abc"], required=False)


STOOD = {"name": "A", "capacity": 4, "recorded": True, "people": ["a"]}


def sent(now, **typed):
    """What the browser sends from a form that showed `STOOD`, received while it stands as `now`."""
    data = QueryDict(mutable=True)
    shown = {**STOOD, **typed}
    for name, value in shown.items():
        data.setlist(name, value if isinstance(value, list) else [] if value is False else [str(value)])
    data["seen"] = Room(initial=STOOD)["seen"].value()
    return Room(data, initial={**STOOD, **now})


@pytest.mark.parametrize("name", STOOD)
def test_what_was_not_touched_follows_what_stands(name):
    other = {"name": "B", "capacity": 6, "recorded": False, "people": ["b", "c"]}[name]
    form = sent({name: other})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == other
    assert form.cleaned_data["seen"] == STOOD
    assert form["seen"].value() == Room(initial={**STOOD, name: other})["seen"].value()


def test_what_was_touched_stays_as_typed():
    form = sent({"capacity": 6}, capacity=9, name="C")
    assert form.is_valid()
    assert (form.cleaned_data["capacity"], form.cleaned_data["name"]) == (9, "C")


@pytest.mark.parametrize("seen", ["", "nonsense", "[1]", "[" * 100_000])
def test_what_was_seen_may_not_come_back(seen):
    data = QueryDict(mutable=True)
    data.update({"name": "A", "capacity": "4", "seen": seen})
    form = Room(data, initial=STOOD)
    assert form.is_valid()
    assert form.cleaned_data["seen"] is None


SEEN = {"capacity": 4}


@pytest.mark.parametrize(
    ("seen", "stands", "wanted", "refused"),
    [
        (SEEN, 4, 6, False), (SEEN, 6, 8, True), (SEEN, 6, 6, False), (SEEN, 6, 4, False), (SEEN, 4, 4, False),
        (None, 6, 8, False), ({}, 6, 8, False),
    ],
)  # fmt: skip
def test_only_what_both_changed_to_something_else_is_refused(seen, stands, wanted, refused):
    found = list(meanwhile.lost(seen, {"capacity": stands}, {"capacity": wanted}))
    assert [(v.code, v.field) for v in found] == [(meanwhile.CODE, "capacity")] * refused
    assert all(str(stands) in v.text.zh and str(stands) in v.text.en for v in found)
    assert meanwhile.kept(seen, {"capacity": stands}, {"capacity": wanted}) == (
        {"capacity"} if seen and stands == 6 and wanted == 4 else set()
    )
