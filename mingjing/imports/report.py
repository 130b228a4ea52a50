"""What became of every row, as a table to take away; and refused rows, to be mended and read in again."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse

from mingjing.imports.models import Import
from mingjing.imports.rules import words
from mingjing.imports.vocab import RowState
from mingjing.kernel.text import Text
from mingjing.webkit import sheets
from mingjing.webkit.tables import RUNS

HEAD = (
    Text("行号", "Row"), Text("原案件编号", "Old number"), Text("结果", "Result"), Text("案件编号", "Case"),
    Text("栏目", "Field"), Text("代码", "Code"), Text("原因", "Reason (Chinese)"),
    Text("原因（英文）", "Reason (English)"), Text("单元格内容", "Cell"),
)  # fmt: skip
WHY = "不能导入的原因 / why"
CHUNK = 2000


def of_rows(batch: Import) -> Iterator[list[str]]:
    """Every row, once for each of its faults."""
    yield [str(one) for one in HEAD]
    rows = batch.rows.order_by("line").values_list("line", "cells", "key", "state", "faults", "case__number")
    where = batch.matching.get("number", -1)
    for line, cells, key, state, faults, number in rows.iterator(chunk_size=CHUNK):
        old = cells[where] if 0 <= where < len(cells) else key
        for one in faults or [{}]:
            field = words.fields().get(one.get("field", ""))
            yield [
                str(line), old, str(RowState(state).text), number or "", str(field.text) if field else "",
                one.get("code", ""), one.get("zh", ""), one.get("en", ""), one.get("value", ""),
            ]  # fmt: skip


def of_refused(batch: Import) -> Iterator[list[str]]:
    """The refused rows in the columns of the file, with the reasons beside them."""
    width = len(batch.columns)
    yield [*batch.columns, WHY]
    rows = batch.rows.filter(state=RowState.REFUSED).order_by("line").values_list("cells", "faults")
    for cells, faults in rows.iterator(chunk_size=CHUNK):
        why = " ".join(str(Text(one["zh"], one["en"])) for one in faults if not one["warns"])
        yield [*(cells + [""] * width)[:width], why, *cells[width:]]


def answered(name: str, lines: Iterable[Sequence[str]], kind: str) -> HttpResponse:
    """The lines as CSV or as a workbook. In a CSV no cell runs as a formula: an apostrophe stands before it, which
    reading takes away again."""
    if kind == "xlsx":
        response = HttpResponse(sheets.written(name, lines), content_type=sheets.MIME)
    else:
        out = io.StringIO()
        csv.writer(out).writerows([_still(one) for one in line] for line in lines)
        response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        kind = "csv"
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _still(words_: Any) -> str:
    said = str(words_)
    return f"'{said}" if said.startswith(RUNS) else said
