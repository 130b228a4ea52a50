"""Putting right what was entered: what it says now, what is right, why."""

from typing import Any

from django import forms

from mingjing.custody.actions import amendment
from mingjing.custody.amendable import AMENDABLE
from mingjing.custody.entries.words import FIELDS
from mingjing.custody.forms.parts import FOLLOWS, PARTS
from mingjing.custody.forms.stayform import AT, ticked, words
from mingjing.custody.models import Stay
from mingjing.custody.rules.withholding import keeps_back
from mingjing.custody.selectors.timeline import TIME, VOID, effective
from mingjing.custody.vocab import Kept
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso, local, now, parse
from mingjing.ledger.models import Entry
from mingjing.webkit.forms import Form, MomentField, speak_both

TITLE = Text("更正记录", "Put an entry right")


def _of_health(entry: Entry, name: str) -> bool:
    return keeps_back([Kept.HEALTH], entry.tag, f"body.{name}", kind=entry.body.get("kind", ""))


class Amend(Form):
    """The fields of one entry as they stand now; only what is changed is sent on. `whole`: with its health content.
    Raises KeyError for an entry of a kind that is not amended."""

    draft = "amend"

    def __init__(self, *args: Any, entry: Entry, stay: Stay, whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stay, self.asked = stay, []
        self.entry, self.known = entry, AMENDABLE[entry.tag]
        self.stands = effective(entry)
        for name, column in self.known.fields.items():
            if (entry.tag, name) in FOLLOWS or (not whole and _of_health(entry, name)):
                continue
            self.asked.append(name)
            part = PARTS.get((entry.tag, name))
            self.fields |= part.fields(stay, self.stands) if part else {name: self._field(name, column)}
        self.fields[TIME] = MomentField(label=AT, required=True, initial=parse(self.stands[TIME]))
        if self.known.voidable:
            self.fields[VOID] = ticked("整条撤销（没有发生过）", "Take the whole entry back (it never happened)")
        self.fields["reason"] = words("更正理由", "Reason for putting it right", required=True)
        for field in self.fields.values():
            speak_both(field)

    def _field(self, name: str, column: str) -> forms.Field:
        """As the column is filled in everywhere else."""
        field: forms.Field = self.known.model._meta.get_field(column).formfield()
        field.label = FIELDS[name]  # type: ignore[assignment]  # a Text, spoken when shown
        field.initial = self.stands.get(name)
        field.help_text = ""
        return field

    def do(self, by: Actor, said: dict[str, Any]) -> Entry:
        changes = {name: value for name in self.asked if (value := self._said(name, said)) != self._old(name)}
        if self._moved(said):
            changes[TIME] = iso(said[TIME])
        if said.get(VOID):
            changes[VOID] = True
        return amendment.amend(self.entry, by=by, at=now(), reason=said["reason"], changes=changes)

    def _said(self, name: str, said: dict[str, Any]) -> Any:
        part = PARTS.get((self.entry.tag, name))
        return part.value(self.stay, self.stands, said) if part else said[name]

    def _old(self, name: str) -> Any:
        old = self.stands.get(name)
        if (self.entry.tag, name) in PARTS:
            return old
        return "" if old is None and not isinstance(self.fields[name], forms.NullBooleanField) else old

    def _moved(self, said: dict[str, Any]) -> bool:
        """Forms show whole minutes: a time is moved when its minute is."""
        minute = "%Y-%m-%dT%H:%M"
        return f"{local(said[TIME]):{minute}}" != f"{local(parse(self.stands[TIME])):{minute}}"
