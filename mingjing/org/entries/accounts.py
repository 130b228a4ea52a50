"""Officers, their accounts and posts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry
from mingjing.org.entries.words import OF_PEOPLE, changed, post_text
from mingjing.org.vocab import Tag


@entry(Tag.OFFICER_ENROLLED, zh="登记{rank}{name}（{number}）", en="{rank} {name} ({number}) enrolled")
@dataclass(frozen=True)
class OfficerEnrolled:
    number: str
    name: str
    unit: str
    auxiliary: bool
    unit_en: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"rank": Text("辅警", "Auxiliary officer") if body.get("auxiliary") else Text("民警", "Officer")}


@entry(
    Tag.OFFICER_MOVED,
    zh="变更{name}（{number}）的资料：{changes}",
    en="Details of {name} ({number}) changed: {changes}",
)
@dataclass(frozen=True)
class OfficerMoved:
    """`changes`: field → [before, after]."""

    number: str
    name: str
    changes: dict[str, list[Any]]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"changes": changed(body.get("changes", {}), OF_PEOPLE)}


@entry(
    Tag.OFFICER_SUSPENDED, zh="停用{name}（{number}）的账号：{why}", en="Account of {name} ({number}) suspended: {why}"
)
@dataclass(frozen=True)
class OfficerSuspended:
    number: str
    name: str
    why: str


@entry(Tag.OFFICER_RESTORED, zh="恢复{name}（{number}）的账号", en="Account of {name} ({number}) restored")
@dataclass(frozen=True)
class OfficerRestored:
    number: str
    name: str


@entry(Tag.PASSWORD_RESET, zh="重置{name}（{number}）的密码", en="Password of {name} ({number}) reset")
@dataclass(frozen=True)
class PasswordReset:
    number: str
    name: str


@entry(Tag.FACTOR_RESET, zh="重置{name}（{number}）的第二验证", en="Second factor of {name} ({number}) reset")
@dataclass(frozen=True)
class FactorReset:
    number: str
    name: str


@entry(Tag.UNLOCKED, zh="解除{name}（{number}）的登录锁定", en="Account of {name} ({number}) unlocked")
@dataclass(frozen=True)
class Unlocked:
    number: str
    name: str


@entry(
    Tag.ACCOUNT_CONFIRMED,
    zh="核准{name}（{number}）的账号，发给启用码的后一半",
    en="Account of {name} ({number}) confirmed; the second half of the code given",
)
@dataclass(frozen=True)
class AccountConfirmed:
    number: str
    name: str


@entry(
    Tag.POST_PROPOSED,
    zh="提出任命{name}（{number}）为{unit}{post}，待核准",
    en="{name} ({number}) proposed for the post {post} at {unit}, to be confirmed",
)
@dataclass(frozen=True)
class PostProposed:
    number: str
    name: str
    unit: str
    post: str
    until: datetime | None = None
    unit_en: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return PostGiven.words(body)


@entry(
    Tag.POST_DECLINED,
    zh="不予任命{name}（{number}）为{unit}{post}（{asked_by}提出）",
    en="{name} ({number}) not given the post {post} at {unit}, which {asked_by} had proposed",
)
@dataclass(frozen=True)
class PostDeclined:
    number: str
    name: str
    unit: str
    post: str
    asked_by: str
    unit_en: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return PostGiven.words(body)


@entry(
    Tag.POST_GIVEN,
    zh="任命{name}（{number}）为{unit}{post}{proposed}",
    en="{name} ({number}) given the post {post} at {unit}{proposed}",
)
@dataclass(frozen=True)
class PostGiven:
    number: str
    name: str
    unit: str
    post: str
    since: datetime
    until: datetime | None = None
    asked_by: str = ""
    unit_en: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        asked = body.get("asked_by")
        proposed = Text("（{who}提出）", " (proposed by {who})").format(who=asked) if asked else Text("", "")
        return {"post": post_text(body.get("post")), "proposed": proposed}


@entry(
    Tag.POST_ENDED,
    zh="免去{name}（{number}）{unit}{post}岗位",
    en="{name} ({number}) relieved of the post {post} at {unit}",
)
@dataclass(frozen=True)
class PostEnded:
    number: str
    name: str
    unit: str
    post: str
    unit_en: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return PostGiven.words(body)
