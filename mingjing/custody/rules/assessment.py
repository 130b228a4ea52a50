"""What answers mean: risk, needs, facts. The questions are data, see `questions`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mingjing.custody.vocab import Risk
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict

YES, NO, REFUSED = "yes", "no", "refused"
_ORDER = (Risk.LOW, Risk.MEDIUM, Risk.HIGH)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one answer to one question means."""

    risk: Risk = Risk.LOW
    needs: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """`kind`: yes_no, seen (the officer answers), text. `sex`: asked of that sex only. `when`: asked only if those
    questions had those answers. `unsure` is what a refused answer means."""

    id: str
    section: str
    kind: str
    ask: Text
    yes: Meaning = Meaning()
    no: Meaning = Meaning()
    unsure: Meaning = Meaning()
    when: Mapping[str, str] = field(default_factory=dict)
    sex: str = ""
    optional: bool = False

    def asked(self, answers: Mapping[str, str], sex: str) -> bool:
        """Whether it is put to this person, given the other answers."""
        wanted = not self.sex or self.sex == sex or sex not in ("male", "female")
        return wanted and all(answers.get(name) == value for name, value in self.when.items())

    def meaning(self, answer: str) -> Meaning:
        return {YES: self.yes, NO: self.no, REFUSED: self.unsure}.get(answer, Meaning())


@dataclass(frozen=True)
class QuestionSet:
    """One version of a set, named `id@version` in the record of every answer."""

    id: str
    version: int
    title: Text
    sections: tuple[tuple[str, Text], ...]
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"

    def asked(self, answers: Mapping[str, str], sex: str) -> list[Question]:
        return [q for q in self.questions if q.asked(answers, sex)]


@dataclass(frozen=True)
class Judgement:
    """`facts` are named as in the law books; what he refused to say stays unknown."""

    risk: Risk
    needs: tuple[str, ...]
    facts: dict[str, Any]


def judge(questions: QuestionSet, answers: Mapping[str, str], sex: str) -> Judgement:
    """The highest risk, all needs in the order of the questions, all facts; a true fact is never undone by a no."""
    meanings = [q.meaning(answers.get(q.id, "")) for q in questions.asked(answers, sex)]
    facts: dict[str, Any] = {}
    for meaning in meanings:
        facts |= {name: value for name, value in meaning.facts.items() if facts.get(name) is not True}
    needs = dict.fromkeys(need for meaning in meanings for need in meaning.needs)
    return Judgement(highest(m.risk for m in meanings), tuple(needs), facts)


def highest(risks: Iterable[Risk]) -> Risk:
    return max(risks, key=_ORDER.index, default=Risk.LOW)


def lower(one: Risk, other: Risk) -> bool:
    """Whether the first risk is lower than the second."""
    return _ORDER.index(one) < _ORDER.index(other)


def faults(questions: QuestionSet, answers: Mapping[str, str], sex: str) -> list[Verdict]:
    """A refusal for every question not answered, answered outside its list, or answered although not asked."""
    asked = {q.id: q for q in questions.asked(answers, sex)}
    found = [fault for q in asked.values() if (fault := _fault(q, answers.get(q.id, ""))) is not None]
    strangers = [name for name in answers if name not in asked and answers[name]]
    return found + [_wrong(name, Text(name, name)) for name in strangers]


def _fault(question: Question, answer: str) -> Verdict | None:
    if not answer:
        return None if question.optional else _missing(question)
    if question.kind == "text" or answer in (YES, NO, REFUSED):
        return None
    return _wrong(question.id, question.ask)


def _missing(question: Question) -> Verdict:
    text = Text("未回答：{ask}", "Not answered: {ask}").format(ask=question.ask)
    return Verdict(False, "custody.assess.unanswered", text, field=question.id)


def _wrong(name: str, ask: Text) -> Verdict:
    text = Text("回答无效：{ask}", "Not a valid answer: {ask}").format(ask=ask)
    return Verdict(False, "custody.assess.invalid", text, field=name)
