"""Which rows of the table of law facts the books encode, and which they leave out on purpose."""

import re
from collections import defaultdict

from mingjing.law.shelf import Books

_ROW = re.compile(r"^\| ([A-Z]{2}-\d{2,3}) \|", re.MULTILINE)


def rows_of(books: Books) -> dict[str, list[str]]:
    """Every encoded row with the rules that encode it, in order of the row."""
    rows: dict[str, list[str]] = defaultdict(list)
    for rule in books.rules.values():
        for row in rule.rows:
            rows[row].append(rule.id)
    return dict(sorted(rows.items()))


def gaps(books: Books, table: str) -> list[str]:
    """Rows of a Markdown table of law facts that are neither encoded nor explained in `coverage.yaml`. A key there may
    name a whole family (`DP`)."""
    encoded = rows_of(books)
    rows = dict.fromkeys(_ROW.findall(table))
    return [r for r in rows if r not in encoded and r not in books.coverage and r.split("-")[0] not in books.coverage]
