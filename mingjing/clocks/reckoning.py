"""From what the law engine answers to rows: insert what is new, update what changed, withdraw what fell away."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from mingjing.clocks.models import Timed
from mingjing.clocks.rules import next_look, to_tell
from mingjing.clocks.vocab import Kind, Phase, Told
from mingjing.kernel.ref import Ref
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso
from mingjing.law.outcome import ClockState, DutyState, ExtensionState, Outcome
from mingjing.ledger.models import Entry
from mingjing.org.models import Site

NOTHING = Text("", "")
Key = tuple[str, str, int]
State = ClockState | DutyState


def reconcile(subject: Ref, outcome: Outcome, entry: Entry) -> None:
    """Make the rows of the subject say what `outcome` says. Idempotent. Rows whose times have not moved are not even
    read in full: a long stay has many, and this runs in every act."""
    wanted = dict(_wanted(outcome))
    settled, rows = _present(subject, wanted, outcome.book)
    present = {_key(row): row for row in rows}
    updated = {row: _update(row, _values(wanted.get(key), outcome.book), entry) for key, row in present.items()}
    changed = {row: fields for row, fields in updated.items() if fields}
    new = wanted.keys() - present.keys() - settled
    fresh = [_fresh(subject, key, _values(wanted[key], outcome.book), entry) for key in new]
    _write(fresh, changed, entry)


def update(subject: Ref, changes: Mapping[tuple[str, int], State | None], book: str, entry: Entry) -> None:
    """Make those rows of the subject that changed say so: state by rule and number, None for what fell away. What
    `reconcile` would find everywhere else stands there already."""
    if not changes:
        return
    where = Q()
    for rule, number in changes:
        where |= Q(rule=rule, number=number)
    rows = Timed.objects.of(subject).filter(where).select_related("site")
    present = {(row.rule, row.number): row for row in rows}
    updated = {row: _update(row, _values(changes[key], book), entry) for key, row in present.items()}
    new = [(key, state) for key, state in changes.items() if state is not None and key not in present]
    fresh = [_fresh(subject, (_kind(state), *key), _values(state, book), entry) for key, state in new]
    _write(fresh, {row: fields for row, fields in updated.items() if fields}, entry)


def _kind(state: State) -> str:
    return (Kind.CLOCK if isinstance(state, ClockState) else Kind.DUTY).value


def wanted_times(outcome: Outcome) -> dict[Key, tuple[Text, list[Any]]]:
    """Of every row there must be by this outcome: its title, and when it began, falls due, ended."""
    return {key: (state.title, _times(state)[1:]) for key, state in _wanted(outcome)}


def _wanted(outcome: Outcome) -> Iterator[tuple[Key, State]]:
    for clock in outcome.clocks:
        yield (Kind.CLOCK.value, clock.rule, clock.number), clock
    for duty in outcome.duties:
        yield (Kind.DUTY.value, duty.rule, duty.number), duty


def _present(subject: Ref, wanted: dict[Key, State], book: str) -> tuple[set[Key], list[Timed]]:
    """Keys of the rows that need no second look, and all other rows."""
    times = Timed.objects.of(subject).values_list(
        "pk", "kind", "rule", "number", "book", "state", "started_at", "due_at", "ended_at"
    )
    settled: dict[Any, Key] = {}
    others: list[Any] = []
    for pk, kind, rule, number, under, *known in times:
        key = kind, rule, number
        ended = known[-1] is not None
        if key in wanted and known == _times(wanted[key]) and _rests(kind, ended, under == book):
            settled[pk] = key
        else:
            others.append(pk)
    return set(settled.values()), list(Timed.objects.filter(pk__in=others).select_related("site")) if others else []


def _rests(kind: str, ended: bool, same_book: bool) -> bool:
    """Whether equal times mean an equal row: not for an open clock, whose extensions may have changed, nor for an open
    duty read from another version of the book."""
    return ended or (kind == Kind.DUTY and same_book)


def _times(state: State) -> list[Any]:
    started = state.started_at if isinstance(state, ClockState) else state.since
    return [state.state.value, started, state.due_at, state.ended_at]


def _values(state: State | None, book: str) -> dict[str, Any]:
    if state is None:
        return WITHDRAWN
    made = _clock(state) if isinstance(state, ClockState) else _duty(state)
    return made | {"book": book}


def _write(fresh: list[Timed], changed: dict[Timed, set[str]], entry: Entry) -> None:
    if fresh:
        site = Site.objects.filter(code=entry.log).first()
        for row in fresh:
            row.site = site
        Timed.objects.bulk_create(fresh)
    if changed:
        Timed.objects.bulk_update(changed, sorted(set().union(*changed.values())))


def _key(row: Timed) -> Key:
    return row.kind, row.rule, row.number


def _fresh(subject: Ref, key: Key, values: dict[str, Any], entry: Entry) -> Timed:
    kind, rule, number = key
    row = Timed(
        subject_kind=subject.kind, subject_id=subject.id, about=_id(subject.id), log=entry.log, kind=kind, rule=rule,
        number=number, opened_by=entry,
    )  # fmt: skip
    _update(row, values, entry)
    return row


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _update(row: Timed, values: dict[str, Any], entry: Entry) -> set[str]:
    """Names of the fields to write; none when nothing but the version of the book changed."""
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    if not changed - {"book"}:
        return set()
    for name in changed:
        setattr(row, name, values[name])
    row.reckoned_at = entry.recorded_at
    row.attend_at = _attend_at(row, entry)
    return changed | {"reckoned_at", "attend_at"}


def _attend_at(row: Timed, entry: Entry) -> datetime | None:
    """At once when what stands announced is not what should be, or an announced row has ended; else when it changes."""
    if not row.is_open:
        announced = row.told != Told.NOTHING or to_tell(row.state, ended=True) == Told.OVER
        return entry.recorded_at if announced else None
    if to_tell(row.state, ended=False) != row.told:
        return entry.recorded_at
    return next_look(row.state, row.warnings, row.due_at, entry.recorded_at)


def _clock(c: ClockState) -> dict[str, Any]:
    return {
        **_common(c),
        "role": "",
        "started_at": c.started_at,
        "due_by_other_reading": c.due_by_other_reading,
        "extensions": [_extension(e) for e in c.extensions],
        **_both("limit", c.limit),
        **_both("breach", c.breach),
    }


def _duty(d: DutyState) -> dict[str, Any]:
    return {
        **_common(d),
        "role": d.role,
        "started_at": d.since,
        "due_by_other_reading": None,
        "extensions": [],
        **_both("limit", NOTHING),
        **_both("breach", NOTHING),
    }


def _common(state: ClockState | DutyState) -> dict[str, Any]:
    return {
        "basis": state.basis,
        "certainty": state.certainty.value,
        "severity": state.severity.value,
        "confirm": state.confirm,
        "due_at": state.due_at,
        "warn_at": [iso(at) for at in state.warn_at],
        "state": Phase(state.state.value).value,
        "ended_at": state.ended_at,
        **_both("title", state.title),
        **_both("explain", state.explain),
        **_both("note", state.note or NOTHING),
    }


def _extension(e: ExtensionState) -> dict[str, Any]:
    return {
        "id": e.id,
        "approval": e.approval,
        "title": _pair(e.title),
        "total": _pair(e.total),
        "due_at": iso(e.due_at),
        "rank": e.rank,
        "rank_text": _pair(e.rank_text),
        "instrument": _pair(e.instrument) if e.instrument else None,
        "basis": e.basis,
        "available": e.available,
        "needs": list(e.needs),
        "granted_at": iso(e.granted_at) if e.granted_at else None,
    }


def _both(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_zh": text.zh, f"{name}_en": text.en}


def _pair(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


WITHDRAWN: dict[str, Any] = {"state": Phase.WITHDRAWN.value}
