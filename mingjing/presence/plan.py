"""A floor plan as a value: spaces with their outlines, doors between them, anchors; read, checked, walked. Pure.

Lengths are metres, x to the right and y downwards, as in SVG; as plain data they are whole centimetres. A *space* is a
room (its code is that of `org.Room`) or a *passage*. `OUT` is everything beyond the plan. A door joins two spaces, or
one with `OUT`; a one-way door is passed from its first space to its second only. A house of several storeys has a
sheet of the same size for each; stairs and lifts are doors between them, at the same spot of both.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mingjing.kernel.text import Text
from mingjing.kernel.verdict import Refusal, no
from mingjing.presence import geometry
from mingjing.presence.geometry import Point, Polygon

OUT = "OUT"
MOST = {"spaces": 400, "doors": 800, "anchors": 800, "corners": 64, "storeys": 12}
LARGEST = 1000.0


@dataclass(frozen=True, slots=True)
class Space:
    """`passage`: a corridor or lobby, where nobody is left; `zone` names the zone it belongs to; `storey` the storey it
    lies on, empty in a house with one."""

    code: str
    outline: Polygon
    passage: bool = False
    name: Text = Text("", "")
    zone: str = ""
    storey: str = ""


@dataclass(frozen=True, slots=True)
class Storey:
    """`level`: metres of its floor above that of the ground."""

    code: str
    name: Text
    level: float = 0.0


@dataclass(frozen=True, slots=True)
class Door:
    """`open`: a mere opening without a leaf; `one_way`: from `first` to `second` only; `stairs`: stairs or a lift."""

    code: str
    first: str
    second: str
    at: Point
    one_way: bool = False
    open: bool = False
    stairs: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """A fixed receiver that hears bands; `code` is its device number."""

    code: str
    at: Point
    storey: str = ""


@dataclass(frozen=True)
class Plan:
    width: float
    height: float
    spaces: tuple[Space, ...] = ()
    doors: tuple[Door, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    storeys: tuple[Storey, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, Space]:
        return {space.code: space for space in self.spaces}

    @cached_property
    def ways(self) -> Mapping[str, tuple[tuple[str, Door], ...]]:
        """Space → (the space beyond, the door there) for every door that may be passed from it."""
        found: dict[str, list[tuple[str, Door]]] = defaultdict(list)
        for door in self.doors:
            found[door.first].append((door.second, door))
            if not door.one_way:
                found[door.second].append((door.first, door))
        return {space: tuple(ways) for space, ways in found.items()}

    @cached_property
    def against(self) -> Mapping[str, tuple[tuple[str, Door], ...]]:
        """Space → (the space beyond, the door there) for every one-way door that leads from there to it."""
        found: dict[str, list[tuple[str, Door]]] = defaultdict(list)
        for door in self.doors:
            if door.one_way:
                found[door.second].append((door.first, door))
        return {space: tuple(ways) for space, ways in found.items()}

    @cached_property
    def beside(self) -> Mapping[str, frozenset[str]]:
        """Space → spaces joined to it by any door, in either direction."""
        found: dict[str, set[str]] = defaultdict(set)
        for door in self.doors:
            found[door.first].add(door.second)
            found[door.second].add(door.first)
        return {space: frozenset(others) for space, others in found.items()}

    @cached_property
    def levels(self) -> Mapping[str, float]:
        """Storey → metres of its floor above the ground; one nameless storey when there are none."""
        return {storey.code: storey.level for storey in self.storeys} or {"": 0.0}

    def storey_of(self, code: str) -> str:
        """The storey of a space; of the outside and of what is not on the plan the first."""
        space = self.by_code.get(code)
        return space.storey if space else next(iter(self.levels))

    def at(self, point: Point, storey: str = "") -> str:
        """The code of the space at a point of a storey; OUT when it lies in none."""
        here = (s for s in self.spaces if s.storey == storey and geometry.inside(point, s.outline))
        return next((s.code for s in here), OUT)

    def name(self, code: str) -> Text:
        space = self.by_code.get(code)
        return space.name if space and space.name.zh else Text(code, code)


def read(told: Any) -> Plan:
    """The plan written as plain data (see `write`). Raises Refusal with the first thing that cannot be read."""
    if not isinstance(told, dict):
        raise _unreadable("图纸内容无法读取。", "The drawing cannot be read.")
    width, height = _number(told.get("width"), "width"), _number(told.get("height"), "height")
    if not (1 <= width <= LARGEST and 1 <= height <= LARGEST):
        raise _unreadable("图幅须在 1 至 1000 米之间。", "The sheet must measure 1 to 1000 metres.")
    return Plan(
        width,
        height,
        tuple(_space(row) for row in _rows(told, "spaces")),
        tuple(_door(row) for row in _rows(told, "doors")),
        tuple(Anchor(_word(r, "code"), _point(r.get("at")), _word(r, "storey", "")) for r in _rows(told, "anchors")),
        tuple(_storey(row) for row in _rows(told, "storeys")),
    )


def write(plan: Plan) -> dict[str, Any]:
    """The plan as plain data; `read` answers the same plan."""
    data: dict[str, Any] = {
        "width": _cm(plan.width),
        "height": _cm(plan.height),
        "spaces": [_space_data(s) for s in plan.spaces],
        "doors": [_door_data(d) for d in plan.doors],
        "anchors": [
            {"code": a.code, "at": _spot(a.at)} | ({"storey": a.storey} if a.storey else {}) for a in plan.anchors
        ],
    }
    return data | ({"storeys": [_storey_data(one) for one in plan.storeys]} if plan.storeys else {})


def route(plan: Plan, start: str, end: str) -> list[tuple[str, Door | None]] | None:
    """The shortest way by doors that may be passed, through rooms only when no corridor leads there: each space with
    the door into it. None when there is no way."""
    if start == end:
        return [(start, None)]
    best: dict[str, tuple[float, list[tuple[str, Door | None]]]] = {start: (0.0, [(start, None)])}
    waiting = [start]
    while waiting:
        here = min(waiting, key=lambda s: best[s][0])
        waiting.remove(here)
        if here == end:
            return best[here][1]
        length, way = best[here]
        stood = way[-1][1].at if way[-1][1] else _middle(plan, here)
        for beyond, door in plan.ways.get(here, ()):
            total = length + geometry.distance(stood, door.at) + _detour(plan, beyond, end)
            if beyond not in best or total < best[beyond][0]:
                best[beyond] = total, [*way, (beyond, door)]
                waiting.append(beyond)
    return None


def _detour(plan: Plan, beyond: str, end: str) -> float:
    """How many metres of corridor people walk rather than pass through a room, or leave the house."""
    if beyond == end:
        return 0.0
    return 500.0 if beyond == OUT else 0.0 if plan.by_code[beyond].passage else 30.0


def _middle(plan: Plan, code: str) -> Point:
    return geometry.centre(plan.by_code[code].outline) if code in plan.by_code else (0.0, 0.0)


def _space(row: dict[str, Any]) -> Space:
    code = _word(row, "code")
    if code == OUT:
        raise _unreadable("“OUT”表示外面，不能用作编号。", "OUT means outside and cannot be a code.")
    corners = row.get("outline")
    if not isinstance(corners, list) or not 3 <= len(corners) <= MOST["corners"]:
        said = f"“{code}”的轮廓须有 3 至 64 个角。", f"The outline of {code} needs 3 to 64 corners."
        raise _unreadable(*said)
    name = Text(_word(row, "name", ""), _word(row, "name_en", ""))
    outline = tuple(_point(corner) for corner in corners)
    return Space(code, outline, bool(row.get("passage")), name, _word(row, "zone", ""), _word(row, "storey", ""))


def _space_data(space: Space) -> dict[str, Any]:
    data: dict[str, Any] = {"code": space.code, "outline": [_spot(p) for p in space.outline]}
    if space.passage:
        data |= {"passage": True, "name": space.name.zh, "name_en": space.name.en}
    told = {"zone": space.zone, "storey": space.storey}
    return data | {key: value for key, value in told.items() if value}


def _storey(row: dict[str, Any]) -> Storey:
    code = _word(row, "code")
    name = Text(_word(row, "name", "") or code, _word(row, "name_en", "") or code)
    return Storey(code, name, _number(row.get("level", 0), "level"))


def _storey_data(one: Storey) -> dict[str, Any]:
    return {"code": one.code, "name": one.name.zh, "name_en": one.name.en, "level": _cm(one.level)}


def _door(row: dict[str, Any]) -> Door:
    return Door(
        _word(row, "code"),
        _word(row, "first"),
        _word(row, "second"),
        _point(row.get("at")),
        bool(row.get("one_way")),
        bool(row.get("open")),
        bool(row.get("stairs")),
    )


def _door_data(door: Door) -> dict[str, Any]:
    data: dict[str, Any] = {"code": door.code, "first": door.first, "second": door.second, "at": _spot(door.at)}
    told = {"one_way": door.one_way, "open": door.open, "stairs": door.stairs}
    return data | {key: True for key, held in told.items() if held}


def _rows(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = told.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _unreadable("图纸内容无法读取。", "The drawing cannot be read.")
    if len(rows) > MOST[name]:
        raise _unreadable("图上的东西太多。", "There is too much on the drawing.")
    return rows


def _word(row: dict[str, Any], name: str, default: str | None = None) -> str:
    found = row.get(name, default)
    if not isinstance(found, str) or (default is None and not found.strip()) or len(found) > 64:
        raise _unreadable("编号须是 1 至 64 个字符。", "A code has 1 to 64 characters.")
    return found.strip()


def _point(told: Any) -> Point:
    if not isinstance(told, (list, tuple)) or len(told) != 2:
        raise _unreadable("坐标无法读取。", "A coordinate cannot be read.")
    return _number(told[0], "x"), _number(told[1], "y")


def _number(told: Any, name: str) -> float:
    if isinstance(told, bool) or not isinstance(told, int):
        raise _unreadable(f"坐标须是整数厘米（{name}）。", f"A coordinate is whole centimetres ({name}).")
    if not abs(told) <= 1000 * LARGEST:
        raise _unreadable(
            "图幅须在 1 至 1000 米之间，请核对每单位的米数。",
            "The sheet must measure 1 to 1000 metres; check how long a unit is.",
        )
    return told / 100


def _cm(metres: float) -> int:
    return round(metres * 100)


def _spot(point: Point) -> list[int]:
    return [_cm(point[0]), _cm(point[1])]


def _unreadable(zh: str, en: str) -> Refusal:
    return Refusal(no("plan.unreadable", zh, en, field="content"))
