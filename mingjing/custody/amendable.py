"""What may be amended: which fields of which entries, and within which limits a time may move."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, Min

from mingjing.custody.facts import Facts
from mingjing.custody.models import (
    Assessment,
    Belonging,
    CareAct,
    Check,
    Collection,
    Contact,
    Force,
    Incident,
    Injury,
    MedicalVisit,
    Occupancy,
    Questioning,
    Restraint,
    RightsNotice,
    Search,
    Stay,
    TempExit,
    Visit,
)
from mingjing.custody.relisting import (
    answers_changed,
    samples_changed,
    settle_answers,
    settle_samples,
    settle_things,
    things_changed,
)
from mingjing.custody.tags import Tag
from mingjing.custody.vocab import CareKind, ContactKind
from mingjing.kernel.verdict import Refusal, no
from mingjing.ledger.act import Act
from mingjing.ledger.models import Entry

Shift = Callable[[Stay, Any, datetime], None]
Settle = Callable[[Stay, Any, dict[str, Any]], dict[str, Any]]
Changed = Callable[[Act, Stay, Any], Facts]


def _start_of(name: str, end: str = "") -> Shift:
    """Move the time `name` of a row; not before the arrival, not after the row's `end`, not after the departure."""

    def shift(stay: Stay, row: Any, moved: datetime) -> None:
        _within(stay.arrived_at, moved, (getattr(row, end) if end else None) or stay.departed_at)
        setattr(row, name, moved)

    return shift


def _end_of(name: str, start: str) -> Shift:
    """Move the end `name` of a row; not before its `start`, not after the departure."""

    def shift(stay: Stay, row: Any, moved: datetime) -> None:
        _within(getattr(row, start), moved, stay.departed_at)
        setattr(row, name, moved)

    return shift


def _arrival(stay: Stay, row: Stay, moved: datetime) -> None:
    """He came earlier or later than entered, but before anything else that happened to him."""
    others = Entry.objects.about(stay.ref).filter(subject_kind="stay", subject_id=str(stay.pk))
    first = others.exclude(tag__in=[Tag.ARRIVED, Tag.HELD_BEFORE, Tag.AMENDED]).order_by("occurred_at").first()
    _within(row.held_since, moved, first.occurred_at if first else None)
    if row.ground_since == row.arrived_at:
        row.ground_since = moved
    stay.observation_levels.filter(since=row.arrived_at).update(since=moved)
    row.arrived_at = moved


def _held(_: Stay, row: Stay, moved: datetime) -> None:
    """He was taken earlier or later than entered, but not after he arrived."""
    _within(None, moved, row.arrived_at)
    row.held_since = moved


def _entering_room(stay: Stay, row: Occupancy, moved: datetime) -> None:
    """The stay in the room before ends when this one begins; neither may turn round, and nobody is in a room while he
    is in another or away."""
    others = Occupancy.objects.filter(stay=stay, voided=False).exclude(pk=row.pk)
    before = others.filter(until=row.since).first()
    away = stay.temp_exits.filter(voided=False, back_at__lte=row.since).aggregate(last=Max("back_at"))["last"]
    left = others.filter(until__lt=row.since).aggregate(last=Max("until"))["last"]
    earliest = before.since if before else max(t for t in (stay.arrived_at, away, left) if t)
    _within(earliest, moved, row.until or stay.departed_at)
    if before:
        before.until = moved
        before.save(update_fields=["until"])
    row.since = moved


def _going_out(stay: Stay, row: TempExit, moved: datetime) -> None:
    """He left his room when he left the area."""
    room = Occupancy.objects.filter(stay=stay, voided=False, until=row.out_at).first()
    _within(max(t for t in (stay.arrived_at, row.asked_at, room and room.since) if t), moved, row.back_at)
    if room:
        room.until = moved
        room.save(update_fields=["until"])
    row.out_at = moved


def _coming_back(stay: Stay, row: TempExit, moved: datetime) -> None:
    """He was back before he was in a room again."""
    rooms = Occupancy.objects.filter(stay=stay, voided=False, since__gte=row.back_at)
    _within(row.out_at, moved, rooms.aggregate(first=Min("since"))["first"] or stay.departed_at)
    row.back_at = moved


def _within(earliest: datetime | None, moved: datetime, latest: datetime | None) -> None:
    if (earliest is None or earliest <= moved) and (latest is None or moved <= latest):
        return
    zh, en = "更正后的时间与前后记录矛盾。", "That time contradicts what came before or after it."
    raise Refusal(no("custody.amend.order", zh, en, field="occurred_at"))


