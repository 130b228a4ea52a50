"""Every exception to lint and types is counted: the numbers may only fall. Unused ones are refused by ruff and mypy."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = [
    p for name in ("mingjing", "mingjing_verify") for p in (PROJECT / name).rglob("*.py") if "migrations" not in p.parts
]
WORDS = {"noqa": re.compile(r"# noqa: ([A-Z0-9, ]+)"), "type: ignore": re.compile(r"# type: ignore\[([\w,-]+)\]")}
MOST = {"noqa": 110, "type: ignore": 90}
BARE = re.compile(r"# noqa(?!:)|# type: ignore(?!\[)|# mypy: |# ruff: |# fmt: off")


@pytest.mark.parametrize("kind", WORDS)
def test_exceptions_become_fewer(kind):
    found = sum(len(WORDS[kind].findall(p.read_text(encoding="utf-8"))) for p in SOURCES)
    assert found <= MOST[kind], f"{found} × {kind}: do without, or say here why the ceiling must rise"


def test_no_exception_is_for_everything_or_for_a_whole_file():
    assert not [str(p.relative_to(PROJECT)) for p in SOURCES if BARE.search(p.read_text(encoding="utf-8"))]
