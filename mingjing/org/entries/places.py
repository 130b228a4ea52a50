"""Units, sites, rooms."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from mingjing.ledger.entries import entry
from mingjing.org.entries.words import changed, label_of
from mingjing.org.vocab import RoomKind, SiteKind, Tag, UnitKind


@entry(Tag.UNIT_SET_UP, zh="设立单位：{name}（{code}，{kind}）", en="Unit set up: {name} ({code}, {kind})")
@dataclass(frozen=True)
class UnitSetUp:
    code: str
    name: str
    kind: str
    parent: str = ""
    name_en: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": label_of(UnitKind, body.get("kind"))}


@entry(Tag.UNIT_CHANGED, zh="变更单位 {code}：{changes}", en="Unit {code} changed: {changes}")
@dataclass(frozen=True)
class UnitChanged:
    """`changes`: field → [before, after]."""

    code: str
    changes: dict[str, list[Any]]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"changes": changed(body.get("changes", {}))}


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
    name_en: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"template": label_of(SiteKind, body.get("template"))}


@entry(Tag.SITE_CHANGED, zh="变更场所 {code}：{changes}", en="Site {code} changed: {changes}")
@dataclass(frozen=True)
class SiteChanged(UnitChanged):
    pass


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
        return {"kind": label_of(RoomKind, body.get("kind"))}


@entry(Tag.ROOM_CHANGED, zh="变更房间 {code}：{changes}", en="Room {code} changed: {changes}")
@dataclass(frozen=True)
class RoomChanged:
    """`changes`: field → [before, after]."""

    code: str
    changes: dict[str, list[Any]]

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"changes": changed(body.get("changes", {}))}


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
