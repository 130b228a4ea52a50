"""Bodies and sentences of the entries about cases."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mingjing.cases.vocab import Asks, CaseKind, Circumstance, OfficerRole, PersonRole, Tag
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry


def _label(vocab: type[Vocab], value: Any) -> Text | str:
    return vocab(value).text if value in vocab.values() else "—"


def _circumstances(told: dict[str, bool]) -> Text:
    said = [Circumstance(name).text for name, holds in sorted(told.items()) if holds]
    if not said:
        return Text("无特别情形", "no special circumstances")
    return Text("、".join(s.zh for s in said), ", ".join(s.en for s in said))


@entry(
    Tag.CASE_REGISTERED,
    zh="登记{kind}案件 {number}：{cause}（{unit}）",
    en="Registered case {number} ({kind}): {cause} ({unit})",
)
@dataclass(frozen=True)
class Registered:
    number: str
    kind: str
    cause: str
    unit: str
    summary: str = ""
    circumstances: dict[str, bool] = field(default_factory=dict)
    place: str = ""
    happened_at: datetime | None = None

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(CaseKind, body.get("kind"))}


@entry(
    Tag.CASE_CHARACTERISED,
    zh="案件性质{kind}，案由{cause}，情形：{circumstances}",
    en="Kind {kind}, cause {cause}, circumstances: {circumstances}",
)
@dataclass(frozen=True)
class Characterised:
    kind: str
    cause: str
    circumstances: dict[str, bool]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        told = _circumstances(body.get("circumstances") or {})
        return {"kind": _label(CaseKind, body.get("kind")), "circumstances": told}


@entry(Tag.CASE_PROPOSED, zh="提出“{move}”：{reason}", en="Proposed: {move}; {reason}")
@dataclass(frozen=True)
class Proposed:
    move: str
    move_zh: str
    move_en: str
    reason: str
    rank: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"move": Text(body.get("move_zh") or "—", body.get("move_en") or "—")}


@entry(
    Tag.CASE_MOVED, zh="{move}，案件现为“{state}”{instruments}", en="{move}; the case stands at: {state}{instruments}"
)
@dataclass(frozen=True)
class Moved:
    """`before` and `after` are the graph's words, the titles what the book called them on that day."""

    move: str
    before: str
    after: str
    move_zh: str
    move_en: str
    state_zh: str
    state_en: str
    procedure: str
    basis: str = ""
    instruments: list[str] = field(default_factory=list)
    remark: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        made = body.get("instruments") or []
        return {
            "move": Text(body.get("move_zh") or "—", body.get("move_en") or "—"),
            "state": Text(body.get("state_zh") or "—", body.get("state_en") or "—"),
            "instruments": Text(f"（{'、'.join(made)}）", f" ({', '.join(made)})") if made else Text("", ""),
        }


@entry(
    Tag.CASE_IMPORTED,
    zh="自“{source}”导入，原编号 {old_number}（文件第 {line} 行），阶段“{state}”，此前届满的时限 {over} 项不提醒",
    en="Taken over from {source}, number {old_number} there (line {line} of the file), standing at: {state}; "
    "{over} limits had passed before and call nobody",
)
@dataclass(frozen=True)
class Imported:
    """`sha256` is of the file; `over` are limits of the law that had passed before the case came to this house."""

    source: str
    old_number: str
    sha256: str
    line: int
    stage: str
    state_zh: str
    state_en: str
    over: int

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"state": Text(body.get("state_zh") or "—", body.get("state_en") or "—")}


@entry(Tag.CASE_CLOSED, zh="结案：{outcome}", en="Closed: {outcome}")
@dataclass(frozen=True)
class Closed:
    outcome: str


@entry(Tag.CASE_REOPENED, zh="恢复办理：{why}", en="Reopened: {why}")
@dataclass(frozen=True)
class Reopened:
    why: str


@entry(Tag.CASE_SEALED, zh="封存案件，依据：{basis}", en="Case sealed, basis: {basis}")
@dataclass(frozen=True)
class Sealed:
    basis: str


@entry(Tag.CASE_UNSEALED, zh="解除案件封存，依据：{basis}", en="Case unsealed, basis: {basis}")
@dataclass(frozen=True)
class Unsealed:
    basis: str


class _WithRole:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"role": _label(OfficerRole, body.get("role"))}


@entry(Tag.OFFICER_ASSIGNED, zh="指派{officer}为{role}", en="{officer} assigned as {role}")
@dataclass(frozen=True)
class Assigned(_WithRole):
    officer: str
    number: str
    role: str


@entry(Tag.OFFICER_RELIEVED, zh="解除{officer}的{role}指派", en="{officer} relieved as {role}")
@dataclass(frozen=True)
class Relieved(_WithRole):
    officer: str
    number: str
    role: str


@entry(Tag.OFFICER_RECUSED, zh="{officer}回避", en="{officer} recused")
@dataclass(frozen=True)
class Recused:
    officer: str
    number: str


@entry(Tag.RECUSAL_LIFTED, zh="撤销{officer}的回避", en="Recusal of {officer} lifted")
@dataclass(frozen=True)
class RecusalLifted:
    officer: str
    number: str


