"""The drawing of a procedure (`law.procedure_drawing`) with a case in it: where it is, where it has been, where it can
go. Pure; the page draws it as SVG, and the steps beside it say the same in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from mingjing.law import procedure_drawing
from mingjing.law.procedure import Procedure
from mingjing.law.procedure_drawing import Box, Line, Point

Standing = Literal["here", "done", "next", "ahead"]
SIGNS: Mapping[Standing, str] = {"here": "◉", "done": "●", "next": "○", "ahead": ""}


@dataclass(frozen=True, slots=True)
class State:
    """One state as it is drawn. `note`: since when the case was there last."""

    box: Box
    standing: Standing
    note: str = ""

    @property
    def sign(self) -> str:
        return SIGNS[self.standing]


@dataclass(frozen=True, slots=True)
class Way:
    """The moves from one state to another: `gone` by this case, or `offered` to it now."""

    line: Line
    titles: str
    path: str
    gone: bool
    offered: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    width: int
    height: int
    states: tuple[State, ...]
    ways: tuple[Way, ...]


def drawn(
    graph: Procedure, stage: str, gone: Iterable[tuple[str, str]], offered: Iterable[str], notes: Mapping[str, str]
) -> Sheet:
    """The sheet of a graph with the case at `stage`; `gone` are the (from, to) it has taken, `offered` ids of moves
    that lead on, `notes` what stands below a state it has been in."""
    picture, taken, leading = procedure_drawing.drawn(graph), set(gone), set(offered)
    been = {state for pair in taken for state in pair}
    following = {graph.moves[one].to for one in leading}
    states = tuple(
        State(box, _standing(box.state, stage, been, following), notes.get(box.state, "")) for box in picture.boxes
    )
    ways = tuple(
        Way(
            line, " / ".join(str(graph.moves[m].title) for m in line.moves), _path(line.points),
            (line.source, line.to) in taken, line.source == stage and bool(leading & set(line.moves)),
        )
        for line in picture.lines
    )  # fmt: skip
    return Sheet(picture.width, picture.height, states, ways)


def _standing(state: str, stage: str, been: set[str], following: set[str]) -> Standing:
    if state == stage:
        return "here"
    if state in been:
        return "done"
    return "next" if state in following else "ahead"


def _path(points: tuple[Point, ...]) -> str:
    first, *rest = points
    return f"M{first[0]} {first[1]}" + "".join(f"L{x} {y}" for x, y in rest)
