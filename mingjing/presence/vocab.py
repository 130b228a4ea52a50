"""Closed words about devices, floor plans and tracks. Values are stored and never change."""

from mingjing.kernel.vocab import Vocab


class DeviceKind(Vocab):
    BAND = "band", "手环", "Wristband"
    CARD = "card", "民警定位卡", "Officer's card"
    ANCHOR = "anchor", "定位基站", "Anchor"
    DOOR = "door", "门磁", "Door contact"
    SENSOR = "sensor", "人体存在传感器", "Presence sensor"
    GATEWAY = "gateway", "网关", "Gateway"


WORN = (DeviceKind.BAND, DeviceKind.CARD)
"""Kinds that somebody wears."""


class DeviceState(Vocab):
    STOCK = "stock", "在库", "In stock"
    CHARGING = "charging", "充电中", "Charging"
    ISSUED = "issued", "已发放", "Issued"
    FITTED = "fitted", "已佩戴", "Fitted"
    REPAIR = "repair", "送修", "Under repair"
    LOST = "lost", "丢失", "Lost"
    RETIRED = "retired", "报废", "Retired"


class Standing(Vocab):
    """What a device is said to be: its state; of one that is fixed to a place, whether it is."""

    STOCK = "stock", "在库", "In stock"
    CHARGING = "charging", "充电中", "Charging"
    ISSUED = "issued", "已发放", "Issued"
    FITTED = "fitted", "已佩戴", "Fitted"
    MOUNTED = "mounted", "已安装", "Installed"
    UNMOUNTED = "unmounted", "未安装", "Not installed yet"
    REPAIR = "repair", "送修", "Under repair"
    LOST = "lost", "丢失", "Lost"
    RETIRED = "retired", "报废", "Retired"


OUT = (DeviceState.ISSUED, DeviceState.FITTED)
"""States in which somebody has it."""

HANDY = (DeviceState.STOCK, DeviceState.CHARGING)
"""States from which it may be issued."""

WRITTEN_OFF = (DeviceState.LOST, DeviceState.RETIRED)
"""States in which the site does not count it among its own."""


class Condition(Vocab):
    """How a device came back."""

    GOOD = "good", "完好", "Good"
    DIRTY = "dirty", "需清洁", "To be cleaned"
    DAMAGED = "damaged", "损坏", "Damaged"
    CUT = "cut", "表带被剪断", "Strap cut"


class PlanState(Vocab):
    DRAWN = "drawn", "草图", "Drawn"
    IN_FORCE = "in_force", "现行", "In force"
    REPLACED = "replaced", "已更替", "Replaced"
    DISCARDED = "discarded", "已弃用", "Discarded"


class Why(Vocab):
    """Why a reading, or a whole message, was refused."""

    MALFORMED = "malformed", "格式错误", "Malformed"
    TOO_LARGE = "too_large", "报文过大", "Too large"
    UNKNOWN_GATEWAY = "unknown_gateway", "未登记的网关", "Unknown gateway"
    UNKNOWN_DEVICE = "unknown_device", "未登记的设备", "Unknown device"
    BAD_SIGNATURE = "bad_signature", "签名不符", "Wrong signature"
    REPLAYED = "replayed", "重放的报文", "Sent before"
    FUTURE = "future", "时间超前", "From the future"
    RATE = "rate", "发送过快", "Too many a second"


class FindingState(Vocab):
    """Whether a late reading may still undo what a rule found."""

    PROVISIONAL = "provisional", "初步", "Provisional"
    FINAL = "final", "已确定", "Final"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Tag(Vocab):
    DEVICE_REGISTERED = "presence.device.registered", "登记设备", "Device registered"
    DEVICE_CHARGING = "presence.device.charging", "设备充电", "Device put on charge"
    DEVICE_CHARGED = "presence.device.charged", "充电完毕", "Device taken off charge"
    DEVICE_ISSUED = "presence.device.issued", "发放设备", "Device issued"
    DEVICE_FITTED = "presence.device.fitted", "佩戴设备", "Device fitted"
    DEVICE_RETURNED = "presence.device.returned", "收回设备", "Device returned"
    DEVICE_EXCHANGED = "presence.device.exchanged", "更换设备", "Device exchanged"
    DEVICE_LOST = "presence.device.lost", "设备丢失", "Device lost"
    DEVICE_FOUND = "presence.device.found", "设备找回", "Device found"
    DEVICE_SENT = "presence.device.sent_to_repair", "设备送修", "Device sent to repair"
    DEVICE_REPAIRED = "presence.device.repaired", "设备修复", "Device repaired"
    DEVICE_RETIRED = "presence.device.retired", "设备报废", "Device retired"
    DEVICE_MOUNTED = "presence.device.mounted", "安装设备", "Device mounted"
    PLAN_DRAWN = "presence.plan.drawn", "绘制平面图", "Floor plan drawn"
    PLAN_ADOPTED = "presence.plan.adopted", "启用平面图", "Floor plan put in force"
    PLAN_DISCARDED = "presence.plan.discarded", "弃用平面图", "Floor plan discarded"
    TRACKS_CLOSED = "presence.tracks.closed", "轨迹段封存", "Piece of tracks closed"
    TRACKS_DESTROYED = "presence.tracks.destroyed", "轨迹段到期销毁", "Piece of tracks destroyed"
    GATEWAY_CONNECTED = "presence.gateway.connected", "接入网关", "Gateway connected"
    GATEWAY_ROTATED = "presence.gateway.rotated", "更换网关密钥", "Secret of gateway exchanged"
    GATEWAY_CONFIRMED = "presence.gateway.confirmed", "停用网关旧密钥", "Old secret of gateway dropped"
    GATEWAY_CUT_OFF = "presence.gateway.cut_off", "断开网关", "Gateway cut off"
    FINDING_WITHDRAWN = "presence.finding.withdrawn", "撤回判断", "Finding withdrawn"
    SEGMENT_CLOSED = "presence.segment.closed", "读数存档", "Readings filed"
    SEGMENT_ERASED = "presence.segment.erased", "读数到期删除", "Readings erased"


OF_HOLDERS = (Tag.DEVICE_ISSUED, Tag.DEVICE_FITTED, Tag.DEVICE_RETURNED, Tag.DEVICE_EXCHANGED)
"""Entries of a device that say who had it."""
