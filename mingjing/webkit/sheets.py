"""Rows of text as a workbook of one sheet (XLSX)."""

import io
from collections.abc import Iterable, Sequence
from importlib import import_module

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_TITLE = 31


def written(title: str, lines: Iterable[Sequence[str]]) -> bytes:
    """The workbook. Every cell is text: nothing runs as a formula, no number loses its zeros."""
    book = import_module("openpyxl").Workbook(
        write_only=True
    )  # loads numpy where that is installed: not at every start
    sheet = book.create_sheet(title[:_LONGEST_TITLE])
    cell = import_module("openpyxl.cell").WriteOnlyCell
    for line in lines:
        cells = [cell(sheet, "".join(c for c in one if c >= " " or c in "\t\n")) for one in line]
        for one in cells:
            one.data_type = "s"  # the library takes what begins with an equals sign for a formula
        sheet.append(cells)
    out = io.BytesIO()
    import_module("openpyxl.writer.excel").save_workbook(book, out)
    return out.getvalue()
