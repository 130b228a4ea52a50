"""The roster and its hand-over."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry
from mingjing.org.entries.words import moment, post_text
from mingjing.org.vocab import Tag


@entry(Tag.SHIFT_PLANNED, zh="排班 {starts_at} 至 {ends_at}：{who}", en="Shift planned {starts_at} to {ends_at}: {who}")
@dataclass(frozen=True)
class ShiftPlanned:
    """`who`: [number, name, post] in order of rank."""

    starts_at: datetime
    ends_at: datetime
    who: list[list[str]]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        crew = [(name, post_text(post)) for _, name, post in body.get("who", [])]
        zh = "、".join(f"{name}（{post.zh}）" for name, post in crew)
        en = ", ".join(f"{name} ({post.en})" for name, post in crew)
        return {
            "starts_at": moment(body.get("starts_at")),
            "ends_at": moment(body.get("ends_at")),
            "who": Text(zh, en),
        }


@entry(Tag.SHIFT_CHANGED, zh="调班 {starts_at} 至 {ends_at}：{who}", en="Shift changed {starts_at} to {ends_at}: {who}")
@dataclass(frozen=True)
class ShiftChanged(ShiftPlanned):
    pass


@entry(
    Tag.SHIFT_STARTED,
    zh="{leader}接班（{starts_at} 至 {ends_at}）",
    en="{leader} started the shift {starts_at} to {ends_at}",
)
@dataclass(frozen=True)
class ShiftStarted:
    leader: str
    starts_at: datetime
    ends_at: datetime

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"starts_at": moment(body.get("starts_at")), "ends_at": moment(body.get("ends_at"))}


@entry(
    Tag.SHIFT_OFFERED,
    zh="{leader}提出交班：在区 {present} 人，未处理报警 {open_alarms} 项，未办提醒 {open_duties} 项。{notes}",
    en="{leader} offers the hand-over: {present} present, {open_alarms} alarms, {open_duties} duties open. {notes}",
)
@dataclass(frozen=True)
class ShiftOffered:
    """`people`: [reference, note] of everybody here; `alarms`: references; `due`: what falls due next; `signature`: the
    hash of its picture."""

    leader: str
    notes: str
    present: int = 0
    open_alarms: int = 0
    open_duties: int = 0
    people: list[list[str]] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)
    signature: str = ""


@entry(
    Tag.SHIFT_HANDED_OVER,
    zh="{outgoing}交班，{incoming}接班。{notes} {remarks}",
    en="{outgoing} handed over to {incoming}. {notes} {remarks}",
)
@dataclass(frozen=True)
class ShiftHandedOver:
    outgoing: str
    incoming: str
    notes: str
    remarks: str = ""
    signature: str = ""
