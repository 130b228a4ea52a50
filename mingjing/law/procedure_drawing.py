"""A procedure as a picture: where each state stands and how each move runs, in whole units, the same every time.

States stand in columns from the start to the ends (longest way first), moves between the same two states share a line.
Lines over more than one column get a place of their own in each column between, so that none runs through a state.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from mingjing.kernel.text import Text
from mingjing.law.procedure import Procedure

WIDTH, HEIGHT = 132, 44
ACROSS, DOWN, LANE = 64, 24, 20
_SWEEPS = 8
Point = tuple[int, int]
Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Box:
    """A state: its upper left corner, and how large it is."""

    state: str
    title: Text
    final: bool
    x: int
    y: int
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Line:
    """The moves from one state to another, by the points of their line. `back` leads to an earlier column; a line that
    ends where it begins is a loop above its box."""

    source: str
    to: str
    moves: tuple[str, ...]
    points: tuple[Point, ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything an SVG needs, from the corner (0, 0)."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    def box(self, state: str) -> Box:
        """Where a state stands. Raises KeyError for an unknown one."""
        return {b.state: b for b in self.boxes}[state]


def drawn(graph: Procedure) -> Drawing:
    """The picture of a graph. Pure: the same graph, the same picture."""
    moves, onward = defaultdict[Ends, list[str]](list), dict[Ends, None]()
    for move in graph.moves.values():
        for source in (s for s in graph.states if s in move.sources):
            moves[source, move.to].append(move.id)
            if not move.reopens:
                onward[source, move.to] = None
    forward = _forward(graph, onward)
    places = _Places(_columns(graph, forward), forward)
    boxes = tuple(
        Box(s.id, s.title, s.final, *places.corner(s.id)) for s in graph.states.values() if s.id in places.column
    )
    lines = tuple(_line(ends, tuple(several), places, ends not in forward) for ends, several in moves.items())
    deepest = max(y for line in lines for _, y in line.points)
    width = max(b.x + b.width for b in boxes)
    height = max(deepest, *(b.y + b.height for b in boxes))
    return Drawing(width + ACROSS // 2, height + DOWN, boxes, lines)


def _forward(graph: Procedure, moves: Iterable[Ends]) -> set[Ends]:
    """The ends that do not close a circle when the graph is walked from its start in the order written; what reopens
    something final never leads on."""
    onward: dict[str, list[str]] = defaultdict(list)
    for source, to in moves:
        if source != to:
            onward[source].append(to)
    found, done, open_ = set[Ends](), set[str](), set[str]()

    def walk(here: str) -> None:
        open_.add(here)
        for there in onward[here]:
            if there not in open_:
                found.add((here, there))
                if there not in done:
                    walk(there)
        open_.discard(here)
        done.add(here)

    walk(graph.start)
    return found


def _columns(graph: Procedure, forward: set[Ends]) -> dict[str, int]:
    """Each state in the column after the last one that leads to it."""
    before: dict[str, list[str]] = defaultdict(list)
    for source, to in forward:
        before[to].append(source)
    found: dict[str, int] = {}

    def column(state: str) -> int:
        if state not in found:
            found[state] = max((column(s) + 1 for s in before[state]), default=0)
        return found[state]

    for state in graph.states:
        column(state)
    return found


@dataclass
class _Places:
    """Who stands where: states, and the places long lines pass through (`source>to@column`)."""

    column: dict[str, int]
    forward: set[Ends]
    rows: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        order = {state: n for n, state in enumerate(self.column)}
        self.rows = {c: [] for c in range(max(self.column.values()) + 1)}
        for state, c in self.column.items():
            self.rows[c].append(state)
        self._beside: dict[str, list[str]] = defaultdict(list)
        for ends in sorted(self.forward, key=lambda e: (order[e[0]], order[e[1]])):
            self._pass(ends)
        for n in range(_SWEEPS):
            for c in sorted(self.rows, reverse=bool(n % 2)):
                self._settle(c, -1 if n % 2 == 0 else 1)

    def _pass(self, ends: Ends) -> None:
        source, to = ends
        way = [source]
        for c in range(self.column[source] + 1, self.column[to]):
            way.append(_lane(ends, c))
            self.rows[c].append(way[-1])
        for here, there in zip(way, [*way[1:], to], strict=True):
            self._beside[here].append(there)
            self._beside[there].append(here)

    def _settle(self, c: int, side: int) -> None:
        """Order a column by the middle of what each is joined to on one side; what is joined to nothing stays."""
        beside = {name: n for n, name in enumerate(self.rows.get(c + side, ()))}
        middles = {}
        for n, name in enumerate(self.rows[c]):
            joined = [beside[other] for other in self._beside[name] if other in beside]
            middles[name] = (sum(joined) / len(joined) if joined else n, n)
        self.rows[c].sort(key=lambda name: middles[name])

    def corner(self, state: str) -> Point:
        c = self.column[state]
        return ACROSS // 2 + c * (WIDTH + ACROSS), self._top(c, state)

    def _top(self, c: int, name: str) -> int:
        top = DOWN
        for other in self.rows[c]:
            if other == name:
                break
            top += (HEIGHT if other in self.column else LANE) + DOWN
        return top

    def lane(self, ends: Ends, c: int) -> list[Point]:
        """The two points at which a long line enters and leaves a column it passes."""
        x, y = ACROSS // 2 + c * (WIDTH + ACROSS), self._top(c, _lane(ends, c)) + LANE // 2
        return [(x, y), (x + WIDTH, y)]

    def bottom(self) -> int:
        return max(
            sum((HEIGHT if name in self.column else LANE) + DOWN for name in names) for names in self.rows.values()
        )


def _lane(ends: Ends, c: int) -> str:
    return f"{ends[0]}>{ends[1]}@{c}"


def _line(ends: Ends, moves: tuple[str, ...], places: _Places, back: bool) -> Line:
    source, to = ends
    (x1, y1), (x2, y2) = places.corner(source), places.corner(to)
    if source == to:
        loop = ((x1 + WIDTH // 3, y1), (x1 + WIDTH // 3, y1 - LANE // 2), (x1 + WIDTH * 2 // 3, y1 - LANE // 2),
                (x1 + WIDTH * 2 // 3, y1))  # fmt: skip
        return Line(source, to, moves, loop)
    if back:
        return Line(source, to, moves, _below(ends, places), back=True)
    between = [p for c in range(places.column[source] + 1, places.column[to]) for p in places.lane(ends, c)]
    points = ((x1 + WIDTH, y1 + HEIGHT // 2), *between, (x2, y2 + HEIGHT // 2))
    return Line(source, to, moves, points)


def _below(ends: Ends, places: _Places) -> tuple[Point, ...]:
    """A way back under everything: down from the source, along, and up to the target, each pair at its own depth."""
    (x1, y1), (x2, y2) = (places.corner(end) for end in ends)
    names = list(places.column)
    depth = places.bottom() + DOWN + LANE // 2 * (names.index(ends[0]) % len(names))
    out, back = x1 + WIDTH // 3, x2 + WIDTH * 2 // 3
    return (out, y1 + HEIGHT), (out, depth), (back, depth), (back, y2 + HEIGHT)
