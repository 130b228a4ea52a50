"""The book of penalties beside the text of the law: every number of a range must stand in its article, in its words."""

import re
from collections.abc import Iterator
from pathlib import Path

from mingjing.law import ranges
from mingjing.law.citations import articles
from mingjing.law.ranges import Grade, Term
from mingjing.law.shelf import Books

_UNITS = {"D": ("日", "拘留"), "F": ("元", "罚款")}
_OPEN_BELOW = {"D": 1, "F": 0}
_DIGITS = "零一二三四五六七八九"
_SCALES = ((1000, "千"), (100, "百"), (10, "十"))


def check_ranges(books: Books, texts: Path) -> tuple[int, list[str]]:
    """How many terms were compared, and those the article does not say. Laws without a stored text are skipped."""
    compared, faults = 0, list[str]()
    for book in ranges.books():
        law = books.laws[book.law]
        if not law.file or not (texts / law.file).exists():
            continue
        said = articles(texts / law.file)
        for grade in book.grades.values():
            article = re.sub(r"\s", "", said.get(_number(grade), ""))
            compared += sum(len(terms) for terms in grade.alternatives)
            faults += [f"{book.law} {grade.id}: does not say {missing}" for missing in _missing(grade, article)]
    return compared, faults


def unnamed(texts: Path, books: Books) -> Iterator[str]:
    """Ranges an article of a book names and the book does not."""
    for book in ranges.books():
        said = articles(texts / books.laws[book.law].file)
        for number in sorted({_number(g) for g in book.grades.values()}):
            article = re.sub(r"\s", "", said[number])
            grades = [g for g in book.grades.values() if _number(g) == number]
            known = {phrase(t) for g in grades for terms in g.alternatives for t in terms if t.kind in _UNITS}
            for found in sorted(set(_RANGE.findall(article)) - known):
                yield f"{book.law} {number}: {found}"


_NUMERAL = "[一二三四五六七八九十百千]+"
_RANGE = re.compile(rf"(?:{_NUMERAL}[日元]以上)?{_NUMERAL}[日元]以下(?:拘留|罚款)")


def _number(grade: Grade) -> int:
    return int(grade.article.partition(".")[0])


def _missing(grade: Grade, article: str) -> Iterator[str]:
    for terms in grade.alternatives:
        for n, term in enumerate(terms):
            wanted = phrase(term)
            joined = ("可以并处" if term.may else "并处") + wanted if n else wanted
            if joined not in article:
                yield joined


def phrase(term: Term) -> str:
    """A term in the words of the law: 五日以上十日以下拘留, 一千元以下罚款, 警告."""
    if term.kind not in _UNITS:
        return "警告" if term.kind == "W" else f"{chinese(term.low)}倍以上{chinese(term.high)}倍以下罚款"
    unit, kind = _UNITS[term.kind]
    top = f"{chinese(term.high)}{unit}以下{kind}"
    return top if term.low == _OPEN_BELOW[term.kind] else f"{chinese(term.low)}{unit}以上{top}"


def chinese(number: int) -> str:
    """15 → 十五, 2000 → 二千, 500 → 五百; below ten thousand."""
    said, rest = "", number
    for scale, sign in _SCALES:
        times, rest = divmod(rest, scale)
        said += (_DIGITS[times] + sign) if times else ("零" if said and rest and not said.endswith("零") else "")
    said += _DIGITS[rest] if rest else ""
    return said.removeprefix("一") if said.startswith("一十") else said or _DIGITS[0]
