"""What is entered while a person is booked in."""

from dataclasses import dataclass, field
from typing import Any

from mingjing.custody.entries.words import clause, listed, rooms, said, thing
from mingjing.custody.notices import notices
from mingjing.custody.policy import policy
from mingjing.custody.rules.colour import by_what
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import (
    CollectionItem,
    Colour,
    Ground,
    InjuryKind,
    Mode,
    Need,
    Occasion,
    Region,
    Risk,
    Role,
)
from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry
from mingjing.webkit.body import REGIONS

Words = dict[str, Any]


@entry(
    Tag.ARRIVED,
    zh="{person}到达{site}（{number}），{mode}，依据：{ground}{instrument}{brought}{condition}。",
    en="{person} arrived at {site} ({number}), {mode}; ground: {ground}{instrument}{brought}{condition}.",
)
@dataclass(frozen=True)
class Arrived:
    number: str
    person: str
    site: str
    role: str
    ground: str
    mode: str
    instrument: str = ""
    brought: str = ""
    condition: str = ""
    site_en: str = ""
    brought_en: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, ground=Ground, mode=Mode, role=Role) | {
            "instrument": clause(body.get("instrument"), "（{}）", " ({})"),
            "brought": clause(_brought(body), "，由{}带至", ", brought by {}"),
            "condition": clause(body.get("condition"), "，到达时状况：{}", ", condition: {}"),
        }


def _brought(body: Words) -> Text | None:
    brought = body.get("brought")
    return Text(brought, body.get("brought_en") or brought) if brought else None


@entry(
    Tag.HELD_BEFORE,
    zh="到达前已执行或者到案，依据：{ground}{instrument}；时限自此起算。",
    en="In custody before the arrival; ground: {ground}{instrument}. The limits count from then.",
)
@dataclass(frozen=True)
class HeldBefore:
    ground: str
    instrument: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, ground=Ground) | {"instrument": clause(body.get("instrument"), "（{}）", " ({})")}


@entry(Tag.IN_ERROR, zh="本次登记作废：{why}。", en="This stay was recorded in error: {why}.")
@dataclass(frozen=True)
class RecordedInError:
    why: str


@entry(Tag.CASE_ATTACHED, zh="关联案件{case}{why}。", en="Attached to case {case}{why}.")
@dataclass(frozen=True)
class CaseAttached:
    case: str
    case_id: str
    why: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return said(body) | {"why": clause(body.get("why"), "：{}", ": {}")}


@entry(
    Tag.GROUND_CHANGED,
    zh="到案依据由“{before}”变更为“{ground}”{instrument}{role}：{why}。",
    en="Ground changed from “{before}” to “{ground}”{instrument}{role}: {why}.",
)
@dataclass(frozen=True)
class GroundChanged:
    """`role`: what he is from now on, where that changes as well."""

    before: str
    ground: str
    instrument: str
    why: str
    role: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        told = said(body, before=Ground, ground=Ground, role=Role)
        return told | {
            "instrument": clause(body.get("instrument"), "（{}）", " ({})"),
            "role": clause(told["role"] if body.get("role") else None, "，身份变更为{}", ", now a {}"),
        }


@entry(
    Tag.DETENTION_EXECUTED,
    zh="向本人出示{instrument}，执行{ground}。",
    en="{instrument} shown to him; executed: {ground}.",
)
@dataclass(frozen=True)
class DetentionExecuted:
    ground: str
    instrument: str
    signature: str = ""
    refused_to_sign: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, ground=Ground)


@entry(Tag.IDENTIFIED, zh="身份已核实：{person}，{method}。", en="Identity established: {person}, by {method}.")
@dataclass(frozen=True)
class Identified:
    person: str
    method: str
    document_kind: str = ""


@entry(Tag.IDENTITY_UNKNOWN, zh="身份不明：{why}。", en="Identity unknown: {why}.")
@dataclass(frozen=True)
class IdentityUnknown:
    why: str
    withheld: bool


@entry(
    Tag.SEARCHED,
    zh="{officers}在{room}进行人身安全检查。发现：{findings}。",
    en="Searched by {officers} in {room}. Found: {findings}.",
)
@dataclass(frozen=True)
class Searched:
    officers: list[str]
    room: str
    started_at: str
    ended_at: str
    on_camera: bool
    findings: str
    self_report: str

    @staticmethod
    def words(body: Words) -> Words:
        return {"officers": listed(body.get("officers") or []), **rooms(body, "room")}


