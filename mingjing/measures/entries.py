"""Bodies and sentences of the entries about measures. Titles of states and moves stand in the body in both languages,
so that a record reads without the books."""

from dataclasses import dataclass, field
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry
from mingjing.measures.vocab import (
    BailWay,
    BreachKind,
    Disposal,
    HappeningKind,
    MeasureKind,
    PaymentKind,
    PenaltyWay,
    Tag,
)

YES, NO = Text("准许", "granted"), Text("不准许", "refused")


def _label(vocab: type[Vocab], value: Any) -> Text | str:
    return vocab(value).text if value in vocab.values() else "—"


@entry(
    Tag.PROPOSED,
    zh="呈请对{person}采取{kind}（案件 {case}）：{reason}",
    en="{kind} of {person} proposed (case {case}): {reason}",
)
@dataclass(frozen=True)
class Proposed:
    kind: str
    person: str
    case: str
    reason: str
    replaces: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(MeasureKind, body.get("kind"))}


@entry(
    Tag.MOVED,
    zh="对{person}的{kind}：{move}，现为“{state}”{with_number}",
    en="{kind} of {person}: {move}; now {state}{with_number}",
)
@dataclass(frozen=True)
class Moved:
    """`before` and `after` are the graph's words, the titles what the book called them on that day."""

    kind: str
    person: str
    move: str
    before: str
    after: str
    move_zh: str
    move_en: str
    state_zh: str
    state_en: str
    instruments: dict[str, str] = field(default_factory=dict)
    place: str = ""
    remark: str = ""
    basis: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        numbers = "、".join(dict.fromkeys((body.get("instruments") or {}).values()))
        return {
            "kind": _label(MeasureKind, body.get("kind")),
            "move": Text(body.get("move_zh") or "—", body.get("move_en") or "—"),
            "state": Text(body.get("state_zh") or "—", body.get("state_en") or "—"),
            "with_number": Text(f"（{numbers}）", f" ({numbers})") if numbers else Text(" ", " "),
        }


@entry(Tag.NOTED, zh="登记情况：{what}，{said}", en="Noted: {what}, {said}")
@dataclass(frozen=True)
class Noted:
    happening: str
    said: str
    breach: str = ""
    until: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        kind, breach = _label(HappeningKind, body.get("happening")), body.get("breach")
        if not breach or isinstance(kind, str):
            return {"what": kind}
        return {"what": Text("{k}（{b}）", "{k} ({b})").format(k=kind, b=_label(BreachKind, breach))}


@entry(Tag.ANSWERED, zh="答复“{happening}”：{granted}，{answer}", en="Answer to “{happening}”: {granted}, {answer}")
@dataclass(frozen=True)
class Answered:
    happening: str
    granted: bool
    answer: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        granted = body.get("granted")
        said = "—" if granted is None else YES if granted else NO
        return {"happening": _label(HappeningKind, body.get("happening")), "granted": said}


@entry(Tag.PAID, zh="{payment} {amount} 元，票据 {receipt}", en="{payment}: {amount} yuan, receipt {receipt}")
@dataclass(frozen=True)
class Paid:
    payment: str
    amount: str
    receipt: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"payment": _label(PaymentKind, body.get("payment"))}


@entry(
    Tag.BAIL_SET,
    zh="取保候审条件：{way}，保证人{guarantor}，保证金{deposit}元，执行派出所{station}",
    en="Terms of bail: {way}; guarantor {guarantor}; deposit {deposit} yuan; station {station}",
)
@dataclass(frozen=True)
class BailSet:
    way: str
    guarantor: str
    deposit: int | None
    station: str
    conditions: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"way": _label(BailWay, body.get("way"))}


@entry(
    Tag.PENALTY_SET,
    zh="处罚意见（{way}）：依据{article}，{what}；理由：{reasons}",
    en="Penalty put forward ({way}): {article}, {what}; reasons: {reasons}",
)
@dataclass(frozen=True)
class PenaltySet:
    """`range_zh/en`: what the book of penalties allows, as it was read then."""

    way: str
    article: str
    grade: str
    warning: bool
    detention_days: int
    fine: int
    revocation: bool
    closure: bool
    besides: str
    set_off_days: int
    circumstances: str
    reasons: str
    range_zh: str
    range_en: str
    decides: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"way": _label(PenaltyWay, body.get("way")), "what": sanction(body)}


@entry(Tag.HEARING_SET, zh="听证：{what}", en="Hearing: {what}")
@dataclass(frozen=True)
class HearingSet:
    """`step`: asked, answered, called, held, reported; `said` in words."""

    step: str
    said: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        step, said = HEARING_STEPS.get(body.get("step") or ""), body.get("said") or ""
        return {"what": Text("{s} {w}", "{s} {w}").format(s=step, w=said) if step else "—"}


HEARING_STEPS = {
    "asked": Text("要求听证。", "asked for."),
    "accepted": Text("受理。", "accepted."),
    "refused": Text("不予受理。", "refused."),
    "called": Text("通知举行。", "called."),
    "held": Text("举行。", "held."),
    "reported": Text("提出听证报告。", "reported."),
}


@entry(Tag.ITEM_LISTED, zh="保全物品 {number}：{name} {quantity}", en="Preserved item {number}: {name} {quantity}")
@dataclass(frozen=True)
class ItemListed:
    number: int
    name: str
    quantity: str
    features: str = ""
    holder: str = ""


@entry(
    Tag.ITEM_DISPOSED,
    zh="保全物品 {number} {name}：{disposal} {note}",
    en="Preserved item {number} {name}: {disposal} {note}",
)
@dataclass(frozen=True)
class ItemDisposed:
    number: int
    name: str
    disposal: str
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"disposal": _label(Disposal, body.get("disposal"))}


def sanction(told: dict[str, Any]) -> Text:
    """What is put forward, in words: warning, days of detention, fine, and what besides."""
    parts = [Text("警告", "warning")] if told.get("warning") else []
    if days := told.get("detention_days"):
        parts.append(Text("行政拘留 {n} 日", "administrative detention of {n} days").format(n=days))
    if fine := told.get("fine"):
        parts.append(Text("罚款 {n} 元", "fine of {n} yuan").format(n=fine))
    if told.get("revocation"):
        parts.append(Text("吊销许可证件", "revocation of the licence"))
    if told.get("closure"):
        parts.append(Text("责令停业整顿", "closure of the business"))
    if besides := told.get("besides"):
        parts.append(Text(besides, besides))
    if not parts:
        return Text("不予处罚", "no penalty")
    return Text("并处".join(p.zh for p in parts), " and ".join(p.en for p in parts))
