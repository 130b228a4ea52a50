"""Force, restraint, incidents, trips outside."""

from dataclasses import dataclass
from typing import Any

from mingjing.custody.entries.words import clause, clock, listed, said
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import Device, ExitPurpose, IncidentKind, ReportTo
from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry

Words = dict[str, Any]
WITH_THE_STAY = Text("随本人离区结束", "ended with the stay")


@entry(
    Tag.FORCE_USED,
    zh="{officers}使用强制手段：{what}。原因：{why}。",
    en="Force used by {officers}: {what}. Why: {why}.",
)
@dataclass(frozen=True)
class ForceUsed:
    what: str
    why: str
    officers: list[str]

    @staticmethod
    def words(body: Words) -> Words:
        return {"officers": listed(body.get("officers") or [])}


@dataclass(frozen=True)
class Restrained:
    device: str
    why: str
    guard: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, device=Device) | {"guard": clause(body.get("guard"), "，{}专人看护", ", watched by {}")}


entry(Tag.RESTRAINED, zh="使用{device}：{why}{guard}。", en="Restrained with {device}: {why}{guard}.")(Restrained)
entry(
    Tag.SOBERING_STARTED,
    zh="以{device}约束至酒醒：{why}{guard}。",
    en="Restrained with {device} until sober: {why}{guard}.",
)(Restrained)


@dataclass(frozen=True)
class Unrestrained:
    device: str
    note: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, device=Device) | {"note": clause(body.get("note"), "（{}）", " ({})")}


entry(Tag.UNRESTRAINED, zh="解除{device}{note}。", en="{device} taken off{note}.")(Unrestrained)
entry(Tag.SOBERING_ENDED, zh="酒醒，解除{device}{note}。", en="Sober; {device} taken off{note}.")(Unrestrained)


@entry(
    Tag.INCIDENT, zh="突发情况（{kind}）：{what}。处置：{measures}。", en="Incident ({kind}): {what}. Done: {measures}."
)
@dataclass(frozen=True)
class Happened:
    kind: str
    what: str
    measures: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, kind=IncidentKind)


@entry(Tag.INCIDENT_CLOSED, zh="突发情况（{kind}）处置完毕：{outcome}。", en="Incident ({kind}) closed: {outcome}.")
@dataclass(frozen=True)
class IncidentClosed:
    """`outcome` is empty when nobody closed it before he left."""

    kind: str
    outcome: str

    @staticmethod
    def words(body: Words) -> Words:
        outcome = body.get("outcome")
        return said(body, kind=IncidentKind) | {"outcome": WITH_THE_STAY if outcome == "" else outcome}


@entry(Tag.REPORTED, zh="突发情况（{kind}）已报告{to}{note}。", en="Incident ({kind}) reported to {to}{note}.")
@dataclass(frozen=True)
class Reported:
    kind: str
    to: str
    note: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, kind=IncidentKind, to=ReportTo) | {"note": clause(body.get("note"), "（{}）", " ({})")}


@entry(
    Tag.TEMP_EXIT_ASKED,
    zh="申请临时离区：{purpose}，前往{place}，{due_back}前返回。",
    en="Temporary exit asked: {purpose}, to {place}, back by {due_back}.",
)
@dataclass(frozen=True)
class TempExitAsked:
    purpose: str
    place: str
    why: str
    due_back: str
    escorts: list[str]

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, purpose=ExitPurpose) | {"due_back": clock(body.get("due_back"))}


@entry(Tag.TEMP_EXIT_WITHDRAWN, zh="撤回临时离区申请：{why}。", en="Temporary exit withdrawn: {why}.")
@dataclass(frozen=True)
class TempExitWithdrawn:
    why: str


@entry(
    Tag.TEMP_DEPARTED,
    zh="临时离区（{purpose}），由{escorts}押送，{due_back}前返回。",
    en="Out temporarily ({purpose}), escorted by {escorts}, back by {due_back}.",
)
@dataclass(frozen=True)
class TempDeparted:
    purpose: str
    place: str
    escorts: list[str]
    due_back: str
    bodycam: bool

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, purpose=ExitPurpose) | {
            "escorts": listed(body.get("escorts") or []),
            "due_back": clock(body.get("due_back")),
        }


@entry(Tag.TEMP_RETURNED, zh="返回办案区{note}。", en="Back in the area{note}.")
@dataclass(frozen=True)
class TempReturned:
    purpose: str
    note: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return {"note": clause(body.get("note"), "（{}）", " ({})")}
