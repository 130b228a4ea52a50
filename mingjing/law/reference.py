"""The reference pages that follow from the books: `python -m mingjing.law.reference DIR` writes them anew."""

import sys
from collections.abc import Iterator
from pathlib import Path

from mingjing.law import books
from mingjing.law.coverage import reason, rows_of
from mingjing.law.rule import Gate
from mingjing.law.shelf import Books

_WRITTEN = "<!-- written by mingjing.law.reference -->"


def pages(books_: Books) -> dict[str, str]:
    """Name and content of each page."""
    return {
        "law-facts.md": _page(_facts(books_)),
        "law-tags.md": _page(_tags(books_)),
        "law-coverage.md": _page(_coverage(books_)),
    }


def _page(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _facts(books_: Books) -> Iterator[str]:
    yield from ("# Facts the law asks about", "", _WRITTEN, "")
    yield from ("`holds`: throughout the stay, onward from the event that tells it, once for that event.", "")
    yield from ("| fact | type | holds | assumed | 中文 | English |", "|---|---|---|---|---|---|")
    for fact in books_.facts:
        kind = " ".join(f"`{value}`" for value in fact.values) or str(fact.type)
        assumed = "" if fact.assume is None else str(fact.assume).lower()
        yield f"| `{fact.name}` | {kind} | {fact.holds} | {assumed} | {fact.text.zh} | {fact.text.en} |"
    yield from ("", "## Actions and the facts their gates ask for", "", "| action | facts |", "|---|---|")
    gates = [r for r in books_.rules.values() if isinstance(r, Gate)]
    for action in sorted({action for gate in gates for action in gate.actions}):
        yield f"| `{action}` | {' '.join(f'`{name}`' for name in books_.asked(action))} |"


def _tags(books_: Books) -> Iterator[str]:
    yield from ("# Event tags the law listens to", "", _WRITTEN, "")
    yield from ("| tag | 中文 | English | rules |", "|---|---|---|---|")
    for tag, text in books_.tags.items():
        rules = " ".join(f"`{rule.id}`" for rule in books_.listeners.get(tag, ()))
        yield f"| `{tag}` | {text.zh} | {text.en} | {rules} |"


def _coverage(books_: Books) -> Iterator[str]:
    encoded = rows_of(books_)
    yield from ("# Rows of the table of law facts, and the rules they became", "", _WRITTEN, "")
    yield "`seen`: Q the article itself was read, P an excerpt, S somebody else about it, M from memory."
    yield f"{len(encoded)} of {len(books_.rows)} rows are encoded; each of the others says why not yet."
    yield from ("", "| row | seen | source | rules, or why none |", "|---|---|---|---|")
    for name, row in books_.rows.items():
        rules = " ".join(f"`{rule}`" for rule in encoded.get(name, ()))
        why = reason(books_, name)
        yield f"| {name} | {row.seen} | {row.source} | {rules or (f'– {why.en}' if why else '?')} |"


if __name__ == "__main__":
    for name, content in pages(books.current()).items():
        Path(sys.argv[1], name).write_text(content, "utf-8")
