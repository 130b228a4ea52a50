"""Watching and care."""

from dataclasses import dataclass
from typing import Any

from mingjing.custody.entries.words import clause, said
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import CareKind, Finding, Observation, Risk
from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry

ZH = "{kind}：{taken}{what}{note}。"
EN = "{kind}: {taken}{what}{note}."
TAKEN = Text("已提供并接受", "given and taken")
REFUSED = Text("已提供，本人拒绝", "offered, refused")


@entry(Tag.OBSERVED, zh="看护等级：{level}（{why}）。", en="Observation level: {level} ({why}).")
@dataclass(frozen=True)
class Observed:
    """`risk`: the answer it follows from, where nobody gave another reason."""

    level: str
    why: str
    risk: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        told = said(body, level=Observation, risk=Risk)
        why = Text("{risk}风险", "{risk} risk").format(risk=told["risk"]) if body.get("risk") else body.get("why")
        return {"level": told["level"], "why": why}


@entry(Tag.CHECKED, zh="巡查：{finding}{note}。", en="Checked: {finding}{note}.")
@dataclass(frozen=True)
class Checked:
    finding: str
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return said(body, finding=Finding) | {"note": clause(body.get("note"), "（{}）", " ({})")}


@entry(Tag.BEDDING, zh=ZH, en=EN)
@entry(Tag.MEDICATION, zh=ZH, en=EN)
@entry(Tag.TOILET, zh=ZH, en=EN)
@entry(Tag.WASHING, zh=ZH, en=EN)
@entry(Tag.REST, zh=ZH, en=EN)
@entry(Tag.DRINK, zh=ZH, en=EN)
@entry(Tag.MEAL, zh=ZH, en=EN)
@dataclass(frozen=True)
class Cared:
    kind: str
    accepted: bool
    what: str = ""
    note: str = ""
    ended_at: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return said(body, kind=CareKind) | {
            "taken": TAKEN if body.get("accepted") else REFUSED,
            "what": clause(body.get("what"), "，{}", ", {}"),
            "note": clause(body.get("note"), "（{}）", " ({})"),
        }


@entry(
    Tag.MEDICAL,
    zh="{medic}{place}检查：{why}。建议：{advice}。",
    en="{medic}{place} examined him: {why}. Advice: {advice}.",
)
@dataclass(frozen=True)
class Examined:
    """`findings` is a field of its own, so that it can be hidden from those who need not know."""

    medic: str
    place: str
    why: str
    advice: str
    findings: str
    fit: bool | None

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"place": clause(body.get("place"), "在{}", " at {}")}
