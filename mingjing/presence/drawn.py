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
LETTER = 0.58  # metres: the height of a letter of a label, and the width of a Chinese one
LINE = 62  # centimetres between two lines of a label
NARROW = 0.56  # how much of that width a Latin letter takes
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class DrawnSpace:
    code: str
    name: Text
    points: str
    passage: bool
    x: int
    lines: tuple[tuple[int, Text], ...]
    zone: str


@dataclass(frozen=True, slots=True)
class DrawnDoor:
    """A stroke along the wall; of a one-way door `arrow` is a triangle pointing the way; of stairs or a lift `stairs`
    is an arrow up or down, to where they lead."""

    code: str
    x1: int
    y1: int
    x2: int
    y2: int
    open: bool
    arrow: str
    stairs: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One storey. `name` is None in a house with one."""

    spaces: tuple[DrawnSpace, ...]
    doors: tuple[DrawnDoor, ...]
    name: Text | None
    code: str


def names_of(site: Site) -> dict[str, Text]:
    """Code of a room → its name. One query."""
    return {room.code: room.text for room in site.rooms.all()}


def drawn(plan: Plan, names: Mapping[str, Text]) -> dict[str, Any]:
    """What `presence/_plan.html` draws: a sheet for each storey, the highest first as on a section of a house."""
    order = sorted(plan.levels, key=lambda code: -plan.levels[code])
    called = {one.code: one.name for one in plan.storeys}
    return {
        "width": round(plan.width * 100),
        "height": round(plan.height * 100),
        "sheets": [Sheet(*_on(plan, storey, names), called.get(storey), storey) for storey in order],
    }


def _on(plan: Plan, storey: str, names: Mapping[str, Text]) -> tuple[tuple[DrawnSpace, ...], tuple[DrawnDoor, ...]]:
    spaces = tuple(_space(plan, space, names) for space in plan.spaces if space.storey == storey)
    here = {space.code for space in spaces}
    return spaces, tuple(_door(plan, door, here) for door in plan.doors if here & {door.first, door.second})


def _space(plan: Plan, space: Space, names: Mapping[str, Text]) -> DrawnSpace:
    x, _ = geometry.centre(space.outline)
    left, top, right, bottom = geometry.bounds(space.outline)
    points = " ".join(f"{round(a * 100)},{round(b * 100)}" for a, b in space.outline)
    name = names.get(space.code) or plan.name(space.code)
    low = round(bottom * 100) - 55  # below whoever stands there
    said = [] if space.passage else labelled(space.code, name, right - left, bottom - top)
    lines = tuple((low - LINE * n, line) for n, line in enumerate(reversed(said)))
    return DrawnSpace(space.code, name, points, space.passage, round(x * 100), lines, space.zone)


def labelled(code: str, name: Text, width: float, height: float) -> list[Text]:
    """What stands in a room of that size, in metres: code and name where they fit, in one line or in several; else the
    code alone. One list for both languages: a line may be empty in one of them."""
    zh, en = (_lines(code, name.in_(lang), width - 0.4, height) for lang in ("zh", "en"))
    longest = max(len(zh), len(en))
    return [Text(*pair) for pair in zip(_padded(zh, longest), _padded(en, longest), strict=True)]


def _lines(code: str, name: str, width: float, height: float) -> list[str]:
    if not name or name == code:
        return [code]
    if _wide(f"{code} {name}") <= width:
        return [f"{code} {name}"]
    lines = [*(line for line in _broken(name, width) if line), code]
    fits = all(_wide(line) <= width for line in lines) and (len(lines) + 1) * LINE / 100 <= height
    return lines if fits and len(lines) <= MOST_LINES else [code]


def _broken(name: str, width: float) -> list[str]:
    """Latin words stay whole; Chinese is broken in the middle, as on a door."""
    if not name.isascii() and " " not in name and _wide(name) > width:
        half = (len(name) + 1) // 2
        return [name[:half], name[half:]]
    broken = [""]
    for word in name.split():
        longer = f"{broken[-1]} {word}".strip()
        if _wide(longer) <= width:
            broken[-1] = longer
        else:
            broken.append(word)
    return broken


def _padded(lines: list[str], count: int) -> list[str]:
    return [""] * (count - len(lines)) + lines


def _wide(line: str) -> float:
    """Metres, reckoned a little wide."""
    return sum(LETTER * (NARROW if letter.isascii() else 1.0) for letter in line)


def _door(plan: Plan, door: Door, here: set[str]) -> DrawnDoor:
    wall = next((plan.by_code[code] for code in (door.first, door.second) if code in here), None)
    upright = bool(wall) and _upright(door.at, wall)
    x, y = round(door.at[0] * 100), round(door.at[1] * 100)
    dx, dy = (0, LEAF) if upright else (LEAF, 0)
    arrow = _arrow(plan, door, x, y, upright=upright) if door.one_way and not door.stairs else ""
    return DrawnDoor(door.code, x - dx, y - dy, x + dx, y + dy, door.open, arrow, _leads(plan, door, here), x, y)


def _leads(plan: Plan, door: Door, here: set[str]) -> str:
    """Up or down, as seen from this storey."""
    if not door.stairs:
        return ""
    mine, beyond = (door.first, door.second) if door.first in here else (door.second, door.first)
    up = plan.levels.get(plan.storey_of(beyond), 0.0) > plan.levels.get(plan.storey_of(mine), 0.0)
    return "↑" if up else "↓"


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
    storey: str
    place: Text


def spots(plan: Plan, by_room: Mapping[str, list[Any]], names: Mapping[str, Text]) -> list[Spot]:
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
            place = names.get(code) or plan.name(code)
            found.append(Spot(figure, round(x * 100), round(y * 100), round(spread * 100), space.storey, place))
    return found
