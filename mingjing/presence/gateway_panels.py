"""What the screens of gateways and findings are filled with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from mingjing.alerts.rules import rules
from mingjing.kernel.actor import Actor
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.org.access import may
from mingjing.presence.machine import SETUP
from mingjing.presence.mapping import OWN, profiles
from mingjing.presence.models import Connection, Device, Finding, Pulse
from mingjing.presence.reading import Reading
from mingjing.presence.replay import Step
from mingjing.presence.rules.judging import Run
from mingjing.presence.rules.limits import limits
from mingjing.presence.vocab import FindingState, Why
from mingjing.webkit.tables import Column, Filter

LAST_STEPS = 40
NOTHING = Text("—", "—")
NOTHING_CAME = Text("（无读数）", "(nothing came)")
HANDED = {
    None: NOTHING_CAME,
    True: Text("（发放，重新开始判断）", "(issued; judged anew from here)"),
    False: Text("（收回，判断到此为止）", "(taken back; judged no further)"),
}
SAID = {
    "hr": Text("心率", "pulse"), "spo2": Text("血氧", "oxygen"), "temp": Text("体温", "temperature"),
    "peak": Text("冲击", "impact"), "battery": Text("电量", "battery"), "worn": Text("佩戴", "worn"),
    "cut": Text("剪断", "cut"), "sos": Text("求助", "help"), "zone": Text("区域", "zone"), "x": Text("x", "x"),
    "y": Text("y", "y"), "open": Text("开门", "open"), "present": Text("有人", "present"),
    "badge": Text("刷卡", "badge"),
}  # fmt: skip
NOT_VITAL = {name: text for name, text in SAID.items() if name not in {"hr", "spo2", "temp"}}


def rule_text(code: str) -> Text:
    known = rules().get(code)
    return known.text if known else Text(code, code)


REFUSED = [
    Column("gateway", Text("网关", "Gateway"), lambda r: r.gateway, sort="gateway"),
    Column("why", Text("原因", "Reason"), lambda r: Why(r.why).text, sort="why"),
    Column("count", Text("条数", "How many"), lambda r: r.count, sort="count", number=True),
    Column("minute", Text("时间", "When"), lambda r: r.minute, sort="minute"),
    Column("last", Text("最后一次", "Last"), lambda r: r.last_at, sort="last_at"),
    Column("shape", Text("首条样式（已遮盖）", "Shape of the first (masked)"), lambda r: r.shape),
    Column("sha256", Text("首条摘要", "Digest of the first"), lambda r: r.sha256, shown=False),
]
WHYS = [Filter("why", Text("原因", "Reason"), [(w.value, w.text) for w in Why], lambda v: Q(why=v))]
FINDINGS = [
    Column("rule", Text("规则", "Rule"), lambda f: rule_text(f.rule), sort="rule"),
    Column("subject", Text("设备", "Device"), lambda f: f.device or None, sort="subject"),
    Column("at", Text("读数时间", "Time of the reading"), lambda f: f.happened_at, sort="at"),
    Column("state", Text("状态", "State"), lambda f: FindingState(f.state).text, sort="state"),
    Column("alarm", Text("告警", "Alarm"), lambda f: f.alarm.text if f.alarm else None,
           url=lambda f: f.alarm.get_absolute_url() if f.alarm else ""),
    Column("why", Text("依据", "Why"), lambda _: Text("逐条查看", "Step by step"),
           url=lambda f: reverse("presence:why", args=[f.pk])),
]  # fmt: skip
STATES = [Filter("state", Text("状态", "State"), [(s.value, s.text) for s in FindingState], lambda v: Q(state=v))]


@dataclass(frozen=True, slots=True)
class Line:
    """A gateway with what is known of it, and the buttons that are open now."""

    device: Device
    connection: Connection | None
    pulse: Pulse | None
    profile: Text | None
    acts: list[tuple[list[Verdict], str, Text]]

    @property
    def drifts(self) -> bool:
        return self.pulse is not None and abs(self.pulse.drift_ms or 0) > limits().drift


def lines(devices: Iterable[Device], by: Actor) -> list[Line]:
    return [_line(d, by) for d in devices]


def profile_text(profile: str) -> Text:
    if profile == OWN:
        return Text("明镜格式（签名）", "Mingjing format (signed)")
    table = profiles().get(profile)
    return Text(table.zh, table.en) if table else Text(profile, profile)


def formats() -> list[tuple[str, Text]]:
    return [(name, profile_text(name)) for name in (OWN, *sorted(profiles()))]


def _line(device: Device, by: Actor) -> Line:
    connection = getattr(device, "connection", None)
    verbs = [("connect", Text("接入", "Connect"))]
    if connection is not None:
        verbs = [("rotate", Text("更换密钥", "Exchange the secret"))]
        if connection.secret_before is not None:
            verbs.append(("confirm", Text("停用旧密钥", "Drop the old secret")))
        verbs.append(("cut_off", Text("断开", "Cut off")))
    allowed = [may(by, SETUP, unit=device.site.unit)]
    acts = [(allowed, reverse("presence:gateway", args=[device.pk, verb]), text) for verb, text in verbs]
    said = profile_text(connection.profile) if connection else None
    return Line(device, connection, getattr(device, "pulse", None), said, acts)


@dataclass(frozen=True, slots=True)
class Shown:
    """One step of an explanation: when, what was said, what the rule held after it, what it found."""

    at: datetime
    received_at: datetime | None
    said: list[tuple[Text, object]]
    state: Text
    found: list[Text]
    here: bool
    nothing: Text = NOTHING_CAME


def steps(several: list[Step], finding: Finding, *, vital: bool) -> list[Shown]:
    """The last steps up to the finding, as its rule saw them; `vital`: with pulse, oxygen and temperature."""
    return [_shown(step, finding, SAID if vital else NOT_VITAL) for step in several[-LAST_STEPS:]]


def _shown(step: Step, finding: Finding, names: Mapping[str, Text]) -> Shown:
    return Shown(
        _time(step.at),
        _time(step.received_at) if step.received_at else None,
        said(step.reading, names) if step.reading else [],
        state_text(step.states.get(finding.rule)),
        [found_text(f.rule, f.began) for f in step.found],
        step.at == finding.at and any(f.rule == finding.rule and f.began for f in step.found),
        HANDED[step.handed],
    )


def found_text(rule: str, began: bool) -> Text:
    return rule_text(rule) if began else Text("{rule}：结束", "{rule}: ended").format(rule=rule_text(rule))


def said(reading: Reading, names: Mapping[str, Text]) -> list[tuple[Text, object]]:
    """What a reading says, named; numbers as they came, without a tail of zeros."""
    told = [(text, getattr(reading, name)) for name, text in names.items()]
    return [(text, _value(value)) for text, value in told if value not in (None, ())]


def _value(value: Any) -> object:
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return f"{value:g}" if isinstance(value, float) else value


def state_text(state: Any) -> Text:
    """What a rule remembers after a step, in words."""
    if isinstance(state, Run):
        counted = Text("连续 {n} 次", "{n} in a row").format(n=state.seen)
        return Text("{n}，已发现", "{n}, found").format(n=counted) if state.open else counted
    return NOTHING if state in (None, False) else Text("留意中", "watching")


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
