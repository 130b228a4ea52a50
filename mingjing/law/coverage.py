"""Which rows of the table of law facts the books encode, and which they leave out on purpose."""

import re
from collections import defaultdict

from mingjing.kernel.text import Text
from mingjing.law.rule import Certainty
from mingjing.law.shelf import Books

_ROW = re.compile(r"^\| ([A-Z]{2}-\d{2,3}) \|", re.MULTILINE)
_SUREST_FIRST = list(Certainty)


def rows_of(books: Books) -> dict[str, list[str]]:
    """Every encoded row with the rules that encode it, in order of the row."""
    rows: dict[str, list[str]] = defaultdict(list)
    for rule in books.rules.values():
        for row in rule.rows:
            rows[row].append(rule.id)
    return dict(sorted(rows.items()))


def reason(books: Books, row: str) -> Text | None:
    """Why a row is left out: its own reason, or that of its family (`DP`)."""
    return books.coverage.get(row) or books.coverage.get(row.partition("-")[0])


def gaps(books: Books, table: str) -> list[str]:
    """Rows of a Markdown table of law facts that are neither encoded nor explained in `coverage.yaml`."""
    encoded = rows_of(books)
    return [row for row in dict.fromkeys(_ROW.findall(table)) if row not in encoded and reason(books, row) is None]


def overstated(books: Books) -> list[str]:
    """Rules that claim to be surer than every row they rest on. Local orders and rules without a row are not meant."""
    return [
        rule.id
        for rule in books.rules.values()
        if rule.rows
        and rule.certainty is not Certainty.ORDERED
        and all(_surer(rule.certainty, books.rows[row].best) for row in rule.rows if row in books.rows)
    ]


def _surer(one: Certainty, other: Certainty) -> bool:
    return _SUREST_FIRST.index(one) < _SUREST_FIRST.index(other)
