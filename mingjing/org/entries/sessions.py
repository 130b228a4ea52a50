"""Sign-in, and what officers do with their own account."""

from dataclasses import dataclass
from typing import Any

from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry
from mingjing.org.vocab import Tag


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


@entry(
    Tag.DISPLAY_BEGUN,
    zh="{name}（{number}）将本次登录转为只读大屏",
    en="{name} ({number}) left this session to a wall display that only shows",
)
@dataclass(frozen=True)
class DisplayBegun:
    number: str
    name: str


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


@entry(
    Tag.FIRST_PASSWORD,
    zh="{name}（{number}）用启用码启用账号并设置密码",
    en="{name} ({number}) opened the account with the code and chose a password",
)
@dataclass(frozen=True)
class FirstPassword:
    number: str
    name: str
    address: str = ""


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
