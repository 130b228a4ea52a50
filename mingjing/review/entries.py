"""Bodies and sentences of the entries about reviews."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.ledger.entries import entry
from mingjing.review.rules.checklist import item
from mingjing.review.vocab import Answer, Goes, NonProsecution, OutcomeKind, ReturnReason, ReviewKind, Tag


class _OfKind:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        kind = body.get("kind")
        return {"kind": ReviewKind(kind).text if kind in ReviewKind.values() else "—"}


@entry(Tag.SUBMITTED, zh="提交法制审核 {number}（{kind}）", en="Submitted for legal review {number} ({kind})")
@dataclass(frozen=True)
class Submitted(_OfKind):
    """`items` are those of the checklist `book` that apply."""

    number: str
    kind: str
    book: str
    items: list[str]
    note: str = ""


@entry(Tag.TAKEN, zh="{reviewer}接手审核（第 {round} 次）", en="{reviewer} takes the review (look {round})")
@dataclass(frozen=True)
class Taken:
    reviewer: str
    round: int


@entry(Tag.GIVEN_BACK, zh="{reviewer}交回待审：{why}", en="{reviewer} gives the review back: {why}")
@dataclass(frozen=True)
class GivenBack:
    reviewer: str
    why: str


class _OfItem:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        found = item(str(body.get("book")), str(body.get("item")))
        return {"item": found.text if found else Text(str(body.get("item")), str(body.get("item")))}


@entry(Tag.MARKED, zh="审核“{item}”：{answer}{said}", en="Item “{item}”: {answer}{said}")
@dataclass(frozen=True)
class Marked:
    item: str
    answer: str
    book: str
    round: int
    place: str = ""
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        answer = body.get("answer")
        said = "，".join(filter(None, [body.get("place"), body.get("note")]))
        known = Answer(answer).text if answer in Answer.values() else "—"
        return {
            **_OfItem.words(body),
            "answer": known,
            "said": Text(f"（{said}）", f" ({said})") if said else Text("", ""),
        }


@entry(Tag.PASSED, zh="审核通过（{kind}，第 {round} 次）{advice}", en="Review passed ({kind}, look {round}){advice}")
@dataclass(frozen=True)
class Passed:
    kind: str
    round: int
    suggestions: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        advice = body.get("suggestions")
        told = Text("，建议：{a}", "; suggested: {a}").format(a=advice) if advice else Text("", "")
        return {**_OfKind.words(body), "advice": told}


@entry(Tag.RETURNED, zh="审核退回（{kind}，第 {round} 次）：{reasons}", en="Returned ({kind}, look {round}): {reasons}")
@dataclass(frozen=True)
class Returned(_OfKind):
    kind: str
    round: int
    reasons: str
    defects: list[str]


@entry(Tag.RESUBMITTED, zh="补正后再次提交（第 {round} 次）：{note}", en="Submitted again (look {round}): {note}")
@dataclass(frozen=True)
class Resubmitted:
    round: int
    note: str


@entry(Tag.WITHDRAWN, zh="撤回审核：{why}", en="Review withdrawn: {why}")
@dataclass(frozen=True)
class Withdrawn:
    why: str


@entry(
    Tag.CORRECTION_GIVEN,
    zh="交办整改：{officer}于 {due} 前整改“{item}”（{place}：{what}）",
    en="Correction for {officer} until {due}: “{item}” ({place}: {what})",
)
@dataclass(frozen=True)
class CorrectionGiven:
    officer: str
    item: str
    book: str
    place: str
    what: str
    due_at: datetime

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        due = body.get("due_at")
        return {**_OfItem.words(body), "due": f"{local(parse(due)):%Y-%m-%d %H:%M}" if due else "—"}


@entry(Tag.CORRECTION_ANSWERED, zh="{officer}反馈“{item}”：{reply}", en="{officer} on “{item}”: {reply}")
@dataclass(frozen=True)
class CorrectionAnswered(_OfItem):
    officer: str
    item: str
    book: str
    reply: str


@entry(Tag.CORRECTION_SENT_BACK, zh="“{item}”整改退回：{why}", en="Correction of “{item}” sent back: {why}")
@dataclass(frozen=True)
class CorrectionSentBack(_OfItem):
    item: str
    book: str
    why: str


@entry(
    Tag.CORRECTION_OVERDUE,
    zh="“{item}”整改逾期（应于 {due} 前）：{officer}",
    en="“{item}” not corrected by {due}: {officer}",
)
@dataclass(frozen=True)
class CorrectionOverdue(_OfItem):
    officer: str
    item: str
    book: str
    due_at: datetime

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return CorrectionGiven.words(body)


@entry(Tag.CORRECTION_CLOSED, zh="“{item}”整改销号：{closing}", en="Correction of “{item}” closed: {closing}")
@dataclass(frozen=True)
class CorrectionClosed(_OfItem):
    item: str
    book: str
    closing: str


@entry(
    Tag.SENT,
    zh="{goes}：移送{body}（第 {nth} 次），文书 {papers} 份、人员 {people} 名、物品 {items} 项",
    en="{goes}: handed to {body} ({nth}), {papers} papers, {people} people, {items} items",
)
@dataclass(frozen=True)
class Sent:
    """`persons` and `instruments` are ids: who may see them reads their names there."""

    goes: str
    body: str
    nth: int
    handed_by: str
    persons: list[str]
    instruments: list[str]
    things: list[str]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        goes = body.get("goes")
        told = {"papers": "instruments", "people": "persons", "items": "things"}
        counts = {name: len(body.get(field) or []) for name, field in told.items()}
        return {"goes": Goes(goes).text if goes in Goes.values() else "—", **counts}


@entry(Tag.RECEIPT, zh="{body}签收：{number}（{by}，{on}）", en="Receipt of {body}: {number} ({by}, {on})")
@dataclass(frozen=True)
class Received:
    body: str
    number: str
    by: str
    on: str


@entry(Tag.OUTCOME, zh="诉讼结果：{kind}{nth}{why}，{paper}", en="Outcome: {kind}{nth}{why}, {paper}")
@dataclass(frozen=True)
class Fed:
    kind: str
    count: int
    reason: str
    paper: str
    decided_on: str
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        kind, reason, count = body.get("kind"), body.get("reason"), body.get("count") or 1
        said = next((m.text for v in (ReturnReason, NonProsecution) for m in v if m.value == reason), None)
        several = kind == OutcomeKind.RETURNED
        return {
            "kind": OutcomeKind(kind).text if kind in OutcomeKind.values() else "—",
            "nth": Text("（第 {n} 次）", " ({n})").format(n=count) if several else Text("", ""),
            "why": Text("，{r}", ", {r}").format(r=said) if said else Text("", ""),
            "paper": body.get("paper") or "—",
        }


@entry(Tag.MEETING_CALLED, zh="召集联席会议“{title}”（{place}）", en="Joint meeting called: {title} ({place})")
@dataclass(frozen=True)
class MeetingCalled:
    title: str
    place: str
    planned_at: datetime


@entry(Tag.MEETING_TOPIC, zh="列入议题：{topic}", en="On the agenda: {topic}")
@dataclass(frozen=True)
class TopicPut:
    topic: str


@entry(Tag.MEETING_HELD, zh="联席会议已召开，到会 {n} 人", en="Joint meeting held, {n} present")
@dataclass(frozen=True)
class MeetingHeld:
    attendance: list[str]
    minutes: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"n": len(body.get("attendance") or [])}


@entry(Tag.RESOLVED, zh="议定：{words_said}（{officer}，{due}前）", en="Decided: {words_said} ({officer}, until {due})")
@dataclass(frozen=True)
class Resolved:
    words_said: str
    officer: str
    due_at: datetime

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        due = body.get("due_at")
        return {"due": f"{local(parse(due)):%Y-%m-%d %H:%M}" if due else "—"}


@entry(Tag.RESOLUTION_DONE, zh="{officer}落实：{result}", en="{officer} carried it out: {result}")
@dataclass(frozen=True)
class ResolutionDone:
    officer: str
    result: str
