"""From an instrument to the paper that is rendered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from mingjing.documents.models import Instrument
from mingjing.documents.rendering import Paper
from mingjing.documents.template import Template
from mingjing.documents.unit_data import bureau_of
from mingjing.documents.vocab import InstrumentState, Part
from mingjing.documents.wording import day, written
from mingjing.kernel.time import local

MARKS = {InstrumentState.DRAFT.value: "草稿", InstrumentState.VOID.value: "作废"}
FOLDED = {Part.STUB.value, Part.RECEIPT.value}  # kept by the house; a preview shows them too


def paper(
    instrument: Instrument, template: Template, values: Mapping[str, Any], at: datetime, *, final: bool = False
) -> Paper:
    """What is printed of it at this instant. A draft carries its mark and neither number nor code."""
    bureau = bureau_of(instrument.unit)
    choices = {f"{f.name}_code": str(values[f.name]) for f in template.fields.values() if f.choices and values[f.name]}
    return Paper(
        key=str(instrument.pk),
        title=template.title.zh,
        bureau=bureau.name if template.seal != "unit" else instrument.unit.name,
        source=template.body,
        values={**{f.name: written(f, values[f.name]) for f in template.fields.values()}, **choices},
        labels={f.name: f.text.zh for f in template.fields.values()},
        required=[f.name for f in template.required],
        signs={name: text.zh for name, text in template.signs.items()},
        stub=list(template.stub),
        parts=list(template.parts),
        series=bool(template.series),
        number=instrument.number,
        date=day(local(at).date()),
        sealed_by=bureau.name if template.seal != "unit" else instrument.unit.name,
        filled_by=instrument.drafted_by.name if instrument.drafted_by else "",
        code=instrument.code,
        mark="" if final else MARKS.get(instrument.state, ""),
        size=template.size,
        made_at=int(at.timestamp()),
    )
