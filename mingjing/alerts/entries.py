"""Bodies and sentences of the alarms' entries. Text fields of the alarm travel in both languages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.alerts.rules import rules
from mingjing.alerts.vocab import Grade, Tag
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.ledger.entries import entry


def _rule_label(code: str) -> Text:
    known = rules().get(code)
    return known.text if known else Text(code, code)


class _Worded:
    """Labels for what every alarm entry names."""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if body.get("rule"):
            said["rule"] = _rule_label(body["rule"])
        if body.get("grade"):
            said["grade"] = Grade(body["grade"]).text
        if "text_zh" in body:
            said["text"] = Text(body["text_zh"], body["text_en"])
        return said


@entry(Tag.RAISED, zh="{grade}告警（{rule}）：{text}", en="{grade} alarm ({rule}): {text}")
@dataclass(frozen=True)
class Raised(_Worded):
    rule: str
    subject: str
    grade: str
    text_zh: str
    text_en: str
    basis: str
    cause: str
    late: bool


@entry(Tag.SIGHTED, zh="告警“{rule}”第 {sightings} 次出现", en="Alarm “{rule}” seen, time {sightings}")
@dataclass(frozen=True)
class Sighted(_Worded):
    rule: str
    subject: str
    sightings: int
    grade: str


@entry(Tag.CLEARED, zh="告警“{rule}”的情形已消失", en="The cause of alarm “{rule}” is gone")
@dataclass(frozen=True)
class Cleared(_Worded):
    rule: str
    subject: str
    closed: bool


@entry(Tag.ACKNOWLEDGED, zh="已确认告警“{rule}”", en="Alarm “{rule}” acknowledged")
@dataclass(frozen=True)
class Acknowledged(_Worded):
    rule: str
    subject: str


@entry(Tag.ANSWERED, zh="处置告警“{rule}”：{answer}{note}", en="Alarm “{rule}” answered: {answer} {note}")
@dataclass(frozen=True)
class Answered(_Worded):
    rule: str
    subject: str
    answer: str
    note: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        known = rules().get(body.get("rule", ""))
        label = known.answers.get(body.get("answer", "")) if known else None
        note = body.get("note", "")
        said = {"answer": label or note, "note": (f"（{note}）" if label and note else " ")}
        return {**_Worded.words(body), **said}


@entry(
    Tag.ESCALATED,
    zh="告警“{rule}”无人处置，升级至{step}：{called}",
    en="Alarm “{rule}” unanswered; called {step}: {called}",
)
@dataclass(frozen=True)
class Escalated(_Worded):
    rule: str
    subject: str
    level: int
    step_zh: str
    step_en: str
    called: list[str]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        called = body.get("called") or []
        return {
            **_Worded.words(body),
            "step": Text(body["step_zh"], body["step_en"]),
            "called": Text("、".join(called) or "无人在岗", ", ".join(called) or "nobody at post"),
        }


@entry(Tag.SHELVED, zh="搁置告警“{rule}”至 {until}：{why}", en="Alarm “{rule}” shelved until {until}: {why}")
@dataclass(frozen=True)
class Shelved(_Worded):
    rule: str
    subject: str
    until: datetime
    why: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        until = body.get("until")
        told = {"until": f"{local(parse(until)):%Y-%m-%d %H:%M}"} if until else {}
        return {**_Worded.words(body), **told}


@entry(Tag.UNSHELVED, zh="恢复告警“{rule}”", en="Alarm “{rule}” unshelved")
@dataclass(frozen=True)
class Unshelved(_Worded):
    rule: str
    subject: str
    expired: bool


@entry(Tag.TAKEN_OUT, zh="停用告警“{rule}”：{why}", en="Alarm “{rule}” taken out of service: {why}")
@dataclass(frozen=True)
class TakenOut(_Worded):
    rule: str
    subject: str
    why: str


@entry(Tag.PUT_BACK, zh="启用告警“{rule}”", en="Alarm “{rule}” back in service")
@dataclass(frozen=True)
class PutBack(_Worded):
    rule: str
    subject: str


@entry(
    Tag.HANDED_OVER,
    zh="移交未结告警 {count} 项给{to}",
    en="{count} open alarms handed over to {to}",
)
@dataclass(frozen=True)
class HandedOver:
    count: int
    alarms: list[str]
    to: str
    note: str
