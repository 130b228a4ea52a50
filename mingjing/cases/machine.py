"""The states of a case in this first version: open and closed."""

from mingjing.cases.vocab import CaseState, Tag
from mingjing.kernel.machine import Machine, move

OPEN, CLOSED = CaseState.OPEN, CaseState.CLOSED

CASE = Machine(
    "case",
    CaseState,
    (
        move("change", {OPEN}, None, "cases:case:change", Tag.CASE_CHARACTERISED, "变更案件信息", "Change the case"),
        move("close", {OPEN}, CLOSED, "cases:case:close", Tag.CASE_CLOSED, "结案", "Close the case"),
        move("reopen", {CLOSED}, OPEN, "cases:case:close", Tag.CASE_REOPENED, "恢复办理", "Reopen the case"),
    ),
)