class _WithPersonRole:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"role": _label(PersonRole, body.get("role"))}


@entry(Tag.PERSON_ADDED, zh="{person}列为{role}", en="{person} added as {role}")
@dataclass(frozen=True)
class PersonAdded(_WithPersonRole):
    person: str
    role: str


@entry(Tag.PERSON_REMOVED, zh="{person}不再列为{role}", en="{person} no longer {role}")
@dataclass(frozen=True)
class PersonRemoved(_WithPersonRole):
    person: str
    role: str


@entry(Tag.CASE_DESIGNATED, zh="管辖由{before}改为{after}：{why}", en="Jurisdiction from {before} to {after}: {why}")
@dataclass(frozen=True)
class Designated:
    before: str
    after: str
    why: str
    instrument: str = ""


@entry(Tag.CASE_MERGED, zh="案件 {source} 并入 {target}：{why}", en="Case {source} merged into {target}: {why}")
@dataclass(frozen=True)
class Merged:
    source: str
    target: str
    why: str


@entry(Tag.CASE_UNMERGED, zh="撤销 {source} 并入 {target}：{why}", en="Merging of {source} into {target} undone: {why}")
@dataclass(frozen=True)
class Unmerged(Merged):
    pass


@entry(Tag.CASE_SPLIT, zh="从案件 {source} 分出 {target}：{why}", en="Case {target} split off from {source}: {why}")
@dataclass(frozen=True)
class Split(Merged):
    pass


@entry(Tag.CASE_CORRECTED, zh="更正记录：{why}", en="Entry corrected: {why}")
@dataclass(frozen=True)
class Corrected:
    """`changes`: field → [before, after]; `voided` takes the entry back."""

    why: str
    changes: dict[str, list[Any]]


@entry(Tag.UNIT_JOINED, zh="{unit}参加联合办理：{why}", en="{unit} joins the handling: {why}")
@dataclass(frozen=True)
class UnitJoined:
    unit: str
    why: str


@entry(Tag.UNIT_LEFT, zh="{unit}退出联合办理：{why}", en="{unit} leaves the handling: {why}")
@dataclass(frozen=True)
class UnitLeft(UnitJoined):
    pass


class _Due:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        due = body.get("due_at")
        return {"due": f"{local(parse(due)):%Y-%m-%d %H:%M}" if due else "—"}


@entry(Tag.TASK_GIVEN, zh="布置任务“{title}”给{officer}，{due} 前完成", en="Task “{title}” for {officer}, due {due}")
@dataclass(frozen=True)
class TaskGiven(_Due):
    title: str
    officer: str
    due_at: datetime
    note: str = ""


@entry(Tag.TASK_DONE, zh="任务“{title}”已完成：{result}", en="Task “{title}” done: {result}")
@dataclass(frozen=True)
class TaskDone:
    title: str
    officer: str
    result: str


@entry(Tag.TASK_CALLED_OFF, zh="任务“{title}”取消：{result}", en="Task “{title}” called off: {result}")
@dataclass(frozen=True)
class TaskCalledOff(TaskDone):
    pass


@entry(
    Tag.TASK_OVERDUE, zh="{officer}的任务“{title}”逾期（{due}）", en="Task “{title}” of {officer} is overdue ({due})"
)
@dataclass(frozen=True)
class TaskOverdue(_Due):
    title: str
    officer: str
    due_at: datetime


class _Handed:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"role": _label(OfficerRole, body.get("role"))}


@entry(
    Tag.HANDING_OFFERED,
    zh="{giver}将案件移交{taker}（{role}）：{note}",
    en="{giver} offers the case to {taker} ({role}): {note}",
)
@dataclass(frozen=True)
class HandingOffered(_Handed):
    giver: str
    taker: str
    role: str
    note: str = ""


@entry(
    Tag.HANDING_ACCEPTED,
    zh="{taker}接收{giver}移交的案件（{role}）",
    en="{taker} takes the case over from {giver} ({role})",
)
@dataclass(frozen=True)
class HandingAccepted(HandingOffered):
    pass


@entry(
    Tag.HANDING_REFUSED, zh="{taker}退回{giver}的移交：{note}", en="{taker} refuses the hand-over of {giver}: {note}"
)
@dataclass(frozen=True)
class HandingRefused(HandingOffered):
    pass


@entry(
    Tag.HANDING_WITHDRAWN,
    zh="{giver}撤回向{taker}的移交：{note}",
    en="{giver} withdraws the hand-over to {taker}: {note}",
)
@dataclass(frozen=True)
class HandingWithdrawn(HandingOffered):
    pass


@entry(
    Tag.RECUSAL_ASKED,
    zh="{by_whom}申请{officer}回避：{grounds}",
    en="{by_whom} asks for the recusal of {officer}: {grounds}",
)
@dataclass(frozen=True)
class RecusalAsked:
    officer: str
    number: str
    by_whom: str
    grounds: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"by_whom": _label(Asks, body.get("by_whom"))}
