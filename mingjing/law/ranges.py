"""The book of penalties: what an article allows for a grade of conduct, and whether what somebody puts forward lies
within. It checks and explains; it proposes nothing. Pure.

Written `W | F0-500`, `D5-10 (+) F0-1000` (books/penalties): alternatives of terms, each of which must be there (`+`) or
may be (`(+)`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no

SHIPPED = Path(__file__).parent / "books" / "penalties"
_TERM = re.compile(r"(\(\+\)|\+)?\s*([WDFG])(?:(\d+)-(\d+))?")
_SAID = {
    "W": Text("警告", "warning"),
    "D": Text("行政拘留 {low}–{high} 日", "detention of {low}–{high} days"),
    "F": Text("罚款 {low}–{high} 元", "fine of {low}–{high} yuan"),
    "G": Text("违法所得 {low}–{high} 倍罚款", "fine of {low}–{high} times the gain"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A warning (W), days of detention (D), a fine (F) or one by the gain (G); `may`: it need not be there."""

    kind: str
    low: int
    high: int
    may: bool

    @property
    def text(self) -> Text:
        if self.kind == "F" and not self.low:
            return Text("罚款 {high} 元以下", "fine of up to {high} yuan").format(high=self.high)
        return _SAID[self.kind].format(low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class Sanction:
    """What somebody puts forward: a warning, days of detention, a fine in yuan."""

    warning: bool = False
    days: int = 0
    fine: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of one article, as the book words it."""

    id: str
    law: str
    article: str
    conduct: Text
    title: Text
    alternatives: tuple[tuple[Term, ...], ...]

    @property
    def basis(self) -> str:
        return f"{self.law} {self.article.partition('.')[0]}"

    @property
    def text(self) -> Text:
        """What it allows, in words."""
        said = [_joined(terms) for terms in self.alternatives]
        return Text("，或者".join(t.zh for t in said), ", or ".join(t.en for t in said))

    @property
    def label(self) -> Text:
        article = self.article.partition(".")[0]
        said = Text("第{a}条 {c}（{g}）：{r}", "Art. {a} {c} ({g}): {r}")
        return said.format(a=article, c=self.conduct, g=self.title, r=self.text)


def _joined(terms: tuple[Term, ...]) -> Text:
    zh, en = terms[0].text.zh, terms[0].text.en
    for term in terms[1:]:
        zh += ("，可以并处" if term.may else "，并处") + term.text.zh
        en += (", with or without a " if term.may else " and a ") + term.text.en
    return Text(zh, en)


@dataclass(frozen=True)
class Book:
    """The grades of one law, from the day it applies."""

    law: str
    since: date
    grades: Mapping[str, Grade]


def judge(grade: Grade, sanction: Sanction, *, mitigated: bool) -> Verdict:
    """Whether the sanction lies within the grade. What is below it needs a ground of mitigation (PSL 20); what is above
    it, or joins what the article does not join, is refused. A fine by the gain is known only to be one."""
    if not (sanction.warning or sanction.days or sanction.fine):
        return no("measures.penalty.nothing", "请填写拟处罚内容。", "Say what is put forward.", field="detention_days")
    if any(_fits(terms, sanction) for terms in grade.alternatives):
        return OK
    if mitigated and any(_under(terms, sanction) for terms in grade.alternatives):
        return OK
    text = Text(
        "不在法定幅度内（{r}）。低于幅度的，须有减轻情节。",
        "Not within the range ({r}). Less needs a ground of mitigation.",
    ).format(r=grade.text)
    return Verdict(False, "measures.penalty.range", text, grade.basis, field="grade")


def _given(sanction: Sanction) -> dict[str, int]:
    """Kind → how much, for what is there."""
    told = {"W": int(sanction.warning), "D": sanction.days, "F": sanction.fine}
    return {kind: much for kind, much in told.items() if much}


def _fits(terms: tuple[Term, ...], sanction: Sanction) -> bool:
    given = _given(sanction)
    for term in terms:
        much = given.pop("F" if term.kind == "G" else term.kind, None)
        if much is None:
            if not term.may:
                return False
        elif term.kind in "DF" and not (term.low <= much <= term.high):
            return False
    return not given


def _under(terms: tuple[Term, ...], sanction: Sanction) -> bool:
    """Nothing exceeds the grade; a lighter kind (a fine or a warning for detention) is lighter still."""
    given, by_kind = _given(sanction), {t.kind: t for t in terms}
    if "D" in given and ("D" not in by_kind or given["D"] > by_kind["D"].high):
        return False
    bound = max((t.high for t in terms if t.kind == "F"), default=None)
    return "F" not in given or bound is None or given["F"] <= bound


def find(key: str, on: date) -> Grade | None:
    """The grade named `article/grade` in the book in force on that day."""
    return next((book.grades[key] for book in books() if book.since <= on and key in book.grades), None)


def offered(on: date) -> list[Grade]:
    """Every grade of the books in force on that day, in the order of articles."""
    return [grade for book in books() if book.since <= on for grade in book.grades.values()]


@cache
def books() -> tuple[Book, ...]:
    """The shipped books of penalties."""
    return tuple(_book(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(SHIPPED.glob("*.yaml")))


def _book(written: Mapping[str, Any]) -> Book:
    titles = {name: Text(**told) for name, told in written["grades"].items()}
    grades = {g.id: g for g in _grades(written, titles)}
    return Book(written["law"], written["since"], grades)


def _grades(written: Mapping[str, Any], titles: Mapping[str, Text]) -> Iterator[Grade]:
    for article, told in written["articles"].items():
        conduct = Text(told["zh"], told["en"])
        for name in told.keys() - {"zh", "en"} - titles.keys():
            raise ValueError(f"{article}: {name} is no grade")
        for name, title in titles.items():
            if name in told:
                yield Grade(f"{article}/{name}", written["law"], article, conduct, title, _read(article, told[name]))


def _read(article: str, written: str) -> tuple[tuple[Term, ...], ...]:
    return tuple(_terms(article, one) for one in written.split("|"))


def _terms(article: str, written: str) -> tuple[Term, ...]:
    found = [_term(m) for m in _TERM.finditer(written)]
    if not found or _TERM.sub("", written).strip():
        raise ValueError(f"{article}: {written!r} is no range")
    return tuple(found)


def _term(match: re.Match[str]) -> Term:
    joined, kind, low, high = match.groups()
    return Term(kind, int(low or 0), int(high or 0), joined == "(+)")
