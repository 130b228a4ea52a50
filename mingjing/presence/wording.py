"""What a finding says to people: one sentence in both languages for each rule."""

from mingjing.kernel.text import Text
from mingjing.presence.fold import Finding

SENTENCES = {  # how high and how low is health content: it stands on the page why, for those who need to know
    "body.pulse_high": Text("心率过快（手环 {device}）", "Pulse too high (band {device})"),
    "body.pulse_low": Text("心率过慢（手环 {device}）", "Pulse too low (band {device})"),
    "body.oxygen_low": Text("血氧过低（手环 {device}）", "Blood oxygen too low (band {device})"),
    "body.fever": Text("体温过高（手环 {device}）", "Fever (band {device})"),
    "body.fall": Text(
        "疑似跌倒：受冲击后静止（手环 {device}）", "Perhaps a fall: impact, then stillness (band {device})"
    ),
    "body.sos": Text("按下求助键（设备 {device}）", "Call for help (device {device})"),
    "device.off": Text("手环 {device} 离开手腕", "Band {device} is off the wrist"),
    "device.cut": Text("手环 {device} 表带断开", "The strap of band {device} was cut"),
    "device.battery_low": Text("设备 {device} 电量 {value}%", "Battery of device {device}: {value}%"),
    "device.forbidden_zone": Text("手环 {device} 进入 {value}", "Band {device} came to {value}"),
    "device.silent": Text("设备 {device} 失去联系", "Device {device} is not heard any more"),
    "seen.co_suspect": Text("同案人员同在{place}", "Co-suspects together: {place}"),
    "seen.sex": Text("男女同在{place}", "Sexes together: {place}"),
    "seen.juvenile": Text("未成年人与成年人同在{place}", "Juvenile and adult together: {place}"),
    "seen.crowded": Text("{place}人员过多", "Too many people: {place}"),
    "presence.unattended": Text("在{place}，附近没有民警", "No officer near: {place}"),
    "presence.unescorted": Text("在{place}，无人押解", "Without escort: {place}"),
    "presence.officers_missing": Text("讯（询）问时在场民警人数不足", "Too few officers at the questioning"),
    "presence.wrong_room": Text("在{place}，与登记的房间不符", "In {place}, not in the room of the record"),
    "presence.shut_room": Text("进入{place}", "Came into {place}"),
    "presence.against": Text("逆单向流程进入{place}", "Against the one-way route, into {place}"),
    "presence.post_empty": Text("有人在区，办案区内没有民警", "People in custody, and no officer in the area"),
    "presence.left_area": Text("未经批准离开办案区", "Left the area without leave"),
    "presence.place_unknown": Text("不知道在哪里", "Nobody knows where he is"),
    "integrity.reading_late": Text(
        "设备 {device} 的读数迟到，未参与判断", "A reading of device {device} came too late to be judged"
    ),
    "integrity.rule_broken": Text("规则出错 {value}（设备 {device}）", "A rule failed: {value} (device {device})"),
}

RUN_THERE = frozenset({name for name in SENTENCES if name.startswith("body.")} | {"device.off", "device.cut"})
"""Rules after which somebody has to go to the wearer: their sentence ends with where he is believed to be."""
THERE = Text("{said}，在{place}", "{said}, in {place}")


def said(found: Finding, place: Text | None = None) -> Text:
    """The sentence of the finding; `place`: the name of the space it happened in, or where the wearer is. Raises
    KeyError for a rule without one."""
    value = found.value
    number = f"{value:g}" if isinstance(value, (int, float)) else str(value or "")
    words = SENTENCES[found.rule].format(value=number, device=found.subject, place=place or Text(number, number))
    return THERE.format(said=words, place=place) if place and found.rule in RUN_THERE else words
