"""Who was told, called, let in."""

from dataclasses import dataclass
from typing import Any

from mingjing.custody.entries.words import clause, said
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import ContactKind, NotHeld, VisitKind
from mingjing.ledger.entries import entry
from mingjing.org.site_templates import room_text


@dataclass(frozen=True)
class Contacted:
    kind: str
    name: str = ""
    relation: str = ""
    means: str = ""
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return said(body, kind=ContactKind) | {
            "name": clause(body.get("name"), "：{}", ": {}"),
            "relation": clause(body.get("relation"), "（{}）", " ({})"),
            "means": clause(body.get("means"), "，方式：{}", ", by {}"),
            "note": clause(body.get("note"), "，{}", ", {}"),
        }


for _kind in ContactKind:
    entry(
        Tag(f"custody.stay.{_kind.value}"),
        zh="{kind}{name}{relation}{means}{note}。",
        en="{kind}{name}{relation}{means}{note}.",
    )(Contacted)


@dataclass(frozen=True)
class Visited:
    kind: str
    name: str
    relation: str = ""
    document: str = ""
    room: str = ""
    confidential: bool = False
    remote: bool = False

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return said(body, kind=VisitKind) | {
            "relation": clause(body.get("relation"), "（{}）", " ({})"),
            "room": clause(body.get("room") and room_text(body["room"]), "，{}", ", {}"),
            "confidential": clause(body.get("confidential"), "，不监听、不录音录像", ", not monitored, not recorded"),
        }


for _tag in (Tag.LAWYER_MET, Tag.GUARDIAN_ARRIVED, Tag.INTERPRETER_ARRIVED, Tag.VISITED):
    entry(
        _tag,
        zh="{kind}{name}{relation}到场{room}{confidential}。",
        en="{kind} {name}{relation} came{room}{confidential}.",
    )(Visited)

for _tag in (Tag.VISIT_ASKED, Tag.LAWYER_VISIT_ASKED):
    entry(_tag, zh="{kind}{name}{relation}申请会见。", en="{kind} {name}{relation} asked for a visit.")(Visited)


@dataclass(frozen=True)
class VisitNotHeld:
    kind: str
    name: str
    relation: str
    how: str
    why: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return said(body, kind=VisitKind, how=NotHeld) | {"relation": clause(body.get("relation"), "（{}）", " ({})")}


for _tag in (Tag.VISIT_NOT_HELD, Tag.LAWYER_VISIT_OFF):
    entry(
        _tag,
        zh="{kind}{name}{relation}申请的会见未进行，{how}：{why}。",
        en="The visit asked for by {kind} {name}{relation} did not take place. {how}: {why}.",
    )(VisitNotHeld)


@entry(Tag.VISIT_ENDED, zh="{kind}{name}离开。", en="{kind} {name} left.")
@dataclass(frozen=True)
class VisitEnded:
    kind: str
    name: str
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return said(body, kind=VisitKind)
