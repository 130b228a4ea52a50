"""The law in force: its rules, one of them explained, and what would follow from a story (`./mj law evaluate`)."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from mingjing.api.asked import Day, Moment, Name, Plain
from mingjing.api.showing import plain as sent
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.kernel.verdict import Refusal, Verdict, no
from mingjing.law import books
from mingjing.law.engine import Event, check, evaluate
from mingjing.law.facts import FactError
from mingjing.law.rule import Rule
from mingjing.law.show import explained
from mingjing.law.written import outcome_json
from mingjing.webkit.forms import plain

router = Router(tags=["law"])
MOST_EVENTS = 200
Id = Annotated[str, Field(max_length=96), AfterValidator(plain)]
NO_RULE = no("record.unknown", "没有这条规则。", "There is no such rule.", field="rule")
Facts = Annotated[dict[Name, Plain], Field(max_length=MOST_EVENTS)]


class Happened(Schema):
    tag: Id
    at: Moment
    facts: Facts = {}


class Meant(Schema):
    name: Id
    facts: Facts = {}


class Story(Schema):
    """As `./mj law evaluate` reads it: what happened, and what is to be done now."""

    events: Annotated[list[Happened], Field(max_length=MOST_EVENTS)]
    now: Moment | None = None
    facts: Facts = {}
    action: Meant | None = None


@router.get("/law/rules", summary="Every rule of the books in force")
def rules(request: HttpRequest, q: Id = "") -> dict[str, Any]:
    found = [one for one in books.current().rules.values() if q in one.id or q in one.title.zh]
    return {"book": books.current().version, "items": [_line(one) for one in found]}


@router.get("/law/rule", summary="One rule, as it reads on a day")
def rule(request: HttpRequest, rule: Id, on: Day | None = None) -> dict[str, Any]:
    book = books.current()
    if rule not in book.rules:
        raise Refusal(NO_RULE)
    day: date | None = on
    return _line(book.rules[rule]) | {"lines": list(explained(book, book.rules[rule], day))}


@router.post("/law/evaluate", summary="Clocks, duties and gates that follow from a story; nothing is entered")
def judged(request: HttpRequest, story: Story) -> dict[str, Any]:
    book, at = books.current(), story.now or now()
    _known(story)
    try:
        events = [Event(one.tag, one.at, dict(one.facts)) for one in story.events]
        outcome = evaluate(book, events, at, dict(story.facts))
        gates = check(book, story.action.name, {**outcome.facts, **story.action.facts}, at) if story.action else []
    except (FactError, ValueError, OverflowError) as why:
        told = Text("事实的值不合要求：{why}", "A fact has not the value it should: {why}").format(why=str(why)[:99])
        raise Refusal(Verdict(False, "api.input.facts", told, field="facts")) from why
    return outcome_json(book, outcome, at, gates)


def _known(story: Story) -> None:
    """A name nobody knows is a slip of the pen: passing over it would answer another question. Raises Refusal."""
    book = books.current()
    named = {n for part in (story, story.action, *story.events) if part is not None for n in part.facts}
    wrong = sorted(n for n in named if n not in book.facts) + sorted(
        {one.tag for one in story.events} - book.tags.keys()
    )
    if story.action and not book.gates(story.action.name):
        wrong.append(story.action.name)
    if wrong:
        told = Text("规则中没有：{names}", "The books do not know: {names}").format(names="、".join(wrong)[:200])
        raise Refusal(Verdict(False, "api.input.unknown", told, field="facts"))


def _line(one: Rule) -> dict[str, Any]:
    version = one.version(local(now()).date())
    told = {"id": one.id, "kind": type(one).__name__.lower(), "title": sent(one.title), "explain": sent(one.explain)}
    basis = books.current().citation(version.basis_line) if version else None
    return told | {"certainty": str(one.certainty), "severity": str(one.severity), "basis": sent(basis)}
