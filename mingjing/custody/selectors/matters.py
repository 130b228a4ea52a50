"""What there is to act on: an act on one of several things needs one of them. One query for all."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from mingjing.custody.models import (
    Belonging,
    Departure,
    Incident,
    PlacementOverride,
    Questioning,
    RecordingSpan,
    Restraint,
    Stay,
    TempExit,
    Visit,
)
from mingjing.custody.vocab import BelongingState, TempExitState
from mingjing.kernel.text import Text
from mingjing.kernel.verdict import OK, Verdict

LACKING = {
    "override_asked": Text("没有待决定的例外安置申请。", "No override waits for a decision."),
    "visit_waiting": Text("没有等候的会见人。", "Nobody waits to visit him."),
    "visit_running": Text("没有正在进行的会见。", "No visit is under way."),
    "restraint_on": Text("没有使用中的约束。", "No restraint is on."),
    "incident_told": Text("没有登记过突发情况。", "No incident was reported."),
    "incident_open": Text("没有未处置完毕的突发情况。", "No incident is open."),
    "questioning_open": Text("没有正在进行的讯问询问。", "He is not being questioned."),
    "recording_on": Text("没有正在进行的录音录像。", "Nothing is being recorded."),
    "recording_off": Text("没有中断录音录像的讯问询问。", "No questioning goes on without recording."),
    "exit_asked": Text("没有待办理的临时离区申请。", "No temporary exit is asked for."),
    "exit_out": Text("本人没有临时离区。", "He is not out."),
    "belongings_kept": Text("没有保管中的随身财物。", "No belongings are kept."),
    "exit_prepared": Text("尚未准备出区。", "No exit is prepared."),
}


def at_hand(stay: Stay) -> frozenset[str]:
    """Which of the matters of LACKING there are now."""
    found = Stay.objects.filter(pk=stay.pk).values_list(*(rows() for rows in _MATTERS.values())).first()
    return frozenset(name for name, there in zip(_MATTERS, found or (), strict=False) if there)


def something(matter: str, present: frozenset[str]) -> Verdict:
    """OK when the act needs no such thing or there is one; else why its button is shut."""
    if not matter or matter in present:
        return OK
    return Verdict(False, f"custody.nothing.{matter}", LACKING[matter])


def _any(model: Any, *narrowed: Q, **wanted: Any) -> Callable[[], Exists]:
    return lambda: Exists(model.objects.filter(*narrowed, stay=OuterRef("pk"), voided=False, **wanted))


_RECORDED = Q(Exists(RecordingSpan.objects.filter(questioning=OuterRef("pk"), until=None, voided=False)))

_MATTERS: dict[str, Callable[[], Exists]] = {
    "override_asked": _any(PlacementOverride, granted=None),
    "visit_waiting": _any(Visit, arrived_at=None, closed_at=None),
    "visit_running": _any(Visit, arrived_at__isnull=False, ended_at=None),
    "restraint_on": _any(Restraint, until=None),
    "incident_told": _any(Incident),
    "incident_open": _any(Incident, closed_at=None),
    "questioning_open": _any(Questioning, ended_at=None),
    "recording_on": _any(Questioning, _RECORDED, ended_at=None),
    "recording_off": _any(Questioning, ~_RECORDED, ended_at=None),
    "exit_asked": _any(TempExit, state=TempExitState.ASKED),
    "exit_out": _any(TempExit, state=TempExitState.OUT),
    "belongings_kept": _any(Belonging, state=BelongingState.KEPT),
    "exit_prepared": _any(Departure, departed_at=None),
}