@dataclass(frozen=True)
class Amendable:
    """`model`: the row an entry wrote. `fields`: field of its body → field of the row. `time`: the row's field for when
    it happened, moved by `shift`. `voidable`: whether the act may be taken back. `settle` completes the changes or
    refuses them, `changed` does what follows once they are written to the row and gives the facts they establish."""

    model: Any
    time: str
    shift: Shift
    fields: dict[str, str] = field(default_factory=dict)
    voidable: bool = False
    settle: Settle = lambda _stay, _row, changes: changes
    changed: Changed = lambda _it, _stay, _row: {}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_CARE = Amendable(CareAct, "offered_at", _start_of("offered_at", "ended_at"), _same("accepted", "what", "note"), True)
_CONTACT = Amendable(Contact, "at", _start_of("at"), _same("name", "relation", "means", "note"), True)
_VISIT = Amendable(Visit, "arrived_at", _start_of("arrived_at", "ended_at"), _same("name", "relation", "document"))
_RESTRAINT = Amendable(Restraint, "since", _start_of("since", "until"), {"why": "reason"})
_LOOSENING = Amendable(Restraint, "until", _end_of("until", "since"))
_ROOM = Amendable(Occupancy, "since", _entering_room)

AMENDABLE: dict[str, Amendable] = {
    Tag.ARRIVED: Amendable(Stay, "arrived_at", _arrival, _same("condition", "instrument", "mode")),
    Tag.HELD_BEFORE: Amendable(Stay, "held_since", _held),
    Tag.INJURY_NOTED: Amendable(
        Injury, "found_at", _start_of("found_at"), _same("region", "kind", "note", "cause"), True
    ),
    Tag.SEARCHED: Amendable(Search, "ended_at", _end_of("ended_at", "started_at"), _same("findings", "self_report")),
    Tag.BELONGINGS_LISTED: Amendable(
        Belonging, "kept_at", _start_of("kept_at"), _same("items", "count"), False, settle_things, things_changed
    ),
    Tag.ASSESSED: Amendable(
        Assessment,
        "assessed_at",
        _start_of("assessed_at"),
        _same("answers", "risk", "needs", "note"),
        False,
        settle_answers,
        answers_changed,
    ),
    Tag.COLLECTED: Amendable(
        Collection, "collected_at", _start_of("collected_at"), _same("items"), False, settle_samples, samples_changed
    ),
    Tag.RIGHTS_TOLD: Amendable(
        RightsNotice, "told_at", _start_of("told_at"), _same("language", "read_aloud", "interpreter", "guardian")
    ),
    Tag.FORCE_USED: Amendable(Force, "at", _start_of("at"), {"what": "what", "why": "reason"}),
    Tag.INCIDENT: Amendable(Incident, "at", _start_of("at", "closed_at"), _same("what", "measures")),
    Tag.CHECKED: Amendable(Check, "at", _start_of("at"), _same("finding", "note"), True),
    Tag.MEDICAL: Amendable(
        MedicalVisit, "at", _start_of("at"), {"why": "reason", **_same("medic", "place", "advice", "findings", "fit")}
    ),
    Tag.PLACED: _ROOM,
    Tag.MOVED: _ROOM,
    Tag.RESTRAINED: _RESTRAINT,
    Tag.SOBERING_STARTED: _RESTRAINT,
    Tag.UNRESTRAINED: _LOOSENING,
    Tag.SOBERING_ENDED: _LOOSENING,
    Tag.LAWYER_MET: _VISIT,
    Tag.GUARDIAN_ARRIVED: _VISIT,
    Tag.INTERPRETER_ARRIVED: _VISIT,
    Tag.VISITED: _VISIT,
    Tag.VISIT_ENDED: Amendable(Visit, "ended_at", _end_of("ended_at", "arrived_at"), _same("note")),
    Tag.QUESTIONING_STARTED: Amendable(Questioning, "started_at", _start_of("started_at", "ended_at")),
    Tag.QUESTIONING_ENDED: Amendable(Questioning, "ended_at", _end_of("ended_at", "started_at")),
    Tag.TEMP_DEPARTED: Amendable(TempExit, "out_at", _going_out),
    Tag.TEMP_RETURNED: Amendable(TempExit, "back_at", _coming_back),
    **{f"custody.stay.{kind.value}": _CARE for kind in CareKind},
    **{f"custody.stay.{kind.value}": _CONTACT for kind in ContactKind},
}
