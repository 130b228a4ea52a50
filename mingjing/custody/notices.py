"""The notices of rights and duties that are told and signed, read from `notices.yaml`; which one is for whom. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.custody.vocab import Ground, Role
from mingjing.kernel.text import Text

CRIMINAL_GROUNDS = (Ground.FORCED_SUMMONS, Ground.DETENTION, Ground.ARREST, Ground.BAIL, Ground.SURVEILLANCE)


@dataclass(frozen=True, slots=True)
class Line:
    """One right or duty; `basis` is its article, `quote` the phrase of the article that carries it."""

    text: Text
    basis: str
    quote: str


@dataclass(frozen=True, slots=True)
class Notice:
    """`name` says which it is, with its version: what the entry of a telling names."""

    name: str
    title: Text
    lines: tuple[Line, ...]


@cache
def notices() -> Mapping[str, Notice]:
    """Kind → notice. Raises KeyError for a line that is not whole."""
    written = yaml.safe_load(Path(__file__).with_name("notices.yaml").read_text(encoding="utf-8"))
    return {kind: _notice(kind, written["version"], told) for kind, told in written["notices"].items()}


def notice_for(role: str, ground: str, case_kind: str) -> Notice:
    """The notice for somebody here in this role, on this ground, in a case of this kind."""
    if role in (Role.WITNESS, Role.VICTIM):
        return notices()["witness"]
    if ground == Ground.CONTINUED_QUESTIONING:
        return notices()["continued_questioning"]
    criminal = ground in CRIMINAL_GROUNDS or case_kind == "criminal"
    return notices()["criminal" if criminal else "administrative"]


def _notice(kind: str, version: int, told: dict[str, Any]) -> Notice:
    title, lines = told["title"], told["lines"]
    return Notice(f"{kind}@{version}", Text(title["zh"], title["en"]), tuple(_line(row) for row in lines))


def _line(row: dict[str, str]) -> Line:
    basis, _, quote = row["basis"].partition(":")
    return Line(Text(row["zh"], row["en"]), basis.strip(), quote.strip())
