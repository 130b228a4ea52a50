"""Bytes to a table: every encoding and separator people send, and whatever else, which is refused and never raises."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzz
from hypothesis import strategies as st

from mingjing.imports import reading
from mingjing.kernel.verdict import Refusal
from tests.imports.conftest import HEADER, as_csv, as_xlsx, row

SHEET = "xl/worksheets/sheet1.xml"
WHOLE = as_xlsx(row())


def refused(data):
    with pytest.raises(Refusal) as why:
        reading.read(data)
    return why.value.code


def again(change):
    """A good workbook with its parts changed: name → bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(row()))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = change({one: old.read(one) for one in old.namelist()})
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def tried(data):
    """The table, or None for a refusal; anything else fails."""
    with suppress(Refusal):
        return reading.read(data)
    return None


def with_(name, content):
    return lambda parts: parts | {name: content}


def macro_enabled(parts):
    return {name: content.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml") for name, content in parts.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_the_encodings_and_separators_people_send(encoding, delimiter):
    sheet = reading.read(
        as_csv(row(简要案情='两行\n"引号"', 嫌疑人="古丽娜尔·买买提"), encoding=encoding, delimiter=delimiter)
    )
    assert (sheet.kind, sheet.columns) == ("csv", HEADER)
    assert dict(zip(HEADER, sheet.rows[0][1], strict=False))["简要案情"] == '两行\n"引号"'


def test_a_workbook_says_what_the_same_csv_says():
    lines = [row(), row(案件编号="2", 简要案情="=1+1")]
    book, table = reading.read(as_xlsx(*lines[:1])), reading.read(as_csv(*lines[:1]))
    assert (book.columns, book.rows) == (table.columns, table.rows)


def test_cells_of_a_workbook_are_read_as_people_read_them():
    cells = ["a", 12, 12.0, 1.5, True, date(2024, 5, 17), datetime(2024, 5, 17, 9, 30), None, " x\u200b "]
    [(line, said)] = reading.read(as_xlsx(cells, header=[f"c{n}" for n in range(9)])).rows
    assert (line, said) == (2, ["a", "12", "12", "1.5", "是", "2024-05-17", "2024-05-17 09:30:00", "", "x"])


def test_formulas_are_not_run_and_say_only_what_they_answered_when_saved():
    sheet = reading.read(as_xlsx(["=cmd|' /C calc'!A0", "x"], header=["a", "b"]))
    assert sheet.rows == [(2, ["", "x"])]
    assert reading.read(b"a,b\n=cmd|' /C calc'!A0,x\n").rows[0][1][0] == "=cmd|' /C calc'!A0"
    assert reading.read(b"a,b\n'=1+1,'s Gravenhage\n").rows[0][1] == ["=1+1", "'s Gravenhage"]


def test_empty_lines_are_left_out_and_rows_keep_their_numbers():
    assert reading.read("\n案由,b\n\n,\n甲,\n,乙\n".encode()).rows == [(5, ["甲"]), (6, ["", "乙"])]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "imports.empty"),
        (b" \n \n", "imports.empty"),
        (b"a,b\n", "imports.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "imports.kind"),
        ("a,b\n1,2\n".encode("utf-16"), "imports.encoding"),
        (b"a,b\n\x00\x01,2\n", "imports.kind"),
        (b"\xff\xff\xff", "imports.encoding"),
        (b"PK\x03\x04nothing", "imports.damaged"),
        (b'a,b\n"' + b"x" * 200_000, "imports.damaged"),
        (as_xlsx(row())[:2000], "imports.damaged"),
        (as_xlsx(row())[:-30], "imports.damaged"),
        (as_xlsx(), "imports.empty"),
        (again(with_("xl/vbaProject.bin", b"x")), "imports.macros"),
        (again(macro_enabled), "imports.macros"),
        (again(with_("xl/media/x.bin", b"\0" * 20_000_000)), "imports.bomb"),
        (again(with_(SHEET, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')), "imports.damaged"),
        (again(with_(SHEET, b"<worksheet><sheetData><row>")), "imports.damaged"),
        (again(lambda p: {n: c for n, c in p.items() if n != "xl/workbook.xml"}), "imports.kind"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(data, code):
    assert refused(data) == code


def test_there_are_limits(settings):
    settings.IMPORT_MOST_ROWS = 2
    assert len(reading.read(b"a\n1\n2\n").rows) == 2
    assert refused(b"a\n1\n2\n3\n") == "imports.rows"
    settings.IMPORT_MOST_COLUMNS = 3
    assert refused(b"a,b,c,d\n1,2,3\n") == "imports.columns"
    assert refused(as_xlsx(["1"], header=list("abcd"))) == "imports.columns"
    settings.IMPORT_MOST_MB = 0
    assert refused(b"a\n1\n") == "imports.large"


def test_a_million_columns_or_rows_cost_no_more_than_the_limit(settings):
    assert refused(b"a" + b"," * 1_000_000 + b"z\n1\n") == "imports.columns"
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    wide = b'<worksheet xmlns="' + space + b'"><sheetData>%s</sheetData></worksheet>'
    cell = b'<row r="%d"><c r="%s%d" t="inlineStr"><is><t>x</t></is></c></row>'

    def book(*rows):
        sheet = wide % b"".join(cell % (n, col, n) for n, col in rows)
        return again(with_(SHEET, sheet))

    far = reading.read(book((1, b"A"), (2, b"A"), (900_000, b"A")))
    assert [line for line, _ in far.rows] == [2, 900_000]
    assert refused(book((1, b"A"), (2, b"ZZZZZZ"))) in {"imports.damaged", "imports.columns", "imports.empty"}


@fuzz(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(data):
    sheet = tried(data)
    assert sheet is None or sheet.columns
    assert sheet is None or all("\0" not in cell for _, cells in sheet.rows for cell in cells)


@fuzz(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_workbook_with_any_byte_changed_or_cut_off_is_a_table_or_refused(data):
    whole = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(2, len(whole) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(4, len(whole)))
    for bytes_ in (bytes(whole), bytes(whole[:end])):
        sheet = tried(bytes_)
        assert sheet is None or sheet.rows
