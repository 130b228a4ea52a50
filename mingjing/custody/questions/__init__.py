"""Question sets as data, one file per version: `<id>@<version>.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.custody.rules.assessment import Meaning, Question, QuestionSet
from mingjing.custody.vocab import Need, Risk
from mingjing.kernel.text import Text

HERE = Path(__file__).parent


@cache
def question_set(name: str) -> QuestionSet:
    """The set named `id@version`. Raises KeyError when there is none."""
    place = HERE / f"{name}.yaml"
    if place.parent != HERE or not place.exists():
        raise KeyError(name)
    return read(yaml.safe_load(place.read_text(encoding="utf-8")))


@cache
def newest(ident: str) -> QuestionSet:
    """The set of that id with the highest version. Raises ValueError when there is none."""
    return max((question_set(p.stem) for p in HERE.glob(f"{ident}@*.yaml")), key=lambda s: s.version)


def read(written: dict[str, Any]) -> QuestionSet:
    """Raises ValueError or KeyError when a need, a risk or a question named in `when` does not exist."""
    sections = written["sections"]
    questions = tuple(_question(s["id"], q) for s in sections for q in s["questions"])
    known = {q.id for q in questions}
    for question in questions:
        if not question.when.keys() <= known:
            raise KeyError(f"{question.id}: asks about unknown {sorted(question.when.keys() - known)}")
    titles = tuple((s["id"], Text(**s["title"])) for s in sections)
    return QuestionSet(written["id"], written["version"], Text(**written["title"]), titles, questions)


def _question(section: str, row: dict[str, Any]) -> Question:
    return Question(
        id=row["id"],
        section=section,
        kind=row["kind"],
        ask=Text(**row["ask"]),
        yes=_meaning(row.get("if_yes")),
        no=_meaning(row.get("if_no")),
        unsure=_meaning(row.get("if_refused")),
        when=row.get("when", {}),
        sex=row.get("sex", ""),
        optional=row.get("optional", False),
    )


def _meaning(row: dict[str, Any] | None) -> Meaning:
    row = row or {}
    needs = tuple(Need(n).value for n in row.get("needs", ()))
    return Meaning(Risk(row.get("risk", Risk.LOW.value)), needs, row.get("facts", {}))
