"""A floor plan as templates draw it: whole centimetres, labels, doors as short strokes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mingjing.kernel.text import Text
from mingjing.org.models import Site
from mingjing.presence import geometry
from mingjing.presence.geometry import Point
from mingjing.presence.plan import OUT, Door, Plan, Space

LEAF = 45  # half the width of a door, centimetres
APART = 1.4  # metres between figures that stand side by side


@dataclass(frozen=True, slots=True)
class DrawnSpace:
    code: str
    name: Text
    points: str
    passage: bool
    x: int
    y: int
    zone: str


@dataclass(frozen=True, slots=True)
class DrawnDoor:
    """A stroke along the wall; of a one-way door `arrow` is a triangle pointing the way."""

    code: str
    x1: int
    y1: int
    x2: int
    y2: int
    open: bool
    arrow: str


def names_of(site: Site) -> dict[str, Text]:
    """Code of a room → its name. One query."""
    return {room.code: room.text for room in site.rooms.all()}


def drawn(plan: Plan, names: Mapping[str, Text]) -> dict[str, Any]:
    """What `presence/_plan.html` draws."""
    return {
        "width": round(plan.width * 100),
        "height": round(plan.height * 100),
        "spaces": [_space(plan, space, names) for space in plan.spaces],
        "doors": [_door(plan, door) for door in plan.doors],
    }


def _space(plan: Plan, space: Space, names: Mapping[str, Text]) -> DrawnSpace:
    x, _ = geometry.centre(space.outline)
    y = geometry.bounds(space.outline)[3] - 0.55  # below whoever stands there
    points = " ".join(f"{round(a * 100)},{round(b * 100)}" for a, b in space.outline)
    name = names.get(space.code) or plan.name(space.code)
    return DrawnSpace(space.code, name, points, space.passage, round(x * 100), round(y * 100), space.zone)


def _door(plan: Plan, door: Door) -> DrawnDoor:
    wall = plan.by_code.get(door.first) or plan.by_code.get(door.second)
    upright = bool(wall) and _upright(door.at, wall)
    x, y = round(door.at[0] * 100), round(door.at[1] * 100)
    dx, dy = (0, LEAF) if upright else (LEAF, 0)
    arrow = _arrow(plan, door, x, y, upright=upright) if door.one_way else ""
    return DrawnDoor(door.code, x - dx, y - dy, x + dx, y + dy, door.open, arrow)


def _upright(at: Point, space: Space | None) -> bool:
    """Whether the wall at the door runs up and down."""
    if space is None:
        return False
    a, b = min(geometry.edges(space.outline), key=lambda wall: geometry.to_wall(at, (wall[0], wall[1], wall[0])))
    return abs(a[0] - b[0]) < abs(a[1] - b[1])


def _arrow(plan: Plan, door: Door, x: int, y: int, *, upright: bool) -> str:
    """Towards the second space, or away from the first when it leads outside."""
    inner, sign = (door.second, 1) if door.second != OUT else (door.first, -1)
    cx, cy = geometry.centre(plan.by_code[inner].outline) if inner in plan.by_code else door.at
    if upright:
        way = sign * (1 if cx * 100 >= x else -1)
        return f"{x - 25 * way},{y - 40} {x + 45 * way},{y} {x - 25 * way},{y + 40}"
    way = sign * (1 if cy * 100 >= y else -1)
    return f"{x - 40},{y - 25 * way} {x},{y + 45 * way} {x + 40},{y - 25 * way}"


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure on the drawing, in centimetres; `spread`: radius within which he is, 0 when only the room is known."""

    figure: Any
    x: int
    y: int
    spread: int


def spots(plan: Plan, by_room: Mapping[str, list[Any]]) -> list[Spot]:
    """Where figures stand: at their coordinates, else side by side in their room. Who is nowhere on the plan is in the
    list beside it only."""
    found = []
    for code, figures in by_room.items():
        space = plan.by_code.get(code)
        if space is None:
            continue
        left, top, right, bottom = geometry.bounds(space.outline)
        row = max(1, int((right - left) / APART))
        for n, figure in enumerate(figures):
            x = left + (right - left) * (n % row + 1) / (min(len(figures), row) + 1)
            y = min(bottom - 0.5, top + 1.0 + (n // row) * APART)
            spread = 0.0
            if figure.x is not None and geometry.inside((figure.x, figure.y), space.outline):
                x, y, spread = figure.x, figure.y, figure.accuracy or 1.0
            found.append(Spot(figure, round(x * 100), round(y * 100), round(spread * 100)))
    return found
