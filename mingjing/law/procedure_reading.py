"""From the written graph of a procedure to the procedure, with every fault told to the reader of the books."""

from datetime import date
from typing import TYPE_CHECKING, Any

from mingjing.kernel.text import Text
from mingjing.law.procedure import Approver, Move, Procedure, Proceeding, State, unsound
from mingjing.law.rule import Dated

if TYPE_CHECKING:
    from mingjing.law.reading import Reader, Written

# Which facts tell where a subject stands and how it got there.
_STAGE = {"case": "case.stage", "measure": "measure.state"}
_MOVE = {"case": "case.move", "measure": "measure.move"}


def proceeding(reader: "Reader", w: "Written", shared: dict[str, Any]) -> Proceeding:
    """The rule with a graph for each day; its states and moves must be values of the facts that tell them."""
    force = [(day, v) for day, v in w["values"].items() if not v.get("expected")]
    later = [(day, v) for day, v in w["values"].items() if v.get("expected")]
    graphs = Dated(_graphs(reader, w, force), _graphs(reader, w, later), w.get("until"))
    return Proceeding(**shared, subject=w["subject"], graphs=graphs)


def _graphs(reader: "Reader", w: "Written", dated: "list[tuple[date, Written]]") -> tuple[tuple[date, Procedure], ...]:
    return tuple((day, _graph(reader, w, v)) for day, v in sorted(dated, key=lambda one: one[0]))


def _graph(reader: "Reader", w: "Written", v: "Written") -> Procedure:
    states = {name: State(name, Text(s["zh"], s["en"]), s.get("final", False)) for name, s in v["states"].items()}
    moves = {name: _move(reader, name, m) for name, m in v["moves"].items()}
    basis = "; ".join(str(c) for c in reader.basis(v["basis"]))
    graph = Procedure(w["id"], Text(**w["title"]), w["subject"], v["start"], states, moves, basis)
    for fault in unsound(graph):
        reader.fault(fault)
    _told(reader, _STAGE[w["subject"]], states)
    _told(reader, _MOVE[w["subject"]], moves)
    return graph


def _told(reader: "Reader", name: str, words: "dict[str, Any]") -> None:
    fact = reader.facts.get(name)
    for word in words:
        if fact is None or word not in fact.values:
            reader.fault(f"{word} is no value of the fact {name}")


def _move(reader: "Reader", name: str, m: "Written") -> Move:
    for fact in m.get("asks", ()):
        if fact not in reader.facts:
            reader.fault(f"{name}: no fact is called {fact}")
    for one in (*m.get("instruments", ()), *m.get("file", ())):
        if one not in reader.instruments:
            reader.fault(f"{name}: no instrument is called {one}")
    rank = m.get("rank")
    return Move(
        id=name,
        title=Text(m["zh"], m["en"]),
        sources=frozenset(m["from"]),
        to=m["to"],
        who=tuple(m["who"]),
        rank=rank,
        level=reader.level(rank) if rank else 0,
        approvers=tuple(filter(None, (_approver(reader, a) for a in m.get("approvers", ())))),
        instruments=tuple(m.get("instruments", ())),
        file=tuple(m.get("file", ())),
        asks=tuple(m.get("asks", ())),
        when=reader.condition(m.get("when")),
        once=reader.condition(m.get("once")),
        reopens=m.get("reopens", False),
        citations=reader.basis(m["basis"]),
    )


def _approver(reader: "Reader", a: "Written") -> Approver | None:
    when = reader.condition(a["when"])
    if when is None:
        return None  # the reader has told the fault
    return Approver(a["rank"], reader.level(a["rank"]), when)
