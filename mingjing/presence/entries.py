"""Bodies and sentences of the entries about devices, floor plans and tracks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.alerts.rules import rules
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, parse
from mingjing.kernel.vocab import Vocab
from mingjing.ledger.entries import entry
from mingjing.presence.vocab import Condition, DeviceKind, Tag


def _label(vocab: type[Vocab], value: Any) -> Text | str:
    return vocab(value).text if value in vocab.values() else "—"


class _WithKind:
    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": _label(DeviceKind, body.get("kind"))}


@entry(Tag.DEVICE_REGISTERED, zh="登记{kind} {number}", en="Registered {kind} {number}")
@dataclass(frozen=True)
class Registered(_WithKind):
    number: str
    kind: str
    room: str = ""
    room_en: str = ""


@entry(Tag.DEVICE_MOUNTED, zh="{kind} {number} 安装在{room}", en="{kind} {number} mounted in {room}")
@dataclass(frozen=True)
class Mounted(_WithKind):
    number: str
    kind: str
    room: str
    room_en: str = ""


@entry(Tag.DEVICE_ISSUED, zh="向{holder}发放{kind} {number}", en="Issued {kind} {number} to {holder}")
@dataclass(frozen=True)
class Issued(_WithKind):
    number: str
    kind: str
    holder: str


@entry(Tag.DEVICE_FITTED, zh="确认{holder}已佩戴{kind} {number}", en="{kind} {number} fitted: {holder}")
@dataclass(frozen=True)
class Fitted(_WithKind):
    number: str
    kind: str
    holder: str


@entry(
    Tag.DEVICE_RETURNED,
    zh="从{holder}收回{kind} {number}，{condition}{note}",
    en="Took back {kind} {number} from {holder}: {condition}{note}",
)
@dataclass(frozen=True)
class Returned:
    number: str
    kind: str
    holder: str
    condition: str
    note: str = ""

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        said = body.get("note")
        note = Text(f"（{said}）", f" ({said})") if said else Text("", "")
        condition = _label(Condition, body.get("condition"))
        return {"kind": _label(DeviceKind, body.get("kind")), "condition": condition, "note": note}


@entry(
    Tag.DEVICE_EXCHANGED,
    zh="{holder}的{kind}由 {number} 更换为 {new}，原因：{why}",
    en="{kind} of {holder} exchanged: {number} for {new}, because: {why}",
)
@dataclass(frozen=True)
class Exchanged(_WithKind):
    number: str
    kind: str
    holder: str
    new: str
    why: str


@entry(Tag.DEVICE_LOST, zh="{kind} {number} 丢失：{why}", en="{kind} {number} lost: {why}")
@dataclass(frozen=True)
class Lost(_WithKind):
    number: str
    kind: str
    why: str


class _Plain(_WithKind):
    """A step in the life of a device that needs no more than its name and, perhaps, why."""


@entry(Tag.DEVICE_CHARGING, zh="{kind} {number} 开始充电", en="{kind} {number} put on charge")
@dataclass(frozen=True)
class Charging(_Plain):
    number: str
    kind: str
    why: str = ""


@entry(Tag.DEVICE_CHARGED, zh="{kind} {number} 充电完毕", en="{kind} {number} taken off charge")
@dataclass(frozen=True)
class Charged(_Plain):
    number: str
    kind: str
    why: str = ""


@entry(Tag.DEVICE_FOUND, zh="{kind} {number} 找回：{why}", en="{kind} {number} found again: {why}")
@dataclass(frozen=True)
class Found(_Plain):
    number: str
    kind: str
    why: str = ""


@entry(Tag.DEVICE_SENT, zh="{kind} {number} 送修：{why}", en="{kind} {number} sent to repair: {why}")
@dataclass(frozen=True)
class Sent(_Plain):
    number: str
    kind: str
    why: str = ""


@entry(Tag.DEVICE_REPAIRED, zh="{kind} {number} 修复入库", en="{kind} {number} back from repair")
@dataclass(frozen=True)
class Repaired(_Plain):
    number: str
    kind: str
    why: str = ""


@entry(Tag.DEVICE_RETIRED, zh="{kind} {number} 报废：{why}", en="{kind} {number} retired: {why}")
@dataclass(frozen=True)
class Retired(_Plain):
    number: str
    kind: str
    why: str = ""


STEPS: dict[Tag, type[Any]] = {
    Tag.DEVICE_CHARGING: Charging,
    Tag.DEVICE_CHARGED: Charged,
    Tag.DEVICE_FOUND: Found,
    Tag.DEVICE_SENT: Sent,
    Tag.DEVICE_REPAIRED: Repaired,
    Tag.DEVICE_RETIRED: Retired,
}
"""Bodies of the plain steps by tag."""


@entry(
    Tag.PLAN_DRAWN,
    zh="绘制平面图第 {version} 版：房间 {rooms} 间，门 {doors} 道，未通过检查 {faults} 项。{note}",
    en="Drew version {version} of the floor plan: {rooms} rooms, {doors} doors, {faults} faults found. {note}",
)
@dataclass(frozen=True)
class PlanDrawn:
    """`digest` is the SHA-256 of the drawing in canonical JSON."""

    version: int
    digest: str
    rooms: int
    doors: int
    faults: int
    note: str = ""


@entry(
    Tag.PLAN_ADOPTED,
    zh="启用平面图第 {version} 版，更替第 {replaces} 版",
    en="Put version {version} of the floor plan in force, replacing version {replaces}",
)
@dataclass(frozen=True)
class PlanAdopted:
    version: int
    digest: str
    replaces: int | None = None


@entry(Tag.PLAN_DISCARDED, zh="弃用平面图第 {version} 版", en="Discarded version {version} of the floor plan")
@dataclass(frozen=True)
class PlanDiscarded:
    version: int


@dataclass(frozen=True)
class _Piece:
    since: datetime
    until: datetime
    sha256: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        told = {name: body.get(name) for name in ("since", "until")}
        return {name: local(parse(at)).strftime("%m-%d %H:%M") if at else "—" for name, at in told.items()}


@entry(
    Tag.TRACKS_CLOSED,
    zh="{since} 至 {until} 的轨迹封存：{devices} 个设备、{records} 条",
    en="Tracks from {since} to {until} closed: {devices} devices, {records} records",
)
@dataclass(frozen=True)
class TracksClosed(_Piece):
    """`sha256` of the file that holds them; `plan` the version of the floor plan they were placed on."""

    size: int
    records: int
    devices: int
    plan: int


@entry(
    Tag.TRACKS_DESTROYED,
    zh="{since} 至 {until} 的轨迹保存期满，已销毁",
    en="Tracks from {since} to {until} destroyed at the end of their retention",
)
@dataclass(frozen=True)
class TracksDestroyed(_Piece):
    """`rule` of the law books said how long."""

    rule: str


@entry(Tag.GATEWAY_CONNECTED, zh="接入网关 {number}，格式 {profile}", en="Gateway {number} connected, format {profile}")
@dataclass(frozen=True)
class Connected:
    number: str
    profile: str


@entry(Tag.GATEWAY_ROTATED, zh="为网关 {number} 签发新密钥", en="A new secret for gateway {number}")
@dataclass(frozen=True)
class Rotated:
    number: str


@entry(Tag.GATEWAY_CONFIRMED, zh="停用网关 {number} 的旧密钥", en="The old secret of gateway {number} dropped")
@dataclass(frozen=True)
class Confirmed:
    number: str


@entry(Tag.GATEWAY_CUT_OFF, zh="断开网关 {number}：{why}", en="Gateway {number} cut off: {why}")
@dataclass(frozen=True)
class CutOff:
    number: str
    why: str


@entry(
    Tag.FINDING_WITHDRAWN,
    zh="撤回对设备 {subject} 的判断“{rule}”：迟到的读数表明情况不是这样",
    en="Finding “{rule}” about device {subject} withdrawn: a late reading shows it was not so",
)
@dataclass(frozen=True)
class Withdrawn:
    rule: str
    subject: str
    happened_at: str

    @staticmethod
    def words(body: dict[str, Any]) -> dict[str, Any]:
        known = rules().get(body.get("rule", ""))
        return {"rule": known.text} if known else {}


@entry(
    Tag.SEGMENT_CLOSED,
    zh="读数文件 {name} 存档，摘要 {sha256}",
    en="Readings filed as {name}, digest {sha256}",
)
@dataclass(frozen=True)
class Filed:
    name: str
    sha256: str
    size: int
    first: str
    last: str


@entry(
    Tag.SEGMENT_ERASED,
    zh="读数文件 {name} 依“{rule}”保存期满删除",
    en="Readings {name} erased at the end of their time ({rule})",
)
@dataclass(frozen=True)
class Erased:
    name: str
    sha256: str
    rule: str
