"""Leaving, and correcting what was entered."""

from dataclasses import dataclass, field
from typing import Any

from mingjing.custody.entries.words import FIELDS, clause, listed, plain, said
from mingjing.custody.rules.withholding import keeps_back
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import DepartureKind, Kept, Outcome, Purpose
from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry, label

Words = dict[str, Any]
SIDES = {"centre": Text("办案中心", "the centre"), "case": Text("办案单位", "the case unit")}


@entry(
    Tag.EXIT_PREPARED,
    zh="准备出区：{kind}（{outcome}）{destination}。",
    en="Exit prepared: {kind} ({outcome}){destination}.",
)
@dataclass(frozen=True)
class ExitPrepared:
    kind: str
    outcome: str
    destination: str
    instrument: str
    note: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, kind=DepartureKind, outcome=Outcome) | {
            "destination": clause(body.get("destination"), "，前往{}", ", to {}")
        }


@entry(Tag.EXIT_CANCELLED, zh="取消出区：{why}。", en="Exit cancelled: {why}.")
@dataclass(frozen=True)
class ExitCancelled:
    why: str


@entry(Tag.EXIT_SIGNED, zh="{officer}代表{side}会签出区。", en="{officer} co-signed the exit for {side}.")
@dataclass(frozen=True)
class ExitSigned:
    side: str
    officer: str

    @staticmethod
    def words(body: Words) -> Words:
        return {"side": SIDES.get(body.get("side", ""), "—")}


@entry(Tag.INJURIES_RECHECKED, zh="离区伤情复查：{result}{note}。", en="Injuries checked again: {result}{note}.")
@dataclass(frozen=True)
class InjuriesRechecked:
    new: int
    note: str = ""

    @staticmethod
    def words(body: Words) -> Words:
        fresh = body.get("new") or 0
        result = Text(f"新增伤情 {fresh} 处", f"{fresh} new") if fresh else Text("无新增伤情", "nothing new")
        return {"result": result, "note": clause(body.get("note"), "（{}）", " ({})")}


@dataclass(frozen=True)
class Departed:
    """`checked` lists the preconditions that held, each with the numbers of the entries that prove it."""

    kind: str
    outcome: str
    destination: str = ""
    receiver: str = ""
    instrument: str = ""
    receiver_signature: str = ""
    person_signature: str = ""
    refused_to_sign: str = ""
    fetched_by: str = ""
    checked: list[dict[str, Any]] = field(default_factory=list)
    gap_minutes: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, kind=DepartureKind, outcome=Outcome) | {
            "receiver": clause(body.get("receiver"), "，接收人{}", ", received by {}"),
            "destination": clause(body.get("destination"), "，{}", ", {}"),
            "fetched_by": clause(body.get("fetched_by"), "，由{}领回", ", fetched by {}"),
        }


for _tag in (Tag.RELEASED, Tag.TRANSFERRED, Tag.HANDED_OVER):
    entry(
        _tag,
        zh="{kind}离区（{outcome}）{destination}{receiver}{fetched_by}。",
        en="{kind} ({outcome}){destination}{receiver}{fetched_by}.",
    )(Departed)


@entry(
    Tag.RECORD_ISSUED,
    zh="签发在区记录第 {number} 份（验证码 {code}），交{made_for}，用途：{purpose}。不提供：{withheld}。",
    en="Copy {number} of the record issued (code {code}) to {made_for}; purpose: {purpose}. Withheld: {withheld}.",
)
@dataclass(frozen=True)
class RecordIssued:
    """`sha256` of the file, `log_size` of the log of the site and number of `entries` when it was made."""

    number: int
    code: str
    sha256: str
    log_size: int
    entries: int
    made_for: str
    purpose: str
    withheld: list[str]

    @staticmethod
    def words(body: Words) -> Words:
        return said(body, purpose=Purpose, withheld=Kept)


@entry(Tag.AMENDED, zh="更正第 {number} 条（{what}）：{changed}。", en="Entry {number} ({what}) amended: {changed}.")
@dataclass(frozen=True)
class Amended:
    """`changes`: field → [before, after]; `occurred_at` among them moves the time, `voided` takes the act back."""

    number: int
    tag: str
    changes: dict[str, list[Any]]

    @staticmethod
    def words(body: Words) -> Words:
        tag, changes = body.get("tag", ""), body.get("changes") or {}
        told = [_told(tag, name, before, after) for name, (before, after) in changes.items()]
        return {"what": label(tag), "changed": listed(told)}


def _told(tag: str, name: str, before: Any, after: Any) -> Text:
    """What stands in the sentence of an amendment. Health content stands in no sentence, also not when amended."""
    what = FIELDS.get(name, Text(name, name))
    if keeps_back([Kept.HEALTH], tag, f"body.{name}"):
        return Text("{what}（内容限需要知悉者查看）", "{what} (for those who need to know)").format(what=what)
    return Text("{what}：{before} → {after}", "{what}: {before} → {after}").format(
        what=what, before=plain(name, before), after=plain(name, after)
    )
