"""Bodies and sentences of the entries about reports. A reporter kept secret stands in none of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mingjing.intake.vocab import Category, Channel, Direction, Party, ReceiptState, RecordingKind, ReviewState, Tag
from mingjing.kernel.text import Text
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry

SECRET = Text("保密", "kept secret")
NAMELESS = Text("匿名", "anonymous")
FIELDS = {
    "category": Text("类别", "category"),
    "place": Text("地点", "place"),
    "what": Text("内容", "content"),
    "happened_from": Text("发案时间", "happened"),
    "happened_until": Text("发案时间（止）", "until"),
    "agency": Text("移送机关", "agency"),
    "agency_paper": Text("移送文书", "its document"),
    "urgent": Text("紧急", "urgent"),
}
LABELS: dict[str, type[Vocab]] = {
    "channel": Channel, "category": Category, "receipt": ReceiptState, "kind": RecordingKind, "review": ReviewState,
    "direction": Direction, "party": Party,
}  # fmt: skip


class _Labelled:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        known = {name: vocab for name, vocab in LABELS.items() if name in body}
        return {name: v(body[name]).text if body[name] in v.values() else "—" for name, v in known.items()}


@entry(
    Tag.RECEIVED,
    zh="{channel}，{category}，{number}：{what}（{place}；报案人：{reporter}）",
    en="{channel}, {category}, {number}: {what} ({place}; reporter: {reporter})",
)
@dataclass(frozen=True)
class Received:
    """`reporter` is empty when he gave no name (`anonymous`) or wants to be kept secret (`secret`)."""

    number: str
    channel: str
    category: str
    what: str
    place: str
    reporter: str
    unit: str
    happened_from: datetime | None = None
    happened_until: datetime | None = None
    secret: bool = False
    anonymous: bool = False
    liability_explained: bool = False
    agency: str = ""
    agency_paper: str = ""
    origin: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        told = {SECRET: body.get("secret"), NAMELESS: body.get("anonymous")}
        hidden = next((text for text, holds in told.items() if holds), None)
        return {**_Labelled.words(body), **({"reporter": hidden} if hidden else {})}


@entry(Tag.CORRECTED, zh="更正：{changed}", en="Corrected: {changed}")
@dataclass(frozen=True)
class Corrected:
    """`changed`: field → [before, after]."""

    changed: dict[str, list[Any]] = field(default_factory=dict)

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        told = [
            (FIELDS.get(k, Text(k, k)), a or "—", b or "—") for k, (a, b) in sorted((body.get("changed") or {}).items())
        ]
        zh, en = (
            "；".join(f"{k.zh} {a} → {b}" for k, a, b in told),
            "; ".join(f"{k.en} {a} → {b}" for k, a, b in told),
        )
        return {"changed": Text(zh, en)}


@entry(Tag.DISPATCHED, zh="派警：{to}", en="Sent: {to}")
@dataclass(frozen=True)
class Dispatched:
    to: str


@entry(Tag.ARRIVED, zh="到达现场：{found}", en="At the scene: {found}")
@dataclass(frozen=True)
class Arrived:
    found: str


@entry(Tag.DIFFICULT, zh="列为疑难复杂：{why}", en="Marked as difficult: {why}")
@dataclass(frozen=True)
class Difficult:
    why: str


@entry(Tag.ACCEPTED, zh="受案，案件 {case}：{cause}", en="Accepted as case {case}: {cause}")
@dataclass(frozen=True)
class Accepted:
    case: str
    kind: str
    cause: str
    reason: str = ""


@entry(
    Tag.REFERRED,
    zh="性质尚难确定，按行政程序受案 {case}：{reason}",
    en="Accepted under administrative procedure as {case}: {reason}",
)
@dataclass(frozen=True)
class Referred(Accepted):
    pass


@entry(Tag.TRANSFERRED, zh="移送{to}：{reason}", en="Transferred to {to}: {reason}")
@dataclass(frozen=True)
class Transferred:
    to: str
    reason: str
    paper: str = ""


@entry(Tag.EXPLAINED, zh="与 {repeat_of} 重复，已解释：{reason}", en="Repeats {repeat_of}, explained: {reason}")
@dataclass(frozen=True)
class Explained:
    repeat_of: str
    reason: str


@entry(Tag.TOLD, zh="不属公安职责，告知向{to}反映：{reason}", en="Not police business, told to turn to {to}: {reason}")
@dataclass(frozen=True)
class Told:
    to: str
    reason: str
    written: bool = False


@entry(Tag.HANDLED, zh="现场处置：{reason}", en="Handled on the spot: {reason}")
@dataclass(frozen=True)
class Handled:
    reason: str


@entry(Tag.MEDIATED, zh="现场调解（{relation}）：{reason}", en="Mediated on the spot ({relation}): {reason}")
@dataclass(frozen=True)
class Mediated:
    relation: str
    reason: str
    performed: bool = False


@entry(Tag.REOPENED, zh="重新受理：{reason}", en="Reopened: {reason}")
@dataclass(frozen=True)
class Reopened:
    reason: str


@entry(
    Tag.EVIDENCE,
    zh="接受证据材料 {place}：{name}，{quantity}，{handed_by}提交",
    en="Evidence {place}: {name}, {quantity}, handed in by {handed_by}",
)
@dataclass(frozen=True)
class EvidenceReceived:
    place: int
    name: str
    quantity: str
    features: str
    handed_by: str
    photo: str = ""
    secret: bool = False

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"handed_by": SECRET} if body.get("secret") else {}


@entry(Tag.RECORDING, zh="关联{kind}：{reference}", en="{kind} linked: {reference}")
@dataclass(frozen=True)
class RecordingLinked(_Labelled):
    kind: str
    reference: str
    sha256: str
    started_at: datetime | None = None


@entry(Tag.RECEIPT, zh="受案回执：{receipt} {note}", en="Receipt: {receipt} {note}")
@dataclass(frozen=True)
class ReceiptGiven(_Labelled):
    receipt: str
    note: str = ""
    signature: str = ""


@entry(Tag.REVIEWED, zh="接报案审查：{review}。{note}", en="Acceptance review: {review}. {note}")
@dataclass(frozen=True)
class Reviewed(_Labelled):
    review: str
    note: str
    sent_back: bool = False


@entry(Tag.INCOMPLETE, zh="告知{agency}补齐：{missing}", en="{agency} told what is missing: {missing}")
@dataclass(frozen=True)
class Incomplete:
    agency: str
    missing: str


@entry(Tag.COMPLETED, zh="{agency}补齐材料：{note}", en="{agency} completed the material: {note}")
@dataclass(frozen=True)
class Completed:
    agency: str
    note: str


@entry(
    Tag.EXCHANGED,
    zh="{direction}{party}（{party_name}）：{what}，{copies} 份，{handed_by}交{taken_by}收",
    en="{direction}, {party} ({party_name}): {what}, {copies} copies, handed by {handed_by} to {taken_by}",
)
@dataclass(frozen=True)
class Exchanged(_Labelled):
    direction: str
    party: str
    party_name: str
    what: str
    paper: str
    copies: int
    handed_by: str
    taken_by: str
    note: str = ""
