"""Bodies and sentences of the organisation's entries. Passwords and keys never stand in one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry
from mingjing.org.posts import posts
from mingjing.org.vocab import RoomKind, SiteKind, Tag, UnitKind


def _moment(stored: str | None) -> str:
    return local(parse(stored)).strftime("%Y-%m-%d %H:%M") if stored else "—"


def _label(words: type[Vocab], value: str | None) -> Text | None:
    return words(value).text if value else None


def _post(code: str | None) -> Text:
    return posts()[code].text if code in posts() else Text(code or "—", code or "—")


@entry(Tag.UNIT_SET_UP, zh="设立单位：{name}（{code}，{kind}）", en="Unit set up: {name} ({code}, {kind})")
@dataclass(frozen=True)
class UnitSetUp:
    code: str
    name: str
    kind: str
    parent: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(UnitKind, body.get("kind"))}


@entry(
    Tag.PREFECTURE_SET_UP,
    zh="按数据文件“{source}”建立全市机构：{units} 个单位，{sites} 处场所",
    en="Prefecture set up from the data file “{source}”: {units} units, {sites} sites",
)
@dataclass(frozen=True)
class PrefectureSetUp:
    source: str
    units: int
    sites: int


@entry(
    Tag.SITE_SET_UP,
    zh="按“{template}”模板建立{name}（{code}），共 {rooms} 间房间",
    en="Site {name} ({code}) set up from the template “{template}” with {rooms} rooms",
)
@dataclass(frozen=True)
class SiteSetUp:
    code: str
    name: str
    template: str
    rooms: int
    room_codes: list[str]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"template": _label(SiteKind, body.get("template"))}


@entry(
    Tag.ROOM_SET_UP,
    zh="设置{kind} {code}（{name}），容纳 {capacity} 人",
    en="{kind} {code} ({name}) set up for {capacity}",
)
@dataclass(frozen=True)
class RoomSetUp:
    code: str
    name: str
    kind: str
    capacity: int

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(RoomKind, body.get("kind"))}


@entry(Tag.ROOM_CHANGED, zh="变更房间 {code}：{changes}", en="Room {code} changed: {changes}")
@dataclass(frozen=True)
class RoomChanged:
    """`changes`: field → [before, after]."""

    code: str
    changes: dict[str, list[Any]]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"changes": "; ".join(f"{name} {old} → {new}" for name, (old, new) in body.get("changes", {}).items())}


@entry(Tag.ROOM_CLOSED, zh="停用房间 {code}：{why}", en="Room {code} taken out of service: {why}")
@dataclass(frozen=True)
class RoomClosed:
    code: str
    why: str


@entry(Tag.ROOM_REOPENED, zh="恢复使用房间 {code}", en="Room {code} back in service")
@dataclass(frozen=True)
class RoomReopened:
    code: str


@entry(
    Tag.ROOM_CERTIFIED,
    zh="房间 {code} 验收合格，证号 {certificate}，有效至 {until}",
    en="Room {code} certified, number {certificate}, valid until {until}",
)
@dataclass(frozen=True)
class RoomCertified:
    code: str
    certificate: str
    until: date


@entry(Tag.OFFICER_ENROLLED, zh="登记{rank}{name}（{number}）", en="{rank} {name} ({number}) enrolled")
@dataclass(frozen=True)
class OfficerEnrolled:
    number: str
    name: str
    unit: str
    auxiliary: bool

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
        return RoomChanged.words(body)


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
    Tag.POST_GIVEN, zh="任命{name}（{number}）为{unit}{post}", en="{name} ({number}) given the post {post} at {unit}"
)
@dataclass(frozen=True)
class PostGiven:
    number: str
    name: str
    unit: str
    post: str
    since: datetime
    until: datetime | None = None

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"post": _post(body.get("post"))}


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

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return PostGiven.words(body)


@entry(Tag.SHIFT_PLANNED, zh="排班 {starts_at} 至 {ends_at}：{who}", en="Shift planned {starts_at} to {ends_at}: {who}")
@dataclass(frozen=True)
class ShiftPlanned:
    """`who`: [number, name, post] in order of rank."""

    starts_at: datetime
    ends_at: datetime
    who: list[list[str]]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        crew = [(name, _post(post)) for _, name, post in body.get("who", [])]
        zh = "、".join(f"{name}（{post.zh}）" for name, post in crew)
        en = ", ".join(f"{name} ({post.en})" for name, post in crew)
        return {
            "starts_at": _moment(body.get("starts_at")),
            "ends_at": _moment(body.get("ends_at")),
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
        return {"starts_at": _moment(body.get("starts_at")), "ends_at": _moment(body.get("ends_at"))}


@entry(
    Tag.SHIFT_OFFERED,
    zh="{leader}提出交班：在区 {present} 人，未处理报警 {open_alarms} 项，未办提醒 {open_duties} 项。{notes}",
    en="{leader} offers the hand-over: {present} present, {open_alarms} alarms, {open_duties} duties open. {notes}",
)
@dataclass(frozen=True)
class ShiftOffered:
    leader: str
    notes: str
    present: int = 0
    open_alarms: int = 0
    open_duties: int = 0


@entry(
    Tag.SHIFT_HANDED_OVER,
    zh="{outgoing}交班，{incoming}接班。{notes}",
    en="{outgoing} handed over to {incoming}. {notes}",
)
@dataclass(frozen=True)
class ShiftHandedOver:
    outgoing: str
    incoming: str
    notes: str


@entry(Tag.SIGNED_IN, zh="{name}（{number}）登录（{method}）", en="{name} ({number}) signed in ({method})")
@dataclass(frozen=True)
class SignedIn:
    number: str
    name: str
    method: str
    address: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        ways = [METHODS.get(way, Text(way, way)) for way in str(body.get("method") or "—").split("+")]
        return {"method": Text("、".join(w.zh for w in ways), ", ".join(w.en for w in ways))}


METHODS = {
    "password": Text("密码", "password"),
    "totp": Text("动态口令", "one-time code"),
    "webauthn": Text("安全密钥", "security key"),
    "recovery_codes": Text("恢复码", "recovery code"),
    "passkey": Text("通行密钥", "passkey"),
}


@entry(Tag.SIGNED_OUT, zh="{name}（{number}）退出：{why}", en="{name} ({number}) signed out: {why}")
@dataclass(frozen=True)
class SignedOut:
    """`why`: `own` | `idle` | `too_old` | `ended_elsewhere`."""

    number: str
    name: str
    why: str = "own"

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"why": WHY_SIGNED_OUT.get(body.get("why", ""))}


WHY_SIGNED_OUT = {
    "own": Text("本人退出", "by himself"),
    "idle": Text("长时间未操作", "idle too long"),
    "too_old": Text("登录时间过长", "session too old"),
    "ended_elsewhere": Text("在别处结束", "ended from elsewhere"),
}


@entry(Tag.PASSWORD_CHANGED, zh="{name}（{number}）修改密码", en="{name} ({number}) changed the password")
@dataclass(frozen=True)
class PasswordChanged:
    number: str
    name: str


@entry(
    Tag.FACTOR_ADDED, zh="{name}（{number}）设置第二验证：{kind}", en="{name} ({number}) set up a second factor: {kind}"
)
@dataclass(frozen=True)
class FactorAdded:
    """`kind`: `totp` | `webauthn` | `recovery_codes`."""

    number: str
    name: str
    kind: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": FACTORS.get(body.get("kind", ""))}


FACTORS = {
    "totp": Text("动态口令", "one-time code"),
    "webauthn": Text("通行密钥", "passkey"),
    "recovery_codes": Text("恢复码", "recovery codes"),
}


@entry(
    Tag.FACTOR_REMOVED,
    zh="{name}（{number}）移除第二验证：{kind}",
    en="{name} ({number}) removed a second factor: {kind}",
)
@dataclass(frozen=True)
class FactorRemoved(FactorAdded):
    pass


@entry(
    Tag.LOCKED_OUT,
    zh="{name}（{number}）连续 {failures} 次登录失败，账号锁定",
    en="{name} ({number}) locked out after {failures} failed sign-ins",
)
@dataclass(frozen=True)
class LockedOut:
    number: str
    name: str
    failures: int
