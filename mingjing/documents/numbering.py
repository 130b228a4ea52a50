"""Numbers of instruments: one series for each unit, word and year, without gaps."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.documents.models import SeriesCounter
from mingjing.documents.template import Template
from mingjing.documents.unit_data import bureau_of
from mingjing.kernel.time import local
from mingjing.org.models import Unit

PLACE = re.compile(r"^(.+?)(?:省|市|县|区|自治州|自治县|盟|旗)?公安(?:局|分局)")
ENDS = re.compile(r"(派出所|大队|支队|中队|分局)$")


def next_number(template: Template, unit: Unit, at: datetime) -> tuple[str, str, int]:
    """(number, series, its place in the series) for an instrument of this unit made final at `at`. Call inside the
    action's transaction: the counter stays locked until it ends, so a refused action uses up no number."""
    bureau = bureau_of(unit)
    year = local(at).year
    series = f"{unit.code}/{template.series}/{year}"
    SeriesCounter.objects.bulk_create([SeriesCounter(key=series)], ignore_conflicts=True)
    counter = SeriesCounter.objects.select_for_update().get(pk=series)
    counter.last += 1
    counter.save()
    own = unit.pk == bureau.pk
    pattern = str(_form()["own" if own else "pattern"])
    said = {"bureau": short(bureau), "office": "" if own else office(unit, bureau), "word": template.series}
    return pattern.format(year=year, sequence=counter.last, **said), series, counter.last


def short(bureau: Unit) -> str:
    """`汉公` of 汉阴县公安局, unless the bureau says otherwise."""
    told = _form()["short"].get(bureau.code)
    found = PLACE.match(bureau.name)
    return str(told or f"{found[1][0] if found else bureau.name[:1]}公")


def office(unit: Unit, bureau: Unit) -> str:
    """`城关` of 汉阴县公安局城关派出所."""
    told = _form()["short"].get(unit.code)
    return str(told or ENDS.sub("", unit.name.removeprefix(bureau.name)) or unit.name)


@cache
def _form() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("numbering.yaml").read_text(encoding="utf-8")))
