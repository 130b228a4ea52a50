"""Forms over what others may change while they lie open."""

import json
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict

from mingjing.webkit.forms import Form

PLAIN = (str, int, list)


class Opened(Form):
    """A form filled with what stands (`initial`). It carries along what it showed: `cleaned_data["seen"]` is that
    (name → plain value), or None when it did not come back. What was left as shown follows what stands by now, so that
    only what was touched is asked of the action; drawn again after a refusal it has seen what stands now."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {name: _plain(value) for name, value in self.initial.items() if name in self.fields}
        stands = {name: value for name, value in told.items() if isinstance(value, PLAIN)}
        self.initial = {**self.initial, "seen": json.dumps(stands, ensure_ascii=False, sort_keys=True)}
        self.was: dict[str, Any] | None = None
        if isinstance(self.data, QueryDict) and self.is_bound:
            self.was = _read(self.data.get("seen", ""))
            self.data = self._following(stands, self.was or {})

    def _following(self, stands: dict[str, Any], was: dict[str, Any]) -> QueryDict:
        mine = cast("QueryDict", self.data).copy()
        for name in was.keys() & stands.keys():
            field = self.fields[name]
            sent = field.widget.value_from_datadict(mine, {}, name)
            if was[name] != stands[name] and not field.has_changed(was[name], sent):
                _put(mine, name, stands[name])
        mine["seen"] = self.initial["seen"]
        return mine

    def clean_seen(self) -> dict[str, Any] | None:
        return self.was


def _plain(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Model) else value


def _read(sent: str) -> dict[str, Any] | None:
    try:
        told = json.loads(sent)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _put(data: QueryDict, name: str, value: Any) -> None:
    data.setlist(name, value if isinstance(value, list) else [] if value is False else [str(value)])
