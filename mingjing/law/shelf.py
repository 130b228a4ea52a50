"""Loading books from a folder, and the loaded books themselves.

A folder of one jurisdiction holds `book.yaml` (version), `laws.yaml`, `ranks.yaml`, `facts.yaml`, `tags.yaml`,
`rows.yaml`, `coverage.yaml` and, below, one YAML file per concept; `cases/` folders beside the concepts are for tests.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.canonical import dump, sha256_hex
from mingjing.kernel.text import Text
from mingjing.kernel.time import local, now
from mingjing.law.facts import Vocabulary, vocabulary_from
from mingjing.law.holidays import Calendar, overlaid
from mingjing.law.procedure import Procedure, Proceeding
from mingjing.law.reading import BookError, Reader
from mingjing.law.rule import Clock, Duty, Gate, Law, Rank, Row, Rule, Timed, Value, Version
from mingjing.law.schema import faults, plain

SHIPPED = Path(__file__).parent / "books" / "cn"
_FRAME = ("book", "laws", "ranks", "facts", "tags")
_OPTIONAL = ("coverage", "rows", "holidays", "instruments")
_SHORT = 8
_OVERLAY = "MINGJING_LAW_OVERLAY"

Written = Mapping[str, Any]


@dataclass(frozen=True)
class Books:
    """All rules in force at any time, with their vocabulary. Immutable; share one instance."""

    version: str
    digest: str
    rules: Mapping[str, Rule]
    facts: Vocabulary
    tags: Mapping[str, Text]
    laws: Mapping[str, Law]
    ranks: Mapping[str, Rank]
    instruments: Mapping[str, Text]
    days: Calendar
    coverage: Mapping[str, Text]
    rows: Mapping[str, Row]
    frame: Written = field(repr=False)
    written: Sequence[Written] = field(repr=False)
    nationwide: Mapping[str, Rule] = field(default_factory=dict, repr=False)
    """Rules a prefecture tightened, as the book says them for everybody."""

    def __getitem__(self, rule_id: str) -> Rule:
        return self.rules[rule_id]

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Clock))

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        return tuple(r for r in self.rules.values() if isinstance(r, Duty))

    @cached_property
    def listeners(self) -> Mapping[str, tuple[Timed, ...]]:
        """Which clocks and duties an event of a tag may concern."""
        heard: dict[str, list[Timed]] = defaultdict(list)
        for rule in (*self.clocks, *self.duties):
            for tag in rule.tags:
                heard[tag].append(rule)
        return {tag: tuple(rules) for tag, rules in heard.items()}

    @cached_property
    def _gates(self) -> Mapping[str, tuple[Gate, ...]]:
        by_action: dict[str, list[Gate]] = defaultdict(list)
        for rule in self.rules.values():
            if isinstance(rule, Gate):
                for action in rule.actions:
                    by_action[action].append(rule)
        return {action: tuple(gates) for action, gates in by_action.items()}

    def gates(self, action: str) -> tuple[Gate, ...]:
        """The gates of an action, in file order; empty for an action the law does not mention."""
        return self._gates.get(action, ())

    def asked(self, action: str) -> tuple[str, ...]:
        """The facts the gates of an action read, each once: what a caller has to find out before he asks."""
        versions = (v for gate in self.gates(action) for _, v in gate.versions.entries)
        conditions = (c for v in versions for c in (v.when, v.require) if c is not None)
        return tuple(dict.fromkeys(name for c in conditions for name in c.names))

    def value(self, rule_id: str, on: date | None = None) -> Version:
        """The version of a retention or number rule on a day (default today): read `.period`, `.number`, `.permanent`.

        Raises KeyError for an unknown rule or a day outside its validity.
        """
        rule = self.rules[rule_id]
        version = rule.version(on or local(now()).date()) if isinstance(rule, Value) else None
        if version is None:
            raise KeyError(f"{rule_id} has no value on that day")
        return version

    def procedure(self, rule_id: str, on: date | None = None) -> Procedure:
        """The graph of a procedure as in force on a day (default today). Raises KeyError for an unknown procedure or a
        day outside its validity."""
        rule = self.rules[rule_id]
        graph = rule.on(on or local(now()).date()) if isinstance(rule, Proceeding) else None
        if graph is None:
            raise KeyError(f"{rule_id} has no graph on that day")
        return graph

    def leave(self, gate_id: str, on: date) -> tuple[str, str]:
        """The rank that gives the leave a gate asks for, and the basis on that day. Raises KeyError for a gate without
        a rank, or a day on which it does not apply."""
        gate = self.rules[gate_id]
        version = gate.version(on)
        if not isinstance(gate, Gate) or not gate.rank or version is None:
            raise KeyError(f"{gate_id} names no rank on that day")
        return gate.rank, version.basis_line

    def leave_needed(self, gate_id: str, on: date, facts: Mapping[str, Any]) -> bool:
        """Whether a gate asks for leave on that day in such a case; what cannot be judged needs it."""
        version = self.rules[gate_id].version(on)
        known = {**self.facts.assumed, **self.facts.known(facts)}
        return version is not None and (version.when is None or version.when(known) is not False)

    def citation(self, basis: str) -> Text:
        """`PSL 97; CPR 200` in words: the titles of the laws and their articles, in both languages."""
        parts = [self._cite(part.strip()) for part in basis.split(";") if part.strip()]
        return Text("、".join(p.zh for p in parts), "; ".join(p.en for p in parts))

    def _cite(self, one: str) -> Text:
        short, _, article = one.partition(" ")
        title = self.laws[short].title if short in self.laws else Text(short, short)
        if not article:
            return title
        number, colon, quote = article.partition(":")
        said = f"：{quote.strip()}" if colon else ""
        return Text(f"《{title.zh}》第{number}条{said}", f"{title.en}, art. {article}")


@lru_cache(maxsize=1)
def current() -> Books:
    """The shipped books with the prefecture's overlay folder, if `MINGJING_LAW_OVERLAY` names one; loaded once."""
    overlay = os.environ.get(_OVERLAY)
    return load(SHIPPED, Path(overlay) if overlay else None)


