"""A procedure as the law draws it: states, and moves between them with who, rank, instruments and article. Pure data.

What is *offered* follows from the graph and the facts; whether a move may be *made* is for the gates of the action
`<subject>.<move>` to say (`engine.check`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from mingjing.kernel.text import Text
from mingjing.law.conditions import Condition
from mingjing.law.facts import Facts
from mingjing.law.rule import Citation, Dated, Rule


@dataclass(frozen=True, slots=True)
class State:
    """Where a case or measure may stand. From a `final` one only moves that say so lead on."""

    id: str
    title: Text
    final: bool = False


@dataclass(frozen=True, slots=True)
class Approver:
    """A rank that approves instead of the usual one where `when` holds (the station for a small fine, the prefecture
    for a large forfeiture)."""

    rank: str
    level: int
    when: Condition


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states to another. `rank` is whose approval it needs (None: nobody's), `instruments` are made
    by it, `file` must lie in the file before, `asks` are the facts its form asks for. With `once` the move makes itself
    when that holds, and nobody makes it by hand while its facts are known."""

    id: str
    title: Text
    sources: frozenset[str]
    to: str
    who: tuple[str, ...]
    rank: str | None = None
    level: int = 0
    approvers: tuple[Approver, ...] = ()
    instruments: tuple[str, ...] = ()
    file: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    when: Condition | None = None
    once: Condition | None = None
    reopens: bool = False
    citations: tuple[Citation, ...] = ()

    @property
    def basis(self) -> str:
        return "; ".join(str(c) for c in self.citations)

    @property
    def names(self) -> frozenset[str]:
        """The facts it reads or asks for."""
        conditions = [self.when, self.once, *(a.when for a in self.approvers)]
        return frozenset(self.asks).union(*(c.names for c in conditions if c is not None))

    def rank_for(self, facts: Facts) -> str | None:
        """Whose approval it needs in this case: the first rank whose condition holds, else the usual one; while a
        condition cannot be judged, the highest that may turn out to be needed."""
        possible: list[tuple[int, str | None]] = []
        for approver in self.approvers:
            holds = approver.when(facts)
            if holds is not False:
                possible.append((approver.level, approver.rank))
            if holds:
                break
        else:
            possible.append((self.level, self.rank))
        return max(possible, key=lambda one: one[0])[1]


@dataclass(frozen=True)
class Procedure:
    """One graph as in force on a day. Moves are in the order written: the usual way first."""

    id: str
    title: Text
    subject: str
    start: str
    states: Mapping[str, State]
    moves: Mapping[str, Move]
    basis: str = ""
    _from: dict[str, list[Move]] = field(default_factory=dict, repr=False, compare=False)

    def moves_from(self, stage: str) -> list[Move]:
        """Every move the graph has from a state, whatever the facts. Raises KeyError for an unknown state."""
        if stage not in self._from:
            self._from[self.states[stage].id] = [m for m in self.moves.values() if stage in m.sources]
        return self._from[stage]

    def offered(self, stage: str, facts: Facts) -> list[Move]:
        """The moves from a state whose condition holds, or cannot be judged yet."""
        return [m for m in self.moves_from(stage) if m.when is None or m.when(facts) is not False]

    def missing(self, move: Move, finished: Iterable[str]) -> list[str]:
        """The instruments that must lie in the file before a move and are not among the finished ones."""
        held = set(finished)
        return [one for one in move.file if one not in held]


@dataclass(frozen=True, kw_only=True)
class Proceeding(Rule):
    """The rule of a procedure: its graph by the day from which it applies."""

    subject: str
    graphs: Dated[Procedure]

    @property
    def asks(self) -> frozenset[str]:
        moves = (m for _, graph in self.graphs.entries for m in graph.moves.values())
        return frozenset().union(*(m.names for m in moves))

    @property
    def citations(self) -> Iterator[Citation]:
        for _, graph in (*self.graphs.entries, *self.graphs.expected):
            for move in graph.moves.values():
                yield from move.citations

    def on(self, day: date) -> Procedure | None:
        return self.graphs.on(day)


def unsound(graph: Procedure) -> Iterator[str]:
    """What is wrong with a graph, one line each: states nobody reaches or leaves, moves from or to nowhere."""
    if graph.start not in graph.states:
        yield f"starts at {graph.start}, which is no state"
    for move in graph.moves.values():
        yield from _unsound_move(graph, move)
    reached = reachable(graph)
    yield from (f"nothing leads to {state}" for state in graph.states if state not in reached)
    for state in graph.states.values():
        if not state.final and not any(state.id in m.sources and m.to != state.id for m in graph.moves.values()):
            yield f"nothing leads on from {state.id}, which is not final"


def _unsound_move(graph: Procedure, move: Move) -> Iterator[str]:
    for end in sorted({*move.sources, move.to} - graph.states.keys()):
        yield f"{move.id}: {end} is no state"
    finals = sorted(s for s in move.sources if s in graph.states and graph.states[s].final)
    if finals and not move.reopens:
        yield f"{move.id}: leads on from {', '.join(finals)}, which is final, without saying that it reopens"
    if move.reopens and not finals:
        yield f"{move.id}: says that it reopens, and leads on from nothing final"


def reachable(graph: Procedure) -> set[str]:
    """Every state some way from the start leads to."""
    reached, ahead = set[str](), [graph.start]
    while ahead:
        here = ahead.pop()
        if here not in reached:
            reached.add(here)
            ahead += [m.to for m in graph.moves.values() if here in m.sources]
    return reached
