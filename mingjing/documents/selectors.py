"""Named reads of instruments."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from mingjing.documents import approved, sources
from mingjing.documents.models import Instrument
from mingjing.documents.shelf import form_of
from mingjing.documents.template import Field, Template
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.org.models import Officer

WORDS = "approval.words"
"""The source of what the rank said that granted the instrument."""


def in_file(subject: Ref, officer: Officer | None = None) -> "QuerySet[Instrument]":
    """Instruments of the subject and those that name it, the newest first; only those the officer sees, when given."""
    rows = Instrument.objects.about(subject)
    return rows & Instrument.objects.visible_to(officer) if officer else rows


def final_ids(subject: Ref) -> set[str]:
    """Ids of the templates of which a final instrument stands in the file of the subject."""
    return set(Instrument.objects.about(subject).filter(state="final").values_list("template", flat=True))


def refs_of(instrument: Instrument) -> list[Ref]:
    """The subject, what it names, the unit that issues it and who drafted it: where its data comes from."""
    named = [row.ref for row in instrument.refs.all()]
    drafted = [Ref("officer", str(instrument.drafted_by_id))] if instrument.drafted_by_id else []
    return [*named, instrument.subject, Ref("unit", str(instrument.unit_id)), *drafted]


def named_refs(made: Instrument) -> list[Ref]:
    """What entries about it name beside it."""
    return [made.subject, *(row.ref for row in made.refs.all())]


def values_of(instrument: Instrument, template: Template | None = None) -> dict[str, Any]:
    """Every field → its value now: what a hand filled in, else what its source tells; None when nobody knows."""
    form = template or form_of(instrument)
    told = sources.gather(refs_of(instrument)) | {WORDS: lambda: approved.words(instrument)}
    return {f.name: instrument.values.get(f.name) or sources.value_of(told, f.source) for f in form.fields.values()}


def missing_fields(instrument: Instrument, template: Template | None = None) -> list[Field]:
    """The required fields nobody has told yet, in the order of the template."""
    form = template or form_of(instrument)
    values = values_of(instrument, form)
    return [f for f in form.required if empty(values[f.name])]


def missing(instrument: Instrument) -> list[Text]:
    """The same, as the words on the form."""
    return [f.text for f in missing_fields(instrument)]


def empty(value: Any) -> bool:
    """Whether nothing is there to print. Nought and no are something."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def labels(fields: Iterable[Field]) -> dict[str, str]:
    return {f.name: f.text.zh for f in fields}