def _where(body: Words) -> Text | None:
    """The note of a mark: where exactly, unless that says no more than the region, then the words."""
    where, _, rest = (body.get("note") or "").partition("：")
    place = next((one.text for one in REGIONS if one.text.zh == where), None)
    if place is None:
        return Text(body["note"], body["note"]) if body.get("note") else None
    known = [] if place.zh == label_of_region(body) else [place]
    parts = [*known, *([Text(rest, rest)] if rest else [])]
    return Text("：".join(p.zh for p in parts), ": ".join(p.en for p in parts)) if parts else None


def label_of_region(body: Words) -> str:
    return said(body, region=Region)["region"].zh


@entry(Tag.INJURY_NOTED, zh="{occasion}发现{region}{kind}{note}。", en="{occasion}: {kind} at {region}{note}.")
@dataclass(frozen=True)
class InjuryNoted:
    region: str
    kind: str
    occasion: str
    note: str
    cause: str
    photo: str = ""
    x: int | None = None
    y: int | None = None

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, region=Region, kind=InjuryKind, occasion=Occasion) | {
            "note": clause(_where(body), "（{}）", " ({})")
        }


@entry(
    Tag.BELONGINGS_LISTED,
    zh="登记随身财物 {count} 件，存入 {locker}：{items}。",
    en="{count} belongings listed, kept in {locker}: {items}.",
)
@dataclass(frozen=True)
class BelongingsListed:
    count: int
    locker: str
    custodian: str
    items: list[dict[str, Any]]
    signature: str = ""
    refused_to_sign: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        items = body.get("items") or []
        return {"items": listed(thing(one) for one in items if one.get("quantity"))}


@entry(
    Tag.BELONGINGS_RETURNED,
    zh="随身财物 {count} 件交付{to}：{items}。",
    en="{count} belongings given to {to}: {items}.",
)
@dataclass(frozen=True)
class BelongingsReturned:
    count: int
    state: str
    to: str
    items: list[str]
    signature: str = ""
    refused_to_sign: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return {"items": listed(body.get("items") or [])}


@entry(Tag.ASSESSED, zh="风险评估：{risk}风险。需要：{needs}。", en="Assessed: {risk} risk. Needs: {needs}.")
@dataclass(frozen=True)
class Assessed:
    questions: str
    risk: str
    needs: list[str]
    answers: dict[str, Any]
    note: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, risk=Risk, needs=Need)


@entry(
    Tag.RIGHTS_TOLD,
    zh="以{language}告知权利义务{notice}{interpreter}{guardian}{refused}。",
    en="Rights told in {language}{notice}{interpreter}{guardian}{refused}.",
)
@dataclass(frozen=True)
class RightsTold:
    language: str
    read_aloud: bool
    interpreter: str = ""
    guardian: str = ""
    signature: str = ""
    refused_to_sign: str = ""
    notice: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return {
            "notice": _of_notice(str(body.get("notice") or "")),
            "interpreter": clause(body.get("interpreter"), "，翻译{}在场", ", interpreter {} present"),
            "guardian": clause(body.get("guardian"), "，{}在场", ", {} present"),
            "refused": clause(body.get("refused_to_sign"), "，未签名：{}", ", not signed: {}"),
        }


def _of_notice(name: str) -> Text:
    """Which notice was told, and its version; of entries before notices had names: nothing."""
    kind, _, version = name.partition("@")
    if kind not in notices():
        return Text("", "")
    title = notices()[kind].title
    return Text(f"（{title.zh}，第{version}版）", f" ({title.en}, version {version})")


@entry(Tag.RIGHTS_UNDERSTOOD, zh="本人表示已理解权利义务。", en="He said that he understood his rights.")
@dataclass(frozen=True)
class RightsUnderstood:
    language: str


@entry(Tag.COLLECTED, zh="信息采集：{done}。", en="Collected: {done}.")
@dataclass(frozen=True)
class Collected:
    items: dict[str, dict[str, str]]

    @staticmethod
    def words(body: Words) -> Words:
        done = [k for k, v in (body.get("items") or {}).items() if v.get("outcome") == "done"]
        return said({"done": done}, done=CollectionItem)


@entry(Tag.VESTED, zh="发放识别服 {vest}。", en="ID vest {vest} given.")
@dataclass(frozen=True)
class Vested:
    vest: str


@entry(Tag.COLOUR_SET, zh="管控颜色：{colour}（{why}）。", en="Control colour: {colour} ({why}).")
@dataclass(frozen=True)
class ColourSet:
    """`category` and `risk`: what the house's rules decided it by, where no officer set it with his reason."""

    colour: str
    why: str
    needs: list[str] = field(default_factory=list)
    category: str = ""
    risk: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        told = said(body, colour=Colour)
        code = body.get("category")
        if not code:
            return told
        named = next((c.text for c in policy().colours if c.code == code), Text(code, code))
        return {**told, "why": by_what(named, body.get("risk", ""))}
