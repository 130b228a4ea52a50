"""Checking citations against the texts of the law: does the article exist, does the quoted phrase stand in it?

A text is Markdown with one paragraph per article head (`第九十七条 …`), as in the folder of law texts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mingjing.law.procedure import Proceeding
from mingjing.law.rule import Citation, Rule, Timed
from mingjing.law.shelf import Books

_HEAD = re.compile(r"^第\s*([零〇一二三四五六七八九十百]+)\s*条(?!之)\s*", re.MULTILINE)
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_SCALES = {"十": 10, "百": 100}


@dataclass(frozen=True, slots=True)
class CitationFault:
    rule: str
    citation: Citation
    what: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.citation}: {self.what}"


def citations_of(rule: Rule) -> Iterator[Citation]:
    """Every citation of a rule, its extensions, pauses and moves."""
    dated = [rule.versions]
    if isinstance(rule, Timed):
        dated += [e.totals for e in rule.extensions]
        yield from (c for p in rule.pauses for c in p.basis)
    if isinstance(rule, Proceeding):
        yield from rule.citations
    for values in dated:
        for _, version in (*values.entries, *values.expected):
            yield from version.basis


def check_citations(books: Books, texts: Path) -> tuple[int, list[CitationFault]]:
    """How many citations were compared, and those that do not hold. Laws without a stored text are skipped."""
    compared, faults = 0, list[CitationFault]()
    for rule in books.rules.values():
        for citation in citations_of(rule):
            file = books.laws[citation.law].file
            if not file or not citation.article:
                continue
            compared += 1
            faults += _faults(rule, citation, texts / file)
    return compared, faults


def _faults(rule: Rule, citation: Citation, path: Path) -> Iterable[CitationFault]:
    text = articles(path).get(citation.article) if path.exists() else None
    if text is None:
        yield CitationFault(rule.id, citation, "no such article in the text" if path.exists() else f"no {path}")
    elif citation.quote and citation.quote not in re.sub(r"\s", "", text):
        yield CitationFault(rule.id, citation, f"does not say {citation.quote}")


@lru_cache(maxsize=64)
def articles(path: Path) -> dict[int, str]:
    """The articles of a text by number, each with all its paragraphs."""
    _, _, text = path.read_text("utf-8").partition("<!-- INFO END -->")
    body = _HEADING.sub("", text)
    heads = list(_HEAD.finditer(body))
    ends = [*(h.start() for h in heads[1:]), len(body)]
    return {number(h[1]): body[h.end() : end].strip() for h, end in zip(heads, ends, strict=True)}


def number(chinese: str) -> int:
    """一百二十八 → 128. Raises KeyError for anything that is no such numeral."""
    total, digit = 0, 0
    for sign in chinese:
        if sign in _SCALES:
            total += (digit or 1) * _SCALES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
