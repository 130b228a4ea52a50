"""The body of a table, drawn in plain Python: four hundred cells by template cost more than the rest of a list."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mingjing.kernel.text import Text
from mingjing.webkit import chips
from mingjing.webkit.markup import filled, joined

YES, NO, NONE = Text("是", "yes"), Text("否", "no"), SafeString("—")


def body(table: Any) -> SafeString:
    """Every row of the page, a line each."""
    return joined(filled("<tr>{cells}</tr>", cells=joined(_drawn(cell) for cell in row)) for row in table.rows)


def _drawn(cell: Any) -> SafeString:
    kind = SafeString(' class="number"') if cell.column.number else SafeString("")
    if cell.column.template:
        told = render_to_string(cell.column.template, {"cell": cell, "row": cell.row, "value": cell.value})
        return filled("<td{kind}>{told}</td>", kind=kind, told=told)
    said = _said(cell.value)
    link = filled('<a href="{url}">{told}</a>', url=cell.url, told=said) if cell.url else said
    return filled("<td{kind}>{told}</td>", kind=kind, told=link)


def _said(value: Any) -> object:
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return YES if value else NO
    return chips.moment(value) if isinstance(value, datetime) else value


def choices(choices: Any, chosen: str) -> SafeString:
    """The options of a choice above a table: of units there are a hundred."""
    return joined(
        filled(
            '<option value="{value}"{chosen}>{label}</option>', value=value, label=label,
            chosen=SafeString(" selected") if value == chosen else "",
        )
        for value, label in choices
    )  # fmt: skip
