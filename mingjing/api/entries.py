"""Bodies and sentences of the entries about integrations."""

from dataclasses import dataclass, field
from typing import Any

from mingjing.api.vocab import Tag
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.ledger.entries import entry
from mingjing.org.posts import grants, posts


def _post(code: Any) -> Text | str:
    return posts()[code].text if code in posts() else str(code)


def _scopes(told: Any) -> Text:
    known = [grants()[one].text for one in told or () if one in grants()]
    return Text("、".join(one.zh for one in known) or "—", ", ".join(one.en for one in known) or "—")


@entry(
    Tag.TOKEN_OPENED,
    zh="开设系统接入“{name}”，以{officer}（{post}，{unit}）的名义办理：{scopes}；有效至{until}",
    en="Integration “{name}” opened, acting for {officer} ({post}, {unit}): {scopes}; until {until}",
)
@dataclass(frozen=True)
class TokenOpened:
    name: str
    purpose: str
    officer: str
    post: str
    unit: str
    until: str
    scopes: list[str] = field(default_factory=list)

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        until = body.get("until")
        told = {"until": f"{local(parse(until)):%Y-%m-%d %H:%M}"} if until else {}
        return {"post": _post(body.get("post")), "scopes": _scopes(body.get("scopes")), **told}


@entry(
    Tag.TOKEN_CONFIRMED,
    zh="同意系统接入“{name}”以本人名义办理",
    en="Agreed that integration “{name}” acts for him",
)
@dataclass(frozen=True)
class TokenConfirmed:
    name: str


@entry(Tag.TOKEN_REVOKED, zh="撤销系统接入“{name}”：{why}", en="Integration “{name}” revoked: {why}")
@dataclass(frozen=True)
class TokenRevoked:
    name: str
    why: str


@entry(Tag.ENDPOINT_REGISTERED, zh="“{name}”登记推送地址 {host}", en="“{name}” registered the delivery address {host}")
@dataclass(frozen=True)
class EndpointRegistered:
    name: str
    host: str


@entry(Tag.ENDPOINT_REMOVED, zh="“{name}”注销推送地址 {host}", en="“{name}” removed the delivery address {host}")
@dataclass(frozen=True)
class EndpointRemoved:
    name: str
    host: str
