"""Cases a lawyer can read and write: facts and times in, what the rule must say out.

A file is a list of situations of one rule. `facts` are those of arrival (or of the attempted action); `events` are
lines `2026-11-23 10:20 arrived {facts}` in Asia/Shanghai; `then` lists what is expected: for a clock or duty
`{at, is, due}`, for a gate `{is, facts, day}`, for a value `{day, is}`; for a procedure `{stage, is}` (the moves
offered there, in order) or `{move, is}` (the rank that approves it, `nobody`, or `absent` for no such move).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.text import Text
from mingjing.kernel.time import SHANGHAI, local
from mingjing.law.engine import Event, check, evaluate
from mingjing.law.procedure import Proceeding
from mingjing.law.rule import Gate, Rule, Timed, Value, Version
from mingjing.law.shelf import Books
from mingjing.law.timeline import APPROVAL, GRANTED

_LINE = re.compile(r"(?P<at>\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) (?P<tag>[\w.]+)(?: (?P<rest>.+))?")
_STAY = "custody.stay."
_GRANT = "granted"
_ENOUGH = 3
ABSENT, UNKNOWN = "absent", "unknown"
KEPT, REFUSED, SILENT = "kept", "refused", "silent"
NOBODY = "nobody"
# A demand that every known answer keeps (a ground must be named) refuses only the unknown; one that none keeps (not
# before filing) is kept only where it is silent.
_SIDES = ((KEPT, SILENT), (REFUSED, UNKNOWN))


@dataclass(frozen=True)
class Case:
    """One expectation of one situation. `expected` is a state word, a verdict word or a value; `due` an instant."""

    file: str
    rule: str
    title: Text
    expected: str
    facts: Mapping[str, Any]
    day: date
    events: tuple[Event, ...] = ()
    at: datetime | None = None
    due: datetime | None = None
    action: str = ""
    stage: str = ""
    move: str = ""
    number: int = field(default=0)

    @property
    def name(self) -> str:
        """Unique in the file; what the test report shows."""
        return f"{self.rule}-{self.number}-{self.expected.replace(' ', '+')}"

    def faults(self, books: Books) -> list[str]:
        """What the books answer otherwise than expected; empty when the case holds."""
        rule = books.rules.get(self.rule)
        if rule is None:
            return [f"no rule is called {self.rule}"]
        said, due = self._ask(books, rule)
        wrong = [] if said == self.expected else [f"expected {self.expected}, the rule says {said}"]
        if self.due is not None and due != self.due:
            wrong.append(f"due {self.due:%Y-%m-%d %H:%M}, the rule says {due and local(due):%Y-%m-%d %H:%M}")
        return wrong

    def side(self, books: Books) -> str:
        """For a timed case: whether it asks inside, at or beyond the limit; empty where there is no limit."""
        _, due = self._ask(books, books[self.rule])
        if due is None or self.at is None:
            return ""
        return "inside" if self.at < due else "at" if self.at == due else "beyond"

    def _ask(self, books: Books, rule: Rule) -> tuple[str, datetime | None]:
        if isinstance(rule, Timed):
            return self._state(books)
        if isinstance(rule, Gate):
            return self._verdict(books, rule), None
        if isinstance(rule, Value):
            return written(rule.version(self.day)), None
        if isinstance(rule, Proceeding):
            return self._way(books, rule), None
        return UNKNOWN, None

    def _way(self, books: Books, rule: Proceeding) -> str:
        graph, facts = rule.on(self.day), {**books.facts.assumed, **books.facts.known(self.facts)}
        if graph is None or (self.move and self.move not in graph.moves):
            return ABSENT
        if self.move:
            return graph.moves[self.move].rank_for(facts) or NOBODY
        return " ".join(move.id for move in graph.offered(self.stage, facts)) or NOBODY

    def _state(self, books: Books) -> tuple[str, datetime | None]:
        assert self.at is not None  # noqa: S101 - the reader gives every timed case a time
        outcome = evaluate(books, self.events, self.at)
        state = outcome.clock(self.rule) or outcome.duty(self.rule)
        if state is not None:
            return str(state.state), state.due_at
        return (UNKNOWN if any(n.rule == self.rule for n in outcome.unknown) else ABSENT), None

    def _verdict(self, books: Books, rule: Gate) -> str:
        said = [v for v in check(books, self.action, self.facts, self.day) if v.code == self.rule]
        if not said:
            return SILENT
        if said[0].ok:
            return KEPT
        return REFUSED if said[0].text == rule.refuse else UNKNOWN


def written(version: Version | None) -> str:
    """A value as the books write it: `90d`, `18`, `permanent`, `case_file`; `absent` outside its validity."""
    if version is None:
        return ABSENT
    if version.permanent or version.like_case_file:
        return "permanent" if version.permanent else "case_file"
    return str(version.period or version.number)


def cases_below(folder: Path) -> Iterator[Case]:
    """Every case in a `cases` folder below."""
    for path in sorted(folder.glob("**/cases/*.yaml")):
        counts: dict[str, int] = defaultdict(int)
        for situation in yaml.safe_load(path.read_text("utf-8")) or ():
            yield from _cases(situation, str(path.relative_to(folder)), counts)


def uncovered(books: Books, cases: Sequence[Case]) -> list[str]:
    """Rules with fewer than three cases, or with a limit that is not tried inside, at and beyond."""
    by_rule: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_rule[case.rule].append(case)
    return [gap for rule in books.rules.values() for gap in _gaps(books, rule, by_rule[rule.id])]


def _gaps(books: Books, rule: Rule, cases: Sequence[Case]) -> Iterator[str]:
    if len(cases) < _ENOUGH:
        yield f"{rule.id}: {len(cases)} cases, at least {_ENOUGH} are needed"
    elif isinstance(rule, Timed) and any(v.period for _, v in rule.versions.entries):
        sides = {case.side(books) for case in cases}
        yield from (f"{rule.id}: no case {side} the limit" for side in ("inside", "at", "beyond") if side not in sides)
    elif isinstance(rule, Gate):
        said = {case.expected for case in cases}
        yield from (f"{rule.id}: no case is {' or '.join(words)}" for words in _SIDES if not said.intersection(words))


def _cases(situation: Mapping[str, Any], file: str, counts: dict[str, int]) -> Iterator[Case]:
    rule = situation["rule"]
    facts = situation.get("facts") or {}
    events = _events(situation.get("events") or (), facts, rule)
    for then in situation["then"]:
        counts[rule] += 1
        yield Case(
            file=file,
            rule=rule,
            title=Text(then.get("zh", situation["zh"]), then.get("en", situation["en"])),
            expected=" ".join(then["is"]) if isinstance(then["is"], list) else str(then["is"]),
            facts={**facts, **(then.get("facts") or {})},
            day=then.get("day", situation.get("day", _ANY_DAY)),
            events=events,
            at=_instant(then["at"]) if "at" in then else None,
            due=_instant(then["due"]) if "due" in then else None,
            action=situation.get("action", ""),
            stage=then.get("stage", ""),
            move=then.get("move", ""),
            number=counts[rule],
        )


# The day of cases that name none: after the law of 2025 came into force, like the day shift of the demonstration.
_ANY_DAY = date(2026, 11, 23)


def _events(lines: Sequence[str], facts: Mapping[str, Any], rule: str) -> tuple[Event, ...]:
    made = [_event(line, rule) for line in lines]
    if made and facts:
        made[0] = Event(made[0].tag, made[0].at, {**facts, **made[0].facts})
    return tuple(made)


def _event(line: str, rule: str) -> Event:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not an event: {line!r}")
    at, tag, rest = _instant(match["at"]), match["tag"], match["rest"] or ""
    if tag == _GRANT:
        return Event(GRANTED, at, {APPROVAL: f"{rule}/{rest}"})
    return Event(tag if "." in tag else _STAY + tag, at, yaml.safe_load(rest) if rest else {})


def _instant(written_at: str | datetime) -> datetime:
    """`2026-11-23 10:20` in Asia/Shanghai; `24:00` is written as 00:00 of the next day."""
    read = written_at if isinstance(written_at, datetime) else datetime.fromisoformat(written_at)
    return read.replace(tzinfo=SHANGHAI)
