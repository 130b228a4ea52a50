"""Bytes of a table to rows of text. Whatever the bytes are, the answer is a table or a Refusal that says why."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import import_module
from typing import Any

from django.conf import settings

from mingjing.kernel.text import seen
from mingjing.kernel.verdict import Refusal, no
from mingjing.webkit.tables import RUNS

CSV, XLSX = "csv", "xlsx"
MIB = 1024 * 1024
MOST_PACKED = 200
"""How many times larger than packed a part of a workbook may be, from a size on that matters."""
SMALL = MIB
SHEET_ROWS = 1_048_576
EXACT = 10**15
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OLD = b"\xd0\xcf\x11\xe0"
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)

EMPTY = no("imports.empty", "文件是空的，或者没有表头和数据行。", "The file is empty, or has no header and rows.")
KIND = no(
    "imports.kind", "只接受 CSV 和 XLSX 文件；旧版 XLS、带密码的文件请另存为 XLSX。",
    "Only CSV and XLSX are read; save old XLS files and those with a password as XLSX.",
)  # fmt: skip
MACROS = no("imports.macros", "文件含有宏，请另存为不含宏的 XLSX。", "The file holds macros; save it as XLSX without.")
DAMAGED = no(
    "imports.damaged", "文件已损坏或者不完整，读不出来。", "The file is damaged or cut off; it cannot be read."
)
ENCODING = no(
    "imports.encoding", "文件既不是 UTF-8 也不是 GB18030 编码，请另存为 CSV UTF-8。",
    "The file is neither UTF-8 nor GB18030; save it as CSV UTF-8.",
)  # fmt: skip
BOMB = no("imports.bomb", "文件解开后过大，不予读取。", "Unpacked, the file is too large; it is not read.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: its columns' headers, and its rows as (number of the row in the table, cells). Cells are
    text without blanks around it; a row may be shorter or longer than the header."""

    kind: str
    encoding: str
    columns: list[str]
    rows: list[tuple[int, list[str]]]


def read(data: bytes) -> Sheet:
    """The table in these bytes. Raises Refusal: too large, no table, damaged, macros, too many rows or columns."""
    if not data.strip():
        raise Refusal(EMPTY)
    if len(data) > settings.IMPORT_MOST_MB * MIB:
        raise Refusal(_many("imports.large", "文件超过 {n} MB。", "The file is over {n} MB.", settings.IMPORT_MOST_MB))
    if data.startswith(b"PK"):
        return _sheet(XLSX, "", _workbook(data))
    if data.startswith(_OLD):
        raise Refusal(KIND)
    text, encoding = _decoded(data)
    return _sheet(CSV, encoding, _lines(text))


def _sheet(kind: str, encoding: str, lines: Iterable[tuple[int, list[str]]]) -> Sheet:
    """The first line that says anything is the header; lines that say nothing are left out."""
    columns: list[str] = []
    rows = []
    for number, cells in lines:
        if not any(cells):
            continue
        if not columns:
            columns = _trimmed(cells)
            if len(columns) > settings.IMPORT_MOST_COLUMNS:
                raise Refusal(_columns())
            continue
        rows.append((number, _trimmed(cells)))
        if len(rows) > settings.IMPORT_MOST_ROWS:
            said = ("一个文件最多 {n} 行，请分成几个。", "At most {n} rows in one file; split it.")
            raise Refusal(_many("imports.rows", *said, settings.IMPORT_MOST_ROWS))
    if not rows:
        raise Refusal(EMPTY)
    return Sheet(kind, encoding, columns, rows)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith(_UTF16):
        raise Refusal(ENCODING)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise Refusal(KIND)
        return text, encoding
    raise Refusal(ENCODING)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for number, cells in enumerate(reader, 1):
            if len(cells) > max(settings.IMPORT_MOST_COLUMNS, 1) and any(cells[settings.IMPORT_MOST_COLUMNS :]):
                raise Refusal(_columns())
            yield number, [_plain(one) for one in cells]
    except csv.Error as why:
        raise Refusal(DAMAGED) from why


def _workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that is seen. The library runs nothing of a workbook and follows no link; what its
    formulas answered when it was saved is what they say."""
    _unpacked(data)
    openpyxl = import_module("openpyxl")  # loads numpy where that is installed: not at every start
    book = None
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise Refusal(EMPTY)
        sheet.reset_dimensions()  # what a file claims of its size is not believed
        most = settings.IMPORT_MOST_COLUMNS + 1
        rows = sheet.iter_rows(max_row=SHEET_ROWS, max_col=most, values_only=True)
        for number, cells in enumerate(rows, 1):
            if len(cells) >= most and cells[most - 1] not in (None, ""):
                raise Refusal(_columns())
            if cells.count(None) < len(cells):
                yield number, [_plain(_said(one)) for one in _filled(cells)]
    except Refusal:
        raise
    except Exception as why:  # whatever a library of somebody else's says about bytes of somebody else's
        raise Refusal(DAMAGED) from why
    finally:
        if book is not None:
            book.close()


def _filled(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """Without the empty ones at the end: rows are padded to the widest there may be."""
    end = len(cells)
    while cells[end - 1] is None:
        end -= 1
    return cells[:end]


def _unpacked(data: bytes) -> None:
    """Look into the archive before the library does: what it holds, how large that is, and no declared entities."""
    most = settings.IMPORT_MOST_UNPACKED_MB * MIB
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {one.filename.lower() for one in parts}
            if "xl/workbook.xml" not in names:
                raise Refusal(KIND)
            if any("vbaproject" in one or one.startswith("xl/macrosheets") for one in names):
                raise Refusal(MACROS)
            told = sum(one.file_size for one in parts)
            if told > most or any(_packed(one) for one in parts):
                raise Refusal(BOMB)
            for one in parts:
                if one.filename.lower().endswith((".xml", ".rels")):
                    _looked(archive, one)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as why:
        raise Refusal(DAMAGED) from why
    except Exception as why:
        if isinstance(why, Refusal):
            raise
        raise Refusal(DAMAGED) from why


def _packed(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > MOST_PACKED * max(part.compress_size, 1)


def _looked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as stream:
        before = b""
        while piece := stream.read(MIB):
            if _DTD.search(before + piece):
                raise Refusal(DAMAGED)
            if b"macroEnabled" in before + piece:
                raise Refusal(MACROS)
            before = piece[-32:]


def _said(value: Any) -> str:
    """A cell as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _plain(words: str) -> str:
    """Without what nobody sees, without halves of characters no database keeps, and without the apostrophe that stops
    a spreadsheet from taking the cell for a formula."""
    told = seen(words.replace("\0", "")).encode("utf-8", "ignore").decode().strip()
    return told[1:] if told[:1] == "'" and told[1:].startswith(RUNS) else told


def _columns() -> Any:
    said = ("一个文件最多 {n} 列。", "At most {n} columns.")
    return _many("imports.columns", *said, settings.IMPORT_MOST_COLUMNS)


def _many(code: str, zh: str, en: str, most: int) -> Any:
    return no(code, zh.format(n=most), en.format(n=most))
