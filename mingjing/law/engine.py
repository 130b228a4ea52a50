"""The engine: facts and dated events in, clocks, duties and gate verdicts out. Pure and quick; call it as often as
a screen is drawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.law.clock_state import clock_state
from mingjing.law.duty_state import duty_state
from mingjing.law.facts import Facts
from mingjing.law.outcome import ClockState, DutyState, Need, Outcome
from mingjing.law.rule import Clock, Duty, Gate, Severity, Timed, Version
from mingjing.law.shelf import Books
from mingjing.law.spans import Tracker
from mingjing.law.timeline import Event, Moment, Timeline, day_of, timeline

_APPROVED = "/"


def evaluate(books: Books, events: Iterable[Event], now: datetime, facts: Mapping[str, Any] | None = None) -> Outcome:
    """What the law says about one subject at `now` (aware). Events may come in any order; those after `now` count as
    not yet happened. Raises FactError when a known fact has a value it cannot have."""
    line = timeline((e for e in events if e.at <= now), books.facts, facts)
    clocks: list[ClockState] = []
    duties: list[DutyState] = []
    needs: list[Need] = []
    for tracker in _trackers(books, line):
        rule = tracker.rule
        if isinstance(rule, Clock):
            clocks += [clock_state(books, rule, run, now, line.facts) for run in tracker.runs]
        elif isinstance(rule, Duty):
            duties += [duty_state(books, rule, run, now) for run in tracker.runs]
        needs += _needs(tracker)
    clocks.sort(key=lambda c: c.due_at)
    duties.sort(key=lambda d: (d.due_at is None, d.due_at or d.since))
    return Outcome(tuple(clocks), tuple(duties), line.facts, tuple(needs), books.version)


def check(books: Books, action: str, facts: Mapping[str, Any], on: date | datetime) -> list[Verdict]:
    """Every gate of the action that applies on that day, kept or refused. Unknown facts are never taken as kept: a
    demand that cannot be judged refuses, an applicability that cannot be judged warns; `field` names the fact."""
    known: Facts = {**books.facts.assumed, **books.facts.known(facts)}
    day = day_of(on) if isinstance(on, datetime) else on
    judged = ((gate, gate.version(day)) for gate in books.gates(action))
    return [v for gate, version in judged if version and (v := _judge(books, gate, version, known)) is not None]


def _trackers(books: Books, line: Timeline) -> list[Tracker]:
    heard: dict[str, list[Moment]] = defaultdict(list)
    for moment in line.moments:
        for rule in books.listeners.get(moment.tag, ()):
            heard[rule.id].append(moment)
        owner = books.rules.get(moment.approval.partition(_APPROVED)[0])
        if isinstance(owner, Timed) and moment.tag not in owner.tags:
            heard[owner.id].append(moment)
    return [_followed(rule, heard[rule.id]) for rule in (*books.clocks, *books.duties) if rule.id in heard]


def _followed(rule: Timed, moments: list[Moment]) -> Tracker:
    tracker = Tracker(rule)
    tracker.follow(moments)
    return tracker


def _needs(tracker: Tracker) -> list[Need]:
    if tracker.undecided is None:
        return []
    rule, undecided = tracker.rule, tracker.undecided
    version = rule.version(day_of(undecided.since))
    basis = version.basis_line if version else ""
    return [Need(rule.id, rule.title, basis, undecided.facts, undecided.since)]


def _judge(books: Books, gate: Gate, version: Version, facts: Facts) -> Verdict | None:
    applies = True if version.when is None else version.when(facts)
    if applies is False:
        return None
    if applies is None and version.when is not None:
        return _unknown(books, gate, version, version.when.missing(facts), Severity.WARN)
    assert version.require is not None  # noqa: S101 - the reader refuses a gate without a demand
    kept = version.require(facts)
    if kept is None:
        return _unknown(books, gate, version, version.require.missing(facts), gate.severity)
    return Verdict(
        kept,
        gate.id,
        gate.title if kept else gate.refuse,
        version.basis_line,
        gate.severity,
        "",
        gate.field_name,
    )


def _unknown(books: Books, gate: Gate, version: Version, missing: tuple[str, ...], severity: Severity) -> Verdict:
    labels = [books.facts.label(name) for name in missing]
    text = Text("尚不能判断（{title}）：缺少{facts}", "Cannot be judged yet ({title}): not known: {facts}").format(
        title=gate.title,
        facts=Text("、".join(t.zh for t in labels), ", ".join(t.en for t in labels)),
    )
    return Verdict(False, gate.id, text, version.basis_line, severity, "", missing[0] if missing else "")


__all__ = ["Event", "Outcome", "check", "evaluate"]
