"""A procedure drawn: states in columns by how far they lie from the start, moves as lines between them. Pure numbers;
the page draws them as SVG, and the table below says the same in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from mingjing.kernel.text import Text
from mingjing.law.procedure import Move, Procedure

WIDE, HIGH, GAP_X, GAP_Y, EDGE = 116, 50, 34, 24, 8

Standing = Literal["here", "done", "next", "ahead"]


@dataclass(frozen=True, slots=True)
class Box:
    """One state: where it stands on the sheet and how it is drawn. `note`: since when, or by whom."""

    id: str
    title: Text
    x: int
    y: int
    standing: Standing
    final: bool
    note: str = ""

    @property
    def sign(self) -> str:
        return {"here": "◉", "done": "●", "next": "○", "ahead": ""}[self.standing]

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2


@dataclass(frozen=True, slots=True)
class Line:
    """One move as a path between two boxes. `offered`: it leads on from where the case stands."""

    path: str
    title: Text
    offered: bool
    gone: bool
    back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet of this size."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    wide: int = WIDE
    high: int = HIGH


def drawn(
    graph: Procedure, stage: str, gone: Iterable[tuple[str, str]], offered: Iterable[str], notes: Mapping[str, str]
) -> Drawing:
    """The sheet of a graph with the case at `stage`; `gone` are the (from, to) it has taken, `offered` ids of moves
    that lead on, `notes` what stands below a state it has been in."""
    taken, open_moves = set(gone), set(offered)
    been = {state for pair in taken for state in pair}
    following = {m.to for m in graph.moves.values() if m.id in open_moves}
    places = _placed(graph)
    boxes = {
        state.id: Box(
            state.id, state.title, *_corner(places[state.id]), _standing(state.id, stage, been, following),
            state.final, notes.get(state.id, ""),
        )
        for state in graph.states.values()
    }  # fmt: skip
    lines = tuple(
        _line(
            boxes[source], boxes[move.to], move, move.id in open_moves and source == stage, (source, move.to) in taken
        )
        for move in graph.moves.values()
        for source in sorted(move.sources)
        if source in boxes and move.to in boxes
    )
    width = max(b.x for b in boxes.values()) + WIDE + EDGE
    height = max(b.y for b in boxes.values()) + HIGH + EDGE + GAP_Y
    return Drawing(width, height, tuple(boxes.values()), lines)


def _standing(state: str, stage: str, been: set[str], following: set[str]) -> Standing:
    if state == stage:
        return "here"
    if state in been:
        return "done"
    return "next" if state in following else "ahead"


def _placed(graph: Procedure) -> dict[str, tuple[int, int]]:
    """State → column and row: the column is the shortest way from the start, for what is final the last of the states
    that lead to it; rows fill in the order of writing, what is final below what leads on."""
    column = {graph.start: 0}
    ahead = [graph.start]
    while ahead:
        here = ahead.pop(0)
        for move in graph.moves.values():
            if here in move.sources and move.to not in column:
                column[move.to] = column[here] + 1
                ahead.append(move.to)
    for state in graph.states.values():
        sources = [column[s] for m in graph.moves.values() if m.to == state.id for s in m.sources if s in column]
        if state.final and sources:
            column[state.id] = max(sources) + 1
    rows: dict[int, int] = defaultdict(int)
    places = {}
    for state in sorted(graph.states.values(), key=lambda s: s.final):
        at = column.get(state.id, 0)
        places[state.id] = (at, rows[at])
        rows[at] += 1
    return places


def _corner(place: tuple[int, int]) -> tuple[int, int]:
    column, row = place
    return EDGE + column * (WIDE + GAP_X), EDGE + GAP_Y + row * (HIGH + GAP_Y)


def _line(start: Box, end: Box, move: Move, offered: bool, gone: bool) -> Line:
    back = end.x <= start.x
    return Line(_path(start, end, back), move.title, offered, gone, back)


def _path(start: Box, end: Box, back: bool) -> str:
    """Forward: from the right side to the left side. Back, or within a column: an arc above the boxes."""
    if not back:
        x1, y1, x2, y2 = start.x + WIDE, start.y + HIGH // 2, end.x - 4, end.y + HIGH // 2
        bend = max((x2 - x1) // 2, GAP_X // 2)
        return f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    if start.x == end.x:
        down = end.y > start.y
        y1, y2 = (start.y + HIGH, end.y - 4) if down else (start.y, end.y + HIGH + 4)
        return f"M{start.middle + 30} {y1}C{start.middle + 44} {y1} {end.middle + 44} {y2} {end.middle + 30} {y2}"
    top = min(start.y, end.y) - GAP_Y
    return f"M{start.middle} {start.y}C{start.middle} {top} {end.middle} {top} {end.middle} {end.y - 4}"