def load(folder: Path, overlay: Path | None = None) -> Books:
    """Read, check and compile a folder of books, tightened by an overlay if given. Raises BookError."""
    from mingjing.law.overlay import tightened  # noqa: PLC0415 - the overlay compares with books it imports from here

    if overlay and not overlay.is_dir():
        raise BookError([f"{overlay}: no such folder; without it the law would be looser than the prefecture ordered"])
    books = assembled(frame_of(folder), list(concepts_of(folder)))
    return tightened(books, overlay) if overlay else books


def frame_of(folder: Path) -> dict[str, Any]:
    """The vocabulary files of a folder by name; of those that may be missing an empty one. Raises BookError."""
    paths = {name: folder / f"{name}.yaml" for name in (*_FRAME, *_OPTIONAL)}
    frame = {name: read_yaml(path) if path.exists() else {} for name, path in paths.items()}
    wrong = [f"{paths[name]}: missing or empty" for name in _FRAME if not frame[name]]
    if wrong := wrong + [f"facts.yaml: {fault}" for fault in faults("facts", frame["facts"])]:
        raise BookError(wrong)
    return frame


def concepts_of(folder: Path) -> Iterator[dict[str, Any]]:
    """Every rule written below the folder, with the domain and `file` of its concept; cases are left out. Raises
    BookError naming every departure from the schema in a file."""
    for path in sorted(folder.glob("**/*.yaml")):
        if path.parent != folder and "cases" not in path.relative_to(folder).parts:
            yield from rules_of(read_yaml(path), str(path.relative_to(folder)), "concept")


def rules_of(concept: Written, file: str, schema: str) -> Iterator[dict[str, Any]]:
    if wrong := [f"{file}: {fault}" for fault in faults(schema, concept)]:
        raise BookError(wrong)
    for rule in concept.get("rules", ()):
        yield {"domain": concept["domain"], **rule, "file": file}


def assembled(frame: Written, concepts: Sequence[Written]) -> Books:
    """Books from written content. Raises BookError with every fault found."""
    reader = _reader(frame)
    rules: dict[str, Rule] = {}
    for written in concepts:
        rule = reader.rule(written, written["file"])
        if rule is not None and rule.id in rules:
            reader.faults.append(f"{rule.file}: {rule.id}: the id is already used in {rules[rule.id].file}")
        elif rule is not None:
            rules[rule.id] = rule
    if reader.faults:
        raise BookError(reader.faults)
    digest = sha256_hex(dump(plain({"frame": frame, "rules": list(concepts)})))
    return Books(
        version=f"{frame['book']['version']}+{digest[:_SHORT]}",
        digest=digest,
        frame=frame,
        rules=rules,
        facts=reader.facts,
        tags=reader.tags,
        laws=reader.laws,
        ranks=reader.ranks,
        instruments=reader.instruments,
        days=overlaid(frame["holidays"]),
        coverage={row: Text(**why) for row, why in frame["coverage"].items()},
        rows={row: Row(told["seen"], told["source"]) for row, told in frame["rows"].items()},
        written=tuple(concepts),
    )


def _reader(frame: Written) -> Reader:
    laws = {
        short: Law(short, Text(w["zh"], w["en"]), str(w.get("version", "")), w.get("file", ""))
        for short, w in frame["laws"].items()
    }
    ranks = {name: Rank(name, Text(w["zh"], w["en"]), w["level"]) for name, w in frame["ranks"].items()}
    tags = {tag: Text(**w) for tag, w in frame["tags"]["tags"].items()}
    papers = {name: Text(w["zh"], w["en"]) for name, w in frame["instruments"].items()}
    return Reader(vocabulary_from(frame["facts"]), tags, frame["tags"]["groups"], laws, ranks, papers)


def read_yaml(path: Path) -> dict[str, Any]:
    try:
        written = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader, made faster
    except yaml.YAMLError as error:
        raise BookError([f"{path.name}: {error}"]) from error
    return written or {}


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


__all__ = ["SHIPPED", "BookError", "Books", "current", "load"]
