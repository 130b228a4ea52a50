"""Question sets as data: read from questions/*.yaml once, checked when read (tests/interviews/test_sets.py).

A set names the law it hangs on, the elements that must be covered, and its questions; a question says which elements
its answer covers, and what to ask next when an answer contains certain words.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.cases.models import Case
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict, no

FOLDER = Path(__file__).with_name("questions")
SEVEN = ("who", "when", "where", "what", "why", "how", "result")


@dataclass(frozen=True, slots=True)
class Element:
    """Something the record must establish. `seven`: which of the seven elements it is; `cues`: words of a question that
    ask for it; `must`: without it a first record is not complete; `head`: the field of the head that answers it."""

    id: str
    text: Text
    seven: str = ""
    cues: tuple[str, ...] = ()
    must: bool = False
    head: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """When the answer contains one of `says`, these questions follow."""

    says: tuple[str, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """`opening`: it stands in the record from the beginning."""

    id: str
    text: Text
    covers: tuple[str, ...] = ()
    opening: bool = False
    then: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionSet:
    id: str
    title: Text
    version: str
    base: bool
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    causes: tuple[str, ...]
    law: tuple[str, ...]
    elements: Mapping[str, Element] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)


def current(name: str) -> QuestionSet:
    """Raises KeyError for an unknown set."""
    return every()[name]


@cache
def every() -> dict[str, QuestionSet]:
    """Id → set, in the order of the files."""
    found = (_read(place) for place in sorted(FOLDER.glob("*.yaml")))
    return {one.id: one for one in found}


def base_for(kind: str, role: str, *, minor: bool) -> QuestionSet:
    """The set every record of this kind begins with."""
    if minor and "minor" in every():
        named = f"minor_{role}" if f"minor_{role}" in every() else "minor"
        if kind in every()[named].kinds:
            return every()[named]
    fits = (s for s in every().values() if s.base and kind in s.kinds and role in s.roles and not _of_minors(s))
    return next(fits, every()["first_interrogation"])


def default(role: str, kind: str, case: Case) -> str:
    """The set of the offence the cause names, else the general one."""
    named = (s for s in every().values() if not s.base and any(c in case.cause for c in s.causes))
    found = next((s for s in named if kind in s.kinds or role != "suspect"), None)
    return found.id if found else "general"


def usable(name: str, kind: str) -> list[Verdict]:
    found = every().get(name)
    known = found is not None and not found.base
    bad = no("interviews.set.unknown", "没有这个问题集。", "There is no such question set.", field="question_set")
    return [OK if known and kind else bad]


def _of_minors(one: QuestionSet) -> bool:
    return one.id.startswith("minor")


def _read(place: Path) -> QuestionSet:
    raw = place.read_bytes()
    told = yaml.safe_load(raw)
    digest = hashlib.sha256(raw).hexdigest()[:12]
    return QuestionSet(
        id=told["id"], title=_text(told), version=f"{told['id']}@{told['version']}+{digest}",
        base=told.get("base", False),
        kinds=tuple(told["kinds"]), roles=tuple(told["roles"]), causes=tuple(told.get("causes", ())),
        law=tuple(told["law"]),
        elements={
            e["id"]: Element(
                e["id"], _text(e), e.get("seven", ""), tuple(e.get("cues", ())), e.get("must", False), e.get("head", "")
            )
            for e in told["elements"]
        },
        questions={
            q["id"]: Question(
                q["id"], _text(q), tuple(q.get("covers", ())), q.get("opening", False),
                tuple(Branch(tuple(b["says"]), tuple(b["ask"])) for b in q.get("then", ())),
            )
            for q in told["questions"]
        },
    )  # fmt: skip


def _text(told: Mapping[str, Any]) -> Text:
    return Text(told["zh"], told["en"])
