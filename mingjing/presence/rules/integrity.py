"""Rules about the means of measuring themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from mingjing.kernel.text import Text
from mingjing.presence.rules.limits import Limits

GONE = Text("网关 {device} 与消息服务断开", "Gateway {device} left the broker")
QUIET = Text("网关 {device} 已无数据", "Nothing comes from gateway {device}")
OFF = Text("网关 {device} 时钟偏差 {seconds} 秒", "The clock of gateway {device} is {seconds} s off")
FORGED = Text(
    "以网关 {device} 名义的报文签名不符：{count} 条", "Wrong signatures in the name of gateway {device}: {count}"
)
FEW = Text("可发放的{kind}只剩 {n} 个（共 {of} 个）", "{kind}: {n} of {of} left to hand out")
SAME = "{device}"
SHARE = 4


def gateway_wrong(
    now: datetime, heard: datetime, drift: int | None, online: bool | None, forged: int, limits: Limits
) -> Iterator[tuple[str, Text]]:
    """(rule, sentence with a place for the device) of everything that is wrong with one gateway now. `online` is what
    its last will says, None when it has none."""
    if now - heard > timedelta(milliseconds=limits.gateway_silent_after):
        yield "gateway.silent", GONE if online is False else QUIET
    elif online is False:
        yield "gateway.silent", GONE
    if drift is not None and abs(drift) > limits.drift:
        yield "gateway.drift", OFF.format(device=SAME, seconds=round(drift / 1000, 1))
    if forged:
        yield "gateway.refused", FORGED.format(device=SAME, count=forged)


def few(ready: int, held: int, limits: Limits) -> bool:
    """Whether too few of one kind are `ready` to be handed out at a site that holds so many: fewer than the house
    wants, and fewer than a quarter of them, so that a small site is not warned while its only two lie on the shelf."""
    return ready < min(limits.stock_low, -(-held // SHARE))
