"""The engine: facts and dated events in, clocks, duties and gate verdicts out. Pure and quick; call it as often as
a screen is drawn."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Verdict
from mingjing.law.facts import Facts
from mingjing.law.outcome import Outcome
from mingjing.law.progress import Progress
from mingjing.law.rule import Gate, Severity, Version
from mingjing.law.shelf import Books
from mingjing.law.timeline import Event, day_of


def evaluate(books: Books, events: Iterable[Event], now: datetime, facts: Mapping[str, Any] | None = None) -> Outcome:
    """What the law says about one subject at `now` (aware). Events may come in any order; those after `now` count as
    not yet happened. Raises FactError when a known fact has a value it cannot have."""
    return Progress(books, [e for e in events if e.at <= now], facts).outcome(now)


def check(books: Books, action: str, facts: Mapping[str, Any], on: date | datetime) -> list[Verdict]:
    """Every gate of the action that applies on that day, kept or refused. Unknown facts are never taken as kept: a
    demand that cannot be judged refuses, an applicability that cannot be judged warns; `field` names the fact."""
    known: Facts = {**books.facts.assumed, **books.facts.known(facts)}
    day = day_of(on) if isinstance(on, datetime) else on
    judged = ((gate, gate.version(day)) for gate in books.gates(action))
    return [v for gate, version in judged if version and (v := _judge(books, gate, version, known)) is not None]


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
