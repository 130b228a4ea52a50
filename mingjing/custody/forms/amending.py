"""Putting right what was entered: what it says now, what is right, why."""

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict

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
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.models import Entry
from mingjing.webkit.forms import Form, MomentField, speak_both

TITLE = Text("更正记录", "Put an entry right")
MEANWHILE = no(
    "custody.amend.meanwhile", "您打开后，他人已更正此项（见上方记录）。仍要改成您填写的，请再次提交。",
    "Somebody put this right after you opened it (see the entry above). To have it your way all the same, send again.",
)  # fmt: skip


def _of_health(entry: Entry, name: str) -> bool:
    return keeps_back([Kept.HEALTH], entry.tag, f"body.{name}", kind=entry.body.get("kind", ""))


class Amend(Form):
    """The fields of one entry as they stand now; only what is changed is sent on. `whole`: with its health content.
    `seen`: id of the last amendment whoever sends it was shown, 0 for none; what was amended since and not touched
    here stays as amended, what both touched is refused once. Raises KeyError for an entry of a kind that is not amended."""

    draft = "amend"

    def __init__(
        self, data: Any = None, *, entry: Entry, stay: Stay, whole: bool = False, seen: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.stay, self.asked = stay, []
        self.entry, self.known = entry, AMENDABLE[entry.tag]
        self.stands = effective(entry)
        self.newest = max((one.pk for one in entry.amended_by.all()), default=0)
        for name in self.known.fields:
            if (entry.tag, name) not in FOLLOWS and (whole or not _of_health(entry, name)):
                self.asked.append(name)
        self.fields |= self._filled(self.stands)
        if self.known.voidable:
            self.fields[VOID] = ticked("整条撤销（没有发生过）", "Take the whole entry back (it never happened)")
        self.fields["reason"] = words("更正理由", "Reason for putting it right", required=True)
        for field in self.fields.values():
            speak_both(field)
        late = self.is_bound and seen is not None and seen != self.newest
        self.both = self._met(self._filled(effective(entry, seen))) if late else []

    def _filled(self, stands: dict[str, Any]) -> dict[str, forms.Field]:
        """What is asked, filled with what stands."""
        found: dict[str, forms.Field] = {}
        for name in self.asked:
            part = PARTS.get((self.entry.tag, name))
            found |= part.fields(self.stay, stands) if part else {name: self._field(name, stands)}
        found[TIME] = MomentField(label=AT, required=True, initial=parse(stands[TIME]))
        return found

    def _field(self, name: str, stands: dict[str, Any]) -> forms.Field:
        """As the column is filled in everywhere else."""
        field: forms.Field = self.known.model._meta.get_field(self.known.fields[name]).formfield()
        field.label = FIELDS[name]  # type: ignore[assignment]  # a Text, spoken when shown
        field.initial = stands.get(name)
        field.help_text = ""
        return field

    def _met(self, shown: dict[str, forms.Field]) -> list[str]:
        """Somebody amended it while this form lay open. What was left as shown takes his words; answers the names of
        those both changed, each to something else."""
        mine, both = cast("QueryDict", self.data).copy(), []
        for name, before in shown.items():
            field, sent = self.fields[name], self.fields[name].widget.value_from_datadict(mine, {}, name)
            if before.initial == field.initial:
                continue
            if not _differs(before, sent):
                _put(mine, name, field.initial)
            elif _differs(field, sent):
                both.append(name)
        self.data = mine
        return both

    def do(self, by: Actor, said: dict[str, Any]) -> Entry:
        if self.both:
            raise Refusal(*(replace(MEANWHILE, field=name) for name in self.both))
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
        return _minute(said[TIME]) != _minute(parse(self.stands[TIME]))


def _minute(at: datetime) -> str:
    return f"{local(at):%Y-%m-%dT%H:%M}"


def _differs(field: forms.Field, sent: Any) -> bool:
    """Whether what was sent is something else than the field was filled with."""
    if isinstance(field.initial, datetime):
        return _minute(field.initial) != sent
    return field.has_changed(field.initial, sent)


def _put(data: Any, name: str, value: Any) -> None:
    if isinstance(value, list):
        data.setlist(name, value)
    else:
        data[name] = "" if value is None else value
