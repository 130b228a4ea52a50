"""The life of a device that is worn, from the shelf to a wrist and back, and of a floor plan."""

from mingjing.kernel.machine import Machine, move
from mingjing.kernel.verdict import OK, Verdict, no
from mingjing.presence.vocab import HANDY, OUT, WORN, PlanState, Tag
from mingjing.presence.vocab import DeviceState as S

KEEP, ISSUE, SETUP = "presence:device:keep", "presence:device:issue", "presence:device:set_up"
ADOPT, DRAW = "presence:plan:adopt", "presence:plan:draw"

OF_FIXED = frozenset({"mount", "send", "repaired", "retire"})
"""What happens to a device that is fixed to a place: nobody charges, wears or loses it."""

DEVICE = Machine(
    "device",
    S,
    (
        move("charge", {S.STOCK}, S.CHARGING, KEEP, Tag.DEVICE_CHARGING, "充电", "Put on charge"),
        move("uncharge", {S.CHARGING}, S.STOCK, KEEP, Tag.DEVICE_CHARGED, "充电完毕", "Take off charge"),
        move("issue", HANDY, S.ISSUED, ISSUE, Tag.DEVICE_ISSUED, "发放", "Issue"),
        move("fit", {S.ISSUED}, S.FITTED, ISSUE, Tag.DEVICE_FITTED, "确认佩戴", "Confirm it is fitted"),
        move("take_back", OUT, S.STOCK, ISSUE, Tag.DEVICE_RETURNED, "收回", "Take back"),
        move("exchange", OUT, S.STOCK, ISSUE, Tag.DEVICE_EXCHANGED, "更换", "Exchange"),
        move("lose", {*HANDY, *OUT}, S.LOST, ISSUE, Tag.DEVICE_LOST, "报失", "Report it lost"),
        move("find", {S.LOST}, S.STOCK, KEEP, Tag.DEVICE_FOUND, "找回", "Found again"),
        move("send", {S.STOCK}, S.REPAIR, KEEP, Tag.DEVICE_SENT, "送修", "Send to repair"),
        move("repaired", {S.REPAIR}, S.STOCK, KEEP, Tag.DEVICE_REPAIRED, "修复入库", "Back from repair"),
        move("retire", {S.STOCK, S.REPAIR, S.LOST}, S.RETIRED, SETUP, Tag.DEVICE_RETIRED, "报废", "Retire"),
        move("mount", {S.STOCK}, None, SETUP, Tag.DEVICE_MOUNTED, "安装", "Mount"),
    ),
)

FLOOR_PLAN = Machine(
    "floor_plan",
    PlanState,
    (
        move("adopt", [PlanState.DRAWN], PlanState.IN_FORCE, ADOPT, Tag.PLAN_ADOPTED, "启用", "Put in force"),
        # the entry of the plan that takes its place tells it
        move("replace", [PlanState.IN_FORCE], PlanState.REPLACED, ADOPT, Tag.PLAN_ADOPTED, "更替", "Replace"),
        move("discard", [PlanState.DRAWN], PlanState.DISCARDED, DRAW, Tag.PLAN_DISCARDED, "弃用", "Discard"),
    ),
)


def fitting(kind: str, verb: str) -> Verdict:
    """Nobody charges, wears or loses what is fixed to a place."""
    if kind in WORN or verb in OF_FIXED:
        return OK
    zh, en = "固定安装的设备没有这一步。", "There is no such step for a device that is fixed to a place."
    return no("presence.step.fixed", zh, en)
