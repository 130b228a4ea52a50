"""Placements and movements."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mingjing.custody.entries.words import clause, clock, listed, reasons
from mingjing.custody.entries.words import rooms as names_of
from mingjing.custody.tags import Tag
from mingjing.kernel.text import Text
from mingjing.ledger.entries import entry


def _escorted(body: dict[str, Any]) -> dict[str, Any]:
    return names_of(body, "before", "room") | {
        "escorts": clause(_some(body.get("escorts"), listed), "，{}押送", ", escorted by {}"),
        "overridden": clause(_some(body.get("overridden"), reasons), "（例外安置：{}）", " (by override: {})"),
    }


def _some(several: list[str] | None, told: Callable[[list[str]], Text]) -> Text | None:
    return told(several) if several else None


@entry(Tag.PLACED, zh="进入{room}{escorts}{overridden}。", en="Placed in {room}{escorts}{overridden}.")
@dataclass(frozen=True)
class Placed:
    room: str
    escorts: list[str] = field(default_factory=list)
    overridden: list[str] = field(default_factory=list)

    words = staticmethod(_escorted)


@entry(Tag.MOVED, zh="由{before}到{room}{escorts}{overridden}。", en="From {before} to {room}{escorts}{overridden}.")
@dataclass(frozen=True)
class Moved:
    before: str
    room: str
    escorts: list[str] = field(default_factory=list)
    overridden: list[str] = field(default_factory=list)

    words = staticmethod(_escorted)


@entry(
    Tag.OVERRIDE_ASKED,
    zh="申请例外安置于{room}，至{expires}：{why}。违反：{codes}。",
    en="Override asked for {room} until {expires}: {why}. Against: {codes}.",
)
@dataclass(frozen=True)
class OverrideAsked:
    room: str
    codes: list[str]
    why: str
    expires: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        against, expires = reasons(body.get("codes") or []), clock(body.get("expires"))
        return names_of(body, "room") | {"codes": against, "expires": expires}


@entry(Tag.OVERRIDE_GRANTED, zh="同意例外安置于{room}：{why}。", en="Override granted for {room}: {why}.")
@dataclass(frozen=True)
class OverrideGranted:
    room: str
    why: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return names_of(body, "room")


@entry(Tag.OVERRIDE_REFUSED, zh="不同意例外安置于{room}：{why}。", en="Override refused for {room}: {why}.")
@dataclass(frozen=True)
class OverrideRefused:
    room: str
    why: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return names_of(body, "room")
