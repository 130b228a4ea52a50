"""From parsed YAML to rules. Every fault is collected with its file and rule, so that one run shows them all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mingjing.kernel.text import Text
from mingjing.law.conditions import Condition
from mingjing.law.counting import Period
from mingjing.law.facts import Vocabulary
from mingjing.law.procedure_reading import proceeding
from mingjing.law.rule import (
    Certainty,
    Citation,
    Clause,
    Clock,
    Dated,
    Duty,
    Extension,
    Gate,
    Law,
    Pause,
    Rank,
    Rule,
    Severity,
    Value,
    Version,
)
from mingjing.law.typecheck import ConditionError

Written = Mapping[str, Any]
_PERMANENT, _CASE_FILE = "permanent", "case_file"
_WORDS = {_PERMANENT, _CASE_FILE}


class BookError(ValueError):
    """The books contradict themselves or their vocabulary. `faults` are one line each: file, rule, what is wrong."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass
class Reader:
    """Reads rules against one vocabulary of facts, tags, laws and ranks."""

    facts: Vocabulary
    tags: Mapping[str, Text]
    groups: Mapping[str, list[str]]
    laws: Mapping[str, Law]
    ranks: Mapping[str, Rank]
    instruments: Mapping[str, Text] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _conditions: dict[str, Condition] = field(default_factory=dict)
    _at: str = ""

    def rule(self, written: Written, file: str) -> Rule | None:
        """The rule, or None when it has faults (which are then in `faults`)."""
        self._at, before = f"{file}: {written.get('id', '?')}", len(self.faults)
        try:
            made = _KINDS[written["kind"]](self, written, self._shared(written, file))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            self.fault(f"{type(error).__name__}: {error}")
            return None
        return made if len(self.faults) == before else None

    def fault(self, what: str) -> None:
        self.faults.append(f"{self._at}: {what}")

    def clock(self, w: Written, shared: dict[str, Any]) -> Rule:
        timed = self._timed(w, ends=w.get("ends"))
        if any(v.period is None for _, v in shared["versions"].entries):
            self.fault("a clock needs a limit in every version; without a number it is a duty")
        return Clock(**shared, **timed, breach=Text(**w["breach"]))

    def duty(self, w: Written, shared: dict[str, Any]) -> Rule:
        timed = self._timed(w, ends=w.get("done"))
        return Duty(**shared, **timed, role=w["role"])

    def gate(self, w: Written, shared: dict[str, Any]) -> Rule:
        if any(v.require is None for _, v in shared["versions"].entries):
            self.fault("a gate needs `require` in every version")
        if "rank" in w:
            self.level(w["rank"])
        return Gate(
            **shared,
            actions=frozenset(w["actions"]),
            refuse=Text(**w["refuse"]),
            field_name=w.get("field", ""),
            rank=w.get("rank", ""),
        )

    def value(self, _: Written, shared: dict[str, Any]) -> Rule:
        return Value(**shared)

    def proceeding(self, w: Written, shared: dict[str, Any]) -> Rule:
        return proceeding(self, w, shared)

    def level(self, rank: str) -> int:
        """How high a rank is; a fault when there is none of that name."""
        if rank not in self.ranks:
            self.fault(f"no rank is called {rank}")
            return 0
        return self.ranks[rank].level

    def _shared(self, w: Written, file: str) -> dict[str, Any]:
        certainty = Certainty(w["certainty"])
        return {
            "id": w["id"],
            "title": Text(**w["title"]),
            "domain": w["domain"],
            "rows": tuple(w["facts"]),
            "certainty": certainty,
            "severity": self._severity(w, certainty),
            "explain": Text(**w["explain"]),
            "versions": self._dated(w["values"], w.get("until")),
            "site_set": w.get("site_set", False),
            "file": file,
        }

    def _severity(self, w: Written, certainty: Certainty) -> Severity:
        told = w.get("severity")
        if told == Severity.BLOCK and not certainty.binds:
            self.fault("an unconfirmed rule warns and never blocks")
        return Severity(told) if told else Severity.BLOCK if certainty.binds else Severity.WARN

    def _timed(self, w: Written, *, ends: Any) -> dict[str, Any]:
        return {
            "starts": self._clauses(w["starts"]),
            "ends": self._clauses(ends or ()),
            "lifts": self._clauses(w.get("lifts", ())),
            "stops": self._clauses(w.get("stops", ())),
            "restarts": self._clauses(w.get("restarts", ())),
            "pauses": tuple(self._pause(p) for p in w.get("pauses", ())),
            "extensions": self._extensions(w),
            "warn": tuple(Period.parse(p).elapsed for p in w.get("warn", ())),
            "roll": w.get("roll", False),
            "repeats": w.get("repeats", False),
            "discovery": w.get("discovery", False),
        }

    def _clauses(self, written: Iterable[Written]) -> tuple[Clause, ...]:
        return tuple(self._clause(c) for c in written)

    def _clause(self, written: Written) -> Clause:
        since = frozenset(self._tags(written.get("since", ())))
        tags, when = frozenset(self._tags(written["event"])), self.condition(written.get("when"))
        return Clause(tags, when, since, written.get("newly", False))

    def _tags(self, written: str | list[str]) -> Iterable[str]:
        for tag in [written] if isinstance(written, str) else written:
            if tag in self.groups:
                yield from self.groups[tag]
            elif tag in self.tags:
                yield tag
            else:
                self.fault(f"no event tag is called {tag}")

    def _pause(self, w: Written) -> Pause:
        return Pause(self._clause(w["from"]), self._clause(w["to"]), self.basis(w["basis"]))

    def _extensions(self, w: Written) -> tuple[Extension, ...]:
        made = tuple(self._extension(w["id"], e) for e in w.get("extensions", ()))
        ids = {e.id for e in made}
        for e in made:
            if e.after and e.after not in ids:
                self.fault(f"extension {e.id} follows {e.after}, which does not exist")
        return made

    def _extension(self, rule: str, w: Written) -> Extension:
        self.level(w["rank"])
        return Extension(
            id=w["id"],
            title=Text(**w["title"]),
            totals=self._dated(w["values"], w.get("until")),
            rank=w["rank"],
            instrument=Text(**w["instrument"]) if w.get("instrument") else None,
            approval=f"{rule}/{w['id']}",
            after=w.get("after", ""),
            granted=self._clause(w["granted"]) if "granted" in w else None,
        )

    def _dated(self, written: Mapping[date, Written], until: date | None) -> Dated[Version]:
        force = sorted((day, self._version(v)) for day, v in written.items() if not v.get("expected"))
        later = sorted((day, self._version(v)) for day, v in written.items() if v.get("expected"))
        if not force:
            self.fault("no value is in force on any day")
        return Dated(tuple(force), tuple(later), until)

    def _version(self, w: Written) -> Version:
        value = w.get("value")
        return Version(
            basis=self.basis(w["basis"]),
            period=Period.parse(value) if isinstance(value, str) and value not in _WORDS else None,
            number=value if isinstance(value, int) else None,
            permanent=value == _PERMANENT,
            like_case_file=value == _CASE_FILE,
            when=self.condition(w.get("when")),
            require=self.condition(w.get("require")),
            graph="moves" in w,
        )

    def basis(self, written: str | list[str]) -> tuple[Citation, ...]:
        return tuple(self._citation(c) for c in ([written] if isinstance(written, str) else written))

    def _citation(self, written: str) -> Citation:
        """`PSL 97` or `PSL 97: 八小时`, or `site` for a value each site sets for itself."""
        head, _, quote = written.partition(":")
        law, _, article = head.strip().partition(" ")
        if law not in self.laws:
            self.fault(f"no law is called {law}")
        return Citation(law, int(article) if article else 0, quote.strip())

    def condition(self, source: str | None) -> Condition | None:
        if not source:
            return None
        if source not in self._conditions:
            try:
                self._conditions[source] = Condition(source, self.facts)
            except ConditionError as error:
                self.fault(f"condition {source!r}: {error}")
                return None
        return self._conditions[source]


_KINDS = {"clock": Reader.clock, "duty": Reader.duty, "gate": Reader.gate, "retention": Reader.value,
          "number": Reader.value, "procedure": Reader.proceeding}  # fmt: skip
