"""Bodies and sentences of approvals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.approvals.vocab import Tag
from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry


class _Titled:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        kind = body.get("kind", "—")
        return {"title": Text(body.get("title_zh") or kind, body.get("title_en") or kind)}


@entry(Tag.ASKED, zh="呈请批准“{title}”：{reason}", en="Asked for approval of “{title}”: {reason}")
@dataclass(frozen=True)
class Asked(_Titled):
    kind: str
    title_zh: str
    title_en: str
    subject: str
    rank: str
    unit: str
    reason: str
    basis: str
    due_at: datetime | None


@entry(Tag.ASKED_AGAIN, zh="补充后再次呈请“{title}”：{reason}", en="Completed and asked again for “{title}”: {reason}")
@dataclass(frozen=True)
class AskedAgain(_Titled):
    kind: str
    title_zh: str
    title_en: str
    reason: str


@dataclass(frozen=True)
class _Decided(_Titled):
    kind: str
    title_zh: str
    title_en: str
    subject: str
    rank: str
    post: str
    asked_by: str
    reason: str
    basis: str


@entry(Tag.GRANTED, zh="批准“{title}”：{reason}", en="Granted “{title}”: {reason}")
@dataclass(frozen=True)
class Granted(_Decided):
    pass


@entry(
    Tag.GRANTED_ORALLY,
    zh="{approver}口头批准“{title}”：{said}（紧急情况：{why}）",
    en="{approver} granted “{title}” by word of mouth: {said} (it could not wait: {why})",
)
@dataclass(frozen=True)
class GrantedOrally(_Titled):
    kind: str
    title_zh: str
    title_en: str
    approver: str
    post: str
    said: str
    why: str


@entry(Tag.REFUSED, zh="不批准“{title}”：{reason}", en="Refused “{title}”: {reason}")
@dataclass(frozen=True)
class Refused(_Decided):
    pass


@entry(Tag.RETURNED, zh="退回“{title}”补充：{reason}", en="Returned “{title}” to be completed: {reason}")
@dataclass(frozen=True)
class Returned(_Decided):
    pass


@entry(Tag.WITHDRAWN, zh="撤回呈请“{title}”：{reason}", en="Withdrew the request for “{title}”: {reason}")
@dataclass(frozen=True)
class Withdrawn(_Titled):
    kind: str
    title_zh: str
    title_en: str
    reason: str


@entry(Tag.LAPSED, zh="呈请“{title}”到期未批，失效", en="The request for “{title}” was not decided in time and lapsed")
@dataclass(frozen=True)
class Lapsed(_Titled):
    kind: str
    title_zh: str
    title_en: str
    due_at: datetime | None


@entry(Tag.REMINDED, zh="催办“{title}”", en="Reminded of “{title}”")
@dataclass(frozen=True)
class Reminded(_Titled):
    kind: str
    title_zh: str
    title_en: str
    due_at: datetime | None
