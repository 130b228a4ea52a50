"""What the screens of imports are filled with."""

from typing import Any

from django.db.models import Q

from mingjing.cases.models import Case
from mingjing.imports.machine import BATCH
from mingjing.imports.models import Import, ImportRow
from mingjing.imports.rules import words
from mingjing.imports.vocab import ImportState, RowState
from mingjing.kernel.text import Text
from mingjing.org.models import Officer

FIRST, SHOWN, TOLD = 5, 100, 20
CLIP = 60


def page(officer: Officer, batch: Import) -> dict[str, Any]:
    """Everything the page of an import shows; a few queries, however many rows."""
    told = batch.counted()
    return {
        **progress(batch, told),
        "first": _first(batch) if BATCH.allows("check", batch.state) else [],
        "faulty": [_faulty(row) for row in _with_faults(batch)],
        "reasons": _reasons(batch),
        "made": _made(officer, batch),
        "left": told[RowState.GOOD],
        "matchable": bool(BATCH.allows("check", batch.state)),
        "startable": BATCH.allows("start", batch.state),
        "stoppable": bool(BATCH.allows("stop", batch.state)),
        "droppable": bool(BATCH.allows("drop", batch.state)),
    }


def progress(batch: Import, told: dict[str, int] | None = None) -> dict[str, Any]:
    """How many rows stand how."""
    told = told or batch.counted()
    working = batch.state in {ImportState.CHECKING, ImportState.RUNNING}
    left = told[RowState.WAITING] if batch.state == ImportState.CHECKING else told[RowState.GOOD]
    shown = [s for s in RowState if told[s] or s in (RowState.GOOD, RowState.REFUSED, RowState.MADE)]
    return {
        "batch": batch, "state": ImportState(batch.state).text, "working": working, "done": batch.lines - left,
        "counts": [(s.value, s.text, told[s]) for s in shown],
    }  # fmt: skip


def sources(officer: Officer) -> list[str]:
    """How sources were named before."""
    return sorted(set(Import.objects.visible_to(officer).order_by().values_list("source", flat=True).distinct()[:50]))


def standing(state: str) -> Q:
    return Q(state=state)


def _first(batch: Import) -> list[list[str]]:
    width = len(batch.columns)
    return [[_clipped(c) for c in _padded(row, width)] for row in batch.rows.order_by("line")[:FIRST]]


def _with_faults(batch: Import) -> list[ImportRow]:
    rows = batch.rows.exclude(faults=[]).exclude(state=RowState.MADE).order_by("line")
    return list(rows[:SHOWN])


def _faulty(row: ImportRow) -> dict[str, Any]:
    fields = words.fields()
    return {
        "line": row.line, "state": RowState(row.state).text, "refused": row.state == RowState.REFUSED,
        "faults": [
            {
                "field": fields[one["field"]].text if one["field"] in fields else "", "code": one["code"],
                "text": Text(one["zh"], one["en"]), "value": _clipped(one["value"]), "warns": one["warns"],
            }
            for one in row.faults
        ],
    }  # fmt: skip


def _reasons(batch: Import) -> list[tuple[str, Any, Text, int]]:
    """How often each reason stood at the check, the most frequent first: code, field, sentence, rows."""
    fields = words.fields()
    told = [
        (code, fields[name].text if name in fields else "", Text(zh, en), rows)
        for code, (zh, en, rows, name) in batch.reasons.items()
    ]
    return sorted(told, key=lambda one: -one[3])[:TOLD]


def _made(officer: Officer, batch: Import) -> list[Case]:
    """The first cases it made, as far as he sees them."""
    return list(Case.objects.visible_to(officer).filter(origin__batch=batch.pk).select_related("origin")[:TOLD])


def _padded(row: ImportRow, width: int) -> list[str]:
    return (list(row.cells) + [""] * width)[:width]


def _clipped(said: str) -> str:
    return said if len(said) <= CLIP else f"{said[:CLIP]}…"
