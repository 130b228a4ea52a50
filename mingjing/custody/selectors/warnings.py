"""What the law warned of in a stay, for whoever gets its record: at acts, about limits and duties, about itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mingjing.clocks import selectors as clocks
from mingjing.clocks.models import Timed
from mingjing.clocks.rules import TOO_LATE, phase_at
from mingjing.custody.entries.words import clock, listed
from mingjing.custody.models import Stay
from mingjing.custody.selectors.withheld import WARNINGS, tells_of_health
from mingjing.kernel.text import Text
from mingjing.kernel.time import iso
from mingjing.law import books
from mingjing.law.rule import Gate
from mingjing.ledger.models import Entry

NOT_KEPT = Text("{title}：未按时 {n} 次，最早应于 {due}", "{title}: not kept in time, {n} in all, first due {due}")
NEVER_DONE = Text("{title}：{n} 次应办未办", "{title}: owed and never done, {n} in all")
UNCONFIRMED = Text(
    "本次在区适用的下列规则尚未与条文核对，只提示，不拦阻：{titles}",
    "These rules applied and are not yet compared with their texts; they warn and never refuse: {titles}",
)


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning. `confirm`: the rule has yet to be compared with its text; `entries`: those it was given at."""

    rule: str
    text: Text
    basis: str
    confirm: bool
    entries: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule, "zh": self.text.zh, "en": self.text.en, "basis": self.basis, "confirm": self.confirm,
            "entries": list(self.entries),
        }  # fmt: skip

    @classmethod
    def read(cls, said: dict[str, Any]) -> "Warned":
        """As it stands in a file of ours."""
        return cls(said["rule"], Text(said["zh"], said["en"]), said["basis"], said["confirm"], tuple(said["entries"]))


def warnings_of(stay: Stay, record: Iterable[Entry], at: datetime, *, health: bool = True) -> list[Warned]:
    """The warnings in force at `at`, in the words of the books as they stand. Without `health` none that tells what he
    answered about it. One query, and one pass over the record."""
    rows = [row for row in clocks.of(stay.ref) if health or not tells_of_health(row.rule)]
    at_acts = (one for one in _at_acts(record) if health or not tells_of_health(one.rule))
    return [*at_acts, *_not_kept(rows, at), *_unconfirmed(rows)]


def _at_acts(record: Iterable[Entry]) -> Iterator[Warned]:
    given: dict[str, list[str]] = defaultdict(list)
    basis: dict[str, str] = {}
    for entry in record:
        for one in entry.fields.get(WARNINGS) or ():
            given[one["code"]].append(f"{entry.log}#{entry.seq}")
            basis[one["code"]] = one["basis"]
    for code, numbers in given.items():
        rule = books.current().rules.get(code)
        if isinstance(rule, Gate):
            yield Warned(code, rule.refuse, basis[code], rule.confirm, tuple(numbers))


def _not_kept(rows: Iterable[Timed], at: datetime) -> Iterator[Warned]:
    late: dict[str, list[Timed]] = defaultdict(list)
    for row in rows:
        state = phase_at(row.kind, row.state, row.warnings, row.due_at, at) if row.is_open else row.state
        if state in TOO_LATE:
            late[row.rule].append(row)
    for rule, several in late.items():
        first = min(several, key=lambda row: row.due_at or row.started_at)
        said = NOT_KEPT if first.due_at else NEVER_DONE
        due = clock(iso(first.due_at)) if first.due_at else ""
        yield Warned(rule, said.format(title=first.title, n=len(several), due=due), first.basis, first.confirm)


def _unconfirmed(rows: Iterable[Timed]) -> Iterator[Warned]:
    titles = {row.rule: row.title for row in rows if row.confirm}
    if titles:
        yield Warned("", UNCONFIRMED.format(titles=listed(titles[rule] for rule in sorted(titles))), "", confirm=True)
